// Samplers, wrappers and loaders that can stop anywhere and continue from a state, and a training loop over them.
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  BatchSampler,
  ClassBatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  GroupBatchSampler,
  type SamplerState,
  StratifiedBatchSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { Endless, N, Own, OwnBatches } from './own-samplers.js';
import { rounds } from './rounds.js';
import { backends, kinds, SEED, WEIGHTS, weighted } from './sampler-cases.js';

/** A sampler, wrapper or loader, as a training loop sees it. */
export interface Run extends Iterable<unknown> {
  readonly epoch: number;
  readonly position: number;
  readonly length: number;
  setEpoch(epoch: number): void;
  state(): SamplerState;
  restore(state: SamplerState): void;
  [Symbol.asyncIterator]?(): AsyncIterator<unknown>;
}

export const ITEMS = Array.from({ length: N }, (_, i) => `item ${i}`);
export const LABELS = ITEMS.map((_, i) => (i % 3 ? 'a' : 'b'));
export const CLASSES = ITEMS.map((_, i) => (['a', 'b', 'b', 'c'] as const)[i % 4]);
export const GROUPS = ITEMS.map((_, i) => (i * i) % 7);
export const throughJson = (state: SamplerState): SamplerState => JSON.parse(JSON.stringify(state));
export const plainly = (item: unknown) => (ArrayBuffer.isView(item) ? [...(item as Uint32Array)] : item);

export type Case = [name: string, make: () => Run];

export const seeded: Case[] = backends.flatMap((backend): Case[] => {
  const inner = () => weighted(backend, N);
  const options = { seed: SEED, backend };
  const stratified = () => new StratifiedBatchSampler(LABELS, { batchSize: 3, ...options });
  const classes = { classesPerBatch: 2, itemsPerClass: 3 };
  const grouped = (dropLast?: boolean) => new GroupBatchSampler(inner(), GROUPS, 3, dropLast);
  const rank = { numReplicas: 2, rank: 1 };
  return [
    [`a SystematicSampler, ${backend}`, () => new SystematicSampler(WEIGHTS, N, options)],
    [`a BatchSampler, ${backend}`, () => new BatchSampler(inner(), 4)],
    [`a BatchSampler that drops, ${backend}`, () => new BatchSampler(inner(), 4, true)],
    [`distinct batches, ${backend}`, () => new BatchSampler(inner(), 4, false, { distinct: true })],
    [`a StratifiedBatchSampler, ${backend}`, stratified],
    [`a ClassBatchSampler, ${backend}`, () => new ClassBatchSampler(LABELS, { ...classes, ...options })],
    [
      `a ClassBatchSampler with a target, ${backend}`,
      () => new ClassBatchSampler(CLASSES, { ...classes, numBatches: 7, target: { a: 3, b: 2, c: 2 }, ...options }),
    ],
    [`a GroupBatchSampler, ${backend}`, grouped],
    [`a GroupBatchSampler that drops, ${backend}`, () => grouped(true)],
    [`a DataLoader with groups, ${backend}`, () => new DataLoader(ITEMS, { batchSampler: grouped(), prefetch: 4 })],
    [`a DistributedSampler, ${backend}`, () => new DistributedSampler(inner(), rank)],
    [`a rank of uneven shares, ${backend}`, () => new DistributedSampler(inner(), { ...rank, pad: false })],
    [`a DistributedBatchSampler, ${backend}`, () => new DistributedBatchSampler(stratified(), rank)],
    [
      `uneven shares of batches, ${backend}`,
      () => new DistributedBatchSampler(new BatchSampler(weighted(backend, 21), 2), { ...rank, pad: false }),
    ],
    [
      `a rank of batches of groups, ${backend}`,
      () => new DistributedBatchSampler(new GroupBatchSampler(inner(), GROUPS, 2), { ...rank, pad: false }),
    ],
    [`a rank in batches, ${backend}`, () => new BatchSampler(new DistributedSampler(inner(), rank), 2)],
    [`a DataLoader with a sampler, ${backend}`, () => new DataLoader(ITEMS, { batchSize: 4, sampler: inner() })],
    [`a DataLoader of single items, ${backend}`, () => new DataLoader(ITEMS, { batchSize: null, sampler: inner() })],
    [`a DataLoader with batches, ${backend}`, () => new DataLoader(ITEMS, { batchSampler: stratified() })],
    [
      `a DataLoader with a rank, ${backend}`,
      () => new DataLoader(ITEMS, { batchSize: 3, sampler: new DistributedSampler(inner(), rank), prefetch: 4 }),
    ],
  ];
});
seeded.push(
  ...kinds.map(({ name, make }): Case => [`a ${name}`, () => make(N)]),
  ['a DataLoader that shuffles', () => new DataLoader(ITEMS, { batchSize: 5, shuffle: true, seed: 3 })],
  ['a DataLoader in order', () => new DataLoader(ITEMS, { batchSize: 5 })],
  [
    'a DataLoader in order with a generator',
    () => new DataLoader(ITEMS, { batchSize: 5, generator: new TorchGenerator(3) }),
  ],
);

