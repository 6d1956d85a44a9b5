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
