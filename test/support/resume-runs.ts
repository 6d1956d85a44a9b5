// Samplers, wrappers and loaders that can stop anywhere and continue from a state, and a training loop over them.
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  type ResumableSampler,
  type SamplerState,
  StratifiedBatchSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
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

export const N = 23;
export const ITEMS = Array.from({ length: N }, (_, i) => `item ${i}`);
export const LABELS = ITEMS.map((_, i) => (i % 3 ? 'a' : 'b'));
export const throughJson = (state: SamplerState): SamplerState => JSON.parse(JSON.stringify(state));
export const plainly = (item: unknown) => (ArrayBuffer.isView(item) ? [...(item as Uint32Array)] : item);

export interface Saved {
  readonly at: number;
  readonly shuffled: number[];
  readonly epoch: number;
}

/**
 * A user's own resumable sampler, as people write them for PyTorch. Each epoch has another order, and begins where the
 * last loop ended, or where the state says.
 */
export class Own implements ResumableSampler<Saved> {
  readonly length = N;
  epoch = 0;
  at = 0;
  shuffled: number[] = [];

  *[Symbol.iterator]() {
    if (this.at === 0) this.shuffled = Array.from({ length: N }, (_, i) => (i * (3 + this.epoch) + this.epoch) % N);
    while (this.at < this.shuffled.length) yield this.shuffled[this.at++];
    this.epoch++;
    this.at = 0;
  }

  /** The live objects, not copies: code that keeps a state must copy it. */
  readonly live = this as unknown as Saved;

  state(): Saved {
    const { at, shuffled, epoch } = this;
    return { at, shuffled, epoch };
  }

  restore({ at, shuffled, epoch }: Saved): void {
    Object.assign(this, { at, shuffled, epoch });
  }
}

/** An `Own` sampler without a known length. */
export class Endless extends Own {
  declare readonly length: never;

  constructor() {
    super();
    Reflect.deleteProperty(this, 'length');
  }
}

/** A user's own resumable batches. */
export class OwnBatches {
  readonly length = 6;
  round = 0;
  next = 0;

  *[Symbol.iterator]() {
    while (this.next < 6) {
      const first = (this.round + 4 * this.next++) % N;
      yield [first, (first + 1) % N];
    }
    this.round++;
    this.next = 0;
  }

  state() {
    return [this.round, this.next];
  }

  restore([round, next]: number[]) {
    [this.round, this.next] = [round, next];
  }
}

/** A sampler that also moves on when a loop is left, because code after `yield` then runs. */
export class Leaving implements ResumableSampler<number[]> {
  readonly length = 12;
  round = 0;
  next = 0;

  *[Symbol.iterator]() {
    try {
      while (this.next < this.length) yield (this.round * 7 + this.next++) % N;
    } finally {
      this.round++;
      this.next = 0;
    }
  }

  state() {
    return [this.round, this.next];
  }

  restore([round, next]: number[]) {
    if (round === undefined) throw new RangeError('no round');
    [this.round, this.next] = [round, next];
  }
}

/** A `Leaving` sampler that gives lists. */
export class LeavingLists extends Leaving {
  // @ts-expect-error: lists
  override *[Symbol.iterator]() {
    for (const index of super[Symbol.iterator]()) yield [index];
  }
}

export type Case = [name: string, make: () => Run];

export const seeded: Case[] = backends.flatMap((backend): Case[] => {
  const inner = () => weighted(backend, N);
  const options = { seed: SEED, backend };
  const stratified = () => new StratifiedBatchSampler(LABELS, { batchSize: 3, ...options });
  const rank = { numReplicas: 2, rank: 1 };
  return [
    [`a SystematicSampler, ${backend}`, () => new SystematicSampler(WEIGHTS, N, options)],
    [`a BatchSampler, ${backend}`, () => new BatchSampler(inner(), 4)],
    [`a BatchSampler that drops, ${backend}`, () => new BatchSampler(inner(), 4, true)],
    [`distinct batches, ${backend}`, () => new BatchSampler(inner(), 4, false, { distinct: true })],
    [`a StratifiedBatchSampler, ${backend}`, stratified],
    [`a DistributedSampler, ${backend}`, () => new DistributedSampler(inner(), rank)],
    [`a DistributedBatchSampler, ${backend}`, () => new DistributedBatchSampler(stratified(), rank)],
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
      [`a rank by a generator, ${backend}`, () => new DistributedSampler(inner(), { numReplicas: 2, rank: 1 })],
      [`a DataLoader by a generator, ${backend}`, () => new DataLoader(ITEMS, { batchSize: 4, sampler: inner() })],
    ];
  }),
  [
    'a DataLoader that shuffles by a generator',
    () => new DataLoader(ITEMS, { batchSize: 5, shuffle: true, generator: new TorchGenerator(3) }),
  ],
  ['batches of one’s own sampler', () => new BatchSampler(new Own(), 4)],
  ['whole batches of one’s own sampler', () => new BatchSampler(new Own(), 4, true)],
  ['batches of one’s own sampler without a length', () => new BatchSampler(new Endless(), 4)],
  ['a rank of one’s own sampler', () => new DistributedSampler(new Own(), { numReplicas: 3, rank: 1 })],
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
