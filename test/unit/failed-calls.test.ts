import * as js from 'loaded-dice/js';
import { describe, expect, it } from 'vitest';
import * as source from '../../src/index.js';
import { at } from '../support/sampler-cases.js';

// biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
type Wrong = any;

const entries: [string, typeof source][] = [
  ['loaded-dice', source],
  ['loaded-dice/js', js as never],
];

describe.each(entries)('a sampler of %s is as it was after a failed call:', (_, lib) => {
  const backend = lib === source ? 'wasm' : 'js';
  const inner = () => new lib.WeightedRandomSampler([1, 2, 3], 5, { seed: 9, backend });
  const makers = {
    weighted: inner,
    sequential: () => new lib.SequentialSampler(5),
    batches: () => new lib.BatchSampler(inner(), 2),
  };
  type Method = [string, (sampler: Wrong) => unknown, typeof TypeError | typeof RangeError, RegExp];
  const methods: Method[] = [
    ['take(-1)', (s) => s.take(-1), RangeError, /^count must be a non-negative integer, got -1/],
    ['take(1.5)', (s) => s.take(1.5), RangeError, /^count must be a non-negative integer, got 1\.5/],
    ['take("3")', (s) => s.take('3'), TypeError, /^count must be a non-negative integer, got "3"/],
    ['take()', (s) => s.take(), TypeError, /^count must be a non-negative integer, got undefined/],
    ['take(2^33)', (s) => s.take(2 ** 33), RangeError, /^count must .*2\^32 - 1.*got 8589934592/],
    ['fill([])', (s) => s.fill([]), TypeError, /^out must be a Uint32Array, got an Array/],
    [
      'fill(Float64Array)',
      (s) => s.fill(new Float64Array(2)),
      TypeError,
      /^out must be a Uint32Array, got a Float64Array/,
    ],
    ['fill(Int32Array)', (s) => s.fill(new Int32Array(2)), TypeError, /^out must be a Uint32Array, got an Int32Array/],
    ['fill(2)', (s) => s.fill(2), TypeError, /^out must be a Uint32Array, got 2/],
    ['fill()', (s) => s.fill(), TypeError, /^out must be a Uint32Array, got undefined/],
    ['setEpoch(-1)', (s) => s.setEpoch(-1), RangeError, /^epoch must be a non-negative integer, got -1/],
    ['setEpoch(1.5)', (s) => s.setEpoch(1.5), RangeError, /^epoch must be a non-negative integer, got 1\.5/],
    ['setEpoch("1")', (s) => s.setEpoch('1'), TypeError, /^epoch must be a non-negative integer, got "1"/],
    ['setEpoch(2^53)', (s) => s.setEpoch(2 ** 53), RangeError, /^epoch must .*2\^53 - 1.*got 9007199254740992/],
    ['setEpoch()', (s) => s.setEpoch(), TypeError, /^epoch must be a non-negative integer, got undefined/],
    ['indices(-1)', (s) => s.indices(-1), RangeError, /^epoch must be a non-negative integer, got -1/],
    ['indices("0")', (s) => s.indices('0'), TypeError, /^epoch must be a non-negative integer, got "0"/],
    ['indices(null)', (s) => s.indices(null), TypeError, /^epoch must be a non-negative integer, got null/],
  ];
  describe.each(Object.entries<() => Wrong>(makers))('%s', (_, make) => {
    it.each(methods)('%s', (_, call, kind, message) => {
      const [sampler, twin] = [make(), make()];
      for (const each of [sampler, twin]) each.take(7);
      const before = sampler.state();
      const failing = () => call(sampler);
      expect(failing).toThrow(kind);
      expect(failing).toThrow(message);
      expect(at(sampler)).toEqual(at(twin));
      expect(sampler.state()).toEqual(before);
      expect(sampler.take(20)).toEqual(twin.take(20));
    });
  });
});