/** Samplers that only move forward: by a generator, or over the user's own sampler. */
export const onlyOn: Case[] = [
  ...backends.flatMap((backend): Case[] => {
    const inner = () => new WeightedRandomSampler(WEIGHTS, N, { generator: new TorchGenerator(5), backend });
    return [
      [`a WeightedRandomSampler by a generator, ${backend}`, inner],
      [`a BatchSampler by a generator, ${backend}`, () => new BatchSampler(inner(), 4)],
      [`a GroupBatchSampler by a generator, ${backend}`, () => new GroupBatchSampler(inner(), GROUPS, 3)],
      [`a rank by a generator, ${backend}`, () => new DistributedSampler(inner(), { numReplicas: 2, rank: 1 })],
      [
        `a rank of uneven shares by a generator, ${backend}`,
        () => new DistributedSampler(inner(), { numReplicas: 2, rank: 1, pad: false }),
      ],
      [
        `a rank of batches by a generator, ${backend}`,
        () => new DistributedBatchSampler(new BatchSampler(inner(), 4), { numReplicas: 4, rank: 3 }),
      ],
      [
        `a rank of uneven shares of distinct batches by a generator, ${backend}`,
        () =>
          new DistributedBatchSampler(new BatchSampler(inner(), 4, false, { distinct: true }), {
            numReplicas: 4,
            rank: 1,
            pad: false,
          }),
      ],
      [`a DataLoader by a generator, ${backend}`, () => new DataLoader(ITEMS, { batchSize: 4, sampler: inner() })],
    ];
  }),
  [
    'a DataLoader that shuffles by a generator',
    () => new DataLoader(ITEMS, { batchSize: 5, shuffle: true, generator: new TorchGenerator(3) }),
  ],
  ['batches by groups of one’s own sampler', () => new GroupBatchSampler(new Own(), GROUPS, 3)],
  [
    'whole batches by groups of one’s own sampler without a length',
    () => new GroupBatchSampler(new Endless(), GROUPS, 3, true),
  ],
  [
    'a DataLoader with groups of one’s own sampler, far ahead',
    () => new DataLoader(ITEMS, { batchSampler: new GroupBatchSampler(new Own(), GROUPS, 3), prefetch: 5 }),
  ],
  [
    'a DataLoader with groups of one’s own sampler without a length',
    () => new DataLoader(ITEMS, { batchSampler: new GroupBatchSampler(new Endless(), GROUPS, 4, true), prefetch: 2 }),
  ],
  ['batches of one’s own sampler', () => new BatchSampler(new Own(), 4)],
  ['whole batches of one’s own sampler', () => new BatchSampler(new Own(), 4, true)],
  ['batches of one’s own sampler without a length', () => new BatchSampler(new Endless(), 4)],
  ['a rank of one’s own sampler', () => new DistributedSampler(new Own(), { numReplicas: 3, rank: 1 })],
  [
    'a rank of uneven shares of one’s own sampler',
    () => new DistributedSampler(new Own(), { numReplicas: 3, rank: 2, pad: false }),
  ],
  ...(['padded', 'dropped', 'uneven'] as const).flatMap((how): Case[] => {
    const options = { numReplicas: 4, rank: 1, dropLast: how === 'dropped', pad: how !== 'uneven' };
    const endless = () => {
      const batches = new OwnBatches();
      Reflect.deleteProperty(batches, 'length');
      return batches;
    };
    return [
      [`a rank of batches of one’s own, ${how}`, () => new DistributedBatchSampler(new OwnBatches(), options)],
      [
        `a rank of batches of one’s own without a length, ${how}`,
        () => new DistributedBatchSampler(endless(), options),
      ],
      [
        `a rank of batches of one’s own sampler, ${how}`,
        () => new DistributedBatchSampler(new BatchSampler(new Own(), 3), options),
      ],
      [
        `a rank of batches of one’s own sampler without a length, ${how}`,
        () => new DistributedBatchSampler(new BatchSampler(new Endless(), 3), options),
      ],
      [
        `a DataLoader with a rank of batches of one’s own, ${how}`,
        () => new DataLoader(ITEMS, { batchSampler: new DistributedBatchSampler(endless(), options), prefetch: 3 }),
      ],
    ];
  }),
  [
    'a rank of a rank of batches of one’s own',
    () =>
      new DistributedBatchSampler(
        new DistributedBatchSampler(new OwnBatches(), { numReplicas: 2, rank: 1, pad: false }),
        { numReplicas: 2, rank: 0 },
      ),
  ],
  [
    'batches of a rank of one’s own sampler',
    () => new BatchSampler(new DistributedSampler(new Own(), { numReplicas: 2, rank: 1 }), 4),
  ],
  ['a DataLoader with one’s own sampler', () => new DataLoader(ITEMS, { batchSize: 4, sampler: new Own() })],
  [
    'a DataLoader with one’s own sampler, far ahead',
    () => new DataLoader(ITEMS, { batchSize: 2, sampler: new Own(), prefetch: 9 }),
  ],
  [
    'a DataLoader with one’s own sampler without a length',
    () => new DataLoader(ITEMS, { batchSize: 4, dropLast: true, sampler: new Endless(), prefetch: 3 }),
  ],
  [
    'a DataLoader with one’s own sampler without a length, short batches too',
    () => new DataLoader(ITEMS, { batchSize: 4, sampler: new Endless(), prefetch: 3 }),
  ],
  [
    'a DataLoader with batches of one’s own without a length',
    () => {
      const batchSampler = new OwnBatches();
      Reflect.deleteProperty(batchSampler, 'length');
      return new DataLoader(ITEMS, { batchSampler, prefetch: 4 });
    },
  ],
  [
    'a DataLoader with a rank of one’s own sampler',
    () =>
      new DataLoader(ITEMS, { batchSize: 4, sampler: new DistributedSampler(new Own(), { numReplicas: 2, rank: 0 }) }),
  ],
  [
    'a DataLoader with batches of one’s own sampler',
    () => new DataLoader(ITEMS, { batchSampler: new BatchSampler(new Own(), 5), prefetch: 3 }),
  ],
  [
    'a DataLoader with batches of one’s own',
    () => new DataLoader(ITEMS, { batchSampler: new OwnBatches(), prefetch: 4 }),
  ],
];

