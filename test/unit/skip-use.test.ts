// What skip costs, what it refuses, and that a loader loads nothing for it.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  MixtureSampler,
  RandomSampler,
  SequentialSampler,
  StratifiedBatchSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { N } from '../support/own-samplers.js';
import { ITEMS, LABELS } from '../support/resume-runs.js';
import { backends, SEED, WEIGHTS, weighted } from '../support/sampler-cases.js';

describe('DataLoader.skip', () => {
  const counted = (options: object) => {
    const asked: number[] = [];
    const dataset = { length: N, get: (index: number) => asked.push(index) && index };
    let collated = 0;
    const collate = (items: number[]) => {
      collated++;
      return items;
    };
    const loader = new DataLoader(dataset, { batchSize: 3, collate, ...options });
    return { loader, asked, collated: () => collated };
  };

  it.each([
    ['a sampler with a seed', () => ({ shuffle: true, seed: 4 })],
    ['a generator', () => ({ shuffle: true, generator: new TorchGenerator(4) })],
    [
      'an iterable',
      () => ({ sampler: { length: N, [Symbol.iterator]: () => new SequentialSampler(N).indices().values() } }),
    ],
    ['batches of one’s own', () => ({ batchSize: undefined, batchSampler: [[1, 2], [3, 4], [5], [6], [7, 8], [9]] })],
  ])('over %s never calls get or collate', (_, options) => {
    const { loader, asked, collated } = counted(options());
    loader.skip(5);
    expect([asked.length, collated()]).toEqual([0, 0]);
    expect([loader.epoch, loader.position]).toEqual([0, 5]);
    loader.draw();
    expect(collated()).toBe(1);
    loader.skip(40);
    expect(collated()).toBe(1);
  });

  it('takes prefetched batches into account', async () => {
    const { loader, asked } = counted({ prefetch: 3 });
    const seen: unknown[] = [];
    for await (const batch of loader) {
      seen.push(batch);
      if (seen.length === 2) loader.skip(4);
    }
    expect(seen).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [18, 19, 20],
      [21, 22],
    ]);
    // batches 2 to 4 were loading; batch 5 was never asked for
    expect(asked.filter((index) => index >= 15 && index < 18)).toEqual([]);
  });
});

describe.each(backends)('skip on %s', (backend) => {
  const options = { seed: SEED, backend };

  it('takes no time, however far it goes', () => {
    const far = Number.MAX_SAFE_INTEGER;
    const sampler = weighted(backend, 100);
    const batches = new BatchSampler(new RandomSampler(2 ** 20, options), 32);
    const mixture = new MixtureSampler([5, weighted(backend, 9)], { weights: [1, 2], stop: 1000, ...options });
    for (const each of [sampler, batches, mixture]) {
      each.skip(far);
      const epoch = Number(BigInt(far) / BigInt(each.length));
      expect([each.epoch, each.position]).toEqual([epoch, Number(BigInt(far) % BigInt(each.length))]);
    }
    const other = weighted(backend, 100);
    other.setEpoch(sampler.epoch);
    other.take(sampler.position);
    expect(sampler.take(150)).toEqual(other.take(150));
    // the last epoch repeats
    sampler.setEpoch(far);
    sampler.skip(far);
    expect([sampler.epoch, sampler.position]).toEqual([far, far % 100]);
  });

  it('draws nothing: a fresh seed can still be that of a state', () => {
    const sampler = new WeightedRandomSampler(WEIGHTS, 20, { backend });
    sampler.skip(7);
    sampler.restore(weighted(backend, 20).state());
    expect(sampler.seed).toBe(SEED);
  });

  it('refuses what is no number of items, and changes nothing', () => {
    const wrong: [unknown, new (...args: never[]) => Error, string][] = [
      [-1, RangeError, 'count must be a non-negative integer, got -1'],
      [1.5, RangeError, 'count must be a non-negative integer, got 1.5'],
      [Number.NaN, RangeError, 'count must be a non-negative integer, got NaN'],
      [Infinity, RangeError, 'count must be a non-negative integer, got Infinity'],
      [2 ** 53, RangeError, 'a safe integer (at most 2^53 - 1), got 9007199254740992'],
      ['3', TypeError, 'count must be a non-negative integer, got "3"'],
      [3n, TypeError, 'count must be a non-negative integer, got 3n'],
      [undefined, TypeError, 'count must be a non-negative integer, got undefined'],
      [null, TypeError, 'count must be a non-negative integer, got null'],
    ];
    const stratified = new StratifiedBatchSampler(LABELS, { batchSize: 3, ...options });
    const samplers = [weighted(backend, 20), new BatchSampler(weighted(backend, 20), 3), stratified];
    const loader = new DataLoader(ITEMS, { sampler: weighted(backend, 20), batchSize: 3 });
    for (const sampler of [...samplers, loader]) {
      sampler.skip(2);
      const before = sampler.state();
      for (const [count, error, message] of wrong) {
        const call = () => sampler.skip(count as number);
        expect(call).toThrow(error);
        expect(call).toThrow(message);
      }
      expect(sampler.state()).toEqual(before);
    }
  });

  it('refuses to move a sampler that was disposed of, through wrappers too', () => {
    for (const made of [
      weighted(backend, 20),
      new RandomSampler(20, { generator: new TorchGenerator(1), backend }),
      new StratifiedBatchSampler(LABELS, { batchSize: 3, ...options }),
    ]) {
      const wraps =
        made instanceof BatchSampler
          ? [new DataLoader(ITEMS, { batchSampler: made })]
          : [
              new BatchSampler(made, 3),
              new DistributedSampler(made, { numReplicas: 2, rank: 1 }),
              new DataLoader(ITEMS, { sampler: made }),
            ];
      if (made instanceof WeightedRandomSampler) {
        wraps.push(new MixtureSampler([made, 3], { weights: [1, 1], ...options }) as never);
      }
      made[Symbol.dispose]();
      for (const each of [made, ...wraps]) expect(() => each.skip(1)).toThrow('disposed');
    }
  });
});

