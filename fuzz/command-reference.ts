// What the command must draw from a file with given options, computed with plain arrays. Only the draws come from the
// library.
import {
  BatchSampler,
  classWeights,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  type TargetOptions,
  WeightedRandomSampler,
  type WeightScheme,
} from '../src/index.js';
import { type Case, isMissing, named } from './command-cases.js';

const whole = (text: string, most = Number.MAX_SAFE_INTEGER): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;

/** Whether options of logits are valid, beside a column of logits. */
function logitsFit({ weights, logits, temperature, topK, topP }: Case): boolean {
  if (!logits) return !(temperature || topK || topP);
  const isTemperature = temperature === '' || (Number(temperature) >= 0 && Number(temperature) < Infinity);
  return weights && isTemperature && (!topK || whole(topK)) && (!topP || (Number(topP) > 0 && Number(topP) <= 1));
}

/** What logits weigh. */
function weightsOf(logits: number[], { temperature, topK, topP }: Case): number[] {
  const options = {
    ...(temperature && { temperature: Number(temperature) }),
    ...(topK && { topK: Number(topK) }),
    ...(topP && { topP: Number(topP) }),
  };
  return [...WeightedRandomSampler.fromLogits(logits, options).weights];
}

const isBadLogit = (text: string): boolean =>
  !/^\s*[+-]?(\d|\.\d)/.test(text) || !(Math.abs(Number(text)) < Infinity) || /x/.test(text);
const isBad = (text: string): boolean => !/^\s*\+?(\d|\.\d)/.test(text) || !(Number(text) < Infinity) || /x/.test(text);

const SCHEMES: Readonly<Record<string, WeightScheme>> = {
  ...{ inverse: 'inverse', sqrt: 'sqrt', effective: 'effective' },
  ...{ 'power:0.3': { power: 0.3 }, 'effective:0.9': { effective: 0.9 } },
};

/** The share that a scheme gives each class: its weight, relative to the largest, times its rows. */
function sharesWith(labels: readonly string[], options: TargetOptions<string>): Map<string, number> {
  const weights = classWeights(labels, options);
  const largest = Math.max(...weights.values());
  const rows = (label: string): number => labels.filter((each) => each === label).length;
  return new Map([...weights].map(([label, weight]) => [label, (weight / largest) * rows(label)]));
}

interface Plan {
  /** Indices of the rows that take part. */
  rows: number[];
  labels: string[] | undefined;
  classes: string[];
  /** Classes whose share of the target is 0. */
  excluded: string[];
  /** Rows without a label or a weight, by how it is written. */
  missing: Record<string, number>;
  otherClasses: { classes: number; rows: number };
  beyondLimit: Record<string, number>;
  numSamples: number;
  batches: number[][];
}

