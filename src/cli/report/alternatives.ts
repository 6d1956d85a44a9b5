import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../index.js';
import { type Drawn, drawnOf } from './drawn.js';
import { runUntilAll } from './one-run.js';

type Way = [name: string, batches: BatchSampler, guarantee: number | undefined];

const DISTINCT = 'weighted, distinct batches';
/** Draws of an epoch whose batches are planned for a report: some 0.4 µs each, and more where items come very often. */
const PLANNED = 1e6;

/** What one way of drawing does, in its first epoch and until everything was seen. */
export interface Alternative {
  readonly name: string;
  readonly batches: number;
  readonly lacking: number;
  readonly neverSeen: number;
  /** How often the item was seen that was seen most. */
  readonly most: number;
  readonly repeatsInBatch: number;
  /** Epochs until everything was seen, in this run; none where that took too long. */
  readonly epochsToAll: number | undefined;
  /** Epochs in which everything is certain to be seen. */
  readonly guarantee: number | undefined;
}

export interface Draft {
  readonly weights: Float64Array;
  readonly codes: Int32Array;
  readonly classes: number;
  readonly numSamples: number;
  readonly batchSize: number;
  readonly seed: number;
}

/** Draws by each of the samplers that there are. The batches of the stratified one are told, too. */
export function alternativesOf(
  draft: Draft,
  step: (draws: number) => void,
): { rows: Alternative[]; stratified: Drawn } {
  const { weights, codes, numSamples, batchSize, seed } = draft;
  const wanted = new Array<boolean>(draft.classes).fill(true);
  const weighted = new WeightedRandomSampler(weights, numSamples, { seed });
  const systematic = new SystematicSampler(weights, numSamples, { seed });
  const numBatches = Math.ceil(numSamples / batchSize);
  const batches = new StratifiedBatchSampler(codes, { batchSize, numBatches, seed });
  const shuffle = new RandomSampler(codes, { seed });
  const ways: Way[] = [
    ['plain shuffle', new BatchSampler(shuffle, batchSize), 1],
    ['weighted', new BatchSampler(weighted, batchSize), undefined],
    ...(numSamples <= PLANNED
      ? [[DISTINCT, new BatchSampler(weighted, batchSize, false, { distinct: true }), undefined] as Way]
      : []),
    ['systematic', new BatchSampler(systematic, batchSize), systematic.coverageEpochs],
    ['stratified', batches, undefined],
  ];
  let stratified: Drawn | undefined;
  const rows = ways.map(([name, batches, guarantee]): Alternative => {
    const drawn = drawnOf(batches, codes, wanted, step);
    if (name === 'stratified') stratified = drawn;
    // what is exchanged between batches is drawn in the same epoch
    const run = name === DISTINCT ? undefined : runUntilAll(codes.length, (epoch) => batches.indices(epoch), step);
    return {
      name,
      batches: drawn.tally.batches,
      lacking: drawn.lacking,
      neverSeen: drawn.tally.neverSeen,
      most: drawn.tally.classes.reduce((most, { most: each }) => Math.max(most, each), 0),
      repeatsInBatch: drawn.repeats,
      epochsToAll: run?.epochs,
      guarantee,
    };
  });
  const plain = rows.find(({ name }) => name === 'weighted');
  return {
    rows: rows.map((row) => (row.name === DISTINCT ? { ...row, epochsToAll: plain?.epochsToAll } : row)),
    stratified: stratified as Drawn,
  };
}
