// What is handed out is the caller's alone: it has a buffer of its own, and writing to it or transferring it away
// changes nothing that comes later.
import { describe, expect, it } from 'vitest';
import { simulateCoverage } from '../../src/analysis.js';
import {
  BatchSampler,
  ClassBatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  encodeLabels,
  GroupBatchSampler,
  multinomial,
  StratifiedBatchSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { backends, kinds, SEED, WEIGHTS, weighted } from '../support/sampler-cases.js';

type Owned = Uint32Array | Int32Array | Float64Array;

/**
 * Checks that an array has a buffer of its own, of its own length; then gives both away, and returns what was in it.
 */
function givenAway(array: Owned): number[] {
  expect(array.buffer).toBeInstanceOf(ArrayBuffer);
  expect([array.byteOffset, array.byteLength]).toEqual([0, array.buffer.byteLength]);
  const moved = structuredClone(array, { transfer: [array.buffer as ArrayBuffer] });
  expect(array).toHaveLength(0);
  return [...moved];
}

const LABELS = Array.from({ length: 300 }, (_, i) => (i % 7 ? 'a' : 'b'));

type Batches = Iterable<Uint32Array> & { draw(): Uint32Array; take(count: number): Uint32Array[] };

const batchSamplers: [string, (size: number) => Batches][] = [
  ...kinds.flatMap(({ name, make }): [string, (size: number) => Batches][] => [
    [`a BatchSampler over a ${name}`, (size) => new BatchSampler(make(600), size)],
    [`a BatchSampler that drops over a ${name}`, (size) => new BatchSampler(make(600), size, true)],
  ]),
  ...backends.flatMap((backend): [string, (size: number) => Batches][] => {
    const distinct = (size: number) => new BatchSampler(weighted(backend, 600), size, false, { distinct: true });
    const stratified = (size: number) => new StratifiedBatchSampler(LABELS, { batchSize: size, seed: SEED, backend });
    const classes = (size: number) =>
      new ClassBatchSampler(LABELS, { classesPerBatch: 1, itemsPerClass: size, seed: SEED, backend });
    const grouped = (size: number) => new GroupBatchSampler(weighted(backend, 600), [0, 1, 0, 1, 2, 1, 0], size);
    const ofRank = (batches: BatchSampler) => new DistributedBatchSampler(batches, { numReplicas: 2, rank: 1 });
    return [
      [`distinct batches, ${backend}`, distinct],
      [`a StratifiedBatchSampler, ${backend}`, stratified],
      [`a ClassBatchSampler, ${backend}`, classes],
      [`a GroupBatchSampler, ${backend}`, grouped],
      [`a rank of distinct batches, ${backend}`, (size) => ofRank(distinct(size))],
      [`a rank of a StratifiedBatchSampler, ${backend}`, (size) => ofRank(stratified(size))],
      [
        `a BatchSampler over a generator's draws, ${backend}`,
        (size) =>
          new BatchSampler(
            new WeightedRandomSampler(WEIGHTS, 600, { generator: new TorchGenerator(3), backend }),
            size,
          ),
      ],
      [
        `a BatchSampler over a rank, ${backend}`,
        (size) => new BatchSampler(new DistributedSampler(weighted(backend, 900), { numReplicas: 2, rank: 0 }), size),
      ],
    ];
  }),
  [
    'a GroupBatchSampler over an iterable of one’s own',
    (size) =>
      new GroupBatchSampler(
        Array.from({ length: 600 }, (_, i) => i),
        Array.from({ length: 600 }, (_, i) => i % 3),
        size,
      ),
  ],
  [
    'a BatchSampler over an iterable of one’s own',
    (size) =>
      new BatchSampler(
        Array.from({ length: 600 }, (_, i) => i),
        size,
      ),
  ],
];

describe.each(batchSamplers)('batches of %s', (_, make) => {
  it.each([1, 7, 16, 17, 32, 256, 600])('of %i have buffers of their own, in loops, draws and takes', (size) => {
    const [batches, twin] = [make(size), make(size)];
    for (let epoch = 0; epoch < 2; epoch++) {
      const seen: number[][] = [];
      for (const batch of batches) seen.push(givenAway(batch));
      expect(seen).toEqual(Array.from(twin, (batch) => [...batch]));
    }
    for (let i = 0; i < 5; i++) expect(givenAway(batches.draw())).toEqual([...twin.draw()]);
    expect(batches.take(40).map(givenAway)).toEqual(twin.take(40).map((batch) => [...batch]));
  });
});

describe.each(kinds)('arrays of a $name', ({ make }) => {
  it('have buffers of their own', () => {
    const [sampler, twin] = [make(600), make(600)];
    for (let i = 0; i < 3; i++) {
      expect(givenAway(sampler.indices())).toEqual([...twin.indices()]);
      expect(givenAway(sampler.take(250))).toEqual([...twin.take(250)]);
      expect(sampler.draw()).toBe(twin.draw());
    }
  });
});

describe.each(backends)('what is read of a sampler, %s,', (backend) => {
  it.each<[string, () => { probabilities(): Float64Array; draw(): number }]>([
    ['with replacement', () => weighted(backend)],
    ['without', () => new WeightedRandomSampler(WEIGHTS, 3, { replacement: false, seed: 1, backend })],
    ['by a generator', () => new WeightedRandomSampler(WEIGHTS, 9, { generator: new TorchGenerator(1), backend })],
    ['of weights that change', () => new DynamicWeightedSampler(WEIGHTS, 9, { seed: 1, backend })],
    ['systematic', () => new SystematicSampler(WEIGHTS, 9, { seed: 1, backend })],
  ])('%s, is a copy', (__, make) => {
    const [sampler, twin] = [make(), make()];
    for (let i = 0; i < 2; i++) expect(givenAway(sampler.probabilities())).toEqual([...twin.probabilities()]);
    for (let i = 0; i < 20; i++) expect(sampler.draw()).toBe(twin.draw());
  });
});

it('functions give arrays with buffers of their own', () => {
  expect(givenAway(multinomial([1, 2], 5, { replacement: true, seed: 1 }))).toHaveLength(5);
  expect(givenAway(encodeLabels(['a', 'b', 'a']).codes)).toEqual([0, 1, 0]);
});

describe('the indices that collate is given', () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  const sources = {
    'a shuffle': () => ({ batchSize: 4, shuffle: true, seed: 3 }),
    'batches of lists': () => ({ batchSampler: [[1, 2, 3], [4]] }),
    'a plain sampler': () => ({ batchSize: 4, sampler: items.toReversed() }),
    'single items': () => ({ batchSize: null, sampler: weighted('js', 50) }),
  };

  it.each(Object.entries(sources))('of %s have buffers of their own', async (_, options) => {
    const collate = (got: number[], indices: Uint32Array) => {
      expect(givenAway(indices)).toEqual(got);
      return got;
    };
    const expected = [...new DataLoader(items, { ...options(), collate: (got: number[]) => got })];
    const loader = new DataLoader(items, { ...options(), collate });
    expect([...loader]).toEqual(expected);
    const ahead = new DataLoader(items, { ...options(), collate, prefetch: 3 });
    const got: number[][] = [];
    for await (const batch of ahead) got.push(batch);
    expect(got).toEqual(expected);
  });

  it('are there again for the batch that failed', async () => {
    let failing = true;
    const loader = new DataLoader(items, {
      batchSize: 4,
      collate: (got, indices) => {
        givenAway(indices);
        if (failing && got[0] === 8) throw new Error('once');
        return got;
      },
    });
    const loop = async () => {
      for await (const _ of loader);
    };
    await expect(loop()).rejects.toThrow('once');
    expect(loader.position).toBe(2);
    expect(() => loader.draw()).toThrow('once');
    failing = false;
    expect(loader.draw()).toEqual([8, 9, 10, 11]);
    expect(loader.draw()).toEqual([12, 13, 14, 15]);
  });
});

it('what a simulation shows on its way is a copy of what it gives', async () => {
  const weights = Float64Array.from({ length: 200 }, (_, i) => 1 + (i % 9));
  const options = { trials: 60, seed: 4, backend: 'js' } as const;
  const shown: number[] = [];
  const { epochs } = await simulateCoverage(weights, 50, {
    ...options,
    onProgress: (done, _, so) => {
      shown.push(done);
      expect(givenAway(so!)).toHaveLength(done);
    },
  });
  expect(shown.at(-1)).toBe(60);
  expect(givenAway(epochs)).toEqual([...(await simulateCoverage(weights, 50, options)).epochs]);
});
