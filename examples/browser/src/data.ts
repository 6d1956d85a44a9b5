// Turns a set-up into what the library takes.
import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  sampleWeights,
  WeightedRandomSampler,
} from 'loaded-dice';
import { drawsOf, itemsOf, type Setup } from './setup.js';

export interface Data {
  /** (n,), the class of each item; first all items of the first class. */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly weights: Float64Array<ArrayBuffer>;
  /** The target; undefined for the default, equal shares. */
  readonly target: Map<number, number> | undefined;
  /** The share of each class, on any scale. */
  readonly shares: readonly number[];
  readonly draws: number;
}

export function dataOf(setup: Setup): Data {
  const { classes, target: kind } = setup;
  const labels = new Uint8Array(itemsOf(setup));
  let end = 0;
  classes.forEach(({ count }, code) => {
    labels.fill(code, end, (end += count));
  });
  const shares = classes.map(({ count, share }) => (kind === 'own' ? share : kind === 'as-is' ? count : 1));
  const target = kind === 'balanced' ? undefined : new Map(shares.map((share, code) => [code, share]));
  return { labels, weights: sampleWeights(labels, target ? { target } : {}), target, shares, draws: drawsOf(setup) };
}

/** A sampler, and whether its batches are distinct. */
export type Way =
  | 'plain shuffle'
  | 'weighted'
  | 'weighted, distinct'
  | 'systematic'
  | 'systematic, distinct'
  | 'stratified';

/** The sampler that a set-up asks for. */
export function wayOf({ sampler, distinct }: Setup): Way {
  return sampler === 'stratified' || !distinct ? sampler : `${sampler}, distinct`;
}

/** Batches of a sampler, and the number of epochs in a row that are certain to show everything. */
export function batchesOf(
  way: Way,
  { labels, weights, target, draws }: Data,
  { batchSize, seed }: Setup,
): { batches: BatchSampler; guarantee: number | undefined } {
  const distinct = { distinct: way.endsWith('distinct') };
  switch (way) {
    case 'plain shuffle': {
      const shuffle = new RandomSampler(labels, { numSamples: draws, seed });
      return { batches: new BatchSampler(shuffle, batchSize), guarantee: draws >= labels.length ? 1 : undefined };
    }
    case 'weighted':
    case 'weighted, distinct': {
      const weighted = new WeightedRandomSampler(weights, draws, { seed });
      return { batches: new BatchSampler(weighted, batchSize, false, distinct), guarantee: undefined };
    }
    case 'systematic':
    case 'systematic, distinct': {
      const systematic = new SystematicSampler(weights, draws, { seed });
      const batches = new BatchSampler(systematic, batchSize, false, distinct);
      return { batches, guarantee: systematic.coverageEpochs };
    }
    case 'stratified': {
      const numBatches = Math.ceil(draws / batchSize);
      const batches = new StratifiedBatchSampler(labels, { batchSize, numBatches, seed, ...(target && { target }) });
      return { batches, guarantee: undefined };
    }
  }
}
