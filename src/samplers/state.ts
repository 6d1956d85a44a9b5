import { checkInteger } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Identity, SamplerState } from './sampler.js';

const FIELDS = ['version', 'sampler', 'fingerprint', 'epoch', 'position'] as const;

/** What a fingerprint covers, beside whether there is a generator. */
const COVERED: Readonly<Record<string, string>> = {
  WeightedRandomSampler: 'weights, numSamples, replacement',
  RandomSampler: 'length, numSamples, replacement',
  DynamicWeightedSampler: 'present weights, which must first be set as they were when the state was saved; numSamples',
  SystematicSampler: 'weights, numSamples',
  SubsetRandomSampler: 'indices',
  SequentialSampler: 'length',
  MixtureSampler: 'sources and their seeds, sizes, weights, stop, window',
  DistributedSampler: 'wrapped sampler or its length, numReplicas, rank, dropLast, pad',
  BatchSampler: 'wrapped sampler or its length, batchSize, dropLast, distinct',
  StratifiedBatchSampler: 'labels, batchSize, target, numBatches',
  ClassBatchSampler: 'labels, classesPerBatch, itemsPerClass, numBatches, target',
  ClassDraws: 'labels, classesPerBatch, itemsPerClass, numBatches, target',
  StratifiedDraws: 'labels, target, numBatches',
  GroupBatchSampler: 'wrapped sampler or its length, groups, batchSize, dropLast',
  DistributedBatchSampler: 'wrapped batch sampler or its length, numReplicas, rank, dropLast, pad',
  RankDraws: 'wrapped batch sampler or its length, numReplicas, rank, dropLast, pad',
  DataLoader: 'length of the data set, sampler, batchSize, dropLast',
};

/** Says that a state has other settings. */
export function differs(name: string, given: { fingerprint?: unknown }, own: Identity): string {
  return (
    `${name} is of a ${own.sampler} with different settings (${COVERED[own.sampler] ?? 'its options'}): ` +
    `fingerprint ${describe(given.fingerprint)}, expected ${describe(own.fingerprint)}`
  );
}

/** Checks that a state fits a sampler: its class, settings, seed and length. `anySeed` accepts every seed. */
export function checkState(state: unknown, own: Identity, length: number, anySeed: boolean): SamplerState {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw new TypeError(`state must come from state(), got ${describe(state)}`);
  }
  const given = state as Record<string, unknown>;
  for (const field of FIELDS) {
    if (!(field in given)) throw new TypeError(`state has no ${field}: it must come from state()`);
  }
  if (given.version !== 1) throw new RangeError(`state.version must be 1, got ${describe(given.version)}`);
  if (given.sampler !== own.sampler) {
    throw new RangeError(`state must be of a ${own.sampler}, got one of ${describe(given.sampler)}`);
  }
  if (given.fingerprint !== own.fingerprint) throw new RangeError(differs('state', given, own));
  if ('generator' in given && (anySeed || own.seed !== undefined)) {
    throw new RangeError(
      'state is of a sampler with a generator, this one has a seed: ' +
        'make the sampler with { generator }, a TorchGenerator of any seed',
    );
  }
  if (given.seed === undefined && (anySeed || own.seed !== undefined)) {
    throw new TypeError('state has no seed: it must come from state()');
  }
  const seed = anySeed ? checkInteger('state.seed', given.seed, 0) : own.seed;
  if (given.seed !== seed) {
    const other = seed === undefined ? 'has a generator' : `has ${describe(seed)}`;
    throw new RangeError(
      `state is of seed ${describe(given.seed)}, this one ${other}: make the sampler with { seed: ` +
        `${describe(given.seed)} }`,
    );
  }
  const epoch = checkInteger('state.epoch', given.epoch, 0);
  const position = checkInteger('state.position', given.position, 0);
  if (position > 0 && position >= length) {
    throw new RangeError(`state.position must be below ${length}, the length of an epoch, got ${position}`);
  }
  return { version: 1, ...own, ...(seed !== undefined && { seed }), epoch, position };
}
