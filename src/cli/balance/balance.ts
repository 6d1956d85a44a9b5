import {
  BatchSampler,
  classCounts,
  classWeights,
  type Finding,
  lintWeights,
  RandomSampler,
  sampleWeights,
  WeightedRandomSampler,
} from '../../index.js';
import type { Labeled } from '../input/dataset.js';
import { type Subset, takeSubset } from '../input/subset.js';
import { targetOfCodes } from '../input/target.js';
import type { Progress } from '../progress.js';
import { type Epoch as Drawn, epochOf } from '../sample/epoch.js';
import { type Head, headOf } from '../sample/json-header.js';
import type { How } from '../sample/sampler-options.js';
import { count, plural } from '../text.js';
import { type ClassTally, type Tally, tally } from './epoch-totals.js';

export interface BalanceOptions extends How {
  classes?: string[];
  limit: ReadonlyMap<string, number>;
  target?: ReadonlyMap<string, number>;
  numSamples?: number;
  batchSize: number;
  seed: number;
  progress: Progress;
}

/** What `balance` shows, and prints as JSON. Shares and probabilities are in [0, 1]. */
export interface Balance extends Head {
  readonly sumOfWeights: number;
  /** As many draws of a plain shuffle: the beginning of one, or one after another. */
  readonly shuffle: Epoch;
  /** An epoch by the target, or of equal shares: by whatever `sampler` draws. */
  readonly plan: Epoch;
  readonly perClass: readonly BalancedClass[];
  readonly warnings: readonly string[];
}

type Epoch = Pick<Tally, 'draws' | 'batches' | 'neverSeen'>;

interface BalancedClass {
  readonly class: string;
  readonly rows: number;
  /** Of each row of the class. */
  readonly weight: number;
  /** Of each row of the class, a draw. */
  readonly rowProbability: number;
  readonly shuffle: ClassTally;
  readonly plan: ClassTally;
}

/** The rows that take part, and what one epoch drew of them. */
export interface Draws {
  readonly subset: Subset;
  /** What was drawn: indices into subset.rows. */
  readonly epoch: Drawn;
  /** (subset.rows.length,) */
  readonly times: Float64Array;
}

/** Balances a data set, and compares one epoch of plain shuffling with one of weighted draws. */
export function balance(data: Labeled, options: BalanceOptions): { summary: Balance; draws: Draws } {
  const { batchSize, seed } = options;
  const subset = takeSubset(data, options.classes, options.limit, seed);
  const { codes, classes } = subset;
  const target = targetOfCodes({ name: data.name, classes }, options.target);
  const weights = classWeights(codes, target && { target });
  const itemWeights = sampleWeights(codes, target && { target });
  const probabilities = new WeightedRandomSampler(itemWeights, 1, { seed }).probabilities();
  const numSamples = options.numSamples ?? codes.length;
  const drawn = epochOf({ weights: itemWeights, codes, target, numSamples, batchSize, seed }, options);

  // what the target excludes is not missed
  const wanted = classes.map((_, code) => target?.get(code) !== 0);
  options.progress.start('drawing an epoch', drawn.length);
  const weighted = tally(watched(drawn.batches(), options.progress), codes, wanted);
  options.progress.stop();
  const shuffle = new BatchSampler(new RandomSampler(codes, { numSamples, seed }), batchSize);
  options.progress.start('shuffling an epoch', numSamples);
  const shuffled = tally(watched(shuffle, options.progress), codes, wanted);
  options.progress.stop();

  const counts = classCounts(codes);
  const rowsOf = (code: number): number => counts.get(code) as number;
  const weightOf = (code: number): number => weights.get(code) as number;
  const first = firstOf(codes, classes.length);
  const summary: Balance = {
    ...headOf(data, subset, { ...options, numSamples }),
    sumOfWeights: classes.reduce((sum, _, code) => sum + rowsOf(code) * weightOf(code), 0),
    shuffle: epoch(shuffled),
    plan: epoch(weighted),
    perClass: classes.map((label, code) => ({
      class: label,
      rows: rowsOf(code),
      weight: weightOf(code),
      rowProbability: probabilities[first[code]],
      shuffle: shuffled.classes[code],
      plan: weighted.classes[code],
    })),
    warnings: warnings(subset, target, { ...options, numSamples, draws: drawn.length }),
  };
  return { summary, draws: { subset, epoch: drawn, times: weighted.times } };
}

