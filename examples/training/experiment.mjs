// npm run experiment: does oversampling help? Trains a linear layer on an imbalanced set in six ways, with and without
// augmentation, by several seeds; says what came out, and writes a page.
import { copyFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { compareProcesses } from './src/distributed/compare.mjs';
import { conclusionOf } from './src/experiment/conclusion.mjs';
import { tasksOf } from './src/experiment/plan.mjs';
import { Results } from './src/experiment/results.mjs';
import { runAll } from './src/experiment/run-all.mjs';
import { setupsOf } from './src/experiment/setups.mjs';
import { tableOf } from './src/experiment/table.mjs';
import { writeResults } from './src/report/results.mjs';
import { writePage } from './src/report/write.mjs';
import { Told } from './src/told.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FULL_SEEDS = 20;

function several(text) {
  const seeds = positive(text);
  if (seeds === 1) throw new InvalidArgumentError('at least 2 are expected: one run says nothing of the next.');
  return seeds;
}

function positive(text) {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('a whole number of at least 1 is expected.');
  return Number(text);
}

const list = (text) => text.split(',').map((each) => each.trim());

function range(text) {
  const numbers = list(text).map(Number);
  if (numbers.length === 2 && numbers.every(Number.isFinite)) return numbers;
  throw new InvalidArgumentError('two numbers are expected, such as -1,1.');
}

const command = new Command('npm run experiment --')
  .option('--seeds <n>', `runs of each way, each by a seed (default: 5, of --full ${FULL_SEEDS})`, several)
  .option('--full', 'a second pair of classes, and imbalances from 1 : 1 to 165 : 1, too')
  .option('--images <folder>', 'photographs in place of Fashion-MNIST; a file’s class is its name up to the last _')
  .option('--classes <a,b,…>', 'the classes, the rare one last', list)
  .option('--keep <a=n,b=n,…>', 'images of each class to train with', list)
  .option('--backbone <place>', 'a TensorFlow.js graph model: a folder, or the address of its model.json')
  .option('--range <black,white>', 'what black and white are to the backbone (default: 0,1)', range)
  .option('--processes <n>', 'train one run on one process and on n, and compare', positive)
  .option('--workers <n>', 'threads to run on', positive, Math.min(4, availableParallelism()))
  .option('--results <file>', 'where results are kept, and taken up again', `${HERE}build/results.jsonl`)
  .option('--out <file>', 'the page', `${HERE}build/report.html`)
  .option('--publish', 'write RESULTS.md and its pictures, too')
  .option('--json', 'print the conclusion as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const { seeds, full, workers, processes, publish, json, ...options } = command.opts();
// from where npm was called
const placeOf = (path) => resolve(process.env.INIT_CWD ?? '.', path);
const [path, out] = [options.results, options.out].map(placeOf);
if (options.images !== undefined) options.images = placeOf(options.images);
if (options.backbone !== undefined && !/^https?:/.test(options.backbone)) options.backbone = placeOf(options.backbone);

try {
  const { main, others, unreadable } = await setupsOf({ full, ...options });
  if (unreadable > 0)
    console.error(
      unreadable === 1 ? '1 file is no image, and left out' : `${unreadable} files are no images, and left out`,
    );
  if (processes) {
    const { text, same } = await compareProcesses(main, processes);
    console.log(text);
    process.exitCode = same ? 0 : 1;
  } else {
    const by = { seeds: seeds ?? (full ? FULL_SEEDS : 5) };
    const tasks = tasksOf([main, ...others], by);
    const results = await Results.open(path);
    const missing = tasks.filter((task) => !results.get(task));
    if (missing.length < tasks.length)
      console.error(`${tasks.length - missing.length} of ${tasks.length} runs are there`);
    await runAll(missing, { workers, done: (result) => results.add(result) });
    const of = (setup) => tasksOf([setup], by).map((task) => results.get(task));
    const conclusion = conclusionOf(of(main));
    const rest = others.map((setup) => ({ setup, conclusion: conclusionOf(of(setup)) }));
    await writePage(out, main, conclusion, rest);
    if (publish) {
      await writeResults(HERE, main, conclusion, rest);
      // the README of the whole shows it, too
      if (full) await copyFile(`${HERE}pictures/sweep.svg`, `${HERE}../../docs/oversampling.svg`);
    }
    const said = `${tableOf(conclusion)}\n\n${conclusion.sentences.join('\n')}`;
    const where = `\n\nThe same and more, with pictures: open ${out} in a browser.`;
    console.log(json ? JSON.stringify(conclusion, null, 2) : said + where);
  }
} catch (error) {
  // what is wrong with what was given; all else is a fault of this program
  if (!(error instanceof Told) && error.syscall === undefined) throw error;
  console.error(`experiment: ${error.message}`);
  process.exitCode = 2;
}