describe.each(entries)('weights of %s are as they were after a failed change:', (_, lib) => {
  const backend = lib === source ? 'wasm' : 'js';
  const weights = Array.from({ length: 20 }, (_, i) => i % 7);
  const make = () => new lib.DynamicWeightedSampler(weights, 5, { seed: 9, backend });
  const updating =
    (...args: Wrong[]) =>
    (s: Wrong) =>
      s.update(...args);
  const many =
    (...args: Wrong[]) =>
    (s: Wrong) =>
      s.updateMany(...args);
  const changes: [string, (sampler: Wrong) => unknown, typeof TypeError | typeof RangeError, RegExp][] = [
    [
      'update(20, 1)',
      updating(20, 1),
      RangeError,
      /^index must be an integer in \[0, 19\], as there are 20 .*, got 20$/,
    ],
    ['update(-1, 1)', updating(-1, 1), RangeError, /^index must be an integer in \[0, 19\], .*, got -1$/],
    ['update(0.5, 1)', updating(0.5, 1), RangeError, /^index must be an integer in \[0, 19\], .*, got 0\.5$/],
    ['update(NaN, 1)', updating(Number.NaN, 1), RangeError, /^index must be .*, got NaN$/],
    ['update("1", 1)', updating('1', 1), TypeError, /^index must be .*, got "1"$/],
    ['update(1n, 1)', updating(1n, 1), TypeError, /^index must be .*, got 1n$/],
    ['update()', updating(), TypeError, /^index must be .*, got undefined$/],
    ['update(1)', updating(1), TypeError, /^weight must be a finite number of at least 0, got undefined$/],
    ['update(1, NaN)', updating(1, Number.NaN), RangeError, /^weight must be a finite number .*, got NaN$/],
    ['update(1, -1)', updating(1, -1), RangeError, /^weight must be a finite number of at least 0, got -1$/],
    ['update(1, Infinity)', updating(1, Infinity), RangeError, /^weight must be .*, got Infinity$/],
    ['update(1, "2")', updating(1, '2'), TypeError, /^weight must be .*, got "2"$/],
    ['push(-1)', (s) => s.push(-1), RangeError, /^weight must be a finite number of at least 0, got -1$/],
    ['push(NaN)', (s) => s.push(Number.NaN), RangeError, /^weight must be .*, got NaN$/],
    ['push()', (s) => s.push(), TypeError, /^weight must be .*, got undefined$/],
    ['updateMany()', many(), TypeError, /^indices must be an array or typed array, got undefined$/],
    ['updateMany([1])', many([1]), TypeError, /^weights must be an array or typed array, got undefined$/],
    ['updateMany(1, 1)', many(1, 1), TypeError, /^indices must be an array or typed array, got 1$/],
    [
      'updateMany of two lengths',
      many([1, 2, 3], [1, 2]),
      RangeError,
      /^indices and weights must have the same length, got 3 indices and 2 weights$/,
    ],
    [
      'an index too far',
      many([1, 20], [5, 5]),
      RangeError,
      /^indices\[1\] must be an integer in \[0, 19\], .*, got 20$/,
    ],
    ['an index -1', many([1, 2, -1], [5, 5, 5]), RangeError, /^indices\[2\] must be .*, got -1$/],
    ['an index "0"', many(['0'], [5]), TypeError, /^indices\[0\] must be .*, got "0"$/],
    ['a last weight NaN', many([1, 2], [5, Number.NaN]), RangeError, /^weights\[1\] must be a finite .*, got NaN/],
    ['a first weight -1', many([1, 2], [-1, 5]), RangeError, /^weights\[0\] must be .*, got -1/],
    ['a hole for a weight', many([1, 2], new Array(2)), TypeError, /^weights\[0\] must be .*, got a hole/],
    ['too many', many({ length: 2 ** 31 }, []), RangeError, /^indices must have at most 260046848 entries/],
    ['weight(20)', (s) => s.weight(20), RangeError, /^index must be an integer in \[0, 19\], .*, got 20$/],
    ['probability("0")', (s) => s.probability('0'), TypeError, /^index must be .*, got "0"$/],
  ];
  it.each(changes)('%s', (_, call, kind, message) => {
    const [sampler, twin] = [make(), make()];
    // with an update that waits
    for (const each of [sampler, twin]) each.take(7);
    for (const each of [sampler, twin]) each.update(3, 8);
    expect(() => call(sampler)).toThrow(kind);
    expect(() => call(sampler)).toThrow(message);
    expect(sampler.weights).toEqual(twin.weights);
    expect(sampler.state()).toEqual(twin.state());
    expect(sampler.take(20)).toEqual(twin.take(20));
  });

  it('without weights, no index is right', () => {
    const sampler = new lib.DynamicWeightedSampler([], 5, { backend });
    expect(() => sampler.update(0, 1)).toThrow(/^index must be an index, but there are no weights yet, got 0$/);
  });
});
