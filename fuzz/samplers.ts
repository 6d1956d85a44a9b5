// Stateful samplers: random operations on a few that share samplers and generators, compared with plain arrays of what
// they must give.
import fc from 'fast-check';
import {
  BatchSampler,
  ClassBatchSampler,
  DistributedBatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  type Sampler,
  type SamplerState,
  SequentialSampler,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';

type Backend = 'wasm' | 'js';
type AnySampler = WeightedRandomSampler | BatchSampler;
/** Items: single indices, or those of batches. */
type Items = ArrayLike<number | ArrayLike<number>>;

const LAST = Number.MAX_SAFE_INTEGER;
const flat = (items: Items): number[] =>
  Array.from(items).flatMap((item) => (typeof item === 'number' ? item : Array.from(item)));

function same(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: got ${got}, expected ${wanted}`);
}

/** Kinds of sampler over n indices with a seed. Each call makes an equal sampler. */
const seeded: readonly ((n: number, options: { seed: number; backend: Backend }) => Sampler)[] = [
  (n, options) => new WeightedRandomSampler(weightsOf(n), n + 3, options),
  (n, options) => new WeightedRandomSampler(weightsOf(n), n, { ...options, replacement: false }),
  (n, options) => new RandomSampler(n, options),
  (n, options) => new RandomSampler(n, { ...options, numSamples: 2 * n + 1 }),
  (n, options) => new RandomSampler(n, { ...options, replacement: true, numSamples: n + 40 }),
  (n, options) => new RandomSampler(65536, { ...options, numSamples: n }),
  (n, options) =>
    new SubsetRandomSampler(
      Array.from({ length: n }, (_, i) => 3 * i + 1),
      options,
    ),
  (n, options) => new SystematicSampler(weightsOf(n), n + 2, options),
  (n, options) => {
    const sampler = new DynamicWeightedSampler([0], n + 1, options);
    for (const weight of weightsOf(n)) sampler.push(weight);
    return sampler;
  },
  (n) => new SequentialSampler(n),
  (n, options) => new MixtureSampler([n, 2 * n], { weights: [2, 1], ...options }),
  (n, options) => new MixtureSampler([3, n], { weights: [1, 1], stop: 'all', window: 4, ...options }),
  (n, options) =>
    new MixtureSampler([new SystematicSampler(weightsOf(n), n + 1, options), 5], {
      weights: [0.3, 0.7],
      stop: n + 4,
      window: 1 + (n % 5),
      ...options,
    }),
];

function weightsOf(n: number): number[] {
  return Array.from({ length: n }, (_, i) => 1 + ((i * 7) % 5));
}

/** A wrapper around a sampler: ranks and batches. Some wrap no sampler. */
type Wrap = (sampler: Sampler, size: number, dropLast: boolean) => Sampler | BatchSampler;
const wraps: readonly Wrap[] = [
  (sampler) => sampler,
  (sampler, size, dropLast) => new DistributedSampler(sampler, { numReplicas: size, rank: size - 1, dropLast }),
  (sampler, size) => new DistributedSampler(sampler, { numReplicas: size, rank: size >> 1, pad: false }),
  (sampler, size, dropLast) => new BatchSampler(sampler, size, dropLast),
  (sampler, size, dropLast) =>
    new BatchSampler(new DistributedSampler(sampler, { numReplicas: 2, rank: 1, dropLast }), size, dropLast),
  (sampler, size, dropLast) =>
    new DistributedSampler(new DistributedSampler(sampler, { numReplicas: 2, rank: 0 }), {
      numReplicas: size,
      rank: 0,
      dropLast,
    }),
  (sampler, size, dropLast) => new BatchSampler(sampler, size, dropLast, { distinct: true }),
  (sampler, size, dropLast) =>
    new DistributedBatchSampler(new BatchSampler(sampler, size), { numReplicas: 2, rank: 1, dropLast }),
  (_, size) => new ClassBatchSampler(['a', 'b', 'b', 'c'], { classesPerBatch: 1, itemsPerClass: size, seed: 5 }),
  (sampler, size) =>
    new DistributedBatchSampler(new BatchSampler(sampler, size), { numReplicas: size, rank: size >> 1, pad: false }),
  (_, size) => new StratifiedBatchSampler(['a', 'b', 'b', 'c', 'b'], { batchSize: size, seed: 5 }),
];

/** A rank's positions in an epoch of `all` draws, by PyTorch's rule. */
function share(all: number[], replicas: number, rank: number, dropLast: boolean): number[] {
  const count = dropLast ? Math.ceil((all.length - replicas) / replicas) : Math.ceil(all.length / replicas);
  const each = dropLast && all.length % replicas === 0 ? all.length / replicas : Math.max(0, count);
  return Array.from({ length: each }, (_, i) => all[(rank + i * replicas) % all.length]);
}

function batched(all: number[], size: number, dropLast: boolean): number[][] {
  const batches: number[][] = [];
  for (let i = 0; i < all.length; i += size) batches.push(all.slice(i, i + size));
  return dropLast ? batches.filter((batch) => batch.length === size) : batches;
}

/** The items of an epoch, computed from the wrapped sampler's whole epoch, for wrappers that depend on nothing else. */
const plainWraps: readonly (((all: number[], size: number, dropLast: boolean) => (number | number[])[]) | undefined)[] =
  [
    (all) => all,
    (all, size, dropLast) => share(all, size, size - 1, dropLast),
    (all, size) => all.filter((_, i) => i % size === size >> 1),
    (all, size, dropLast) => batched(all, size, dropLast),
    (all, size, dropLast) => batched(share(all, 2, 1, dropLast), size, dropLast),
    (all, size, dropLast) => share(share(all, 2, 0, false), size, 0, dropLast),
  ];

/** One operation. Its numbers are reduced to valid ones. */
const operation = fc.record({
  kind: fc.constantFrom(
    'draw',
    'take',
    'skip',
    'fill',
    'indices',
    'loop',
    'break',
    'nested',
    'inside',
    'setEpoch',
    'save',
    'restore',
    'copy',
  ),
  which: fc.nat(2),
  much: fc.nat(40),
  epoch: fc.oneof(fc.nat(3), fc.constantFrom(LAST, LAST - 1, LAST - 2, 2 ** 32, 2 ** 32 - 1), fc.maxSafeNat()),
});

const plan = fc.record({
  kind: fc.nat(seeded.length - 1),
  n: fc.integer({ min: 1, max: 12 }),
  seed: fc.maxSafeNat(),
  backend: fc.constantFrom<Backend>('wasm', 'js'),
  wrapped: fc.array(
    fc.record({ wrap: fc.nat(wraps.length - 1), size: fc.integer({ min: 1, max: 5 }), dropLast: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  operations: fc.array(operation, { maxLength: 25 }),
});

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** A sampler and its expected cursor: the epoch, and the position in the epoch's array of items. */
class Beside {
  epoch = 0;
  position = 0;
  saved: { state: SamplerState; epoch: number; position: number } | undefined;
  /** The state that was restored last, until something moves. */
  restored = '';

  constructor(
    public sampler: AnySampler,
    readonly make: () => AnySampler,
    /** The items of an epoch, as arrays. */
    readonly itemsOf: (epoch: number) => (number | number[])[],
  ) {}

  /** Checks the next `count` items. */
  next(count: number): (number | number[])[] {
    const items: (number | number[])[] = [];
    while (items.length < count) {
      const epoch = this.itemsOf(this.epoch);
      items.push(epoch[this.position++]);
      if (this.position === epoch.length) this.leave();
    }
    // without a draw nothing moves
    if (count > 0) this.restored = '';
    return items;
  }

  leave(): void {
    this.epoch = Math.min(this.epoch + 1, LAST);
    this.position = 0;
    this.restored = '';
  }

  check(what: string): void {
    same([this.sampler.epoch, this.sampler.position], [this.epoch, this.position], `position after ${what}`);
  }

  run({ kind, much, epoch }: Operation): void {
    const { sampler } = this;
    const { length } = this.itemsOf(0);
    if (length === 0) {
      same([...sampler.indices(epoch)], [], 'an empty epoch');
      return;
    }
    const list = (items: Items) => Array.from(items, (item) => (typeof item === 'number' ? item : Array.from(item)));
    if (kind === 'draw') same(list([sampler.draw()]), this.next(1), kind);
    else if (kind === 'take') same(list(sampler.take(much)), this.next(much), kind);
    else if (kind === 'skip') sampler.skip(this.next(much).length);
    else if (kind === 'fill') {
      const items = this.next(much);
      same(Array.from(sampler.fill(new Uint32Array(flat(items).length))), flat(items), kind);
    } else if (kind === 'indices') same([...sampler.indices(epoch)], flat(this.itemsOf(epoch)), kind);
    else if (kind === 'loop') {
      const rest = this.next(length - this.position);
      same(list([...sampler]), rest, kind);
    } else if (kind === 'break') {
      // a loop that is left at its last item does not skip a further epoch
      const most = Math.min(1 + (much % length), length - this.position);
      const ends = most === length - this.position;
      const items = this.next(most);
      const got: (number | ArrayLike<number>)[] = [];
      for (const item of sampler) if (got.push(item) === most) break;
      if (!ends) this.leave();
      same(list(got), items, kind);
    } else if (kind === 'nested') {
      // the outer loop stays in its epoch, and the sampler follows the inner loop
      const outer = this.itemsOf(this.epoch).slice(this.position);
      const inner = this.itemsOf(Math.min(this.epoch + 1, LAST));
      const got: (number | ArrayLike<number>)[] = [];
      let stopped = 0;
      for (const item of sampler) {
        if (got.push(item) !== 1) continue;
        if (outer.length === 1) break;
        for (const each of sampler) {
          same(list([each]), [inner[stopped]], 'a loop inside');
          if (++stopped > much % length) break;
        }
      }
      same(list(got), outer, kind);
      this.leave();
      if (outer.length > 1) this.leave();
    } else if (kind === 'inside') {
      // draws inside a loop do not affect the loop
      const most = much % (2 * length);
      const first = this.next(1);
      const ended = this.position === 0;
      const got: (number | ArrayLike<number>)[] = [];
      let drawn: (number | number[])[] = [];
      let rest: (number | number[])[] = [];
      for (const item of sampler) {
        if (got.push(item) !== 1) continue;
        const left = ended ? 0 : length - this.position;
        drawn = this.next(most);
        same(list(sampler.take(most)), drawn, 'a take inside a loop');
        if (!ended && most < left) rest = this.next(left - most);
      }
      same(list(got), [...first, ...rest], kind);
    } else if (kind === 'setEpoch') {
      sampler.setEpoch(epoch);
      if (this.restored !== `${epoch} ${this.position}` || this.epoch !== epoch) this.position = 0;
      this.epoch = epoch;
    } else if (kind === 'save')
      this.saved = { state: JSON.parse(JSON.stringify(sampler.state())), epoch: this.epoch, position: this.position };
    else if (kind === 'restore' || kind === 'copy') {
      if (!this.saved) return;
      if (kind === 'copy') this.sampler = this.make();
      this.sampler.restore(JSON.parse(JSON.stringify(this.saved.state)));
      this.epoch = this.saved.epoch;
      this.position = this.saved.position;
      this.restored = `${this.epoch} ${this.position}`;
    }
    this.check(kind);
  }
}

/** Samplers with a seed. Each epoch is an array, read once from another sampler that is used for nothing else. */
const property = fc.property(plan, ({ kind, n, seed, backend, wrapped, operations }) => {
  const make = () => seeded[kind](n, { seed, backend });
  const shared = make();
  const all = wrapped.map(({ wrap, size, dropLast }) => {
    const over = (sampler: Sampler) => wraps[wrap](sampler, size, dropLast) as AnySampler;
    const epochs = new Map<number, (number | number[])[]>();
    const itemsOf = (epoch: number) => {
      let items = epochs.get(epoch);
      if (!items) {
        const plain = plainWraps[wrap];
        const alone = (wrap in plainWraps ? make() : over(make())) as AnySampler;
        const whole = [...alone.indices(epoch)];
        items = plain?.(whole, size, dropLast) ?? batched(whole, (alone as BatchSampler).batchSize ?? size, false);
        epochs.set(epoch, items);
      }
      return items;
    };
    return new Beside(over(wrap === 0 ? make() : shared), () => over(make()), itemsOf);
  });
  for (const each of operations) all[each.which % all.length].run(each);
  // a wrapper that shares a sampler does not move it
  same([(shared as AnySampler).epoch, (shared as AnySampler).position], [0, 0], 'the wrapped sampler');
});

export const samplers: Fuzzer = { name: 'samplers', property, runs: 300 };
