// A few of many indices without replacement: the beginning of a permutation, without the rest.
import { describe, expect, it } from 'vitest';
import { BatchSampler, DataLoader, DistributedSampler, RandomSampler, TorchGenerator } from '../../src/index.js';
import { isHead, PermutationHeadSource } from '../../src/sources/permutation-head.js';
import { backends, openMemory } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';

const MANY = 1_234_567_892;

function drawn(prefix: PermutationHeadSource, seed: number, epoch: number, count: number): number[] {
  const out = new Uint32Array(count);
  prefix.read(seed, { epoch, position: 0, stride: 1, count }, out, 0);
  return [...out];
}

/** Words of a stream as fractions of 2^64, times the number of indices, rounded down; repeats left out. */
function reference(seed: number, epoch: number, count: number, length: number) {
  const memory = openMemory(16 + 8 * 4096, 'js');
  memory.kernels.openStream(0, seed, epoch, 1);
  const found = new Set<number>();
  let repeated = 0;
  for (let at = 0; ; at += 4096) {
    memory.kernels.pcgWords(0, at, 1, 16, 4096);
    for (const word of memory.u64.subarray(2, 2 + 4096)) {
      const index = Number((word * BigInt(count)) >> 64n);
      if (found.has(index)) repeated++;
      found.add(index);
      if (found.size === length) return { order: [...found], repeated };
    }
  }
}

it('a permutation is made whole where more than one in 16 is wanted, or there are few', () => {
  expect([isHead(65536, 4096), isHead(65536, 4097), isHead(65535, 1)]).toEqual([true, false, false]);
});

describe.each(backends)('a few of many, %s', (backend) => {
  it.each([
    [1, 65536],
    [4096, 65536],
    [10_000, MANY],
    [50_000, 3_000_000_000],
    [300, 2 ** 32 - 1],
  ])("%i of %i are the reference's", (length, count) => {
    const { order } = reference(5, 2, count, length);
    const sampler = new RandomSampler(count, { numSamples: length, seed: 5, backend });
    expect([...sampler.indices(2)]).toEqual(order);
  });

  it('the reference leaves repeats out', () => {
    expect(reference(5, 2, 65536, 4096).repeated).toBeGreaterThan(20);
  });

  it('each ordered choice is as likely as another, p > 1e-6: 60,000 epochs', () => {
    for (const [count, length, choices] of [
      [5, 3, 60],
      [4, 4, 24],
      [7, 2, 42],
    ]) {
      const prefix = new PermutationHeadSource(count, length, backend);
      const counts = new Map<string, number>();
      for (let epoch = 0; epoch < 60_000; epoch++) {
        const choice = String(drawn(prefix, 3, epoch, length));
        counts.set(choice, (counts.get(choice) ?? 0) + 1);
      }
      expect(counts.size).toBe(choices);
      const { pValue } = chiSquare([...counts.values()], new Array(choices).fill(1 / choices));
      expect(pValue).toBeGreaterThan(LEAST_P);
    }
  });

  it('indices are spread evenly over all of them, p > 1e-6', () => {
    for (const count of [65536, 3_000_000_000, 2 ** 32 - 1]) {
      const counts = new Uint32Array(64);
      const sampler = new RandomSampler(count, { numSamples: 4096, seed: 8, backend });
      for (let epoch = 0; epoch < 50; epoch++) {
        const indices = sampler.indices(epoch);
        expect(new Set(indices).size).toBe(4096);
        for (const index of indices) counts[Math.floor((64 * index) / count)]++;
      }
      // without replacement counts vary less, by at most the part that is drawn, a sixteenth
      expect(chiSquare(counts, new Array(64).fill(1 / 64)).pValue).toBeGreaterThan(LEAST_P);
    }
  });

  it('wrappers read it as they read any sampler, and states resume it', () => {
    const make = () => new RandomSampler(MANY, { numSamples: 1000, seed: 4, backend });
    const all = [...make().indices(0)];
    const ranks = [0, 1, 2].map((rank) => [...new DistributedSampler(make(), { numReplicas: 3, rank }).indices(0)]);
    expect(ranks.flatMap((_, i) => ranks[i].slice(0, 333)).sort()).toEqual(all.filter((_, i) => i < 999).sort());
    expect([...new BatchSampler(make(), 64)].flatMap((batch) => [...batch])).toEqual(all);
    const dataset = { length: MANY, get: (index: number) => String(index) };
    const loader = new DataLoader(dataset, { sampler: make(), batchSize: 50 });
    expect([...loader].flat()).toEqual(all.map(String));
    const before = make();
    before.take(700);
    const after = new RandomSampler(MANY, { numSamples: 1000, backend });
    after.restore(JSON.parse(JSON.stringify(before.state())));
    expect([...after.take(600)]).toEqual([...all.slice(700), ...make().indices(1).slice(0, 300)]);
  });
});

it('a generator draws what PyTorch draws: the beginning of its whole permutation', () => {
  const few = new RandomSampler(70_000, { numSamples: 10, generator: new TorchGenerator(0) });
  const whole = new RandomSampler(70_000, { generator: new TorchGenerator(0) });
  expect([...few.take(10)]).toEqual([...whole.take(10)]);
});
