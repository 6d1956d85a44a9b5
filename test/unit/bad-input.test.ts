import * as js from 'loaded-dice/js';
import { describe, expect, it } from 'vitest';
import * as source from '../../src/index.js';
import { allocationsOf } from '../support/allocations.js';
import { wrongCalls } from '../support/wrong-calls/all.js';
import type { Wrong } from '../support/wrong-calls/calls.js';

const entries: [string, typeof source][] = [
  ['loaded-dice', source],
  ['loaded-dice/js', js as never],
];

describe.each(entries)('%s refuses, before it allocates anything,', (_, lib) => {
  it.each(wrongCalls)('%s', (_, call, kind, message) => {
    const { error, allocations } = allocationsOf(() => call(lib));
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect(allocations).toEqual([]);
  });

  // what says that the count above can be anything but none
  it.each(['wasm', 'js'] as const)('but allocates for a sampler, %s', (backend) => {
    const { error, allocations } = allocationsOf(() => new lib.WeightedRandomSampler([1, 2], 2, { seed: 1, backend }));
    const available = lib === source || backend === 'js';
    expect(error === undefined).toBe(available);
    expect(allocations.includes('kernels')).toBe(available);
  });

  it('a wrong label', () => {
    const labels = ['a', 'b', null] as Wrong;
    for (const call of [
      () => lib.encodeLabels(labels),
      () => lib.classCounts(labels),
      () => lib.sampleWeights(labels),
      () => lib.WeightedRandomSampler.fromLabels(labels),
    ]) {
      const { error, allocations } = allocationsOf(call);
      expect(error).toBeInstanceOf(TypeError);
      expect(allocations).toEqual([]);
    }
  });
});

it.each(entries)('%s takes the largest number that it may', (_, lib) => {
  const most = 2 ** 32 - 1;
  expect(new lib.BatchSampler([1, 2], most).batchSize).toBe(most);
  expect(new lib.SequentialSampler(most)).toHaveLength(most);
  expect(new lib.RandomSampler(100, { numSamples: most, generator: new lib.TorchGenerator(1) })).toHaveLength(most);
});

it.each(entries)('%s takes -0 for the zero it is', (_, lib) => {
  const sampler = new lib.WeightedRandomSampler([-0, 1], 20, { seed: 1, backend: 'js' });
  expect(new Set(sampler)).toEqual(new Set([1]));
});
