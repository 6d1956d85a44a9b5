import { randomInt } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { Command, CommanderError, Option } from 'commander';
import { balance } from './balance/balance.js';
import { checkBalanceOutput, writeBalance } from './balance/files.js';
import { balanceText } from './balance/terminal-text.js';
import { columnsOf, columnsText } from './columns/columns.js';
import { type ReadOptions, readLabels, readSurvey } from './input/dataset.js';
import { findInputs, pathsOf } from './input/find-input.js';
import { delimiter, integer, names, pairs, share } from './option-values.js';
import { Progress } from './progress.js';
import { checkReportOutput, type ReportFiles, writeReport } from './report/files.js';
import { reportJson } from './report/json.js';
import { reportText } from './report/terminal-text.js';
import { printSampleById } from './sample/by-id-output.js';
import { writeSample, writeSampleJson } from './sample/output.js';
import { sampleOf } from './sample/sample.js';
import { SAMPLERS, type SamplerOptions } from './sample/sampler-options.js';
import { addSql } from './sql/sql.js';
import { printable } from './text.js';
import { oneLine, UserError } from './user-error.js';
import { addWorkerCommand, type WorkersFlags, workersOptions } from './worker/options.js';

/** The options of every command, as Commander gives them. */
interface Flags {
  column?: string;
  classes?: string[];
  limit?: Map<string, number>;
  target?: Map<string, number>;
  sampler: NonNullable<SamplerOptions['sampler']>;
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

interface ReportFlags extends BalanceFlags, ReportFiles, WorkersFlags {
  json?: boolean;
  epochs?: number;
  trials?: number;
}

interface SampleFlags extends Flags, WorkersFlags {
  weights?: string;
  id?: string;
  number?: number;
  rows?: boolean;
  out?: string;
}

/** What the command reads and writes. */
export interface Streams {
  /** Opens standard input. */
  readonly stdin: () => Readable;
  readonly stdout: Writable & { readonly columns?: number };
  readonly stderr: Writable;
}

/** Errors of engines, and of the library, where memory does not suffice. */
const OUT_OF_MEMORY = /allocat|invalid (typed array|array|string) length|maximum size exceeded/i;

/** An error of Commander on one line. */
function messageOf({ code, message }: CommanderError): string {
  const line = message.replace(/^error: /, '').replace(/\n(\(Did you mean .*\?\))$/, ' $1');
  // a shell makes many arguments of a glob
  return code === 'commander.excessArguments' ? `${line} Put a glob in quotes: 'data/*.parquet'.` : line;
}

/** The most draws of an epoch of `balance`, which counts them: they take minutes. */
const MOST_COUNTED = 2 ** 32;
/** The most draws of an epoch of `report`, which also draws twice as many and keeps them in memory. */
const MOST_REPORTED = 2 ** 30;

const TABLES = 'a CSV with a header, - for standard input, a Parquet file, or a glob in quotes for several files';
const FILE = `${TABLES}; or a folder of images`;

const option = {
  column: (what: string) => new Option('--column <name>', what),
  classes: () => new Option('--classes <a,b,…>', 'keep only these classes').argParser(names),
  limit: () =>
    new Option('--limit <class=n>', 'keep at most n rows of a class, selected by the seed; may be repeated').argParser(
      pairs(integer(1)),
    ),
  target: () =>
    new Option(
      '--target <class=share>',
      'share of the draws, on any scale; repeat it for every class (default: equal shares)',
    ).argParser(pairs(share)),
  numSamples: (most: number) =>
    new Option('--num-samples <n>', `draws in an epoch, at most ${most} (default: as many as rows)`).argParser(
      integer(1, most),
    ),
  batchSize: () => new Option('--batch-size <n>', 'draws in a batch').default(32).argParser(integer(1, 2 ** 32 - 1)),
  sampler: () =>
    new Option(
      '--sampler <kind>',
      'weighted: independent draws; systematic: each row as often as expected, rounded up or down; ' +
        'stratified: the share of each class in every batch',
    )
      .choices(SAMPLERS)
      .default('weighted'),
  withoutReplacement: () => new Option('--without-replacement', 'draw each row at most once, in weighted order'),
  distinct: () => new Option('--distinct', 'exchange draws between batches, so that no batch has a row twice'),
  seed: () =>
    new Option('--seed <n>', 'makes draws repeatable (default: a new one, which is shown)').argParser(integer(0)),
  delimiter: () =>
    new Option('--delimiter <char>', 'the character between fields; \\t is a tab').default(',').argParser(delimiter),
  json: () => new Option('--json', 'print only JSON'),
};

function withOptions(command: Command, options: readonly Option[]): Command {
  for (const each of options) command.addOption(each);
  return command;
}

/** Adds what `balance` and `report` have in common. @param most The most draws of an epoch. */
function balancing(command: Command, most: number): Command {
  command.argument('<file>', `${FILE} (their class: the sub-folder, or the file name up to the last _)`);
  return withOptions(command, [
    option.column('the column that holds the class'),
    option.classes(),
    option.limit(),
    option.target(),
    option.numSamples(most),
    option.batchSize(),
    option.sampler(),
    option.withoutReplacement(),
    option.distinct(),
    option.seed(),
    option.delimiter(),
  ]);
}

/** The workers that a command's options name, if any. @throws {UserError} There is a folder for none. */
function workersOf({ redis, scratch }: WorkersFlags, version: string, tell: (line: string) => void) {
  if (redis === undefined && scratch !== undefined) throw new UserError('--scratch goes with --redis');
  return redis === undefined ? undefined : { redis, scratch, version, tell };
}

/** Turns what Commander gives into the options of a command. */
function optionsOf<F extends Flags>({ withoutReplacement, ...flags }: F, progress: Progress) {
  return { ...flags, replacement: !withoutReplacement, seed: flags.seed ?? randomInt(2 ** 48 - 1), progress };
}

/**
 * Runs the command.
 * @param args The arguments behind its name.
 * @returns The exit code: 0; 2 for an error that the user can correct; 1 for any other error.
 */
export async function run(
  args: readonly string[],
  { stdin, stdout, stderr }: Streams,
  version: string,
): Promise<number> {
  const progress = new Progress(stderr as NodeJS.WriteStream);
  const tell = (message: string): void => void stderr.write(`${printable(message)}\n`);
  const reading = ({ delimiter }: Pick<Flags, 'delimiter'>, rows = false): ReadOptions => ({
    delimiter,
    progress,
    rows,
  });
  const program = new Command('loaded-dice')
    .description('Balance a data set with a weighted random sampler, and see what it does.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void stdout.write(text), writeErr: () => {} });

  balancing(program.command('balance'), MOST_COUNTED)
    .description('show the weights that balance the classes, and compare plain shuffling with weighted draws')
    .addOption(option.json())
    .option('--out <folder>', 'write indices.csv, counts.csv and summary.json to this folder')
    .action(async (file: string, flags: BalanceFlags) => {
      const input = await findInputs(file, stdin);
      if (flags.out !== undefined) await checkBalanceOutput(flags.out, pathsOf(input));
      const data = await readLabels(input, flags.column, reading(flags));
      const { summary, draws } = balance(data, optionsOf(flags, progress));
      if (flags.out !== undefined) await writeBalance(flags.out, summary, draws, pathsOf(input));
      stdout.write(flags.json ? `${JSON.stringify(summary, null, 2)}\n` : balanceText(summary, stdout.columns));
      if (flags.out !== undefined) tell(`wrote indices.csv, counts.csv and summary.json to ${flags.out}`);
    });

  withOptions(balancing(program.command('report'), MOST_REPORTED), workersOptions('simulate'))
    .description('make a page with pictures: what batches contain, which rows are seen, and after how many epochs')
    .addOption(
      new Option(
        '--epochs <n>',
        'the last epoch of the forecast of unseen rows (default: as many as matter)',
      ).argParser(integer(1, 100_000)),
    )
    .addOption(
      new Option('--trials <n>', 'simulated runs until everything is seen (default: up to 1,000)').argParser(
        integer(1, 10_000_000),
      ),
    )
    .option('--out <file>', 'the page (default: report.html; none with --json)')
    .option('--svg <folder>', 'write the pictures to this folder, too')
    .addOption(option.json())
    .action(async (file: string, flags: ReportFlags) => {
      const input = await findInputs(file, stdin);
      const outputs = await checkReportOutput(pathsOf(input), flags);
      const workers = workersOf(flags, version, tell);
      const data = await readLabels(input, flags.column, reading(flags));
      const options = { ...optionsOf(flags, progress), workers };
      const { report, sections, files } = await writeReport(data, pathsOf(input), outputs, options);
      const text = flags.json
        ? `${reportJson(report)}\n`
        : reportText(sections, report.warnings, files, stdout.columns);
      stdout.write(text);
    });

  withOptions(program.command('columns'), [option.json(), option.delimiter()])
    .description('show the columns, and which of them look like classes and weights')
    .argument('<file>', TABLES)
    .action(async (file: string, flags: Pick<Flags, 'json' | 'delimiter'>) => {
      const input = await findInputs(file, stdin);
      const columns = columnsOf(input.name, await readSurvey(input, reading(flags)));
      stdout.write(flags.json ? `${JSON.stringify(columns, null, 2)}\n` : columnsText(columns, file, stdout.columns));
    });

  withOptions(program.command('sample'), [
    new Option('--weights <name>', 'the column that holds the weights').conflicts('target'),
    option.column('the column that holds the class, to balance the classes'),
    option.classes(),
    option.limit(),
    option.target(),
    new Option('-n, --number <n>', 'the number of draws (default: as many as rows)').argParser(integer(1)),
    option.seed(),
    option.sampler(),
    option.withoutReplacement(),
    option.distinct(),
    option.batchSize(),
    new Option(
      '--id <name>',
      'the column that names the rows, by which they are drawn: files need not fit in memory, and neither the order ' +
        'of rows nor their files change what is drawn',
    ).conflicts(['classes', 'limit', 'sampler', 'distinct', 'batchSize', 'delimiter']),
    new Option('--rows', 'print the rows themselves, below their header').conflicts('json'),
    new Option('--out <file.parquet>', 'write the rows to a Parquet file; needs --id').conflicts(['rows', 'json']),
    ...workersOptions('draw'),
    option.json(),
    option.delimiter(),
  ])
    .description('draw rows, and print their numbers (0-based, header not counted), their ids or the rows themselves')
    .argument('<file>', FILE)
    .action(async (file: string, flags: SampleFlags) => {
      const { id, out } = flags;
      if (out !== undefined && id === undefined) throw new UserError('--out needs --id NAME: the column of ids');
      const workers = workersOf(flags, version, tell);
      if (workers && id === undefined) throw new UserError('--redis needs --id NAME: the column of ids');
      const input = await findInputs(file, stdin);
      if (id !== undefined) {
        await printSampleById(input, { ...optionsOf(flags, progress), id, workers }, stdout, tell);
        return;
      }
      const sample = await sampleOf(input, optionsOf(flags, progress), reading(flags, flags.rows));
      if (flags.json) {
        await writeSampleJson(sample, stdout, progress);
      } else {
        for (const warning of sample.header.warnings) tell(`warning: ${warning}`);
        tell(`seed ${sample.header.seed}`);
        await writeSample(sample, stdout, progress);
      }
      sample.text?.close();
    });

  addSql(program, (text) => void stdout.write(text));
  addWorkerCommand(program, version, tell);

  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    progress.stop();
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (error.code === 'commander.help') stderr.write(program.helpInformation());
      else tell(`loaded-dice: ${messageOf(error)}`);
      return 2;
    }
    const outOfMemory = error instanceof RangeError && OUT_OF_MEMORY.test(error.message);
    const hint = outOfMemory ? 'this takes too much memory: keep fewer rows or draw fewer: ' : '';
    tell(`loaded-dice: ${hint}${oneLine(error)}`);
    return error instanceof UserError || outOfMemory ? 2 : 1;
  }
}
