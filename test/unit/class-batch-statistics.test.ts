// The classes, their pairs, the items and their order, counted. Chi-square tests; a p-value below 1e-6 fails.
import { describe, expect, it } from 'vitest';
import { ClassBatchSampler } from '../../src/index.js';
import { backends } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { labelsOf } from '../support/class-batches.js';
import { rounds } from '../support/rounds.js';

const EPOCHS = rounds(20_000, 4);
const even = (count: number) => new Array<number>(count).fill(1 / count);
const SIZES = [3, 5, 4, 2, 6, 1];
const labels = labelsOf(SIZES);
const members = (code: number) => [...labels.keys()].filter((index) => labels[index] === code);

describe.each(backends)('uniform (%s)', (backend) => {
  const sampler = new ClassBatchSampler(labels, {
    ...{ classesPerBatch: 2, itemsPerClass: 2, numBatches: 2, seed: 11, backend },
  });
  const first: number[] = new Array(6).fill(0);
  const pairs = new Map<string, number>();
  const later = new Map<string, number>();
  const slots: number[] = new Array(4).fill(0);
  const items: number[] = new Array(6).fill(0);
  const itemPairs = new Map<string, number>();
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const draws = [...sampler.indices(epoch)];
    const batches = [draws.slice(0, 4), draws.slice(4)];
    const codes = batches.map((batch) => [...new Set(batch.map((index) => labels[index]))].sort());
    for (const code of codes[0]) first[code]++;
    for (const [counts, pair] of [
      [pairs, codes[0]],
      [later, codes[1]],
    ] as const) {
      counts.set(pair.join(), (counts.get(pair.join()) ?? 0) + 1);
    }
    // the place of the smaller class's first item
    slots[batches[0].findIndex((index) => labels[index] === codes[0][0])]++;
    const own = batches[0].filter((index) => labels[index] === 4).sort((a, b) => a - b);
    if (own.length === 0) continue;
    for (const index of own) items[members(4).indexOf(index)]++;
    itemPairs.set(own.join(), (itemPairs.get(own.join()) ?? 0) + 1);
  }

  it.each([
    ['classes of a batch', () => first, even(6)],
    ['pairs of classes of the first batch', () => [...pairs.values()], even(15)],
    ['pairs of classes of the second batch', () => [...later.values()], even(15)],
    ['items of a class', () => items, even(6)],
    ['pairs of items of a class', () => [...itemPairs.values()], even(15)],
    // of the six arrangements of two classes, three begin with the smaller one, two have it second, and one third
    ['places of a class', () => slots.slice(0, 3), [1 / 2, 1 / 3, 1 / 6]],
  ] as const)('%s', (_, counts, expected) => {
    expect(counts()).toHaveLength(expected.length);
    expect(chiSquare(counts(), expected).pValue).toBeGreaterThan(LEAST_P);
  });

  it('pairs over the border of two passes', () => {
    // five classes, three a batch: the second batch has the two that are left, and one of the three before
    const five = new ClassBatchSampler([0, 1, 2, 3, 4], {
      ...{ classesPerBatch: 3, itemsPerClass: 1, numBatches: 2, seed: 5, backend },
    });
    const again = new Map<string, number>();
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const draws = five.indices(epoch);
      const before = [...draws.subarray(0, 3)].sort();
      const repeated = before.filter((code) => draws.subarray(3).includes(code));
      expect(repeated).toHaveLength(1);
      const key = `${before} ${repeated}`;
      again.set(key, (again.get(key) ?? 0) + 1);
    }
    expect(again.size).toBe(30);
    expect(chiSquare([...again.values()], even(30)).pValue).toBeGreaterThan(LEAST_P);
  });

  it('items beyond a whole pass of a small class', () => {
    const small = new ClassBatchSampler([0, 0, 0], {
      ...{ classesPerBatch: 1, itemsPerClass: 5, numBatches: 1, seed: 5, backend },
    });
    const twice = [0, 0, 0];
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const draws = [...small.indices(epoch)];
      for (const item of [0, 1, 2]) if (draws.filter((each) => each === item).length === 2) twice[item]++;
    }
    expect(chiSquare(twice, even(3)).pValue).toBeGreaterThan(LEAST_P);
  });
});

describe.each(backends)('by target (%s)', (backend) => {
  const shares = [3, 2, 1, 1, 1];
  const sampler = new ClassBatchSampler<number>([0, 1, 2, 3, 4], {
    ...{ classesPerBatch: 2, itemsPerClass: 1, numBatches: 8, seed: 9, backend },
    target: new Map(shares.map((share, code) => [code, share])),
  });
  // in 8 batches: 6, 4, 2, 2 and 2 runs
  const byPlace = Array.from({ length: 8 }, () => [0, 0, 0, 0, 0]);
  const pairs = new Map<string, number>();
  const inEpochs = new Set<string>();
  for (let epoch = 0; epoch < EPOCHS / 2; epoch++) {
    const draws = sampler.indices(epoch);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 16; i++) {
      counts[draws[i]]++;
      byPlace[i >> 1][draws[i]]++;
    }
    inEpochs.add(counts.join());
    const pair = [...draws.subarray(0, 2)].sort().join();
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }

  it('each epoch has each class exactly as often as its share says', () => {
    expect([...inEpochs]).toEqual(['6,4,2,2,2']);
  });

  it('each batch has each class in proportion to its share', () => {
    // that a class is in the batch or not is binomial; each class is a test of its own
    for (const counts of byPlace) {
      shares.forEach((share, code) => {
        const runs = counts[code];
        const all = EPOCHS / 2;
        expect(chiSquare([runs, all - runs], [share / 4, 1 - share / 4]).pValue).toBeGreaterThan(LEAST_P);
      });
    }
  });

  it('batches have all pairs of classes, those of equal shares equally often', () => {
    expect(pairs.size).toBe(10);
    const of = (...keys: string[]) => keys.map((key) => pairs.get(key) as number);
    for (const equal of [of('0,2', '0,3', '0,4'), of('1,2', '1,3', '1,4'), of('2,3', '2,4', '3,4')]) {
      expect(chiSquare(equal, even(3)).pValue).toBeGreaterThan(LEAST_P);
    }
  });
});
