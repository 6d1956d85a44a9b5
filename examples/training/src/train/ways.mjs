// The ways to show an imbalanced set to a network: six of them, all with as many draws an epoch.
import {
  BatchSampler,
  classCounts,
  DistributedSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from 'loaded-dice';
import { Told } from '../told.mjs';

/**
 * @typedef {object} Way
 * @property {(set: { labels: Int32Array, batchSize: number, seed: number }) => Drawn} draw
 * @property {string} says one line about it
 *
 * @typedef {object} Drawn
 * @property {import('loaded-dice').Sampler | undefined} sampler of single indices, where a batch is any
 * `batchSize` of them
 * @property {BatchSampler} batches
 * @property {number[] | undefined} lossWeights of each class; undefined for all the same
 */

/** @type {Record<string, Way>} */
export const WAYS = {
  'plain shuffle': {
    says: 'each image at most once an epoch',
    draw: ({ labels, batchSize, seed }) => over(new RandomSampler(labels.length, { seed }), batchSize),
  },
  'weighted draws': {
    says: 'by WeightedRandomSampler: on average as many draws of each class',
    draw: ({ labels, batchSize, seed }) => over(WeightedRandomSampler.fromLabels(labels, { seed }), batchSize),
  },
  'systematic draws': {
    says: 'by SystematicSampler: each image as often as expected, rounded',
    draw: ({ labels, batchSize, seed }) => over(SystematicSampler.fromLabels(labels, { seed }), batchSize),
  },
  'stratified batches': {
    says: 'by StratifiedBatchSampler: as many draws of each class in every batch',
    draw: ({ labels, batchSize, seed }) => ({
      sampler: undefined,
      batches: new StratifiedBatchSampler(labels, {
        batchSize,
        numBatches: Math.floor(labels.length / batchSize),
        seed,
      }),
      lossWeights: undefined,
    }),
  },
  'class-weighted loss': {
    says: 'each image at most once an epoch; mistakes with the rare class count more',
    draw: ({ labels, batchSize, seed }) => {
      const counts = countsOf(labels);
      const lossWeights = counts.map((count) => labels.length / (counts.length * count));
      return { ...over(new RandomSampler(labels.length, { seed }), batchSize), lossWeights };
    },
  },
  undersampling: {
    says: 'as many images of each class as the rarest has, drawn again and again',
    draw: ({ labels, batchSize, seed }) => {
      const fewest = Math.min(...countsOf(labels));
      const weights = new Float64Array(labels.length);
      countsOf(labels).forEach((_, code) => {
        const own = [...labels.keys()].filter((i) => labels[i] === code);
        for (const i of new SubsetRandomSampler(own, { seed }).take(fewest)) weights[i] = 1;
      });
      return over(new SystematicSampler(weights, labels.length, { seed }), batchSize);
    },
  },
};

/** What is left over when an epoch is divided into batches is left out, so that all steps are of as many images. */
function over(sampler, batchSize) {
  return { sampler, batches: new BatchSampler(sampler, batchSize, true), lossWeights: undefined };
}

/**
 * What one process of several draws: its share of the very draws that one process alone would have.
 * @param {Drawn} drawn
 * @param {{ replicas: number, rank: number }} process
 * @returns {Drawn}
 * @throws {Told} Batches cannot be divided.
 */
export function shareOf({ sampler, batches, lossWeights }, { replicas, rank }) {
  const { batchSize } = batches;
  if (!sampler) throw new Told('stratified batches are drawn whole: give another way');
  if (batchSize % replicas !== 0) throw new Told(`batches of ${batchSize} cannot be shared by ${replicas} processes`);
  const share = new DistributedSampler(sampler, { numReplicas: replicas, rank, dropLast: true });
  return { sampler: share, batches: new BatchSampler(share, batchSize / replicas, true), lossWeights };
}

/** How many images each class has, by its code. */
function countsOf(labels) {
  const counts = classCounts(labels);
  return [...counts.keys()].sort((a, b) => a - b).map((code) => counts.get(code));
}