export const EPOCHS = 3;

/**
 * A training loop of EPOCHS epochs that may stop after some items. It takes a state inside the loop. Returns the items
 * that it saw, with the number of the epoch as it counts it.
 */
export async function train(run: Run, { stop = Infinity, setEpoch = false, wait = false }) {
  const seen: unknown[] = [];
  for (let epoch = run.epoch; epoch < EPOCHS; epoch++) {
    if (setEpoch) run.setEpoch(epoch);
    expect(run.epoch).toBe(epoch);
    if (wait && run[Symbol.asyncIterator]) {
      for await (const item of run as unknown as AsyncIterable<unknown>) {
        seen.push([epoch, plainly(item)]);
        if (seen.length === stop) return { seen, state: throughJson(run.state()) };
      }
    } else {
      for (const item of run) {
        seen.push([epoch, plainly(item)]);
        if (seen.length === stop) return { seen, state: throughJson(run.state()) };
      }
    }
  }
  return { seen, state: throughJson(run.state()) };
}

export async function expectResumes(make: () => Run, setEpochs: readonly boolean[]): Promise<void> {
  const whole = (await train(make(), {})).seen;
  const options = fc.record({ setEpoch: fc.constantFrom(...setEpochs), wait: fc.boolean() });
  const stops = fc.array(fc.integer({ min: 1, max: Math.ceil(whole.length / 2) }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(stops, fc.array(options, { minLength: 5, maxLength: 5 }), async (pieces, how) => {
      let run = make();
      const seen: unknown[] = [];
      for (const [i, stop] of [...pieces, Infinity].entries()) {
        const part = await train(run, { ...how[i], stop });
        seen.push(...part.seen);
        run = make();
        run.restore(part.state);
        // taking a state, and reading without moving, delivers nothing
        expect(throughJson(run.state())).toEqual(part.state);
      }
      expect(seen).toEqual(whole);
    }),
    { numRuns: rounds(40) },
  );
}
