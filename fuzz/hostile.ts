// Arguments of every kind, most of them wrong, for everything that users call. A call may work or throw a TypeError or
// RangeError that names what is wrong; WebAssembly and JavaScript must do the same; and a call that threw must not have
// changed anything.
import fc from 'fast-check';
import * as dice from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

// biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
type Any = any;

/** A value that is made anew for each call, which could change it. */
class Value {
  constructor(
    readonly make: () => unknown,
    private readonly text = String(make).replace(/^\(\) => /, ''),
  ) {}

  [fc.toStringMethod](): string {
    return this.text;
  }
}

const trap = new Error('a trap of the user’s');
const throwing = (key: string) => () =>
  Object.defineProperty({ length: 2, 0: 1, 1: 2 }, key, {
    get() {
      throw trap;
    },
  });

const ODD: readonly unknown[] = [
  ...[undefined, null, true, false, Number.NaN, Infinity, -Infinity, -1, -0, 0, 0.5, 1, 2, 3, 5e-324, 2 ** 31],
  ...[2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e308, '', '0', '1', 'a', '__proto__', 1n, -1n, 2n ** 64n],
];
const OBJECTS: readonly (() => unknown)[] = [
  () => Symbol('s'),
  () => () => 1,
  () => ({}),
  () => Object.create(null),
  () => [],
  () => [1, 2, 3],
  () => [0, 0, 0],
  () => [1, Number.NaN],
  () => [1, -1, 2],
  () => Object.assign(new Array(3), { 0: 1, 2: 2 }),
  () => ['a', 'b', 'a'],
  () => [null, 'a'],
  () => [[1, 2], [3]],
  () => [1n, 2n],
  () => Float64Array.of(1, 0, 2.5),
  () => Float32Array.of(1, 2),
  () => Int8Array.of(-1, 2),
  () => BigUint64Array.of(1n, 2n),
  () => new Uint32Array(4),
  () => new Uint32Array(new SharedArrayBuffer(16)),
  () => new DataView(new ArrayBuffer(8)),
  () => new Map([['a', 1]]),
  () => new Set([1, 2]),
  () => new Date(0),
  () => ({ length: -1 }),
  () => ({ length: 1.5 }),
  () => ({ length: '2', 0: 1, 1: 1 }),
  () => ({ length: 2, 0: 1, 1: '1' }),
  () => ({ length: 2 ** 53 }),
  () => ({ seed: -1 }),
  () => ({ seed: 7, backend: 'gpu' }),
  () => ({ replacement: 'yes' }),
  () => ({ numSamples: 2 }),
  () => ({ numReplicas: 2, rank: 2 }),
  () => ({ numReplicas: 2, rank: 1, dropLast: true, pad: false }),
  () => ({ batchSize: 2 }),
  () => ({ classesPerBatch: 2, itemsPerClass: 1 }),
  () => ({ weights: [1, 2] }),
  () => ({ unknown: 1 }),
  () => ({ generator: new dice.TorchGenerator(1), seed: 1 }),
  () => new dice.TorchGenerator(3),
  () => new dice.SequentialSampler(3),
  () => new dice.BatchSampler(new dice.SequentialSampler(3), 2),
  () => new Proxy([1, 2], { get: (target, key) => (key === 'length' ? 3 : Reflect.get(target, key)) }),
  throwing('length'),
  throwing('1'),
  throwing('seed'),
];
const any: fc.Arbitrary<Value> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...ODD).map((value) => new Value(() => value, fc.stringify(value))) },
  { weight: 2, arbitrary: fc.constantFrom(...OBJECTS).map((make) => new Value(make)) },
  {
    weight: 1,
    arbitrary: fc
      .jsonValue({ maxDepth: 2 })
      .map((value) => new Value(() => structuredClone(value), fc.stringify(value))),
  },
);
const args = fc.array(any, { maxLength: 4 });

