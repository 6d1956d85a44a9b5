import { randomInt } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { Command, CommanderError, Option } from 'commander';
import { FileError } from '../files/file-error.js';
import { balanceOf } from './balance/balance-of.js';
import { checkBalanceOutput, writeBalance } from './balance/files.js';
import { columnsOf, columnsText } from './columns/columns.js';
import { readSurvey } from './input/dataset.js';
import { findInputs, pathsOf } from './input/find-input.js';
import { integer } from './option-values.js';
import {
  type BalanceFlags,
  balancing,
  FILE,
  type Flags,
  logitsOptions,
  MOST_COUNTED,
  MOST_REPORTED,
  option,
  type ReportFlags,
  type SampleFlags,
  TABLES,
  withOptions,
} from './options.js';
import { Progress } from './progress.js';
import { formatOptions, READING, type ReadingFlags, readingOf, readingOptions } from './reading.js';
import { checkReportOutput, writeReport } from './report/files.js';
import { reportJson } from './report/json.js';
import { reportOf } from './report/report-of.js';
import { reportText } from './report/terminal-text.js';
import { printSampleById } from './sample/by-id-output.js';
import { writeSample, writeSampleJson } from './sample/output.js';
import { sampleOf } from './sample/sample.js';
import { addSql } from './sql/sql.js';
import { widthOf } from './terminal.js';
import { printable } from './text.js';
import { oneLine, UserError } from './user-error.js';
import { addWorkerCommand, type WorkersFlags, workersOptions } from './worker/options.js';

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
  if (code === 'commander.conflictingOption' && line.startsWith("option '--id <name>' cannot")) {
    return `${line}; without --id, --print NAME prints a column of a file that fits in memory`;
  }
  // a shell makes many arguments of a glob
  return code === 'commander.excessArguments' ? `${line} Put a glob in quotes: 'data/*.parquet'.` : line;
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
      const reading = readingOf(input, flags, progress);
      const { summary, draws, text } = await balanceOf(input, optionsOf(flags, progress), reading);
      if (flags.out !== undefined) await writeBalance(flags.out, summary, draws, pathsOf(input));
      stdout.write(flags.json ? `${JSON.stringify(summary, null, 2)}\n` : text(widthOf(stdout)));
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
      const reading = readingOf(input, flags, progress);
      const made = await reportOf(input, { ...optionsOf(flags, progress), workers }, reading);
      const files = await writeReport(made, pathsOf(input), outputs, progress);
      const text = flags.json
        ? `${reportJson(made.report)}\n`
        : reportText(made.sections, made.report.warnings, files, widthOf(stdout));
      stdout.write(text);
    });

  withOptions(program.command('columns'), [option.json(), ...formatOptions()])
    .description('show the columns, and which of them look like classes and weights')
    .argument('<file>', TABLES)
    .action(async (file: string, flags: Pick<Flags, 'json'> & ReadingFlags) => {
      const input = await findInputs(file, stdin);
      const columns = columnsOf(input.name, await readSurvey(input, readingOf(input, flags, progress)));
      stdout.write(
        flags.json
          ? `${JSON.stringify(columns, null, 2)}\n`
          : columnsText(
              columns,
              args.slice(1).filter((arg) => arg !== '--json'),
              widthOf(stdout),
            ),
      );
    });

  withOptions(program.command('sample'), [
    option.weights(),
    ...logitsOptions(),
    option.column('the column that holds the class, to balance the classes'),
    option.classes(),
    option.limit(),
    option.target(),
    option.scheme(),
    new Option('-n, --number <n>', 'the number of draws (default: as many as rows with a class or weight)').argParser(
      integer(1),
    ),
    option.seed(),
    option.sampler(),
    option.withoutReplacement(),
    option.distinct(),
    option.batchSize(),
    new Option(
      '--id <name>',
      'the column that names the rows, by which they are drawn: files need not fit in memory, and neither the order ' +
        'of rows nor their files change what is drawn',
    ).conflicts([
      'classes',
      'limit',
      'temperature',
      'topK',
      'topP',
      'scheme',
      'sampler',
      'distinct',
      'batchSize',
      'oneHot',
      'multiLabel',
      'decimal',
      'root',
      'pattern',
      ...READING,
    ]),
    new Option('--rows', 'print the rows themselves, below their header; > rows.csv writes a file').conflicts('json'),
    new Option('--print <name>', 'print the fields of this column, such as names of files, one a line').conflicts([
      'rows',
      'json',
      'id',
    ]),
    new Option('--out <file.parquet>', 'write the rows to a Parquet file; needs --id').conflicts(['rows', 'json']),
    ...workersOptions('draw'),
    option.json(),
    ...readingOptions(),
  ])
    .description(
      'draw rows, and print their numbers (0-based, header not counted), a column of theirs, or the rows themselves',
    )
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
      const sample = await sampleOf(input, optionsOf(flags, progress), readingOf(input, flags, progress, flags));
      if (flags.json) {
        await writeSampleJson(sample, stdout, progress);
      } else {
        tell(`read as: ${sample.header.read?.text}`);
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
    return error instanceof UserError || error instanceof FileError || outOfMemory ? 2 : 1;
  }
}
