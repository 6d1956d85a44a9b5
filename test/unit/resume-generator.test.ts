// States of what draws from a generator: every position of a loop continues exactly, whatever else draws from it.
import { describe, expect, it } from 'vitest';
import {
  DataLoader,
  type DataLoaderOptions,
  DistributedSampler,
  RandomSampler,
  type SamplerState,
  SequentialSampler,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { WeightedRandomSampler as OtherBuild } from '../../src/js.js';
import { someOf } from '../support/rounds.js';

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const EPOCHS = 3;

/** What gives n items their order, by the loader's generator. */
const orders: Record<
  string,
  (n: number, generator: TorchGenerator) => Pick<DataLoaderOptions<number>, 'sampler' | 'shuffle'>
> = {
  shuffle: () => ({ shuffle: true }),
  'in order': () => ({}),
  'with replacement': (n, generator) => ({
    sampler: new RandomSampler(n, { replacement: true, numSamples: n + 30, generator }),
  }),
  'several permutations': (n, generator) => ({ sampler: new RandomSampler(n, { numSamples: n + 3, generator }) }),
  'two permutations': (n, generator) => ({ sampler: new RandomSampler(n, { numSamples: 2 * n, generator }) }),
  'a subset': (n, generator) => ({
    sampler: new SubsetRandomSampler(
      Array.from({ length: n }, (_, i) => i),
      { generator },
    ),
  }),
  weights: (n, generator) => ({ sampler: new WeightedRandomSampler(new Array(n).fill(1), n, { generator }) }),
  'weights without replacement': (n, generator) => ({
    sampler: new OtherBuild(new Array(n).fill(1), n, { replacement: false, generator }),
  }),
  'a rank of a shuffle': (n, generator) => ({
    sampler: new DistributedSampler(new RandomSampler(n, { generator }), { numReplicas: 2, rank: 1 }),
  }),
  'a generator of its own': (n) => ({ sampler: new RandomSampler(n, { generator: new TorchGenerator(8) }) }),
};

/** A loader that gives the indices of its batches, and its generator. */
function loaderOf(
  order: string,
  n: number,
  options: Pick<DataLoaderOptions<number>, 'batchSize' | 'dropLast' | 'prefetch'>,
) {
  const generator = new TorchGenerator(5);
  const own = orders[order](n, generator);
  const items = Array.from({ length: n }, (_, i) => i);
  const collate = (_: number[], indices: Uint32Array) => indices.join();
  return { generator, loader: new DataLoader<number, string>(items, { ...options, ...own, generator, collate }) };
}

interface Place {
  readonly state: SamplerState;
  /** Batches that were given before. */
  readonly given: number;
}

describe.each(Object.keys(orders))('a DataLoader with a generator, %s', (order) => {
  const sizes = Array.from({ length: 9 }, (_, i) => i + 1);
  const each = sizes.flatMap((n) =>
    [...new Set([1, 2, 3, 4, 8, n, n + 1])].flatMap((batchSize) =>
      [false, true].map((dropLast) => ({ n, batchSize, dropLast })),
    ),
  );
  // more than the 32 draws that are taken at once, by fewer batches
  const cases = someOf(
    each.filter(({ batchSize }) => order !== 'with replacement' || batchSize > 3),
    13,
  );

  it('continues from every place of a loop, between loops and between draws', () => {
    for (const { n, ...options } of cases) {
      const { generator, loader } = loaderOf(order, n, options);
      const given: string[] = [];
      const places: Place[] = [{ state: json(loader.state()), given: 0 }];
      const save = () => places.push({ state: json(loader.state()), given: given.length });
      for (let epoch = 0; epoch < EPOCHS; epoch++) {
        for (const batch of loader) {
          given.push(batch);
          save();
        }
        save();
      }
      for (let i = 0; i < loader.length; i++) {
        given.push(loader.draw());
        save();
      }
      const after = generator.nextUint64();
      for (const place of places) {
        const again = loaderOf(order, n, options);
        again.loader.restore(place.state);
        const rest: string[] = [];
        while (place.given + rest.length < EPOCHS * loader.length) rest.push(...again.loader);
        while (place.given + rest.length < given.length) rest.push(again.loader.draw());
        // an epoch without batches takes from the generator, too
        for (let epoch = again.loader.epoch; epoch < EPOCHS && loader.length === 0; epoch++) rest.push(...again.loader);
        expect(rest, JSON.stringify({ n, ...options, given: place.given })).toEqual(given.slice(place.given));
        expect(again.generator.nextUint64()).toBe(after);
      }
    }
  });

  it('continues from every place of an asynchronous loop, whatever is ahead', async () => {
    for (const { n, ...options } of cases.filter(({ n }) => [1, 2, 3, 5, 8].includes(n))) {
      for (const prefetch of [0, 1, 3]) {
        const { generator, loader } = loaderOf(order, n, { ...options, prefetch });
        const given: string[] = [];
        const places: Place[] = [];
        const save = () => places.push({ state: json(loader.state()), given: given.length });
        for (let epoch = 0; epoch < EPOCHS; epoch++) {
          const loop = loader[Symbol.asyncIterator]();
          for (;;) {
            const next = loop.next();
            await Promise.resolve();
            // while the batch is loaded
            save();
            const { done, value } = await next;
            if (done) break;
            given.push(value);
            save();
          }
        }
        const after = generator.nextUint64();
        for (const place of places) {
          const again = loaderOf(order, n, { ...options, prefetch });
          again.loader.restore(place.state);
          const rest: string[] = [];
          while (again.loader.epoch < EPOCHS) for await (const batch of again.loader) rest.push(batch);
          expect(rest, JSON.stringify({ n, ...options, prefetch, given: place.given })).toEqual(
            given.slice(place.given),
          );
          expect(again.generator.nextUint64()).toBe(after);
        }
      }
    }
  });
});

it('a loader says whether the base seed of its epoch was given', async () => {
  const make = () => {
    const generator = new TorchGenerator(3);
    let fails = true;
    const get = (index: number) => {
      if (fails) throw new Error('once');
      return index;
    };
    const loader = new DataLoader({ length: 2, get }, { generator, sampler: new SequentialSampler(2) });
    return { generator, loader, mend: () => (fails = false) };
  };
  const one = make();
  expect(() => [...one.loader]).toThrow(/once/);
  const state = json(one.loader.state());
  expect(state.begun).toBe(true);
  one.mend();
  const other = make();
  other.mend();
  other.loader.restore(state);
  expect([...other.loader]).toEqual([...one.loader]);
  expect(other.generator.nextUint64()).toBe(one.generator.nextUint64());
  expect(() => other.loader.restore({ ...state, begun: 1 as never })).toThrow(/^state\.begun must be a boolean/);
});