describe('skip of what has nothing', () => {
  const once = () => {
    const given = [1, 2, 3].values();
    return { length: undefined as never, [Symbol.iterator]: () => given };
  };

  it.each([
    ['no index', new SequentialSampler(0)],
    ['no batch', new BatchSampler(new SequentialSampler(3), 4, true)],
    ['an empty loader', new DataLoader([])],
    ['an empty iterable', new BatchSampler({ length: 0, [Symbol.iterator]: () => [].values() }, 2)],
  ])('throws for %s, except for 0', (_, sampler: { skip(count: number): void }) => {
    sampler.skip(0);
    expect(() => sampler.skip(1)).toThrow(new RangeError('nothing to draw: the sampler is empty'));
  });

  it('throws where an iterable that comes once ends', () => {
    const batches = new BatchSampler(once(), 2);
    batches.skip(1);
    expect([...(batches[Symbol.iterator]().next().value as Uint32Array)]).toEqual([3]);
    const short = new BatchSampler(once(), 2);
    expect(() => short.skip(4)).toThrow('nothing to draw');
  });

  it('throws what an iterable gives instead of indices', () => {
    const wrong = { length: 2, [Symbol.iterator]: () => [0, -1].values() };
    expect(() => new BatchSampler(wrong, 1).skip(2)).toThrow('an index must be an integer in [0, 2^32 - 1], got -1');
  });

  it('throws over a data set that has another length now', () => {
    const items = [1, 2, 3];
    const loader = new DataLoader(items);
    items.push(4);
    expect(() => loader.skip(1)).toThrow('the data set has 4 items, but had 3 when this DataLoader was made');
    expect(loader.position).toBe(0);
  });
});

it('skip of ranks that share a generator keeps them in step', () => {
  for (const backend of backends) {
    const ranks = () => {
      const sampler = new RandomSampler(N, {
        replacement: true,
        numSamples: 70,
        generator: new TorchGenerator(3),
        backend,
      });
      return [0, 1].map((rank) => new DistributedSampler(sampler, { numReplicas: 2, rank }));
    };
    const [skips, draws] = [ranks(), ranks()];
    for (const count of [3, 30, 2, 41, 1]) {
      for (const rank of [0, 1]) {
        skips[rank].skip(count);
        draws[rank].take(count);
        expect(skips[rank].state()).toEqual(draws[rank].state());
        expect(skips[rank].draw()).toBe(draws[rank].draw());
      }
    }
  }
});

it('skip in the last epoch, which repeats, begins it anew', () => {
  for (const seed of [undefined, 1]) {
    const make = () => {
      const generator = seed === undefined ? undefined : new TorchGenerator(seed);
      const loader = new DataLoader(ITEMS, { batchSize: 4, sampler: weighted('js', N), generator });
      loader.setEpoch(Number.MAX_SAFE_INTEGER);
      loader.draw();
      loader.draw();
      return loader;
    };
    const [skips, draws] = [make(), make()];
    for (const count of [skips.length - 2, 3 * skips.length]) {
      skips.skip(count);
      for (let i = 0; i < count; i++) draws.draw();
      expect([skips.epoch, skips.position]).toEqual([Number.MAX_SAFE_INTEGER, 0]);
      const whole = [...skips];
      expect(whole).toHaveLength(skips.length);
      expect(whole).toEqual([...draws]);
      expect(skips.generator?.state()).toEqual(draws.generator?.state());
    }
  }
});

it('skip of a rank that fell behind throws what drawing throws', () => {
  for (const count of [33, 40]) {
    const moves = [(rank: DistributedSampler) => rank.skip(count), (rank: DistributedSampler) => rank.take(count)];
    for (const move of moves) {
      const sampler = new RandomSampler(N, { replacement: true, numSamples: 65, generator: new TorchGenerator(3) });
      const [first, second] = [0, 1].map((rank) => new DistributedSampler(sampler, { numReplicas: 2, rank }));
      for (const _ of first) break;
      first.draw();
      // the last draw of this rank is padding, and the one before it is gone
      expect(() => move(second)).toThrow(/^epoch 0 is no longer available: another rank drew a later one/);
      expect([second.epoch, second.position]).toEqual([0, 0]);
    }
  }
});
