// Batches without repeats, and slots of classes in batches: time beside that of counting numbers in a Map.
import { describe, expect, it } from 'vitest';
import { scheduleClasses } from '../../../src/batches/class-schedule.js';
import { spreadRepeats } from '../../../src/batches/deduplicate.js';
import {
  bucketByLength,
  ClassBatchSampler,
  GroupBatchSampler,
  SequentialSampler,
  StratifiedBatchSampler,
} from '../../../src/index.js';
import { pace } from '../../support/pace.js';

/** Numbers in [0, 1), always the same ones. */
function randomNumbers(): () => number {
  let word = 1;
  return () => {
    word = Math.imul(word, 0x9e3779b1) + 0x7f4a7c15;
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
}

describe('a draw is spread in at most the time of counting ten in a Map, 1 µs', () => {
  const DRAWS = 1_000_000;
  const random = randomNumbers();

  it.each<[kind: string, size: number, draws: number, index: (i: number) => number]>([
    ['8 equal weights by 8, 256k', 8, 256_000, () => Math.floor(8 * random())],
    ['8 equal weights by 8', 8, DRAWS, () => Math.floor(8 * random())],
    ['a shorter last batch', 8, DRAWS + 5, () => Math.floor(8 * random())],
    ['repeats that must be', 32, DRAWS, () => Math.floor(1 / (random() + 1e-6))],
    ['one dominating index', 64, DRAWS, () => (random() < 0.9 ? 0 : 1 + Math.floor(1e6 * random()))],
    ['two batches', DRAWS / 2, DRAWS, () => Math.floor(DRAWS * random())],
    ['two batches of few indices', DRAWS / 2 + 7, DRAWS, () => Math.floor(100 * random())],
    ['larger batches than there are indices', 64, DRAWS, () => Math.floor(50 * random())],
    ['as many indices as draws', 256, DRAWS, () => Math.floor(DRAWS * random())],
    ['one index', 1000, DRAWS, () => 7],
    ['each index in a row', 8, DRAWS, (i) => Math.floor((8 * i) / DRAWS)],
    // each of 50 indices comes more often than there are batches, and the last batch has room for 32
    ['repeats that nothing helps', 64, 20_000, (i) => (i * 7919) % 50],
  ])('%s', async (_, size, count, index) => {
    const draws = Uint32Array.from({ length: count }, (_, i) => index(i));
    const copy = new Uint32Array(count);
    const spread = () => {
      copy.set(draws);
      spreadRepeats(copy, size);
    };
    expect(await pace(spread, count, 10)).toBeLessThan(10);
  });
});

describe('slots of classes', () => {
  it('of equal shares take less than half of what counting in a Map does, of seven kinds 2.5 times that', async () => {
    for (const classes of [2, 100, 10_000, 100_000]) {
      for (const [kinds, most] of [
        [1, 0.4],
        [7, 2.5],
      ]) {
        const shares = Array.from({ length: classes }, (_, i) => 1 + (i % kinds));
        const slots = new Uint32Array(1e6);
        const ratio = await pace(() => scheduleClasses(shares, 32, slots.length / 32, slots), slots.length, most);
        expect(ratio, `${classes} classes of ${kinds} kinds`).toBeLessThan(most);
      }
    }
  });

  const labels = Array.from({ length: 130_000 }, (_, i) => `class ${i}`);
  const random = randomNumbers();

  it.each([
    ['equal', undefined],
    ['of random shares', () => random() + 0.01],
    ['of decimals', () => Math.round(1 + 99 * random()) / 100],
    ['of whole numbers', () => Math.floor(1 + 1000 * random())],
  ])('130,000 classes, %s: each takes less than counting 40 numbers in a Map, 3.6 µs', async (_, shareOf) => {
    const target = shareOf && new Map(labels.map((label) => [label, shareOf()]));
    const make = () => new StratifiedBatchSampler(labels, { batchSize: 256, seed: 1, ...(target && { target }) });
    expect(make().draw()).toHaveLength(256);
    expect(await pace(make, labels.length, 40)).toBeLessThan(40);
  });
});

describe('an index of an epoch of 2^20 takes less than half of counting a number in a Map, 0.045 µs', () => {
  const count = 2 ** 20;
  const labels = Uint32Array.from({ length: count }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 0) % 1000);
  const out = new Uint32Array(count);

  it.each([
    ['equal shares', undefined],
    ['a target', new Map(Array.from({ length: 1000 }, (_, code) => [code, 1 + (code % 3)]))],
  ])('in batches of 32 classes with %s', async (_, target) => {
    const sampler = new ClassBatchSampler<number>(labels, { classesPerBatch: 32, itemsPerClass: 4, seed: 1, target });
    expect(sampler.length * sampler.batchSize).toBe(count);
    expect(await pace(() => sampler.fill(out), count, 0.5)).toBeLessThan(0.5);
  });

  it('in batches of one group', async () => {
    const sampler = new GroupBatchSampler(new SequentialSampler(count), labels, 256);
    const loop = () => {
      let sum = 0;
      for (const batch of sampler) sum += batch.length;
      return sum;
    };
    expect(loop()).toBe(count);
    expect(await pace(loop, count, 0.5)).toBeLessThan(0.5);
  });

  it.each([
    ['whole numbers', Float64Array.from(labels)],
    ['other numbers', Float64Array.from(labels, (label, i) => (label + (i % 1013)) ** 1.5 / 7)],
  ])('for the bucket of its length, among %s', async (_, lengths) => {
    const { length } = bucketByLength(lengths, 10);
    expect(length).toBe(count);
    expect(await pace(() => bucketByLength(lengths, 10), count, 0.5)).toBeLessThan(0.5);
  });
});