/** What to know of an epoch: what a lint of its weights finds, and where it is not quite what was asked for. */
export function warnings(
  subset: Subset,
  target: ReadonlyMap<number, number> | undefined,
  { numSamples, draws, batchSize, sampler, replacement, limit }: WarningOptions,
): string[] {
  const { rows, codes, classes } = subset;
  const findings = lintWeights(sampleWeights(codes, target && { target }), {
    labels: Array.from(codes, (code) => classes[code]),
    numSamples,
    // quotas are kept in batches of any size
    ...(sampler !== 'stratified' && { batchSize: Math.min(batchSize, numSamples) }),
    ...(replacement !== undefined && { replacement }),
  });
  return [
    ...sentences(findings.filter(isMeant(codes.length, numSamples)), rows),
    ...unasked(subset, { numSamples, draws, batchSize, limit }),
  ];
}

interface WarningOptions extends How {
  numSamples: number;
  /** Draws that are made. */
  draws: number;
  batchSize: number;
  limit: ReadonlyMap<string, number>;
}

/** Findings that are about weights which the command made for `rows` rows. */
function isMeant(rows: number, numSamples: number): (finding: Finding) => boolean {
  return (finding) =>
    // it has made a weight for each row
    finding.code !== 'class-weights' &&
    // few draws were asked for: would it be so of as many as rows?
    (finding.code !== 'never-expected' || finding.expected * Math.max(1, rows / numSamples) < 0.01);
}

/** Where what is drawn is not quite what was asked for. */
export function unasked(
  { classes, codes, beyondLimit }: Pick<Subset, 'classes' | 'codes' | 'beyondLimit'>,
  { numSamples, draws, batchSize, limit }: Pick<WarningOptions, 'numSamples' | 'draws' | 'batchSize' | 'limit'>,
): string[] {
  const said: string[] = [];
  for (const [label, most] of limit) {
    if (beyondLimit.has(label)) continue;
    const code = classes.indexOf(label);
    const rows = codes.reduce((sum, each) => sum + Number(each === code), 0);
    if (rows < most) {
      said.push(
        `--limit ${label}=${most} leaves nothing out: ${plural(rows, 'row')} of ${JSON.stringify(label)} in all`,
      );
    }
  }
  if (draws !== numSamples) {
    const size = Math.min(batchSize, numSamples);
    said.push(
      `stratified batches are whole: ${plural(draws, 'draw')} in ${plural(draws / size, 'batch', 'batches')} of ${count(size)}, where ${count(numSamples)} were asked for`,
    );
  }
  return said;
}

/**
 * What is left as it is: what stands in quotes, powers, numbers with a point; what has a row's number; longer numbers;
 * items.
 */
const PARTS = /"(?:[^"\\]|\\.)*"|\bitem (\d+)|\b(items?)\b|(?<![\d.^e+-])(\d{4,})(?![\d.]*[\de])/g;

/** Findings in the words of the command: about rows by their numbers in the file, of which `rows` take part. */
export function sentences(findings: readonly Finding[], rows: Uint32Array | undefined): string[] {
  return findings.map(({ message }) =>
    message.replaceAll(PARTS, (whole, item, items, number) => {
      if (item !== undefined) return `row ${rows?.[item] ?? item}`;
      if (items !== undefined) return items.replace('item', 'row');
      return number === undefined ? whole : count(Number(number));
    }),
  );
}

function epoch({ draws, batches, neverSeen }: Tally): Epoch {
  return { draws, batches, neverSeen };
}

/** The first item of each class. */
function firstOf(codes: Int32Array, classes: number): number[] {
  const first = new Array<number>(classes);
  for (let item = codes.length - 1; item >= 0; item--) first[codes[item]] = item;
  return first;
}

function* watched(batches: Iterable<Uint32Array>, progress: Progress): Generator<Uint32Array> {
  for (const batch of batches) {
    yield batch;
    progress.add(batch.length);
  }
}
