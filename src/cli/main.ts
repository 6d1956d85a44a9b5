import { randomInt } from 'node:crypto';
import { Command, CommanderError, Option } from 'commander';
import { balance } from './balance.js';
import { writeBalance } from './balance-files.js';
import { balanceText } from './balance-text.js';
import { readLabels } from './dataset.js';
import { sampleOf } from './draw.js';
import { type How, SAMPLERS } from './how.js';
import { delimiter, integer, names, pairs, share } from './options.js';
import { Progress } from './progress.js';
import { reportJson } from './report/json.js';
import { checkReport, type ReportFiles, report } from './report.js';
import { reportText } from './report-text.js';
import { writeSample, writeSampleJson } from './sample.js';
import { oneLine, UserError } from './user-error.js';

/** package.json's, put in by the build. */
declare const VERSION: string;

/** Flags of every command, as Commander has them. */
interface Flags {
  column?: string;
  classes?: string[];
  limit?: Map<string, number>;
  target?: Map<string, number>;
  sampler: NonNullable<How['sampler']>;
  withoutReplacement?: boolean;
  distinct?: boolean;
  batchSize: number;
  seed?: number;
  json?: boolean;
  delimiter: string;
}

interface BalanceFlags extends Flags {
  numSamples?: number;
  out?: string;
}

interface SampleFlags extends Flags {
  weights?: string;
  number?: number;
  rows?: boolean;
}

const progress = new Progress();

const program = new Command('loaded-dice')
  .description('Balance a data set with a weighted random sampler, and see what it does.')
  .version(VERSION)
  .exitOverride()
  .configureOutput({ writeErr: () => {} });

const delimiterOption = (): Option =>
  new Option('--delimiter <char>', 'what stands between fields; \\t is a tab').default(',').argParser(delimiter);
const seedOption = (): Option => new Option('--seed <n>', 'default: a fresh one, which is shown').argParser(integer(0));
const targetOption = (): Option =>
  new Option('--target <class=share>', 'share of the draws; once for every class (default: all the same)').argParser(
    pairs(share),
  );

const samplerOption = (): Option =>
  new Option(
    '--sampler <kind>',
    'systematic: each row as often as expected, rounded down or up; stratified: each class’s quota in every batch, whole batches',
  )
    .choices(SAMPLERS)
    .default('weighted');
const withoutReplacementOption = (): Option =>
  new Option('--without-replacement', 'draw no row twice: weights decide which come, and which first');
const distinctOption = (): Option => new Option('--distinct', 'exchange draws between batches: no row twice in one');
const batchSizeOption = (): Option =>
  new Option('--batch-size <n>', 'draws in a batch').default(32).argParser(integer(1, 2 ** 32 - 1));

const classesOption = (): Option => new Option('--classes <a,b,…>', 'keep these classes only').argParser(names);
const limitOption = (): Option =>
  new Option('--limit <class=n>', 'keep n rows of a class, by seed; may be repeated').argParser(pairs(integer(1)));

/** What all commands take from their flags. */
function optionsOf<F extends Flags>({ withoutReplacement, ...flags }: F) {
  const seed = flags.seed ?? randomInt(2 ** 48 - 1);
  return { ...flags, replacement: !withoutReplacement, limit: flags.limit ?? new Map(), seed, progress };
}

/** The options of what balances a data set. */
function balancing(command: Command): Command {
  return command
    .argument(
      '<file>',
      'a CSV with a header, - for standard input, or a folder of images (class: sub-folder, or name up to the last _)',
    )
    .option('--column <name>', 'the column that holds the class')
    .addOption(classesOption())
    .addOption(limitOption())
    .addOption(targetOption())
    .addOption(new Option('--num-samples <n>', 'draws in an epoch (default: as many as rows)').argParser(integer(1)))
    .addOption(batchSizeOption())
    .addOption(samplerOption())
    .addOption(withoutReplacementOption())
    .addOption(distinctOption())
    .addOption(seedOption())
    .addOption(delimiterOption());
}

