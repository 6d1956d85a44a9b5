// Runs that are stopped anywhere and continued from a state: what follows is what would have followed, for every
// sampler, wrapper and loader.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  RandomSampler,
  type ResumableSampler,
  type Sampler,
  type SamplerState,
  SequentialSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { at, backends, kinds, SEED, WEIGHTS, weighted } from '../support/sampler-cases.js';

/** A sampler, wrapper or loader as a training loop sees it. */
interface Run extends Iterable<unknown> {
  readonly epoch: number;
  readonly position: number;
  readonly length: number;
  setEpoch(epoch: number): void;
  state(): SamplerState;
  restore(state: SamplerState): void;
  [Symbol.asyncIterator]?(): AsyncIterator<unknown>;
}

const N = 23;
const ITEMS = Array.from({ length: N }, (_, i) => `item ${i}`);
const LABELS = ITEMS.map((_, i) => (i % 3 ? 'a' : 'b'));
const throughJson = (state: SamplerState): SamplerState => JSON.parse(JSON.stringify(state));
const plainly = (item: unknown) => (ArrayBuffer.isView(item) ? [...(item as Uint32Array)] : item);

interface Saved {
  readonly at: number;
  readonly shuffled: number[];
  readonly epoch: number;
}

/**
 * A user's own sampler that resumes, as one is written for PyTorch: another order each epoch, which begins where the
 * last loop ended or the state says.
 */
class Own implements ResumableSampler<Saved> {
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

  /** The very objects it goes on in: who keeps them has to copy. */
  readonly live = this as unknown as Saved;

  state(): Saved {
    const { at, shuffled, epoch } = this;
    return { at, shuffled, epoch };
  }

  restore({ at, shuffled, epoch }: Saved): void {
    Object.assign(this, { at, shuffled, epoch });
  }
}

/** The same of unknown length. */
class Endless extends Own {
  declare readonly length: never;

  constructor() {
    super();
    Reflect.deleteProperty(this, 'length');
  }
}