/** The expected draws. Undefined if the command must refuse. */
export function planOf(given: Case): Plan | undefined {
  const { command, rows, sampler, withoutReplacement, distinct } = given;
  const { labels, known: all, classes, limits, target } = named(given);
  const weighed = command === 'sample' && given.weights;
  // rows without a weight do not count, and neither does a class that has no others
  const counts = (row: number): boolean => !weighed || !isMissing(rows[row][1]);
  const known = all.filter((label) => labels?.some((each, row) => each === label && counts(row)));
  const chosen = classes.length > 0 || limits.size > 0;
  if (given.fault !== 'none' || given.missing === 'some') return undefined;
  if (!(whole(given.seed) || given.seed === '0') || sampler === 'fair') return undefined;
  if (given.number && !whole(given.number, 2 ** 32 - 1)) return undefined;
  if (given.batchSize && !whole(given.batchSize, 2 ** 32 - 1)) return undefined;
  if (given.json && given.rowsToo && command === 'sample') return undefined;
  if (command === 'sample' && !logitsFit(given)) return undefined;
  if (given.scheme === 'power:-1' || given.scheme === 'log' || (weighed && given.scheme !== 'none')) return undefined;
  if (weighed && (target.size > 0 || chosen !== (given.column !== 'none'))) return undefined;
  if (weighed ? given.column === 'wrong' : !labels) return undefined;
  if (command === 'balance' && given.out !== 'none' && given.out !== 'new' && given.out !== 'old') return undefined;
  for (const label of [...classes, ...limits.keys()]) if (!known.includes(label)) return undefined;
  for (const limit of limits.values()) if (!whole(limit)) return undefined;
  const wanted = known.filter((label) => classes.length === 0 || classes.includes(label));
  for (const label of limits.keys()) if (!wanted.includes(label)) return undefined;
  const amounts = rows.map((row) => row[1]);
  const unlabeled = rows
    .filter((_, row) => labels && labels[row] === undefined)
    .map((row) => row[given.column as number]);
  const unweighed = weighed ? amounts.filter(isMissing) : [];
  if (given.missing === 'error' && unlabeled.length + unweighed.length > 0) return undefined;
  if (given.missing === 'keep' && unweighed.length > 0) return undefined;
  if (labels && known.length === 0) return undefined;
  const missing = new Map<string, number>();
  for (const text of [...unlabeled, ...unweighed]) missing.set(text, (missing.get(text) ?? 0) + 1);
  const isWrong = given.logits ? isBadLogit : isBad;
  if (weighed && amounts.some((text) => !isMissing(text) && isWrong(text))) return undefined;

  const seed = Number(given.seed);
  const order = limits.size ? [...new RandomSampler(rows.length, { seed }).indices(1)] : [...rows.keys()];
  const kept = new Map(wanted.map((label) => [label, 0]));
  const beyondLimit: [string, number][] = [];
  let taken: number[] = [];
  for (const row of order) {
    if (!labels) {
      taken.push(row);
      continue;
    }
    const label = labels[row];
    if (label === undefined) continue;
    const before = kept.get(label);
    if (before === undefined) continue;
    if (before < Number(limits.get(label) ?? Infinity)) {
      taken.push(row);
      kept.set(label, before + 1);
      continue;
    }
    const beyond = beyondLimit.find(([other]) => other === label);
    if (beyond) beyond[1]++;
    else beyondLimit.push([label, 1]);
  }
  taken = taken.filter((row) => !weighed || !isMissing(amounts[row])).sort((a, b) => a - b);
  const ofTaken = labels && taken.map((row) => labels[row] as string);
  const numbers = weighed ? taken.map((row) => Number(amounts[row])) : undefined;
  if (numbers?.length === 0) return undefined;
  const weights = numbers && given.logits ? weightsOf(numbers, given) : numbers;
  if (weights && !weights.some((weight) => weight > 0)) return undefined;
  if (target.size > 0) {
    const shares = [...target.values()].map(Number);
    if (shares.some((share) => !(share >= 0)) || !shares.some((share) => share > 0)) return undefined;
    if (target.size !== wanted.length || wanted.some((label) => !target.has(label))) return undefined;
  }
  const numSamples = given.number ? Number(given.number) : taken.length;
  const batchSize = Math.min(given.batchSize ? Number(given.batchSize) : 32, numSamples);
  if (withoutReplacement && sampler !== 'none' && sampler !== 'weighted') return undefined;
  if (sampler === 'stratified' && (distinct || weighed)) return undefined;
  const positive = weights
    ? weights.filter((weight) => weight > 0).length
    : taken.filter((row) => Number(target.get(labels?.[row] as string) ?? 1) > 0).length;
  if (withoutReplacement && numSamples > positive) return undefined;

  const shares = target.size ? { target: new Map([...target].map(([label, share]) => [label, Number(share)])) } : {};
  const scheme = SCHEMES[given.scheme];
  const options = { numSamples, seed, ...shares, scheme };
  const ofDrawn = ofTaken as string[];
  const draws =
    sampler === 'systematic'
      ? weights
        ? new SystematicSampler(weights, numSamples, { seed })
        : SystematicSampler.fromLabels(ofDrawn, options)
      : weights
        ? new WeightedRandomSampler(weights, numSamples, { seed, replacement: !withoutReplacement })
        : WeightedRandomSampler.fromLabels(ofDrawn, { ...options, replacement: !withoutReplacement });
  const batches =
    sampler === 'stratified'
      ? new StratifiedBatchSampler(ofDrawn, {
          ...{ batchSize, numBatches: Math.ceil(numSamples / batchSize), seed, ...shares },
          ...(scheme && { target: sharesWith(ofDrawn, { ...shares, scheme }) }),
        })
      : new BatchSampler(draws, batchSize, false, { distinct });
  return {
    rows: taken,
    labels: ofTaken,
    classes: wanted,
    excluded: wanted.filter((label) => target.has(label) && Number(target.get(label)) === 0),
    otherClasses: labels
      ? {
          classes: known.length - wanted.length,
          rows: labels.filter((label, row) => label !== undefined && !wanted.includes(label) && counts(row)).length,
        }
      : { classes: 0, rows: 0 },
    missing: Object.fromEntries(missing),
    beyondLimit: Object.fromEntries(beyondLimit),
    numSamples,
    batches: Array.from(batches, (batch) => Array.from(batch)),
  };
}

/**
 * The draws, batches and rows of one class, as `balance` reports them. Classes that the target excludes do not count as
 * missing.
 */
export function tallied({ rows, labels, excluded }: Plan, batches: number[][], label: string) {
  const all = labels as string[];
  const times = rows.map(() => 0);
  for (const item of batches.flat()) times[item]++;
  const own = times.filter((_, item) => all[item] === label);
  const draws = own.reduce((sum, count) => sum + count, 0);
  return {
    draws,
    share: draws / batches.flat().length,
    batchesWithout: excluded.includes(label)
      ? null
      : batches.filter((batch) => !batch.some((item) => all[item] === label)).length,
    neverSeen: excluded.includes(label) ? null : own.filter((count) => count === 0).length,
    fewest: Math.min(...own),
    most: Math.max(...own),
  };
}