balancing(program.command('balance'))
  .description('weights for balanced classes; one epoch of plain shuffling beside one of weighted draws')
  .option('--json', 'print JSON alone')
  .option('--out <folder>', 'write indices.csv, counts.csv and summary.json there')
  .action(async (file: string, flags: BalanceFlags) => {
    const data = await readLabels(file, flags.column, { delimiter: flags.delimiter, progress, rows: false });
    const { summary, draws } = balance(data, optionsOf(flags));
    if (flags.out !== undefined) await writeBalance(flags.out, summary, draws);
    process.stdout.write(
      flags.json ? `${JSON.stringify(summary, null, 2)}\n` : balanceText(summary, process.stdout.columns),
    );
    if (flags.out !== undefined)
      process.stderr.write(`wrote indices.csv, counts.csv and summary.json to ${flags.out}\n`);
  });

balancing(program.command('report'))
  .description('a page with pictures: what balancing does to batches, what is seen, and after how many epochs')
  .addOption(
    new Option('--epochs <n>', 'epochs that unseen rows are shown for (default: as many as matter)').argParser(
      integer(1, 100_000),
    ),
  )
  .addOption(
    new Option('--trials <n>', 'of how long it takes to see everything (default: up to 1,000)').argParser(
      integer(1, 10_000_000),
    ),
  )
  .option('--out <file>', 'the page (default: report.html; with --json none)')
  .option('--svg <folder>', 'write the pictures there, too')
  .option('--json', 'print the numbers as JSON, alone')
  .action(async (file: string, flags: BalanceFlags & ReportFiles & { epochs?: number; trials?: number }) => {
    const page = await checkReport(file, flags);
    const data = await readLabels(file, flags.column, { delimiter: flags.delimiter, progress, rows: false });
    const { made, sections, files } = await report(data, page, flags.svg, optionsOf(flags));
    process.stdout.write(
      flags.json ? `${reportJson(made)}\n` : reportText(sections, made.warnings, files, process.stdout.columns),
    );
  });

program
  .command('sample')
  .description('draw rows: their numbers (0-based, header not counted), or with --rows the rows themselves')
  .argument('<file>', 'a CSV with a header, - for standard input, or a folder of images')
  .addOption(new Option('--weights <name>', 'the column that holds the weights').conflicts('target'))
  .option('--column <name>', 'the column that holds the class: classes are balanced')
  .addOption(classesOption())
  .addOption(limitOption())
  .addOption(targetOption())
  .addOption(new Option('-n, --number <n>', 'how many to draw (default: as many as rows)').argParser(integer(1)))
  .addOption(seedOption())
  .addOption(samplerOption())
  .addOption(withoutReplacementOption())
  .addOption(distinctOption())
  .addOption(batchSizeOption())
  .addOption(new Option('--rows', 'print the rows that were drawn, below their header').conflicts('json'))
  .option('--json', 'print JSON alone')
  .addOption(delimiterOption())
  .action(async (file: string, flags: SampleFlags) => {
    const reading = { delimiter: flags.delimiter, progress, rows: flags.rows ?? false };
    const { head, epoch, text } = await sampleOf(file, optionsOf(flags), reading);
    if (flags.json) {
      await writeSampleJson(epoch, head, process.stdout, progress);
    } else {
      for (const warning of head.warnings) process.stderr.write(`warning: ${warning}\n`);
      process.stderr.write(`seed ${head.seed}\n`);
      await writeSample(epoch, text, process.stdout, progress);
    }
    text?.close();
  });

// whoever reads our output may have seen enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`loaded-dice: standard output: ${oneLine(error)}\n`);
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  progress.stop();
  if (error instanceof CommanderError) {
    // help and version were asked for; the help of a call without a command was not
    if (error.code === 'commander.help') process.stderr.write(program.helpInformation());
    else if (error.exitCode !== 0) process.stderr.write(`loaded-dice: ${oneLine(error).replace(/^error: /, '')}\n`);
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.stderr.write(`loaded-dice: ${oneLine(error)}\n`);
    process.exitCode = error instanceof UserError ? 2 : 1;
  }
}
