// No slot of a batch and no batch of an epoch is favored by a class: Pearson's chi-square on fixed seeds, p > 1e-6.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DistributedBatchSampler,
  DistributedSampler,
  StratifiedBatchSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';
import { chiSquareTail, LEAST_P } from '../support/chi-square.js';
import { rounds } from '../support/rounds.js';

interface Case {
  /** The batches of an epoch, one after the other. */
  epoch: (epoch: number) => Uint32Array;
  size: number;
  batches: number;
  /** Items of the two classes, the first one before the second. */
  items: readonly [number, number];
  /** What share of draws the second class has. */
  share: number;
}

/**
 * The p-values of the second class being as often at each slot and in each batch. Each epoch gives one draw, at a
 * slot and in a batch that go round: epochs are independent and so are these draws, each of the class with probability
 * `share`. Draws of one epoch would not be: exchanging makes them depend on one another.
 */
function pValues({ epoch, size, batches, items, share }: Case, epochs: number): { slot: number; batch: number } {
  const seen = { slot: new Array<number>(size).fill(0), batch: new Array<number>(batches).fill(0) };
  const all = { slot: new Array<number>(size).fill(0), batch: new Array<number>(batches).fill(0) };
  for (let e = 0; e < epochs; e++) {
    const slot = e % size;
    const batch = Math.floor(e / size) % batches;
    const isSecond = Number(epoch(e)[batch * size + slot] >= items[0]);
    seen.slot[slot] += isSecond;
    seen.batch[batch] += isSecond;
    all.slot[slot]++;
    all.batch[batch]++;
  }
  const tail = (counts: number[], totals: number[]) =>
    chiSquareTail(
      counts.reduce((sum, count, i) => sum + (count - totals[i] * share) ** 2 / (totals[i] * share * (1 - share)), 0),
      counts.length,
    );
  return { slot: tail(seen.slot, all.slot), batch: tail(seen.batch, all.batch) };
}

const labelsOf = ([first, second]: readonly [number, number]) =>
  Array.from({ length: first + second }, (_, i) => (i < first ? 'first' : 'second'));

const rare = [165, 10] as const;
/**
 * The two data sets on which slots 0 and up were once visited in order: 43 % of first slots and 58 % of last ones.
 */
const SETS: Pick<Case, 'items' | 'size' | 'batches'>[] = [
  { items: [1000, 40], size: 64, batches: 16 },
  { items: rare, size: 16, batches: 11 },
];
const target = { first: 0.6, second: 0.4 };

function samplerOf({ items, size, batches }: (typeof SETS)[number], goal: { first: number; second: number }) {
  return WeightedRandomSampler.fromLabels(labelsOf(items), { target: goal, numSamples: size * batches, seed: 3 });
}

const both = { first: 0.5, second: 0.5 };
const cases: Record<string, () => Case> = {};
for (const set of SETS) {
  const name = `${set.items.join(' + ')} by ${set.size}`;
  for (const distinct of [false, true]) {
    const kind = distinct ? 'distinct batches' : 'batches';
    cases[`${kind} of ${name}`] = () => {
      const batches = new BatchSampler(samplerOf(set, both), set.size, false, { distinct });
      return { ...set, epoch: (e) => batches.indices(e), share: 0.5 };
    };
    cases[`a rank’s ${kind} of ${name}`] = () => {
      const batches = new BatchSampler(samplerOf(set, target), set.size, false, { distinct });
      const ranks = [0, 1, 2].map((rank) => new DistributedBatchSampler(batches, { numReplicas: 3, rank }));
      return {
        ...set,
        epoch: (e) => ranks[Math.floor(e / set.size) % 3].indices(e),
        batches: ranks[0].length,
        share: 0.4,
      };
    };
    cases[`${kind} of a rank’s draws of ${name}`] = () => {
      const sampler = samplerOf({ ...set, batches: 3 * set.batches }, target);
      const share = new DistributedSampler(sampler, { numReplicas: 3, rank: 1 });
      const batches = new BatchSampler(share, set.size, false, { distinct });
      return { ...set, epoch: (e) => batches.indices(e), share: 0.4 };
    };
  }
}
for (const [first, second, size, draws] of [
  [165, 10, 16, 175],
  [100, 30, 16, 75],
  [1000, 80, 64, 1024 + 20],
]) {
  cases[`a shorter last batch, of ${draws} distinct draws of ${first} + ${second} by ${size}`] = () => {
    const sampler = WeightedRandomSampler.fromLabels(labelsOf([first, second]), { numSamples: draws, seed: 5 });
    const batches = new BatchSampler(sampler, size, false, { distinct: true });
    const full = Math.floor(draws / size);
    // one of the others, as far as the shorter one goes, and the shorter one
    const epoch = (e: number) => {
      const all = batches.indices(e);
      const other = (e % full) * size;
      return Uint32Array.of(...all.subarray(other, other + (draws % size)), ...all.subarray(full * size));
    };
    return { epoch, size: draws % size, batches: 2, items: [first, second], share: 0.5 };
  };
}
const stratified = () =>
  new StratifiedBatchSampler(labelsOf(rare), {
    batchSize: 10,
    numBatches: 6,
    target: { first: 0.7, second: 0.3 },
    seed: 8,
  });
