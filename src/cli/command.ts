import { randomInt } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { Command, CommanderError, Option } from 'commander';
import { balance } from './balance/balance.js';
import { checkBalance, writeBalance } from './balance/files.js';
import { balanceText } from './balance/terminal-text.js';
import { readLabels } from './input/dataset.js';
import { delimiter, integer, names, pairs, share } from './option-values.js';
import { Progress } from './progress.js';
import { checkReport, type ReportFiles, report } from './report/files.js';
import { reportJson } from './report/json.js';
import { reportText } from './report/terminal-text.js';
import { writeSample, writeSampleJson } from './sample/output.js';
import { sampleOf } from './sample/sample.js';
import { type How, SAMPLERS } from './sample/sampler-options.js';
import { printable } from './text.js';
import { oneLine, UserError } from './user-error.js';

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

/** What the command reads and writes. */
export interface Streams {
  /** Opens standard input. */
  readonly stdin: () => Readable;
  readonly stdout: Writable & { readonly columns?: number };
  readonly stderr: Writable;
}

/** What engines, and the library, say where memory does not suffice. */
const TOO_MUCH = /allocat|invalid (typed array|array|string) length|maximum size exceeded/i;

/** Draws of an epoch that is counted: minutes. */
const MOST_COUNTED = 2 ** 32;
/** Draws of an epoch in a report, which draws twice as many, too, in whole batches, and keeps them. */
const MOST_REPORTED = 2 ** 30;

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
  new Option('--without-replacement', 'draw each row at most once, in weighted order');
const distinctOption = (): Option => new Option('--distinct', 'exchange draws between batches: no row twice in one');
const batchSizeOption = (): Option =>
  new Option('--batch-size <n>', 'draws in a batch').default(32).argParser(integer(1, 2 ** 32 - 1));

const classesOption = (): Option => new Option('--classes <a,b,…>', 'keep these classes only').argParser(names);
const limitOption = (): Option =>
  new Option('--limit <class=n>', 'keep n rows of a class, by seed; may be repeated').argParser(pairs(integer(1)));

/** What all commands take from their flags. */
function optionsOf<F extends Flags>({ withoutReplacement, ...flags }: F, progress: Progress) {
  const seed = flags.seed ?? randomInt(2 ** 48 - 1);
  return { ...flags, replacement: !withoutReplacement, limit: flags.limit ?? new Map(), seed, progress };
}

/** The options of what balances a data set, in epochs of at most `most` draws. */
function balancing(command: Command, most: number): Command {
  return command
    .argument(
      '<file>',
      'a CSV with a header, - for standard input, or a folder of images (class: sub-folder, or name up to the last _)',
    )
    .option('--column <name>', 'the column that holds the class')
    .addOption(classesOption())
    .addOption(limitOption())
    .addOption(targetOption())
    .addOption(
      new Option('--num-samples <n>', `draws in an epoch, at most ${most} (default: as many as rows)`).argParser(
        integer(1, most),
      ),
    )
    .addOption(batchSizeOption())
    .addOption(samplerOption())
    .addOption(withoutReplacementOption())
    .addOption(distinctOption())
    .addOption(seedOption())
    .addOption(delimiterOption());
}

/**
 * Runs the command.
 * @param args what stands behind its name.
 * @returns The exit code: 2 for what the user can mend, 1 for anything else.
 */
export async function run(
  args: readonly string[],
  { stdin, stdout, stderr }: Streams,
  version: string,
): Promise<number> {
  const progress = new Progress(stderr as NodeJS.WriteStream);
  const tell = (message: string): void => void stderr.write(`${printable(message)}\n`);
  const program = new Command('loaded-dice')
    .description('Balance a data set with a weighted random sampler, and see what it does.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void stdout.write(text), writeErr: () => {} });

  balancing(program.command('balance'), MOST_COUNTED)
    .description('weights for balanced classes; one epoch of plain shuffling beside one of weighted draws')
    .option('--json', 'print JSON alone')
    .option('--out <folder>', 'write indices.csv, counts.csv and summary.json there')
    .action(async (file: string, flags: BalanceFlags) => {
      if (flags.out !== undefined) await checkBalance(flags.out, file);
      const data = await readLabels(file, flags.column, { delimiter: flags.delimiter, progress, rows: false, stdin });
      const { summary, draws } = balance(data, optionsOf(flags, progress));
      if (flags.out !== undefined) await writeBalance(flags.out, summary, draws, file);
      stdout.write(flags.json ? `${JSON.stringify(summary, null, 2)}\n` : balanceText(summary, stdout.columns));
      if (flags.out !== undefined) tell(`wrote indices.csv, counts.csv and summary.json to ${flags.out}`);
    });

  balancing(program.command('report'), MOST_REPORTED)
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
      const data = await readLabels(file, flags.column, { delimiter: flags.delimiter, progress, rows: false, stdin });
      const { made, sections, files } = await report(data, file, page, flags.svg, optionsOf(flags, progress));
      stdout.write(flags.json ? `${reportJson(made)}\n` : reportText(sections, made.warnings, files, stdout.columns));
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
      const reading = { delimiter: flags.delimiter, progress, rows: flags.rows ?? false, stdin };
      const { head, epoch, text } = await sampleOf(file, optionsOf(flags, progress), reading);
      if (flags.json) {
        await writeSampleJson(epoch, head, stdout, progress);
      } else {
        for (const warning of head.warnings) tell(`warning: ${warning}`);
        tell(`seed ${head.seed}`);
        await writeSample(epoch, text, stdout, progress);
      }
      text?.close();
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    progress.stop();
    if (error instanceof CommanderError) {
      // help and version were asked for; the help of a call without a command was not
      if (error.exitCode === 0) return 0;
      if (error.code === 'commander.help') stderr.write(program.helpInformation());
      else tell(`loaded-dice: ${error.message.replace(/^error: /, '').replace(/\n(\(Did you mean .*\?\))$/, ' $1')}`);
      return 2;
    }
    const tooMuch = error instanceof RangeError && TOO_MUCH.test(error.message);
    const hint = tooMuch ? 'this takes too much memory, keep fewer rows or draw fewer: ' : '';
    tell(`loaded-dice: ${hint}${oneLine(error)}`);
    return error instanceof UserError || tooMuch ? 2 : 1;
  }
}