/** Calls: each takes arguments, and a backend where the call has one. */
const constructors = Object.entries({
  weighted: dice.WeightedRandomSampler,
  systematic: dice.SystematicSampler,
  random: dice.RandomSampler,
  subset: dice.SubsetRandomSampler,
  sequential: dice.SequentialSampler,
  dynamic: dice.DynamicWeightedSampler,
  mixture: dice.MixtureSampler,
  ranks: dice.DistributedSampler,
  'ranks of batches': dice.DistributedBatchSampler,
  batches: dice.BatchSampler,
  groups: dice.GroupBatchSampler,
  classes: dice.ClassBatchSampler,
  strata: dice.StratifiedBatchSampler,
  loader: dice.DataLoader,
  torch: dice.TorchGenerator,
  pcg: dice.PcgGenerator,
  reservoir: dice.WeightedReservoir,
  subsetOf: dice.Subset,
  concat: dice.ConcatDataset,
} as Record<string, Any>).map(([name, Class]) => [`new ${name}`, (...given: Any[]) => new Class(...given)] as const);
const functions = Object.entries({
  multinomial: dice.multinomial,
  classCounts: dice.classCounts,
  classWeights: dice.classWeights,
  sampleWeights: dice.sampleWeights,
  encodeLabels: dice.encodeLabels,
  multiLabelWeights: dice.multiLabelWeights,
  repeatFactors: dice.repeatFactors,
  lintWeights: dice.lintWeights,
  bucketByLength: dice.bucketByLength,
  randomSplit: dice.randomSplit,
  pickOne: dice.pickOne,
  picker: dice.WeightedPicker.from,
  fromLabels: dice.WeightedRandomSampler.fromLabels,
  fromLogits: dice.WeightedRandomSampler.fromLogits,
  attach: dice.WeightedRandomSampler.attach,
  reservoirFrom: dice.WeightedReservoir.from,
} as Record<string, Any>).map(([name, call]) => {
  const owner = { picker: dice.WeightedPicker, reservoirFrom: dice.WeightedReservoir } as Record<string, Any>;
  return [name, (...given: Any[]) => call.apply(owner[name] ?? dice.WeightedRandomSampler, given)] as const;
});
const calls = [...constructors, ...functions];

/** What a call does: its error as text, or what it made, as JSON. Anything else that is thrown is a finding. */
function outcome(call: () => unknown): string {
  let made: unknown;
  try {
    made = call();
  } catch (error) {
    if (error === trap) return 'the trap';
    const { message, constructor: kind } = error as Error;
    if (kind !== TypeError && kind !== RangeError && kind !== Error) throw error;
    // words of the engine name no argument of ours
    if (ENGINE.test(message)) throw new Error(`an error of the engine: ${message}`, { cause: error });
    return `${kind.name}: ${message}`;
  }
  return shown(made);
}

const ENGINE =
  /Cannot (read|set|destructure|convert|mix|assign)|is not (a function|iterable|defined|a constructor)|Invalid array/;

/** What was made, without a seed that is fresh. */
function shown(made: unknown): string {
  return (
    JSON.stringify(made, (key, value) => {
      if (key === 'seed' || key === 'backend') return undefined;
      if (typeof value === 'bigint') return `${value}n`;
      if (value instanceof Map) return [...value];
      return ArrayBuffer.isView(value) ? Array.from(value as Uint32Array).slice(0, 50) : value;
    }) ?? String(made)
  );
}

const withBackend = (made: unknown, backend: string): unknown => {
  const isPlain = typeof made === 'object' && made !== null && Object.getPrototypeOf(made) === Object.prototype;
  return isPlain && !('length' in made) ? { ...made, backend, seed: 'seed' in made ? (made as Any).seed : 3 } : made;
};

/** Arguments that are options get a seed and a backend: then both calls must do the same. */
function checkCall(name: string, call: (...given: Any[]) => unknown, given: readonly Value[]): void {
  // 2^31 draws are valid, and take minutes
  if (functions.some(([other]) => other === name) && given.some(({ make }) => isLarge(make()))) return;
  // without a seed, draws differ from run to run, in their kind too where items are of several
  const isRandom = name === 'multinomial' || name === 'pickOne' || name === 'randomSplit';
  const results = ['wasm', 'js'].map((backend) =>
    outcome(() => {
      const values = given.map(({ make }) => withBackend(make(), backend));
      const made = call(...values);
      return isRandom ? 'something' : made;
    }),
  );
  // the option is refused where there is none, in both
  const [wasm, js] = results.map((result) => result.replaceAll('"js"', '"wasm"'));
  same(`${name} in JavaScript`, js, wasm);
}