/** Lists of indices that resume. */
class OwnBatches {
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

/** Moves on when a loop over it is left, too: code behind `yield` runs then. */
class Leaving implements ResumableSampler<number[]> {
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

/** The same in lists. */
class LeavingLists extends Leaving {
  // @ts-expect-error: lists
  override *[Symbol.iterator]() {
    for (const index of super[Symbol.iterator]()) yield [index];
  }
}

type Case = [name: string, make: () => Run];

const seeded: Case[] = backends.flatMap((backend): Case[] => {
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

/** What only goes on: by a generator, or over the user's own sampler. */
const onlyOn: Case[] = [
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

const EPOCHS = 3;

/**
 * A training loop of EPOCHS epochs that may be stopped after some items, with a state that is taken in the loop.
 * Returns what it saw, with the number of the epoch that it counted.
 */
async function train(run: Run, { stop = Infinity, setEpoch = false, wait = false }) {
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

async function expectResumes(make: () => Run, setEpochs: readonly boolean[]): Promise<void> {
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
        // taking a state, and what is read without moving, is no delivery
        expect(throughJson(run.state())).toEqual(part.state);
      }
      expect(seen).toEqual(whole);
    }),
    { numRuns: rounds(40) },
  );
}

describe.each(seeded)('%s', (_, make) => {
  it('stopped anywhere, continues as if it had not been, with setEpoch in the loop and without', async () => {
    await expectResumes(make, [true, false]);
  });

  it('keeps a restored position when setEpoch names its epoch, until something is delivered', () => {
    const run = make();
    const stopped = make();
    const first = run[Symbol.iterator]();
    first.next();
    first.next();
    const { epoch, position } = run;
    expect([epoch, position]).toEqual([0, 2]);
    stopped.restore(throughJson(run.state()));
    for (let i = 0; i < 2; i++) stopped.setEpoch(0);
    expect(at(stopped)).toEqual([0, 2]);
    const next = stopped[Symbol.iterator]();
    expect(plainly(next.next().value)).toEqual(plainly(first.next().value));
    stopped.setEpoch(0);
    expect(at(stopped)).toEqual([0, 0]);
    stopped.restore(throughJson(run.state()));
    stopped.setEpoch(1);
    expect(at(stopped)).toEqual([1, 0]);
    stopped.setEpoch(0);
    expect(at(stopped)).toEqual([0, 0]);
    // the same place of another epoch is not the restored one
    stopped.restore(throughJson(run.state()));
    for (const _ of stopped);
    expect(at(stopped)).toEqual([1, 0]);
    const place = run.position;
    const loop = stopped[Symbol.iterator]();
    while (stopped.position < place) loop.next();
    stopped.setEpoch(1);
    expect(at(stopped)).toEqual([1, 0]);
  });

  it('does not take the same place of the last epoch, which follows itself, for the restored one', () => {
    const run = make();
    run.setEpoch(Number.MAX_SAFE_INTEGER);
    run[Symbol.iterator]().next();
    const state = throughJson(run.state());
    const place = run.position;
    run.restore(state);
    for (const _ of run);
    const loop = run[Symbol.iterator]();
    while (run.position < place) loop.next();
    expect(at(run)).toEqual([Number.MAX_SAFE_INTEGER, place]);
    run.setEpoch(Number.MAX_SAFE_INTEGER);
    expect(at(run)).toEqual([Number.MAX_SAFE_INTEGER, 0]);
  });

  it('leaves a loop under way to its own when setEpoch keeps the place', () => {
    const [run, twin] = [make(), make()];
    const loop = twin[Symbol.iterator]();
    loop.next();
    run.restore(throughJson(twin.state()));
    const open = run[Symbol.iterator]();
    run.setEpoch(0);
    expect(at(run)).toEqual([0, 1]);
    expect(plainly(open.next().value)).toEqual(plainly(loop.next().value));
    expect(at(run)).toEqual([0, 1]);
  });
});

describe.each(onlyOn)('%s', (_, make) => {
  it('stopped anywhere, continues as if it had not been', async () => {
    await expectResumes(make, [false]);
  });

  it('has no setEpoch, restored or not', () => {
    const run = make();
    expect(() => run.setEpoch(0)).toThrow(/^setEpoch/);
    run.restore(run.state());
    expect(() => run.setEpoch(0)).toThrow(/^setEpoch/);
  });
});

describe('a state taken at the last item', () => {
  it.each(seeded)('of %s is the next epoch’s beginning', async (_, make) => {
    const run = make();
    let state: SamplerState | undefined;
    for (const __ of run) state = run.state();
    expect([state!.epoch, state!.position]).toEqual([1, 0]);
    const again = make();
    again.restore(state!);
    // the epochs that are left, and no other
    expect((await train(again, { setEpoch: true })).seen).toEqual((await train(run, {})).seen);
  });
});

describe('a sampler of one’s own', () => {
  it('is asked for its state when the loader is, which adds the batches that were loaded ahead', async () => {
    const own = new Own();
    let asked = 0;
    const state = () => {
      asked++;
      return Own.prototype.state.call(own);
    };
    const loader = new DataLoader(ITEMS, { batchSize: 4, sampler: Object.assign(own, { state }), prefetch: 3 });
    const order = [...new Own()];
    const from = (first: number, end: number) =>
      Array.from({ length: end - first }, (_, i) => order.slice(4 * (first + i), 4 * (first + i + 1)));
    const places: unknown[] = [];
    for await (const _ of loader) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const { inner, ahead } = throughJson(loader.state()) as unknown as { inner: Saved; ahead?: unknown };
      places.push([inner.epoch, inner.at, ahead]);
    }
    expect(places).toEqual([
      [0, 16, { batches: from(1, 4), last: false }],
      [0, 20, { batches: from(2, 5), last: false }],
      [1, 0, { batches: from(3, 6), last: true }],
      [1, 0, { batches: from(4, 6), last: true }],
      [1, 0, { batches: from(5, 6), last: true }],
      [1, 0, undefined],
    ]);
    expect(asked).toBe(6);
  });

  it.each([
    ['undefined', () => undefined, /undefined/],
    ['a BigInt', () => ({ n: 1n }), /^state\(\)\.n must be a JSON value, got 1n/],
    ['a promise', async () => ({ n: 1 }), /^state\(\) of the sampler inside gave a promise: it must not be async$/],
    ['a promise that is rejected', () => Promise.reject(new Error('unheard')), /gave a promise/],
    [
      'an error',
      () => {
        throw new Error('mine');
      },
      /^mine$/,
    ],
  ])('whose state() gives %s fails when a state is taken, and in no loop', async (_, state, message) => {
    const own = () => Object.assign(new Own(), { state }) as Sampler;
    const lists = () => Object.assign(new OwnBatches(), { state }) as unknown as Iterable<number[]>;
    const makes: (() => Run)[] = [
      () => new BatchSampler(own(), 4),
      () => new DistributedSampler(own(), { numReplicas: 2, rank: 1 }),
      () => new BatchSampler(new DistributedSampler(own(), { numReplicas: 2, rank: 1 }), 4),
      () => new DataLoader(ITEMS, { batchSampler: lists(), prefetch: 3 }),
      ...[0, 3].map((prefetch) => () => new DataLoader(ITEMS, { batchSize: 4, sampler: own(), prefetch })),
    ];
    for (const make of makes) {
      expect(() => make().state()).toThrow(message);
      for (const wait of [false, true]) {
        const run = make();
        let count = 0;
        const look = () => {
          count++;
          expect(() => run.state()).toThrow(message);
        };
        if (wait && run[Symbol.asyncIterator]) for await (const __ of run as unknown as AsyncIterable<unknown>) look();
        else for (const __ of run) look();
        expect([count, ...at(run)]).toEqual([run.length, 1, 0]);
      }
    }
  });

  const around = [
    (state: () => unknown) => new BatchSampler(Object.assign(new Own(), { state }) as Sampler, 4),
    (state: () => unknown) =>
      new DistributedSampler(Object.assign(new Own(), { state }) as Sampler, { numReplicas: 1, rank: 0 }),
    (state: () => unknown) =>
      new DataLoader(ITEMS, { batchSize: 4, sampler: Object.assign(new Own(), { state }) as Sampler }),
    (state: () => unknown) =>
      new DataLoader(ITEMS, { batchSampler: Object.assign(new OwnBatches(), { state }) as unknown as number[][] }),
  ];

  class Point {
    x = 1;
  }
  const loop: unknown[] = [];
  loop.push({ loop });

  it.each<[unknown, string, string]>([
    [{ m: new Map([[1, 2]]) }, '.m', 'a Map'],
    [{ t: new Uint32Array(2) }, '.t', 'a Uint32Array'],
    [{ 'a b': [0, { n: Number.NaN }] }, '["a b"][1].n', 'NaN'],
    [[[], [1, Number.NEGATIVE_INFINITY]], '[1][1]', '-Infinity'],
    [[1, undefined], '[1]', 'undefined'],
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    [[1, , 3], '[1]', 'undefined'],
    [{ at: { now: 1, when: new Date(0) } }, '.at.when', 'a Date'],
    [{ s: new Set() }, '.s', 'a Set'],
    [{ f: () => 1 }, '.f', 'a function'],
    [{ y: Symbol('y') }, '.y', 'Symbol(y)'],
    [{ big: 1n }, '.big', '1n'],
    [{ p: new Point() }, '.p', 'a Point'],
    [{ p: Promise.resolve() }, '.p', 'a Promise'],
    [new Float64Array(1).buffer, '', 'an ArrayBuffer'],
    [() => 1, '', 'a function'],
    [Number.POSITIVE_INFINITY, '', 'Infinity'],
    [loop, '[0].loop', 'an object that it is in'],
  ])('cannot have a state that JSON loses: %o', (state, path, got) => {
    for (const make of around) {
      const run = make(() => state);
      expect(() => run.state()).toThrow(TypeError);
      expect(() => run.state()).toThrow(`state()${path} must be a JSON value, got ${got}: the state of the sampler`);
      expect(() => JSON.stringify(run)).not.toThrow();
    }
  });

  it('may have any state that JSON holds, which is the same through JSON and without', () => {
    // as of another realm, whose Object.prototype is another
    const realm = Object.assign(Object.create(Object.create(null)), { list: [1, { deep: null }] });
    const known = [
      realm,
      Object.create(null),
      JSON.parse('{"__proto__": [1], "constructor": 2}'),
      { a: undefined, b: 1 },
    ];
    const values = fc.oneof(fc.constantFrom(...known), fc.jsonValue(), fc.anything());
    let held = 0;
    fc.assert(
      fc.property(fc.constantFrom(...around), values, (make, value) => {
        let state: SamplerState;
        try {
          state = make(() => value).state();
        } catch (error) {
          expect((error as Error).message).toMatch(/^state\(\).* must be a JSON value, got |gave a promise/s);
          return;
        }
        held++;
        const json = JSON.stringify(value);
        expect(JSON.stringify(state.inner)).toBe(json);
        expect(throughJson(state).inner).toEqual(JSON.parse(json));
        // nothing but members that are undefined was lost
        expect(state.inner).toEqual(value);
      }),
      { numRuns: rounds(300) },
    );
    expect(held).toBeGreaterThan(rounds(100));
  });

  it('must not be put back by a promise', () => {
    const own = Object.assign(new Own(), { restore: async () => {} });
    const run = new BatchSampler(own, 4);
    const state = run.state();
    run.draw();
    expect(() => run.restore(state)).toThrow('restore() of the sampler inside gave a promise: it must not be async');
    expect(at(run)).toEqual([0, 1]);
  });

  it('that is changed in the loop keeps the change, whatever was loaded ahead', async () => {
    class Steered extends Own {
      factor = 1;
      override *[Symbol.iterator]() {
        while (this.at < N) yield (this.factor * this.at++) % N;
        this.at = 0;
      }
      override state = () => ({ at: this.at, factor: this.factor }) as never;
      override restore = (saved: unknown) => void Object.assign(this, saved);
    }
    const make = (prefetch: number) => {
      const sampler = new Steered();
      return { sampler, loader: new DataLoader(ITEMS, { batchSize: 2, sampler, prefetch }) };
    };
    for (const prefetch of [0, 1, 3]) {
      const whole = make(prefetch);
      const seen: unknown[] = [];
      const states: SamplerState[] = [];
      for await (const batch of whole.loader) {
        seen.push(batch);
        whole.sampler.factor++;
        // once it loads again ahead
        await undefined;
        states.push(throughJson(whole.loader.state()));
      }
      for (const [i, state] of states.slice(0, -1).entries()) {
        const again = make(prefetch);
        again.loader.restore(state);
        const rest: unknown[] = [];
        for await (const batch of again.loader) {
          rest.push(batch);
          again.sampler.factor++;
        }
        expect(rest).toEqual(seen.slice(i + 1));
      }
    }
  });

  it('under a loader with a generator has no base seed drawn twice', async () => {
    const make = () => {
      const generator = new TorchGenerator(7);
      return { generator, loader: new DataLoader(ITEMS, { batchSize: 8, sampler: new Own(), prefetch: 2, generator }) };
    };
    const whole = make();
    const first = whole.loader[Symbol.asyncIterator]().next();
    await undefined;
    const state = throughJson(whole.loader.state());
    expect([state.position, state.ahead?.batches.length]).toEqual([0, 2]);
    const again = make();
    again.loader.restore(state);
    expect([...again.loader][0]).toEqual((await first).value);
    expect(again.generator.nextUint64()).toBe(whole.generator.nextUint64());
  });

  it.each([
    [
      'no batches',
      { last: true },
      TypeError,
      'state.ahead must be { batches, last }, as state() gave it, got an Object',
    ],
    ['no last', { batches: [] }, TypeError, /^state\.ahead must be/],
    ['nothing', null, TypeError, /got null$/],
    [
      'too many',
      { batches: Array(6).fill([1]), last: false },
      RangeError,
      /at most the 5 batches that are left, got 6$/,
    ],
    ['no array', { batches: [7], last: false }, TypeError, /^a batch of state\.ahead must be an array/],
    ['no index', { batches: [[0, -1]], last: false }, RangeError, /^a batch of state\.ahead must hold .* got -1 at 1$/],
  ])('under a loader takes no state whose ahead is wrong: %s', (_, ahead, kind, message) => {
    const own = new Own();
    const loader = new DataLoader(ITEMS, { batchSize: 4, sampler: own });
    loader.draw();
    const state = { ...loader.state(), ahead } as never;
    loader.draw();
    expect(() => loader.restore(state)).toThrow(kind);
    expect(() => loader.restore(state)).toThrow(message);
    expect([own.at, ...at(loader)]).toEqual([8, 0, 2]);
    expect([...loader]).toHaveLength(4);
  });

  it('that gives the object it goes on in has it copied', () => {
    class Live extends Own {
      place = { at: 0 };
      override *[Symbol.iterator]() {
        for (; this.place.at < N; this.place.at++) yield this.place.at;
        this.place.at = 0;
      }
      override state() {
        return this.place as never;
      }
      override restore(state: Saved) {
        this.place = state;
      }
    }
    for (const make of [
      (sampler: Sampler) => new BatchSampler(sampler, 4) as Run,
      (sampler: Sampler) => new DataLoader(ITEMS, { batchSize: 4, sampler }) as Run,
      (sampler: Sampler) => new DistributedSampler(sampler, { numReplicas: 1, rank: 0 }) as Run,
    ]) {
      const run = make(new Live());
      const [first] = run;
      expect(first).toBeDefined();
      const state = run.state();
      const before = JSON.stringify(state);
      for (const _ of run);
      expect(JSON.stringify(state)).toBe(before);
      const again = make(new Live());
      again.restore(state);
      for (const _ of again);
      expect(JSON.stringify(state)).toBe(before);
    }
  });

  it('has to be a state’s kind, and its own restore decides on the rest', () => {
    const make = () => new BatchSampler(new Own(), 4);
    const run = make();
    run.draw();
    const state = run.state();
    const { inner: _, ...without } = state;
    const expectRefused = (wrong: unknown, message: RegExp) => {
      expect(() => run.restore(wrong as SamplerState)).toThrow(message);
      expect(at(run)).toEqual([0, 1]);
    };
    expectRefused(without, /^state has no inner/);
    expectRefused({ ...state, inner: null }, /null/);
    expectRefused({ ...state, inner: { at: NaN } }, /^state\.inner\.at must be a JSON value, got NaN/);
    expectRefused(new BatchSampler(new Own(), 5).state(), /batchSize/);
    expectRefused(new BatchSampler(new SequentialSampler(N), 4).state(), /another set-up/);
    expect([...run.draw()]).toEqual([...new Own()].slice(4, 8));
    const silent = new BatchSampler(Object.assign(new Own(), { state: () => undefined }), 4);
    expect(() => silent.state()).toThrow(
      /^state\(\) must be a JSON value, got undefined: the state of the sampler inside /,
    );
  });

  it('is told from one of another length, where it has one', () => {
    const sized = (length?: number) => {
      const own = length === undefined ? new Endless() : Object.assign(new Own(), { length });
      return own as Sampler & Iterable<never>;
    };
    const makes: ((length?: number) => Run)[] = [
      (length) => new BatchSampler(sized(length), 2),
      (length) => new BatchSampler(new DistributedSampler(sized(length ?? 4), { numReplicas: 2, rank: 0 }), 2),
      (length) => new DistributedSampler(sized(length ?? 4), { numReplicas: 2, rank: 0 }),
      (length) => new DataLoader(ITEMS, { sampler: sized(length) }),
      (length) => new DataLoader(ITEMS, { batchSampler: sized(length) }),
      (length) => new DataLoader(ITEMS, { batchSampler: new BatchSampler(sized(length), 2) }),
    ];
    for (const make of makes) {
      const lengths = [undefined, 3, 9, 10];
      for (const from of lengths) {
        for (const to of lengths) {
          const run = make(to);
          const restore = () => run.restore(make(from).state());
          if (from === to) expect(restore).not.toThrow();
          else expect(restore).toThrow(/with another set-up \(.*\blength\b.*\)/);
        }
      }
    }
  });

  it('with but one of the two methods has no state', () => {
    const sampler = Object.assign([2, 1, 0], { state: () => 0 });
    for (const run of [
      new BatchSampler(sampler, 2),
      new DistributedSampler(sampler, { numReplicas: 1, rank: 0 }),
      new DataLoader(ITEMS, { sampler }),
      new BatchSampler(new DistributedSampler(sampler, { numReplicas: 1, rank: 0 }), 2),
    ]) {
      expect(() => run.state()).toThrow(/^state needs .*, or one with state\(\) and restore\(\)/);
    }
  });

  it('stays at the batch that failed', async () => {
    let failing = true;
    const collate = (items: string[]) => {
      if (failing && items[0] === 'item 12') throw new Error('once');
      return items;
    };
    const make = () => new DataLoader(ITEMS, { batchSize: 4, sampler: new Own(), collate, prefetch: 3 });
    failing = false;
    const whole = (await train(make(), {})).seen;
    failing = true;
    for (const wait of [false, true]) {
      const loader = make();
      await expect(train(loader, { wait })).rejects.toThrow('once');
      const state = throughJson(loader.state());
      const again = make();
      again.restore(state);
      failing = false;
      const rest = (await train(again, { wait })).seen;
      failing = true;
      expect(rest.length).toBeGreaterThan(0);
      expect(rest).toEqual(whole.slice(-rest.length));
      expect(rest[0]).toEqual([0, expect.arrayContaining(['item 12'])]);
    }
  });

  it('has its loop asked for its end, so that code behind it runs', () => {
    for (const dropLast of [false, true]) {
      const own = new Own();
      const batches = new BatchSampler(own, 4, dropLast);
      batches.take(batches.length);
      expect([own.epoch, own.at]).toEqual([1, 0]);
      expect(at(batches)).toEqual([1, 0]);
    }
    const lists = new OwnBatches();
    const loader = new DataLoader(ITEMS, { batchSampler: lists });
    for (let i = 0; i < 6; i++) loader.draw();
    expect([lists.round, lists.next]).toEqual([1, 0]);
  });
});

describe.each<Case>([
  ['a BatchSampler', () => new BatchSampler(new Leaving(), 2)],
  ['a DistributedSampler', () => new DistributedSampler(new Leaving(), { numReplicas: 2, rank: 0 })],
  [
    'a BatchSampler over a DistributedSampler',
    () => new BatchSampler(new DistributedSampler(new Leaving(), { numReplicas: 1, rank: 0 }), 2),
  ],
  ...[0, 1, 2, 5].flatMap((prefetch): Case[] => [
    [
      `a DataLoader that loads ${prefetch} ahead`,
      () => new DataLoader(ITEMS, { sampler: new Leaving(), batchSize: 2, prefetch }),
    ],
    [
      `a DataLoader of lists that loads ${prefetch} ahead`,
      () => new DataLoader(ITEMS, { batchSampler: new LeavingLists() as never, prefetch }),
    ],
  ]),
])('%s over a sampler that moves when it is left', (_, make) => {
  const after = async (state: SamplerState) => {
    const run = make();
    run.restore(state);
    return (await train(run, {})).seen;
  };
  const ways = ['break', 'go on', 'nested'].flatMap((way) => [false, true].map((wait) => [way, wait] as const));

  it.each(ways)('is put back within a loop: %s, waiting %s', async (way, wait) => {
    const run = make();
    const loop = () =>
      (wait && run[Symbol.asyncIterator] ? run : { [Symbol.asyncIterator]: () => run[Symbol.iterator]() }) as never;
    run[Symbol.iterator]().next();
    const state = throughJson(run.state());
    let count = 0;
    for await (const __ of loop() as AsyncIterable<unknown>) {
      count++;
      if (way === 'nested') {
        for await (const ___ of loop() as AsyncIterable<unknown>) {
          run.restore(state);
          break;
        }
      } else {
        run.restore(state);
      }
      if (way === 'break') break;
    }
    expect(count).toBe(1);
    expect(throughJson(run.state())).toEqual(state);
    expect((await train(run, {})).seen).toEqual(await after(state));
  });

  it('goes on where it was when its restore throws', async () => {
    for (const wait of [false, true]) {
      const [run, twin] = [make(), make()];
      const step = async (one: Run) => {
        const loop = (wait && one[Symbol.asyncIterator]?.()) || one[Symbol.iterator]();
        const first = plainly((await loop.next()).value);
        const { inner, ...rest } = one.state();
        const wrong = Array.isArray(inner) ? [] : { ...(inner as object), inner: [] };
        if (one === run) expect(() => one.restore({ ...rest, inner: wrong })).toThrow(/no round/);
        return [first, plainly((await loop.next()).value), one.epoch, one.position];
      };
      expect(await step(run)).toEqual(await step(twin));
    }
  });
});

describe('a data set of another length', () => {
  const make = (length: number, options = {}) =>
    new DataLoader(ITEMS.slice(0, length), { batchSize: 2, shuffle: true, seed: 1, ...options });

  it('is told of by restore, which changes nothing', () => {
    const loader = make(5);
    loader.draw();
    const state = throughJson(loader.state());
    for (const length of [3, 6]) {
      const other = make(length);
      other.draw();
      expect(() => other.restore(state)).toThrow(
        new RangeError(
          `state is of a data set of 5 items, this one has ${length}: items were added or ` +
            'removed since; begin a new run with it',
        ),
      );
      expect(at(other)).toEqual([0, 1]);
    }
    // a state of before data sets were counted
    const { items: _, ...older } = state;
    const again = make(5);
    again.restore(older as SamplerState);
    expect(again.draw()).toEqual(loader.draw());
    expect(() => make(3).restore(older as SamplerState)).toThrow(/the length of the data set/);
  });

  it.each([
    ['grew', 5],
    ['shrank', 2],
  ])('that %s since the loader was made throws at the next batch, in every kind of loop', async (_, length) => {
    const change = (items: string[]) => items.splice(0, items.length, ...ITEMS.slice(0, length));
    const message = `the data set has ${length} items, and had 3 when this DataLoader was made: make a new one for it`;
    const sources: (() => object)[] = [
      () => ({}),
      () => ({ shuffle: true }),
      () => ({ sampler: new RandomSampler(3, { seed: 1 }) }),
      () => ({ sampler: weighted('js', 3, [1, 2]) }),
    ];
    for (const source of sources) {
      const items = ITEMS.slice(0, 3);
      const wrap = {
        get length() {
          return items.length;
        },
        get: (i: number) => items[i],
      };
      for (const dataset of [items, wrap]) {
        const loader = new DataLoader<string, string[]>(dataset, { ...source(), prefetch: 0 });
        items.splice(0, items.length, ...ITEMS.slice(0, 3));
        expect(loader.draw()).toHaveLength(1);
        change(items);
        for (const call of [() => loader.draw(), () => [...loader]]) expect(call).toThrow(new RangeError(message));
        await expect(loader[Symbol.asyncIterator]().next()).rejects.toThrow(message);
        expect(at(loader)).toEqual([0, 1]);
        items.splice(0, items.length, ...ITEMS.slice(0, 3));
        expect([...loader]).toHaveLength(2);
      }
    }
  });

  it('that changes within a loop throws there', async () => {
    const items = ITEMS.slice(0, 3);
    const loader = new DataLoader(items, { prefetch: 1 });
    const seen: unknown[] = [];
    const loop = async () => {
      for await (const batch of loader) {
        seen.push(batch);
        items.push('another');
      }
    };
    await expect(loop()).rejects.toThrow(/^the data set has 4 items, and had 3/);
    // the one that was ahead came too
    expect(seen).toHaveLength(2);
    expect(() => {
      for (const _ of new DataLoader(items)) items.pop();
    }).toThrow(/^the data set has 4 items, and had 5/);
  });

  it('that was empty throws too', async () => {
    const items: string[] = [];
    const loader = new DataLoader(items);
    items.push('x');
    expect(() => [...loader]).toThrow(/^the data set has 1 item, and had 0/);
    await expect(loader[Symbol.asyncIterator]().next()).rejects.toThrow(/^the data set has 1 item, and had 0/);
  });

  it.each([
    ['grew', N + 5],
    ['shrank', N - 3],
  ])('that %s between a state and restore is taken over a sampler of one’s own', async (_, length) => {
    const items = [...ITEMS, 'a', 'b', 'c', 'd', 'e'].slice(0, length);
    const sources: (() => { sampler: Sampler; batchSize: number } | { batchSampler: Iterable<ArrayLike<number>> })[] = [
      () => ({ sampler: new Leaving(), batchSize: 2 }),
      () => ({ sampler: new Leaving(), batchSize: null as never }),
      () => ({ sampler: new DistributedSampler(new Leaving(), { numReplicas: 2, rank: 1 }), batchSize: 2 }),
      () => ({ batchSampler: new OwnBatches() }),
      () => ({ batchSampler: new BatchSampler(new Leaving(), 5) }),
    ];
    for (const source of sources) {
      const [before, changed] = [ITEMS, items].map((of) => new DataLoader(of, { ...source(), prefetch: 2 }));
      const loop = before[Symbol.asyncIterator]();
      await loop.next();
      const state = throughJson(before.state());
      expect(state).not.toHaveProperty('items');
      changed.restore(state);
      expect(at(changed)).toEqual(at(before));
      expect(changed.draw()).toEqual((await loop.next()).value);
      // a loader’s own data set, too, that changed in place
      const growing = [...ITEMS];
      const one = new DataLoader(growing, source());
      const place = one.state();
      growing.push('more');
      one.restore(place);
      expect(one.draw()).toEqual(new DataLoader(ITEMS, source()).draw());
    }
  });

  it('that shrank below an index throws at that batch', () => {
    const loader = new DataLoader(ITEMS, { sampler: new Leaving(), batchSize: 4 });
    loader.draw();
    const shrunk = new DataLoader(ITEMS.slice(0, 6), { sampler: new Leaving(), batchSize: 4 });
    shrunk.restore(loader.state());
    expect(() => shrunk.draw()).toThrow('an index must be below the length of the dataset, 6, got 6 from the sampler');
    expect(at(shrunk)).toEqual([0, 1]);
  });

  it('may grow under a plain iterable, which may know', () => {
    const items = ['x', 'y'];
    const recent = {
      *[Symbol.iterator]() {
        yield items.length - 1;
      },
    } as unknown as Sampler;
    const loader = new DataLoader(items, { sampler: recent });
    expect([...loader]).toEqual([['y']]);
    items.push('z');
    expect([...loader]).toEqual([['z']]);
  });
});
