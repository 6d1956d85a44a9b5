// The options of the commands.
import { type Command, Option } from 'commander';
import type { WeightScheme } from '../index.js';
import type { ImageOptions } from './input/image-options.js';
import { integer, names, number, pairs, scheme, share } from './option-values.js';
import { type ReadingFlags, readingOptions } from './reading.js';
import type { ReportFiles } from './report/files.js';
import { SAMPLERS, type SamplerOptions } from './sample/sampler-options.js';
import type { WorkersFlags } from './worker/options.js';

/** The options of every command, as Commander gives them. */
export interface Flags extends ReadingFlags, ImageOptions {
  weights?: string;
  column?: string;
  classes?: string[];
  limit?: Map<string, number>;
  target?: Map<string, number>;
  scheme?: WeightScheme;
  sampler: NonNullable<SamplerOptions['sampler']>;
  withoutReplacement?: boolean;
  distinct?: boolean;
  batchSize: number;
  seed?: number;
  json?: boolean;
}

export interface BalanceFlags extends Flags {
  numSamples?: number;
  out?: string;
}

export interface ReportFlags extends BalanceFlags, ReportFiles, WorkersFlags {
  json?: boolean;
  epochs?: number;
  trials?: number;
}

export interface SampleFlags extends Flags, WorkersFlags {
  temperature?: number;
  topK?: number;
  topP?: number;
  id?: string;
  number?: number;
  rows?: boolean;
  print?: string;
  out?: string;
}

/** The most draws of an epoch of `balance`, which counts them: they take minutes. */
export const MOST_COUNTED = 2 ** 32;
/** The most draws of an epoch of `report`, which also draws twice as many and keeps them in memory. */
export const MOST_REPORTED = 2 ** 30;

export const TABLES =
  'a text table (CSV, TSV, JSON Lines, .gz), - for standard input, a Parquet file, or a glob in quotes for several ' +
  'files';
const IMAGES = 'a folder of images, which are rows in the order of their paths (by UTF-16 code units)';
export const FILE = `${TABLES}; or ${IMAGES}`;

export const option = {
  weights: () => new Option('--weights <name>', 'the column that holds the weights').conflicts(['target', 'scheme']),
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
  scheme: () =>
    new Option(
      '--scheme <name>',
      'the weight of a row by the n rows of its class: inverse (1 / n), sqrt (1 / sqrt(n)), power:P (n^-P), ' +
        'effective or effective:BETA (effective number, BETA 0.999), times its share of --target (default: inverse)',
    ).argParser(scheme),
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
  json: () => new Option('--json', 'print only JSON'),
};

/** What the column of weights holds, if it holds logits. */
export const logitsOptions = (): Option[] => [
  new Option('--logits', 'the --weights column holds logits (log weights), such as scores of a model').conflicts([
    'target',
    'id',
  ]),
  new Option('--temperature <t>', 'divide the logits by t; 0 draws only the largest (default: 1)').argParser(
    number('of at least 0', (value) => value >= 0),
  ),
  new Option('--top-k <n>', 'draw only from the n largest logits').argParser(integer(1)),
  new Option(
    '--top-p <share>',
    'after --temperature and --top-k, draw only from the most probable rows: the fewest that sum to this share',
  ).argParser(number('above 0 and at most 1', (value) => value > 0 && value <= 1)),
];

export function withOptions(command: Command, options: readonly Option[]): Command {
  for (const each of options) command.addOption(each);
  return command;
}

/** Adds what `balance` and `report` have in common. @param most The most draws of an epoch. */
export function balancing(command: Command, most: number): Command {
  command.argument('<file>', FILE);
  return withOptions(command, [
    option.column('the column that holds the class; with --weights, what names the rows or groups them'),
    option.weights(),
    option.classes(),
    option.limit(),
    option.target(),
    option.scheme(),
    option.numSamples(most),
    option.batchSize(),
    option.sampler(),
    option.withoutReplacement(),
    option.distinct(),
    option.seed(),
    ...readingOptions(),
  ]);
}
