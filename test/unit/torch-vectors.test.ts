// Every case that PyTorch itself drew or refused, on both backends; a kind that nobody knows fails.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  multinomial,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { allocationsOf } from '../support/allocations.js';
import { type Backend, backends } from '../support/sampler-cases.js';
import { vectors } from '../support/vectors.js';

// biome-ignore lint/suspicious/noExplicitAny: each kind has its own arguments, some of which the types forbid
type Any = any;
interface Case {
  kind: string;
  args: Any;
  expected: Any;
}
const { cases } = await vectors<{ cases: Case[] }>('torch');
const drawn = cases.filter(({ kind }) => !kind.startsWith('error.'));
const refused = cases.filter(({ kind }) => kind.startsWith('error.'));

const generatorOf = ({ seed }: { seed: number }) => new TorchGenerator(seed);
const random = ({ length, numSamples, replacement, ...args }: Any, backend: Backend) =>
  new RandomSampler(length, {
    replacement,
    ...(numSamples !== null && { numSamples }),
    generator: generatorOf(args),
    backend,
  });
const weighted = ({ weights, numSamples, replacement, ...args }: Any, backend: Backend) =>
  new WeightedRandomSampler(weights, numSamples, { replacement, generator: generatorOf(args), backend });

const loaded = (length: number, options: Any) =>
  Array.from(new DataLoader(new SequentialSampler(length).indices(), options), (batch) => [
    ...(batch as unknown as number[]),
  ]);

/** What is drawn for a case, in as many ways as there are. */
const draws: Record<string, (args: Any, backend: Backend) => unknown[]> = {
  'rand.float64': ({ n, ...args }) => {
    const generator = generatorOf(args);
    return [Array.from({ length: n }, () => generator.nextFloat())];
  },
  randint: ({ high, n, ...args }, backend) => {
    const generator = generatorOf(args);
    const sampler = random({ length: high, numSamples: n, replacement: true, ...args }, backend);
    return [[...sampler], Array.from({ length: n }, () => generator.nextUint32() % high)];
  },
  randperm: ({ n, ...args }, backend) => [
    [...random({ length: n, numSamples: null, replacement: false, ...args }, backend)],
  ],
  weighted: ({ weights, numSamples, replacement, ...args }, backend) => {
    const options = { replacement, generator: generatorOf(args), backend };
    return [
      [...weighted({ weights, numSamples, replacement, ...args }, backend)],
      [...multinomial(weights, numSamples, options)],
    ];
  },
  'weighted.epochs': ({ epochs, ...args }, backend) => {
    const [looped, batched, taken] = [0, 1, 2].map(() => weighted(args, backend));
    const batches = new BatchSampler(batched, 2);
    const each = (epoch: () => Iterable<number>) => Array.from({ length: epochs }, () => [...epoch()]);
    return [
      each(() => looped),
      each(() => [...batches].flatMap((batch) => [...batch])),
      each(() => taken.take(args.numSamples)),
    ];
  },
  random: (args, backend) => [[...random(args, backend)], [...random(args, backend).indices()]],
  subset: ({ indices, ...args }, backend) => [
    [...new SubsetRandomSampler(indices, { generator: generatorOf(args), backend })],
  ],
  distributed: ({ length, numReplicas, shuffle, seed, epoch, dropLast }, backend) => {
    const sampler = () =>
      shuffle
        ? new RandomSampler(length, { generator: new TorchGenerator(seed + epoch), backend })
        : new SequentialSampler(length);
    const [one, plain] = [sampler(), Array.from({ length }, (_, i) => i)];
    const ranks = (inner: () => Iterable<number> & { length: number }) =>
      Array.from({ length: numReplicas }, (_, rank) => [
        ...new DistributedSampler(inner(), { numReplicas, rank, dropLast }),
      ]);
    // a sampler for each rank, one for all of them, and what is no sampler of ours
    return [ranks(sampler), ranks(() => one), ...(shuffle ? [] : [ranks(() => plain)])];
  },
  batch: ({ length, batchSize, dropLast }) => {
    const batches = new BatchSampler(new SequentialSampler(length), batchSize, dropLast);
    return [0, 1].map(() => ({ batches: Array.from(batches, (batch) => [...batch]), length: batches.length }));
  },
  'dataloader.shuffle': ({ length, batchSize, dropLast, ...args }, backend) => {
    const generator = generatorOf(args);
    // the loader's own shuffle is on the backend that it finds; this is what it does, on this one
    const sampler = () => {
      const inner = generatorOf(args);
      inner.nextUint64();
      return new RandomSampler(length, { generator: inner, backend });
    };
    return [
      loaded(length, { batchSize, dropLast, shuffle: true, generator }),
      loaded(length, { batchSize, dropLast, sampler: sampler() }),
    ];
  },
  'dataloader.weighted': ({ length = 20, batchSize, dropLast, ...args }, backend) => [
    loaded(length, { batchSize, dropLast, sampler: weighted({ ...args, replacement: true }, backend) }),
    loaded(length, {
      batchSampler: new BatchSampler(weighted({ ...args, replacement: true }, backend), batchSize, dropLast),
    }),
  ],
};

describe.each(backends)("PyTorch's draws, %s", (backend) => {
  it.each(drawn)('$kind $args.seed', ({ kind, args, expected }) => {
    const ways = draws[kind](args, backend);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) expect(way).toEqual(expected);
  });
});

describe("PyTorch's sentence follows ours", () => {
  const calls: Record<string, (args: Any) => unknown> = {
    'error.weights': ({ weights, numSamples, replacement }) =>
      new WeightedRandomSampler(weights.map(Number), numSamples, { replacement }),
    'error.numSamples': ({ numSamples }) => new WeightedRandomSampler([1, 1], numSamples),
    'error.replacement': ({ replacement }) => new WeightedRandomSampler([1, 1], 2, { replacement }),
    'error.shape': ({ weights }) => new WeightedRandomSampler(weights, 2),
    'error.batchSize': ({ batchSize }) => new BatchSampler([1, 2], batchSize, false),
    'error.dropLast': ({ dropLast }) => new BatchSampler([1, 2], 2, dropLast),
    'error.rank': ({ rank, numReplicas }) => new DistributedSampler(new SequentialSampler(4), { rank, numReplicas }),
  };

  it.each(refused)('$kind $args', ({ kind, args, expected }) => {
    // JSON has neither NaN nor Infinity: the vectors have 'nan' and 'inf'
    const given = JSON.parse(JSON.stringify(args).replace('"inf"', '"Infinity"'));
    const { error, allocations } = allocationsOf(() => calls[kind](given));
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(` (PyTorch: ${JSON.stringify(expected.message)})`);
    expect((error as Error).message).toMatch(/ must /);
    expect(allocations).toEqual([]);
  });
});

it('no case is left out', () => {
  expect(cases).toHaveLength(259);
});
