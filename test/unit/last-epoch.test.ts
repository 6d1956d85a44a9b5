// The last epoch, 2^53 - 1, is followed by itself: however it is read, and whatever comes of it.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  ClassBatchSampler,
  DataLoader,
  DistributedSampler,
  GroupBatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
} from '../../src/index.js';
import { kinds } from '../support/sampler-cases.js';

const LAST = Number.MAX_SAFE_INTEGER;
const LENGTH = 7;

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe.each(kinds)('the last epoch of a $name', ({ make }) => {
  const wraps = {
    alone: () => make(LENGTH),
    'a rank': () => new DistributedSampler(make(LENGTH), { numReplicas: 2, rank: 1 }),
    'batches of 3': () => new BatchSampler(make(LENGTH), 3),
    'batches of 3, distinct': () => new BatchSampler(make(LENGTH), 3, false, { distinct: true }),
    'batches of 3, the last one dropped': () => new BatchSampler(make(LENGTH), 3, true),
    'one batch': () => new BatchSampler(make(LENGTH), LENGTH),
  };

  it.each(Object.entries(wraps))('is read alike in every way, %s', (_, wrap) => {
    const open = () => {
      const sampler = wrap();
      sampler.setEpoch(LAST);
      return sampler;
    };
    const flat = (items: ArrayLike<number | Uint32Array>) =>
      Array.from(items).flatMap((item) => (typeof item === 'number' ? item : [...item]));
    const epoch = [...open().indices()];
    const { length } = open();
    const stream = [...epoch, ...epoch, ...epoch];
    const places = Array.from({ length: 2 * length }, (_, i) => i + 1);
    for (const count of places) {
      const [taken, drawn] = [open(), open()];
      const items = taken.take(count) as ArrayLike<number | Uint32Array>;
      const indices = flat(items);
      expect(indices).toEqual(stream.slice(0, indices.length));
      expect(flat(Array.from({ length: count }, () => drawn.draw()))).toEqual(indices);
      const filled = open();
      expect([...filled.fill(new Uint32Array(indices.length))]).toEqual(indices);
      for (const sampler of [taken, drawn, filled]) {
        expect([sampler.epoch, sampler.position]).toEqual([LAST, count % length]);
        const again = wrap();
        again.restore(json(sampler.state()));
        expect(flat([...again])).toEqual(epoch.slice(-flat([...sampler]).length));
        expect([sampler.epoch, sampler.position]).toEqual([LAST, 0]);
      }
      // a batch is the caller's own, also where the epoch comes again
      const objects = Array.from(items).filter((item) => typeof item === 'object');
      expect(new Set(objects).size).toBe(objects.length);
    }
  });

  it.each(Object.entries(wraps))('ends a loop where a take ends the epoch, %s', (_, wrap) => {
    for (const past of [0, 1]) {
      const sampler = wrap();
      sampler.setEpoch(LAST);
      let turns = 0;
      for (const _ of sampler) {
        if (++turns === 1) sampler.take(sampler.length - 1 + past);
      }
      expect(turns).toBe(1);
      expect([sampler.epoch, sampler.position]).toEqual([LAST, past % sampler.length]);
    }
  });
});

it('the last epoch of batches with quotas and of a loader comes again, too', () => {
  const stratified = new StratifiedBatchSampler(['a', 'b', 'b'], { batchSize: 2, seed: 1 });
  stratified.setEpoch(LAST);
  const epoch = [...stratified.indices()];
  expect([...stratified.fill(new Uint32Array(12))]).toEqual([...epoch, ...epoch, ...epoch]);
  expect([stratified.epoch, stratified.position]).toEqual([LAST, 0]);
  const classes = new ClassBatchSampler(['a', 'b', 'b'], { classesPerBatch: 2, itemsPerClass: 1, seed: 1 });
  const grouped = new GroupBatchSampler(new RandomSampler(5, { seed: 1 }), [0, 1, 0, 1, 0], 2);
  for (const batches of [classes, grouped]) {
    batches.setEpoch(LAST);
    const first = [...batches.indices()];
    const taken = batches.take(3 * batches.length).flatMap((batch) => [...batch]);
    expect(taken).toEqual([...first, ...first, ...first]);
    expect([batches.epoch, batches.position]).toEqual([LAST, 0]);
  }
  const loader = new DataLoader([1, 2, 3], { batchSize: 3, shuffle: true, seed: 1 });
  loader.setEpoch(LAST);
  const batches = [loader.draw(), loader.draw(), ...loader];
  expect(new Set(batches).size).toBe(3);
  expect(batches[1]).toEqual(batches[0]);
  expect(batches[2]).toEqual(batches[0]);
});
