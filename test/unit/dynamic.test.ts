// What a DynamicWeightedSampler's members do. Its distribution and its tree have suites of their own.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
} from '../../src/index.js';
import { backends, SEED } from '../support/sampler-cases.js';

describe.each(backends)('DynamicWeightedSampler, %s', (backend) => {
  const options = { seed: SEED, backend };
  const make = (weights: ArrayLike<number>, numSamples?: number) =>
    new DynamicWeightedSampler(weights, numSamples, options);

  it('shows its weights, as they are now', () => {
    const sampler = make([1, 0, 3]);
    sampler.update(1, 4);
    expect(sampler.push(8)).toBe(3);
    expect([sampler.size, sampler.length, sampler.numSamples, sampler.total]).toEqual([4, 3, 3, 16]);
    expect(sampler.weights).toEqual(Float64Array.of(1, 4, 3, 8));
    expect([0, 1, 2, 3].map((i) => sampler.weight(i))).toEqual([1, 4, 3, 8]);
    expect([0, 1, 2, 3].map((i) => sampler.probability(i))).toEqual([1 / 16, 4 / 16, 3 / 16, 8 / 16]);
    expect(sampler.probabilities()).toEqual(Float64Array.of(1 / 16, 4 / 16, 3 / 16, 8 / 16));
  });

  it('copies the weights', () => {
    const weights = [0, 1];
    const sampler = make(weights);
    weights[0] = 1e9;
    sampler.weights[0] = 1e9;
    expect(sampler.weight(0)).toBe(0);
    expect(new Set(sampler.take(100))).toEqual(new Set([1]));
  });

  it('sums exactly, whatever the order, and rounds once', () => {
    const tiny = make([1, 2 ** -53, 2 ** -53, 5e-324]);
    expect(tiny.total).toBe(1 + 2 ** -52);
    tiny.update(2, 0);
    // 1 + 2^-53 + 2^-1074 is above the middle of two doubles
    expect(tiny.total).toBe(1 + 2 ** -52);
    tiny.update(3, 0);
    expect(tiny.total).toBe(1);
    const subnormal = make([5e-324, 5e-324, 0, 2 ** -1022]);
    expect(subnormal.total).toBe(2 ** -1022 + 1e-323);
    subnormal.update(3, 0);
    expect(subnormal.total).toBe(1e-323);
    expect(subnormal.probability(0)).toBe(0.5);
  });

  it('takes weights whose sum is not finite, and says their probabilities', () => {
    const sampler = make([2 ** 1023, 2 ** 1023, 0, 2 ** 1023, 1], 3000);
    expect(sampler.total).toBe(Infinity);
    expect(sampler.probabilities()).toEqual(Float64Array.of(1 / 3, 1 / 3, 0, 1 / 3, 2 ** -1023 / 3));
    const counts = [0, 0, 0, 0, 0];
    for (const index of sampler) counts[index]++;
    expect(counts[2] + counts[4]).toBe(0);
    for (const index of [0, 1, 3]) expect(Math.abs(counts[index] - 1000)).toBeLessThan(5 * Math.sqrt(2000 / 3));
    sampler.update(0, 0);
    sampler.update(1, 0);
    expect(sampler.total).toBe(2 ** 1023);
  });

  it('draws from the new weights at once, also ahead of time and in open loops', () => {
    const sampler = make([1, 1], 100);
    for (let i = 0; i < 40; i++) sampler.draw();
    const loop = sampler[Symbol.iterator]();
    loop.next();
    const inside = sampler[Symbol.iterator]();
    inside.next();
    sampler.updateMany([0, 1], [0, 3]);
    expect([loop.next().value, inside.next().value, sampler.draw(), loop.next().value]).toEqual([1, 1, 1, 1]);
    sampler.push(5);
    sampler.update(1, 0);
    expect([loop.next().value, inside.next().value, sampler.draw(), loop.next().value]).toEqual([2, 2, 2, 2]);
    // the loops stay in their epochs, which have as many draws as before
    expect([...loop]).toHaveLength(100 - 40 - 5);
  });

  it('draws what a new sampler over the same weights draws at that place', () => {
    const sampler = make([5, 1, 2], 10);
    sampler.take(3);
    sampler.update(1, 9);
    const other = make([5, 9, 2], 10);
    other.take(3);
    expect(sampler.take(30)).toEqual(other.take(30));
    expect(sampler.indices(4)).toEqual(other.indices(4));
    expect([sampler.epoch, sampler.position]).toEqual([3, 3]);
  });

  it('begins with zeros: drawing says why it cannot, and updating goes on', () => {
    const sampler = make(new Float64Array(20), 5);
    const drawing = [
      () => sampler.draw(),
      () => sampler.take(2),
      () => sampler.fill(new Uint32Array(2)),
      () => sampler.indices(),
      () => [...sampler],
      () => new BatchSampler(sampler, 2).draw(),
      () => new DistributedSampler(sampler, { numReplicas: 2, rank: 0 }).draw(),
    ];
    for (const draw of drawing)
      expect(draw).toThrow(new Error('nothing to draw: all weights are zero; update one first'));
    expect(sampler.total).toBe(0);
    expect(sampler.probability(3)).toBeNaN();
    expect(sampler.take(0)).toEqual(new Uint32Array(0));
    expect([sampler.epoch, sampler.position]).toEqual([0, 0]);
    sampler.update(7, 1e-300);
    expect(sampler.take(5)).toEqual(Uint32Array.of(7, 7, 7, 7, 7));
    sampler.update(7, 0);
    expect(drawing[0]).toThrow('all weights are zero');
    sampler.updateMany([3], [2]);
    expect(sampler.draw()).toBe(3);
  });

  it('begins with nothing, if numSamples is given', () => {
    const sampler = make([], 4);
    expect(() => sampler.draw()).toThrow(new Error('nothing to draw: there are no weights yet; push one first'));
    expect([sampler.size, sampler.total, sampler.weights]).toEqual([0, 0, new Float64Array(0)]);
    for (let i = 0; i < 300; i++) expect(sampler.push(i === 255 ? 1 : 0)).toBe(i);
    expect(sampler.take(4)).toEqual(Uint32Array.of(255, 255, 255, 255));
    expect(() => make([])).toThrow(
      new RangeError('numSamples must be given if there are no weights yet: the number of draws in one epoch'),
    );
  });

  it('updateMany takes arrays of any kind, and of entries with one index the last counts', () => {
    const expected = make([0, 7, 0, 2.5]);
    const draws = expected.indices();
    const arrays = [Array, Float32Array, Float64Array, Uint8Array, Int16Array, Uint32Array].map(
      (kind) => (values: number[]) => (kind as Uint8ArrayConstructor).from(values),
    );
    for (const indices of arrays) {
      for (const weights of arrays.slice(0, 3)) {
        const sampler = make([1, 1, 1, 1]);
        sampler.updateMany(indices([0, 1, 3, 1, 2, 3]), weights([0, 5, 9, 7, 0, 2.5]));
        expect(sampler.state()).toEqual(expected.state());
        expect(sampler.take(4)).toEqual(draws);
      }
    }
    const sampler = make([1, 2]);
    sampler.updateMany([], []);
    expect(sampler.state()).toEqual(make([1, 2]).state());
  });

  it('-0 is 0', () => {
    const sampler = make([-0, 2, 3]);
    sampler.update(1, -0);
    sampler.push(-0);
    expect(sampler.state()).toEqual(make([0, 0, 3, 0], 3).state());
    expect([...sampler.weights].some((weight) => Object.is(weight, -0))).toBe(false);
  });

  it('a state has no weights: it continues over the same, and refuses others', () => {
    const sampler = make([1, 2, 3], 10);
    sampler.update(0, 7);
    sampler.take(13);
    const state = sampler.state();
    expect(JSON.stringify(state).length).toBeLessThan(150);
    const expected = sampler.take(20);
    const other = make([1, 2, 3], 10);
    expect(() => other.restore(state)).toThrow(
      /^state is of a DynamicWeightedSampler with different settings \(present weights, which must first be set/,
    );
    expect([other.epoch, other.position]).toEqual([0, 0]);
    other.update(0, 7);
    other.restore(state);
    expect(other.take(20)).toEqual(expected);
    // an order, a size or a number of draws of its own
    for (const wrong of [make([7, 3, 2], 10), make([7, 2, 3, 0], 10), make([7, 2, 3], 11)]) {
      expect(() => wrong.restore(state)).toThrow('different settings');
    }
  });

  it('restores over any weights, if asked to', () => {
    const sampler = make([1, 2, 3], 10);
    sampler.take(13);
    const other = make([4, 0, 3, 1], 10);
    other._restoreAnyWeights(sampler.state());
    expect([other.epoch, other.position]).toEqual([1, 3]);
    const same = make([4, 0, 3, 1], 10);
    same.take(13);
    expect(other.take(20)).toEqual(same.take(20));
    expect(() => other._restoreAnyWeights(null as never)).toThrow('state must come from state(), got null');
    expect(() => other._restoreAnyWeights({ ...sampler.state(), seed: 3 })).toThrow('state is of seed 3');
  });
});

describe.each(backends)('what wraps a DynamicWeightedSampler, %s, draws from the present weights', (backend) => {
  const make = () => new DynamicWeightedSampler([1, 0, 0, 0], 240, { seed: SEED, backend });
  const only = (sampler: DynamicWeightedSampler, index: number) =>
    sampler.updateMany(
      [0, 1, 2, 3],
      [0, 1, 2, 3].map((i) => Number(i === index)),
    );

  it('a BatchSampler and a DataLoader, batch by batch, also with distinct', () => {
    const items = ['a', 'b', 'c', 'd'];
    for (const distinct of [false, true]) {
      const sampler = make();
      const batches = new BatchSampler(sampler, 3, false, { distinct });
      const loop = batches[Symbol.iterator]();
      const loader = new DataLoader(items, { batchSampler: batches, collate: (batch) => batch.join('') });
      const loading = loader[Symbol.iterator]();
      for (let round = 0; round < 20; round++) {
        const index = round % 4;
        only(sampler, index);
        const expected = Uint32Array.of(index, index, index);
        expect([batches.draw(), loop.next().value]).toEqual([expected, expected]);
        expect(loading.next().value).toBe(items[index].repeat(3));
        expect(batches.indices(7)).toEqual(new Uint32Array(240).fill(index));
      }
    }
  });

  it('a DistributedSampler, draw by draw, and batches of it', () => {
    const sampler = make();
    const share = new DistributedSampler(sampler, { numReplicas: 2, rank: 1 });
    const batches = new DistributedBatchSampler(new BatchSampler(share, 3), { numReplicas: 2, rank: 0 });
    const loop = share[Symbol.iterator]();
    for (let round = 0; round < 20; round++) {
      const index = round % 4;
      only(sampler, index);
      expect([share.draw(), loop.next().value]).toEqual([index, index]);
      expect(batches.draw()).toEqual(Uint32Array.of(index, index, index));
    }
  });

  it('a loop whose sampler was moved to another epoch', () => {
    const sampler = make();
    const loop = sampler[Symbol.iterator]();
    for (let i = 0; i < 5; i++) loop.next();
    sampler.setEpoch(9);
    only(sampler, 2);
    expect([loop.next().value, sampler.draw()]).toEqual([2, 2]);
    expect([...loop]).toEqual(new Array(234).fill(2));
    expect([sampler.epoch, sampler.position]).toEqual([9, 1]);
  });
});
