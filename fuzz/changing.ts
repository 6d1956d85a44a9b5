// Weights that change: a DynamicWeightedSampler on both backends beside plain weights, and its tree and draws in exact
// arithmetic; and a picker beside a new one over the same items.
import fc from 'fast-check';
import { DynamicWeightedSampler, WeightedPicker } from '../src/index.js';
import { PURPOSE } from '../src/sources/source.js';
import { backends } from '../test/support/backends.js';
import { decode, drawOf, faultsOf } from '../test/support/dynamic-reference.js';
import { streamOf } from '../test/support/pcg-reference.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const LAST = Number.MAX_SAFE_INTEGER;
const weight = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.integer({ min: -1074, max: 1020 }).map((power) => 2 ** power) },
  { weight: 1, arbitrary: fc.constantFrom(0, 5e-324, 1e-300, 1e300) },
);
const weights = fc.oneof(
  { weight: 5, arbitrary: fc.array(weight, { maxLength: 20 }) },
  // trees of three levels
  { weight: 1, arbitrary: fc.array(weight, { minLength: 250, maxLength: 300 }) },
);
const operation = fc.record({
  kind: fc.constantFrom(
    ...(['update', 'update', 'many', 'push', 'take', 'draw', 'set epoch', 'save', 'restore', 'wrong'] as const),
  ),
  index: fc.nat(400),
  weight,
  more: fc.array(fc.tuple(fc.nat(400), weight), { maxLength: 30 }),
  epoch: fc.oneof(fc.nat(3), fc.constantFrom(LAST, LAST - 1)),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const LENGTH = 40;
const isPositive = (each: number): boolean => each > 0;

/** Draws of an epoch, by the rule of the design on the tree that is in memory. */
function reference(
  sampler: DynamicWeightedSampler,
  seed: number,
  epoch: number,
  from: number,
  count: number,
): number[] {
  const { memory, at } = sampler._source.tree;
  const tree = decode(memory.u32, memory.f64, at.tree);
  const stream = streamOf(seed, epoch, PURPOSE.dynamic);
  return Array.from({ length: count }, (_, i) => drawOf(tree, stream, from + i));
}

function checkSampler(given: readonly number[], seed: number, operations: readonly Operation[]): void {
  const plain = [...given];
  const samplers = backends.map((backend) => new DynamicWeightedSampler(given, LENGTH, { seed, backend }));
  let saved = samplers[0].state();
  for (const { kind, index, weight, more, epoch } of operations) {
    const at = index % Math.max(1, plain.length);
    const before = samplers.map((sampler) => sampler.state());
    const both = (run: (sampler: DynamicWeightedSampler) => unknown) => {
      const [wasm, js] = samplers.map(run);
      same(`${kind} in JavaScript`, js, wasm);
      return wasm;
    };
    if (kind === 'push') {
      plain.push(weight);
      same(
        kind,
        both((sampler) => sampler.push(weight)),
        plain.length - 1,
      );
    } else if (kind === 'update' && plain.length > 0) {
      plain[at] = weight;
      both((sampler) => sampler.update(at, weight));
    } else if (kind === 'many' && plain.length > 0) {
      const entries = more.map(([where, value]) => [where % plain.length, value] as const);
      for (const [where, value] of entries) plain[where] = value;
      both((sampler) =>
        sampler.updateMany(
          entries.map(([where]) => where),
          entries.map(([, value]) => value),
        ),
      );
    } else if ((kind === 'take' || kind === 'draw') && plain.some(isPositive)) {
      const [count, from, where] = [kind === 'draw' ? 1 : at % 12, samplers[0].position, samplers[0].epoch];
      const drawn = both((sampler) => (kind === 'draw' ? [sampler.draw()] : [...sampler.take(count)])) as number[];
      const first = Math.min(count, LENGTH - from);
      same(kind, drawn.slice(0, first), reference(samplers[0], seed, where, from, first));
    } else if (kind === 'set epoch') both((sampler) => sampler.setEpoch(epoch));
    else if (kind === 'save') saved = samplers[0].state();
    else if (kind === 'restore') {
      // a state of other weights is refused
      const fits = saved.fingerprint === before[0].fingerprint;
      both((sampler) => restored(() => sampler.restore(saved)));
      if (!fits)
        same(
          'a refused state',
          samplers.map((sampler) => sampler.state()),
          before,
        );
    } else if (kind === 'wrong') {
      // a failed call changes nothing
      both((sampler) => restored(() => sampler.updateMany([0, plain.length, 0], [1, 2, 3])));
      both((sampler) => restored(() => sampler.push(-1)));
      same(
        'a failed call',
        samplers.map((sampler) => sampler.state()),
        before,
      );
    }
    same('positions', [samplers[1].epoch, samplers[1].position], [samplers[0].epoch, samplers[0].position]);
  }
  const { memory, at } = samplers[0]._source.tree;
  const faults = faultsOf(decode(memory.u32, memory.f64, at.tree), plain);
  if (faults.length > 0) throw new Error(faults.join('; '));
  const fresh = new DynamicWeightedSampler(plain, LENGTH, { seed, backend: 'js' });
  for (const sampler of samplers) {
    same('size', sampler.size, plain.length);
    same(
      'weights',
      plain.map((_, i) => sampler.weight(i)),
      plain,
    );
    same(
      'total and fingerprint',
      [sampler.total, sampler.state().fingerprint],
      [fresh.total, fresh.state().fingerprint],
    );
    same(
      'probabilities',
      plain.map((_, i) => sampler.probability(i)),
      plain.map((_, i) => fresh.probability(i)),
    );
    if (plain.some(isPositive)) same('an epoch', [...sampler.indices(1)], [...fresh.indices(1)]);
  }
}

/** Whether a call threw an error of the library, and which. */
function restored(call: () => void): string {
  try {
    call();
    return '';
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return error.message;
    throw error;
  }
}

const pick = fc.record({
  kind: fc.constantFrom(
    ...(['pick', 'picks', 'distinct', 'set', 'set', 'delete', 'save', 'restore', 'patch', 'copy'] as const),
  ),
  item: fc.nat(24),
  weight,
  count: fc.nat(20),
});
type Pick = typeof pick extends fc.Arbitrary<infer T> ? T : never;

/** A picker beside a Map, and beside new pickers that have made no change. */
function checkPicker(given: readonly number[], seed: number, picks: readonly Pick[]): void {
  const table = new Map(given.map((each, i) => [`item ${i}`, each]));
  const options = { seed, backend: 'wasm' as const };
  let picker = WeightedPicker.from(table, options);
  let saved = picker.state();
  for (const { kind, item, weight, count } of picks) {
    const name = `item ${item}`;
    const others = backends.map((backend) => {
      const other = WeightedPicker.from(table, { seed, backend });
      other.restore(picker.state());
      return other;
    });
    const compare = (run: (each: WeightedPicker<string>) => unknown) => {
      const got = run(picker);
      for (const other of others) same(`${kind} of a new picker`, run(other), got);
    };
    const positives = [...table.values()].filter(isPositive).length;
    if (kind === 'set') {
      table.set(name, weight);
      picker.set(name, weight);
    } else if (kind === 'delete') same(kind, picker.delete(name), table.delete(name));
    else if (kind === 'distinct') compare((each) => each.distinct(Math.min(count, positives)));
    else if (positives > 0 && kind === 'pick') compare((each) => each.pick());
    else if (positives > 0 && kind === 'picks') compare((each) => each.picks(count));
    else if (kind === 'save') saved = picker.state();
    else if (kind === 'restore' || kind === 'patch') {
      const before = picker.state();
      const refused = restored(() => picker.restore(saved, kind === 'patch' ? { weights: 'any' } : {}));
      const fits = kind === 'patch' || saved.fingerprint === before.fingerprint;
      same('a state is taken', refused === '', fits);
      same(kind, picker.position, fits ? saved.position : before.position);
    } else if (kind === 'copy') {
      const state = picker.state();
      picker = WeightedPicker.from(picker.entries(), options);
      picker.restore(state);
    }
    same('entries', picker.entries(), [...table]);
  }
}

export const changing: Fuzzer = {
  name: 'changing',
  property: fc.property(
    weights,
    fc.maxSafeNat(),
    fc.array(operation, { maxLength: 25 }),
    fc.array(pick, { maxLength: 20 }),
    (given, seed, operations, picks) => {
      checkSampler(given, seed, operations);
      checkPicker(given.slice(0, 24), seed, picks);
    },
  ),
  runs: 60,
};
