// Analysis functions where doubles end: right, or refused in words of ours. fuzz/numbers.ts tries many more.
import { expect, it, vi } from 'vitest';
import { chiSquare, coverage, indexCounts, kde } from '../../src/analysis.js';
import { BatchSampler, WeightedRandomSampler } from '../../src/index.js';

it('chiSquare has sums beyond 2^1024, and counts near 0', () => {
  expect(chiSquare([1e308, 1e308], [0.5, 0.5])).toEqual({ statistic: 0, df: 1, pValue: 1 });
  expect(chiSquare([1e308, 1e308], [0.25, 0.75])).toEqual({
    statistic: expect.closeTo(6.67e307, -306),
    df: 1,
    pValue: 0,
  });
  expect(chiSquare([1.7e308, 0], [0.25, 0.75])).toEqual({ statistic: Infinity, df: 1, pValue: 0 });
  expect(chiSquare([5e-324, 0], [1 / 3, 2 / 3])).toEqual({ statistic: 1e-323, df: 1, pValue: 1 });
  // a p-value so far out took forever
  expect(chiSquare([1e220, 1], [0.5, 0.5]).pValue).toBe(0);
});

it('kde has densities that are finite, or says what to do', () => {
  expect(() => kde([1e308, -1e308])).toThrow(
    /^values must stay below 2\^1024 with three bandwidths of .* around them, got .*: scale them down, or give points$/,
  );
  const { y } = kde([1e308, -1e308], { points: [0, 1e308], bandwidth: 1e308 });
  expect([...y].map((each) => each * 1e308)).toEqual([expect.closeTo(0.24197, 5), expect.closeTo(0.226467, 5)]);
  expect(() => kde([1, 2], { bandwidth: 5e-324 })).toThrow(
    /^bandwidth must be at least 2\^-1023, .* got 5e-324: scale the values up$/,
  );
  expect(() => kde([0, 5e-324])).toThrow(
    /^bandwidth must be at least 2\^-1023, .* by the rule "scott": scale the values up$/,
  );
  expect(() => kde([1.7e308, -1.7e308], { points: [0] })).toThrow(
    /^values must have a bandwidth below 2\^1024, got -1\.7e\+308 to /,
  );
  const small = kde([1e-300, 3e-300], { points: [2e-300] });
  const usual = kde([1, 3], { points: [2] });
  expect(small.bandwidth * 1e300).toBeCloseTo(usual.bandwidth, 12);
  expect(small.y[0] / 1e300).toBeCloseTo(usual.y[0], 12);
});

it('coverage has forecasts after any number of epochs', () => {
  expect(coverage([1, 1e-300]).unseenRange(1e308)).toEqual({ lower: 0, upper: 0 });
});

it('memory that is not there is told in our words, and nothing is moved', () => {
  const sampler = new WeightedRandomSampler([1, 2, 3], 1e6, { seed: 1 });
  const batches = new BatchSampler(sampler, 1e6, false, { distinct: true });
  sampler.take(5);
  const native = new RangeError('Array buffer allocation failed');
  class Short extends Uint32Array {
    constructor(length: number) {
      if (length > 1e5) throw native;
      super(length);
    }
  }
  vi.stubGlobal('Uint32Array', Short);
  const words = new RegExp(
    '^could not allocate \\d+\\.\\d MiB for \\d+ (draws|draws of an epoch|draws of a batch|counts): ' +
      'request fewer, or release ',
  );
  try {
    const calls = [
      () => sampler.take(1e6),
      () => sampler.indices(),
      () => batches.draw(),
      () => batches.fill(new Uint32Array(0)) && batches.indices(),
      () => indexCounts([1], 1e6),
    ];
    for (const call of calls) {
      expect(call).toThrow(RangeError);
      expect(call).toThrow(words);
      expect(call).toThrow(expect.objectContaining({ cause: native }));
    }
  } finally {
    vi.unstubAllGlobals();
  }
  expect([sampler.epoch, sampler.position, batches.epoch, batches.position]).toEqual([0, 5, 0, 0]);
});
