import type { ClassBalance, CountForecast } from './batch-balance.js';

/**
 * Batches over the end of a pass are told apart by how much of it they have: up to so many kinds, of more than that
 * some stand for all.
 */
const KINDS = 64;

/** The items that a batch takes from the end of a pass, and how many batches are like that. */
type Kind = readonly [head: number, batches: number];

/**
 * What batches and an epoch of a plain shuffle have of classes of these sizes. Epochs longer than the data have passes
 * one after another.
 */
export function shuffledBalance(
  counts: readonly number[],
  batchSize: number,
  numSamples: number,
): ClassBalance<number>[] {
  const items = counts.reduce((sum, count) => sum + count, 0);
  const kinds = kindsOf(items, batchSize, Math.floor(numSamples / batchSize));
  return counts.map((marked, code) => ({
    class: code,
    probability: marked / items,
    batch: forecast(items, marked, batchSize, kinds),
    epoch: forecast(items, marked, numSamples, [[0, 1]]),
  }));
}

/**
 * Batches that begin with a pass, or lie within one, are of one kind: those that take nothing from the end of a pass.
 */
function kindsOf(items: number, batchSize: number, batches: number): Kind[] {
  const kinds = new Map([[0, 0]]);
  const period = items / divisor(items, batchSize);
  for (let batch = 0; batch < Math.min(batches, period); batch++) {
    const left = items - ((batch * batchSize) % items);
    const head = left < items && left < batchSize ? left : 0;
    const times = Math.floor(batches / period) + Number(batch < batches % period);
    kinds.set(head, (kinds.get(head) ?? 0) + times);
  }
  const [within, ...across] = kinds;
  const step = Math.ceil(across.length / KINDS);
  return [within, ...across.filter((_, i) => i % step === 0).map(([head, times]) => [head, times * step] as const)];
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** How many of `marked` among `items` a batch has. */
function forecast(items: number, marked: number, batchSize: number, kinds: readonly Kind[]): CountForecast {
  const chances = new Map<number, number>();
  for (const [head, batches] of kinds) {
    // the end of a pass, whole passes, the beginning of one
    const whole = marked * Math.floor((batchSize - head) / items);
    const end = batches === 0 ? [] : hypergeometric(items, marked, head);
    const begin = hypergeometric(items, marked, (batchSize - head) % items);
    for (const [i, p] of end) {
      for (const [j, q] of begin) chances.set(whole + i + j, (chances.get(whole + i + j) ?? 0) + batches * p * q);
    }
  }
  const sum = [...chances.values()].reduce((all, chance) => all + chance, 0);
  const ascending = [...chances].sort(([a], [b]) => a - b);
  let reached = 0;
  const found: number[] = [];
  for (const [k, chance] of ascending) {
    reached += chance;
    // sums are off by their rounding
    while (found.length < 2 && reached >= [0.025, 0.975][found.length] * sum * (1 - 1e-12)) found.push(k);
  }
  return {
    mean: (batchSize * marked) / items,
    lower: found[0],
    upper: found[1],
    lacking: (chances.get(0) ?? 0) / sum,
  };
}

/**
 * The numbers of `marked` among `items` that `draws` of them have, with their probabilities. From the mode outwards, as
 * many as matter.
 */
function hypergeometric(items: number, marked: number, draws: number): [number: number, probability: number][] {
  const first = Math.max(0, draws - (items - marked));
  const last = Math.min(draws, marked);
  const mode = Math.min(last, Math.max(first, Math.floor(((draws + 1) * (marked + 1)) / (items + 2))));
  // how much less probable k + 1 is than k
  const step = (k: number): number => ((marked - k) * (draws - k)) / ((k + 1) * (items - marked - draws + k + 1));
  const terms: [number, number][] = [[mode, 1]];
  for (let k = mode, term = 1; k < last && term > 1e-30; k++) terms.push([k + 1, (term *= step(k))]);
  for (let k = mode, term = 1; k > first && term > 1e-30; k--) terms.push([k - 1, (term /= step(k - 1))]);
  const whole = terms.reduce((sum, [, term]) => sum + term, 0);
  return terms.map(([k, term]) => [k, term / whole]);
}
