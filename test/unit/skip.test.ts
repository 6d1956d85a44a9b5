// skip(n) moves as n draws do: for every sampler, wrapper and loader, also into later epochs, and within loops.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  RandomSampler,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { N } from '../support/own-samplers.js';
import { type Case, ITEMS, onlyOn, plainly, type Run, seeded, throughJson } from '../support/resume-runs.js';
import { rounds } from '../support/rounds.js';
import { backends, WEIGHTS } from '../support/sampler-cases.js';

interface Moving extends Run {
  draw(): unknown;
  skip(count: number): void;
  [Symbol.iterator](): IterableIterator<unknown>;
}

const TORCH: Case[] = backends.flatMap((backend): Case[] => {
  const drawn = (numSamples = 70) => {
    const generator = new TorchGenerator(11);
    return new RandomSampler(N, { replacement: true, numSamples, generator, backend });
  };
  const permuted = (numSamples: number) =>
    new RandomSampler(N, { numSamples, generator: new TorchGenerator(12), backend });
  const subset = () => new SubsetRandomSampler([4, 8, 15, 16, 22], { generator: new TorchGenerator(1), backend });
  const few = () =>
    new WeightedRandomSampler(WEIGHTS, 5, { replacement: false, generator: new TorchGenerator(2), backend });
  const rank = { numReplicas: 3, rank: 2 };
  const batches = (dropLast: boolean) => new BatchSampler(drawn(), 8, dropLast);
  return [
    [`32 indices at once, ${backend}`, drawn],
    [`a permutation, ${backend}`, () => permuted(N)],
    [`several permutations, ${backend}`, () => permuted(2 * N)],
    [`several permutations and a part, ${backend}`, () => permuted(2 * N + 5)],
    [`a subset, ${backend}`, subset],
    [`without replacement, ${backend}`, few],
    [`a rank, ${backend}`, () => new DistributedSampler(drawn(), rank)],
    [`a rank that is padded, ${backend}`, () => new DistributedSampler(permuted(31), rank)],
    [`more ranks than draws, ${backend}`, () => new DistributedSampler(subset(), { numReplicas: 7, rank: 6 })],
    [`a rank of a rank, ${backend}`, () => new DistributedSampler(new DistributedSampler(drawn(), rank), rank)],
    [`batches, ${backend}`, () => batches(false)],
    [`batches, the last one dropped, ${backend}`, () => batches(true)],
    [`distinct batches, ${backend}`, () => new BatchSampler(drawn(), 8, false, { distinct: true })],
    [`whole distinct batches, ${backend}`, () => new BatchSampler(drawn(), 8, true, { distinct: true })],
    [`batches of a rank, ${backend}`, () => new BatchSampler(new DistributedSampler(drawn(), rank), 5)],
    [`a loader of batches, ${backend}`, () => new DataLoader(ITEMS, { batchSampler: batches(true) })],
    [
      `a loader with a generator of its own, ${backend}`,
      () => new DataLoader(ITEMS, { sampler: drawn(), batchSize: 8, generator: new TorchGenerator(5) }),
    ],
    [
      `a loader with the sampler’s generator, ${backend}`,
      () => {
        const generator = new TorchGenerator(5);
        const sampler = new RandomSampler(N, { replacement: true, numSamples: 70, generator, backend });
        return new DataLoader(ITEMS, { sampler, batchSize: 8, generator });
      },
    ],
  ];
});
const CASES = [...seeded, ...onlyOn, ...TORCH] as [string, () => Moving][];

const drawn = (run: Moving, count: number) => Array.from({ length: count }, () => plainly(run.draw()));

describe.each(CASES)('skip of %s', (_, make) => {
  it('moves as that many draws do', () => {
    const count = fc.nat(2 * N + 20);
    fc.assert(
      fc.property(count, count, fc.nat(12), (before, skipped, more) => {
        const [skips, draws] = [make(), make()];
        drawn(skips, before);
        skips.skip(skipped);
        drawn(draws, before + skipped);
        expect(skips.state()).toEqual(draws.state());
        expect(drawn(skips, more)).toEqual(drawn(draws, more));
        skips.skip(0);
        expect(skips.state()).toEqual(draws.state());
      }),
      { numRuns: rounds(60, 6) },
    );
  });

  it('goes on in an open loop, or ends it at the end of its epoch', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 6 }), (moves) => {
        const [skips, draws] = [make(), make()];
        const [loop, other] = [skips[Symbol.iterator](), draws[Symbol.iterator]()];
        for (const [skipped, read] of moves) {
          skips.skip(skipped);
          drawn(draws, skipped);
          for (let i = 0; i < read; i++) {
            const [item, expected] = [loop.next(), other.next()];
            expect([plainly(item.value), item.done]).toEqual([plainly(expected.value), expected.done]);
          }
          expect(skips.state()).toEqual(draws.state());
        }
      }),
      { numRuns: rounds(30, 5) },
    );
  });

  it('continues after a state, and into a state', () => {
    const [whole, first, second] = [make(), make(), make()];
    drawn(whole, 7);
    first.skip(3);
    second.restore(throughJson(first.state()));
    second.skip(4);
    expect(second.state()).toEqual(whole.state());
    expect(drawn(second, 9)).toEqual(drawn(whole, 9));
  });
});

const loaders = CASES.filter(([, make]) => make() instanceof DataLoader) as unknown as [
  string,
  () => DataLoader<unknown, unknown>,
][];

it.each(loaders)('skip in a for await of %s goes on after the batches', async (_, make) => {
  const [skips, draws] = [make(), make()];
  const [loop, other] = [skips[Symbol.asyncIterator](), draws[Symbol.asyncIterator]()];
  for (const skipped of [0, 1, 0, 2, 0, 3, 0]) {
    expect(plainly((await loop.next()).value)).toEqual(plainly((await other.next()).value));
    skips.skip(skipped);
    for (let i = 0; i < skipped; i++) draws.draw();
    expect([skips.epoch, skips.position]).toEqual([draws.epoch, draws.position]);
  }
  expect(plainly((await loop.next()).value)).toEqual(plainly((await other.next()).value));
});