cases['stratified batches'] = () => {
  const batches = stratified();
  return { epoch: (e) => batches.indices(e), size: 10, batches: 6, items: rare, share: 0.3 };
};
cases['a rank’s stratified batches'] = () => {
  const batches = new DistributedBatchSampler(stratified(), { numReplicas: 2, rank: 1 });
  return { epoch: (e) => batches.indices(e), size: 10, batches: 3, items: rare, share: 0.3 };
};

const EPOCHS = 24_000;

describe('a class is as often at each slot and in each batch, p > 1e-6', () => {
  it.each(Object.keys(cases))('%s', (name) => {
    const { slot, batch } = pValues(cases[name](), rounds(EPOCHS, 6));
    expect(slot).toBeGreaterThan(LEAST_P);
    expect(batch).toBeGreaterThan(LEAST_P);
  });

  it('batches that a pool draws ahead', async () => {
    const set = SETS[1];
    const sampler = samplerOf(set, target);
    const pool = new SamplerPool({ threads: 1 });
    const epochs: Uint32Array[] = [];
    for (let e = 0; e < rounds(4000, 4); e++) {
      const draws: number[] = [];
      for await (const batch of pool.batches(sampler, set.size)) draws.push(...batch);
      epochs.push(Uint32Array.from(draws));
    }
    await pool.close();
    const { slot, batch } = pValues({ ...set, epoch: (e) => epochs[e], share: 0.4 }, epochs.length);
    expect(slot).toBeGreaterThan(LEAST_P);
    expect(batch).toBeGreaterThan(LEAST_P);
  });

  it('would be found out where a class goes to later slots, or to later batches', () => {
    const set = SETS[1];
    const plain = samplerOf(set, both);
    const sorted = (e: number) => {
      const draws = plain.indices(e);
      for (let from = 0; from < draws.length; from += set.size) {
        const [a, b] = [from + (e % 7), from + set.size - 1 - (e % 7)];
        if (draws[a] > draws[b]) [draws[a], draws[b]] = [draws[b], draws[a]];
      }
      return draws;
    };
    expect(pValues({ ...set, epoch: sorted, share: 0.5 }, EPOCHS).slot).toBeLessThan(LEAST_P);
    expect(pValues({ ...set, epoch: (e) => plain.indices(e), share: 0.5 }, EPOCHS).slot).toBeGreaterThan(LEAST_P);
    const late = (e: number) => {
      const draws = plain.indices(e);
      for (let k = 0; k < set.size; k += 8) {
        const [a, b] = [k + (e % 8), draws.length - set.size + k + (e % 8)];
        if (draws[a] > draws[b]) [draws[a], draws[b]] = [draws[b], draws[a]];
      }
      return draws;
    };
    expect(pValues({ ...set, epoch: late, share: 0.5 }, EPOCHS).batch).toBeLessThan(LEAST_P);
  });
});
