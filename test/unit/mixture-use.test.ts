// Mixtures in use: states, ranks, batches, loaders, pools, and what changes under them.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  lintWeights,
  MixtureSampler,
  RandomSampler,
  SequentialSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';
import { countsOf, upTo } from '../support/mixtures.js';
import { backends } from '../support/sampler-cases.js';

describe.each(backends)('a mixture, %s', (backend) => {
  it('is resumed in the middle of an epoch, by another sampler', () => {
    for (const window of [undefined, 6]) {
      const make = (seed?: number) =>
        new MixtureSampler([30, new WeightedRandomSampler([1, 2, 3], 5, { seed: 3, backend })], {
          weights: [2, 1],
          stop: 50,
          window,
          backend,
          ...(seed !== undefined && { seed }),
        });
      const first = make(11);
      first.take(137);
      const state = JSON.parse(JSON.stringify(first.state()));
      const [second, unseeded] = [make(11), make()];
      second.restore(state);
      unseeded.restore(state);
      const rest = first.take(200);
      expect(second.take(200)).toEqual(rest);
      expect(unseeded.take(200)).toEqual(rest);
      expect(unseeded.seed).toBe(11);
    }
  });

  it('refuses a state of other sources, seeds in them, sizes, weights, windows or stops', () => {
    const inner = (seed: number) => new RandomSampler(6, { seed, backend });
    const make = (sources = [inner(1), 4], options = {}) =>
      new MixtureSampler(sources, { weights: [1, 2], stop: 12, window: 3, seed: 1, backend, ...options });
    const state = make().state();
    make().restore(state);
    // equal in proportion: the draws are equal
    make(undefined, { weights: [0.5, 1] }).restore(state);
    const others = [
      make([inner(2), 4]),
      make([inner(1), 5]),
      make([6, 4]),
      make(undefined, { sizes: [7, 4] }),
      make(undefined, { weights: [1, 3] }),
      make(undefined, { window: 4 }),
      make(undefined, { window: undefined }),
      make(undefined, { stop: 13 }),
      make(undefined, { stop: 'first', window: 3 }),
    ];
    for (const other of others) {
      expect(() => other.restore(state)).toThrow(
        /^state is of a MixtureSampler with different settings \(sources and their seeds, sizes, weights, stop/,
      );
      expect([other.epoch, other.position]).toEqual([0, 0]);
    }
    // an epoch of 12 draws, but not by number: passes restart
    expect(make([inner(1), 8], { stop: 'first' }).length).toBe(12);
    const byNumber = make([inner(1), 8], { stop: 12 });
    expect(() => byNumber.restore(make([inner(1), 8], { stop: 'first' }).state())).toThrow(/different settings/);
  });

  it('reads at any position, in any order: steps, blocks and rests', () => {
    // windows of 1000: blocks of four of them; and a last block, and a rest of 345
    for (const options of [{ stop: 9345, window: 1000 }, { stop: 9345, window: 7 }, { stop: 70_000 }]) {
      const make = () => new MixtureSampler([100, 3000, 7], { weights: [5, 3, 1], seed: 4, backend, ...options });
      const whole = make().indices(3);
      const mixture = make();
      for (const numReplicas of [1, 2, 5, 4097]) {
        for (const rank of [numReplicas - 1, 0]) {
          const draws = new DistributedSampler(mixture, { numReplicas, rank, dropLast: true }).indices(3);
          expect([...draws]).toEqual([...draws].map((_, i) => whole[rank + i * numReplicas]));
        }
      }
      mixture.setEpoch(3);
      expect(mixture.take(5000)).toEqual(whole.slice(0, 5000));
      expect(mixture.indices(2)).not.toEqual(whole);
      expect(mixture.take(whole.length - 5000)).toEqual(whole.slice(5000));
    }
  });

  it('gives ranks batches of exact shares, by whole batches', () => {
    const mixture = new MixtureSampler([90, 30], { weights: [3, 1], window: 8, seed: 1, backend });
    const batches = new BatchSampler(mixture, 8);
    expect(batches.length).toBe(15);
    for (const rank of [0, 1]) {
      const own = [...new DistributedBatchSampler(batches, { numReplicas: 2, rank })];
      expect(own.length).toBe(8);
      for (const batch of own) expect(countsOf(mixture, batch)).toEqual([6, 2]);
    }
  });

  it('loads items of several data sets', () => {
    const sets = [
      ['a', 'b', 'c'],
      ['x', 'y'],
    ];
    const mixture = new MixtureSampler(
      sets.map((set) => set.length),
      { weights: [3, 2], seed: 1, backend },
    );
    const { offsets } = mixture;
    const get = (index: number) => sets[mixture.sourceOf(index)][index - offsets[mixture.sourceOf(index)]];
    const loader = new DataLoader({ length: offsets[2], get }, { sampler: mixture, batchSize: 5 });
    expect([...loader].map((items) => [...(items as string[])].sort().join(''))).toEqual(['abcxy']);
    expect(() => new DataLoader(['a', 'b', 'c', 'x'], { sampler: mixture })).toThrow(RangeError);
  });

  it('gives a pool what it draws itself', async () => {
    const pool = new SamplerPool({ threads: 2 });
    try {
      const make = () => new MixtureSampler([1000, 50], { weights: [1, 1], stop: 100_000, seed: 1, backend });
      const [pooled, alone] = [make(), make()];
      expect(await pool.take(pooled, 150_000)).toEqual(alone.take(150_000));
      expect([pooled.epoch, pooled.position]).toEqual([1, 50_000]);
    } finally {
      await pool.close();
    }
  });

  it('has long epochs in little memory', () => {
    const stop = Number.MAX_SAFE_INTEGER;
    for (const window of [undefined, 3]) {
      const make = () => new MixtureSampler([5, 1000], { weights: [1, 1e-9], stop, window, seed: 1, backend });
      const sampler = make();
      const state = { ...sampler.state(), epoch: stop, position: stop - 20 };
      sampler.restore(state);
      expect([...sampler.take(20)].every((index) => index < 1005)).toBe(true);
      expect([sampler.epoch, sampler.position]).toEqual([stop, 0]);
      const other = make();
      other.restore(state);
      sampler.restore(state);
      expect(other.take(40)).toEqual(sampler.take(40));
    }
  });

  it('draws from the present weights of a sampler inside', () => {
    const dynamic = new DynamicWeightedSampler([1, 0, 0], 10, { seed: 1, backend });
    const rank = new DistributedSampler(dynamic, { numReplicas: 2, rank: 1 });
    const inside = new MixtureSampler([rank, 4], { weights: [1, 1], stop: 40, seed: 2, backend });
    for (const source of [dynamic, rank, inside]) {
      const mixture = new MixtureSampler([source, 4], { weights: [1, 0], stop: 100, seed: 3, backend });
      const now = () => new Set(mixture.indices().filter((index) => index < 3));
      dynamic.updateMany([0, 1, 2], [1, 0, 0]);
      const before = mixture.indices();
      const state = mixture.state();
      expect(now()).toEqual(new Set([0]));
      dynamic.updateMany([0, 1, 2], [0, 2, 5]);
      expect(now()).toEqual(new Set([1, 2]));
      expect(() => mixture.restore(state)).toThrow(/^state is of a MixtureSampler with different settings/);
      dynamic.updateMany([0, 1, 2], [0, 0, 0]);
      expect(() => mixture.take(1)).toThrow(/weights/);
      expect(mixture.position).toBe(0);
      dynamic.update(0, 3);
      expect(mixture.take(100)).toEqual(before);
      // in loops, too, and through wrappers
      for (const loop of [mixture, new BatchSampler(mixture, 1)]) {
        const seen: number[] = [];
        for (const item of loop) {
          seen.push(...(typeof item === 'number' ? [item] : item));
          const next = seen.length % 3;
          dynamic.updateMany(
            [0, 1, 2],
            [0, 1, 2].map((i) => (i === next ? 1 : 0)),
          );
        }
        // a mixture inside also has items of its own
        expect(seen.slice(1)).toEqual(seen.slice(1).map((item, i) => (item < 3 ? (i + 1) % 3 : item)));
        expect(seen.filter((item) => item < 3).length).toBeGreaterThan(30);
      }
    }
    dynamic.push(1e9);
    const mixture = new MixtureSampler([dynamic, 4], { weights: [1, 1], stop: 100, seed: 3, backend });
    expect([...mixture.sizes]).toEqual([4, 4]);
    expect(new Set(mixture.indices())).toEqual(new Set([3, 4, 5, 6, 7]));
    dynamic.push(1e20);
    expect(() => mixture.indices()).toThrow(/^sources\[0\] gave index 4, but had 4 items when the mixture was made/);
  });

  it('has place for weights that are still to come, by sizes', () => {
    const dynamic = new DynamicWeightedSampler([], 10, { seed: 1, backend });
    const options = { weights: [1, 1], stop: 50, sizes: [2, 3], seed: 2, backend } as const;
    const mixture = new MixtureSampler([dynamic, 3], options);
    expect(() => mixture.take(1)).toThrow();
    dynamic.push(1);
    expect(new Set(mixture.indices())).toEqual(new Set([0, 2, 3, 4]));
    dynamic.push(1);
    expect(new Set(mixture.indices())).toEqual(new Set([0, 1, 2, 3, 4]));
    dynamic.push(1);
    expect(() => mixture.indices()).toThrow(/^sources\[0\] gave index 2, but had 2 items when the mixture was made/);
  });

  it('is an error if a sampler gives an index beyond its items, until it gives others', () => {
    let shift = 0;
    class Growing extends SequentialSampler {
      override _read(...[positions, out, offset]: Parameters<SequentialSampler['_read']>): void {
        super._read(positions, out, offset);
        for (let i = 0; i < positions.count; i++) out[offset + i] += shift;
      }
    }
    const mixture = new MixtureSampler([3, new Growing(4)], { weights: [1, 1], stop: 16, seed: 1, backend });
    const draws = mixture.indices();
    shift = 1;
    expect(() => mixture.indices(1)).toThrow(
      new RangeError(
        'sources[1] gave index 4, but had 4 items when the mixture was made: make a new MixtureSampler, or give sizes',
      ),
    );
    shift = 0;
    expect(mixture.indices(0)).toEqual(draws);
    expect(mixture.indices(1)).not.toEqual(draws);
  });
});

describe('a mixture', () => {
  it('draws the same on both backends', () => {
    for (const options of [{}, { stop: 'all' }, { stop: 777, window: 10 }, { window: 4 }] as const) {
      const [wasm, js] = backends.map((backend) => {
        const weighted = new WeightedRandomSampler([1, 2, 3], 20, { seed: 9, backend });
        return new MixtureSampler([50, weighted, 7], {
          weights: [0.5, 0.3, 0.2],
          seed: 2 ** 53 - 1,
          backend,
          ...options,
        });
      });
      for (const epoch of [0, 5, 2 ** 53 - 1]) expect(wasm.indices(epoch)).toEqual(js.indices(epoch));
      expect(wasm.state()).toEqual(js.state());
    }
  });

  it('says of each index which source it is of, also where sources are many', () => {
    const mixture = new MixtureSampler(
      upTo(1000).map((i) => 1 + (i % 3)),
      { weights: upTo(1000).map(() => 1), seed: 1 },
    );
    const { offsets, sizes } = mixture;
    const expected = upTo(1000).flatMap((s) => new Array(sizes[s]).fill(s));
    expect(upTo(offsets[1000]).map((index) => mixture.sourceOf(index))).toEqual(expected);
    expect(() => mixture.sourceOf(-1)).toThrow(/^index must be a non-negative integer, got -1$/);
    expect(() => mixture.sourceOf(1999)).toThrow(
      new RangeError('index must be below 1999, the number of items of all sources, got 1999'),
    );
    expect(() => mixture.sourceOf('1' as never)).toThrow(TypeError);
  });

  it('copies weights and gives copies', () => {
    const weights = [1, 1];
    const mixture = new MixtureSampler([4, 4], { weights, seed: 1 });
    const before = mixture.indices();
    weights[0] = 0;
    mixture.weights[0] = 0;
    mixture.offsets[1] = 0;
    mixture.sources[0] = 9;
    expect(mixture.indices()).toEqual(before);
    expect([...mixture.weights, ...mixture.offsets, ...mixture.sources]).toEqual([1, 1, 0, 4, 8, 4, 4]);
  });

  it('has weights that lintWeights reads', () => {
    const mixture = new MixtureSampler([1000, 500, 9], { weights: [0.9, 0.1, 1e-5], stop: 8, seed: 1 });
    const findings = lintWeights(mixture.weights, { numSamples: mixture.length });
    expect(findings.map(({ code }) => code)).toEqual(['never-expected', 'dominant-item']);
  });

  it.runIf(Symbol.dispose)('frees the memory of its numbers, and not that of samplers', () => {
    const own = new RandomSampler(5, { seed: 1 });
    const mixture = new MixtureSampler([3, own], { weights: [1, 1], seed: 1 });
    mixture.take(3);
    (mixture as unknown as Record<symbol, () => void>)[Symbol.dispose]();
    expect(() => mixture.take(1)).toThrow(/^the sampler was disposed of/);
    expect(own.take(5)).toHaveLength(5);
    // and one that was disposed of gives nothing
    const other = new MixtureSampler([3, own], { weights: [1, 1], seed: 1 });
    (own as unknown as Record<symbol, () => void>)[Symbol.dispose]();
    expect(() => other.take(1)).toThrow(/^the sampler was disposed of/);
  });
});