type Stateful = { state(): object; [method: string]: Any };
const kinds: readonly ((backend: 'wasm' | 'js') => Stateful)[] = [
  (backend) => new dice.WeightedRandomSampler([1, 2, 3], 5, { seed: 9, backend }) as never,
  (backend) => new dice.RandomSampler(6, { seed: 9, backend }) as never,
  (backend) => new dice.DynamicWeightedSampler([1, 2, 3], 5, { seed: 9, backend }) as never,
  (backend) => new dice.SystematicSampler([1, 2, 3], 5, { seed: 9, backend }) as never,
  (backend) => new dice.BatchSampler(new dice.RandomSampler(6, { seed: 9, backend }), 2) as never,
  (backend) =>
    new dice.DistributedSampler(new dice.RandomSampler(6, { seed: 9, backend }), { numReplicas: 2, rank: 1 }) as never,
  (backend) => new dice.StratifiedBatchSampler(['a', 'b', 'a'], { batchSize: 2, seed: 9, backend }) as never,
  (backend) => new dice.WeightedRandomSampler([1, 2], 5, { generator: new dice.TorchGenerator(4), backend }) as never,
  (backend) => dice.WeightedPicker.from({ a: 1, b: 2 }, { seed: 9, backend }) as never,
  () => new dice.TorchGenerator(5) as never,
  () => new dice.PcgGenerator(5) as never,
  () => new dice.WeightedReservoir(3, { seed: 5 }) as never,
  () => new dice.DataLoader([1, 2, 3, 4], { shuffle: true, seed: 2 }) as never,
];
const METHODS = [
  ...['draw', 'take', 'fill', 'skip', 'setEpoch', 'restore', 'indices', 'update', 'updateMany', 'push', 'weight'],
  ...['probability', 'picks', 'distinct', 'set', 'delete', 'advance', 'add', 'addMany', 'merge', 'restore'],
];

/** Calls of methods on two samplers that are alike but for their backend. */
function checkMethods(kind: number, turns: readonly (readonly [string, readonly Value[]])[]): void {
  const both = (['wasm', 'js'] as const).map((backend) => kinds[kind](backend));
  for (const [method, given] of turns) {
    if (typeof both[0][method] !== 'function') continue;
    const before = JSON.stringify(both[0].state());
    // draws of 2^32 indices are valid, and take minutes
    if (given.some(({ make }) => isLarge(make(), FAR.includes(method) ? Infinity : 2 ** 32))) continue;
    const results = both.map((each) =>
      outcome(() => {
        const result = each[method](...given.map(({ make }) => make()));
        return result === each ? 'itself' : result;
      }),
    );
    same(`${method} in JavaScript`, results[1], results[0]);
    same('states', both[1].state(), both[0].state());
    const isRefused = /^(TypeError|RangeError|Error|the trap)/.test(results[0]);
    if (isRefused) same(`the state after ${method} was refused`, JSON.stringify(both[0].state()), before);
  }
}

/** Methods that take positions and epochs up to 2^53. A generator draws all that come before. */
const FAR = ['skip', 'indices'];
/** Numbers from `below` on are refused at once. */
const isLarge = (value: unknown, below = 2 ** 32): boolean => typeof value === 'number' && value > 1e6 && value < below;

const turns = fc.array(fc.tuple(fc.constantFrom(...METHODS), fc.array(any, { maxLength: 3 })), {
  minLength: 1,
  maxLength: 8,
});

export const hostile: Fuzzer = {
  name: 'hostile',
  property: fc.property(
    fc.constantFrom(...calls),
    args,
    fc.nat(kinds.length - 1),
    turns,
    ([name, call], given, kind, made) => {
      checkCall(name, call, given);
      checkMethods(kind, made);
    },
  ),
  runs: 200,
};
