import { classCounts, classWeights, sampleWeights, WeightedRandomSampler, type WeightScheme } from '../../index.js';
import type { LabeledData } from '../input/dataset.js';
import { type SubsetOptions, takeSubset } from '../input/subset.js';
import { sharesOfScheme, targetOfCodes } from '../input/target.js';
import type { Progress } from '../progress.js';
import { epochOf, shuffledEpoch } from '../sample/epoch.js';
import { type JsonHeader, jsonHeader } from '../sample/json-header.js';
import type { SamplerOptions } from '../sample/sampler-options.js';
import { warningsOf } from '../sample/warnings.js';
import { type ClassTotals, drawnTotals, type EpochTotals } from './epoch-totals.js';
import type { Draws } from './files.js';

export interface BalanceOptions extends SamplerOptions, SubsetOptions {
  /** The column of labels, if they come from one. */
  column?: string | undefined;
  /** The share of each class. Default: equal shares. */
  target?: ReadonlyMap<string, number>;
  /** How the weight of a row follows from the rows of its class. Default 'inverse'. */
  scheme?: WeightScheme | undefined;
  /** Draws in an epoch. Default: as many as rows. */
  numSamples?: number;
  batchSize: number;
  progress: Progress;
}

/** What `balance` shows, and prints as JSON. Shares and probabilities are in [0, 1]. */
export interface Balance extends JsonHeader {
  readonly sumOfWeights: number;
  /** As many draws by plain shuffling: the beginning of a shuffle, or several in a row. */
  readonly shuffle: Totals;
  /** An epoch with the weights, by the sampler that was asked for. */
  readonly plan: Totals;
  readonly perClass: readonly BalancedClass[];
  readonly warnings: readonly string[];
}

export type Totals = Pick<EpochTotals, 'draws' | 'batches' | 'neverSeen'>;

interface BalancedClass {
  readonly class: string;
  readonly rows: number;
  /** The share of the class in the sum of all weights. */
  readonly wanted: number;
  /** The weight of each row. */
  readonly weight: number;
  /** The probability that a draw gives one particular row of the class. */
  readonly rowProbability: number;
  readonly shuffle: ClassTotals;
  readonly plan: ClassTotals;
}

/** Balances a data set, and compares an epoch of plain shuffling with an epoch of weighted draws. */
export function balance(data: LabeledData, options: BalanceOptions): { summary: Balance; draws: Draws } {
  const { batchSize, seed, progress } = options;
  const subset = takeSubset(data, options);
  const { codes, classes } = subset;
  const { scheme } = options;
  const given = targetOfCodes({ name: data.name, classes }, options.target);
  const perClass = classWeights(codes, { target: given, scheme });
  const weights = sampleWeights(codes, { target: given, scheme });
  const target = sharesOfScheme(codes, given, scheme);
  const probabilities = new WeightedRandomSampler(weights, 1, { seed }).probabilities();
  const numSamples = options.numSamples ?? codes.length;
  const source = { weights, codes, target, numSamples, batchSize, seed };
  const epoch = epochOf(source, options);

  const wanted = classes.map((_, code) => target?.get(code) !== 0);
  const plan = drawnTotals('drawing an epoch', epoch, codes, wanted, progress);
  const shuffle = drawnTotals('shuffling an epoch', shuffledEpoch(source), codes, wanted, progress);

  const counts = classCounts(codes);
  const rowsOf = (code: number): number => counts.get(code) as number;
  const weightOf = (code: number): number => perClass.get(code) as number;
  const first = firstItems(codes, classes.length);
  const summary: Balance = {
    ...jsonHeader(data, codes.length, subset, { ...options, numSamples }),
    sumOfWeights: classes.reduce((sum, _, code) => sum + rowsOf(code) * weightOf(code), 0),
    shuffle: totals(shuffle),
    plan: totals(plan),
    perClass: classes.map((label, code) => ({
      class: label,
      rows: rowsOf(code),
      wanted: rowsOf(code) * probabilities[first[code]],
      weight: weightOf(code),
      rowProbability: probabilities[first[code]],
      shuffle: shuffle.classes[code],
      plan: plan.classes[code],
    })),
    warnings: [...data.doubts, ...warningsOf(source, subset, { ...options, draws: epoch.length })],
  };
  const draws: Draws = {
    ...{ epoch, length: codes.length },
    rowOf: (item) => subset.rows[item],
    labelOf: (item) => classes[codes[item]],
    counts: { times: (item) => plan.times[item] },
  };
  return { summary, draws };
}

function totals({ draws, batches, neverSeen }: EpochTotals): Totals {
  return { draws, batches, neverSeen };
}

/** The index of the first item of each class. */
function firstItems(codes: Int32Array, classes: number): number[] {
  const first = new Array<number>(classes);
  for (let item = codes.length - 1; item >= 0; item--) first[codes[item]] = item;
  return first;
}
