import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../index.js';
import { type Drawn, drawnOf } from './epoch-stats.js';
import { runUntilAll } from './run-until-all-seen.js';

type Way = [name: string, batches: BatchSampler, guarantee: number | undefined];

const DISTINCT = 'weighted, distinct batches';
/** Draws of an epoch whose batches are planned for a report: at most some 0.3 µs each. */
const PLANNED = 1e6;

/** What one way of drawing does, in its first epoch and until everything was seen. */
export interface Alternative {
  readonly name: string;
  readonly batches: number;
  /** Batches in which some class is missing that was to be drawn. */
  readonly batchesLacking: number;
  /** Rows that were to be drawn, and were not. */
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
  /** (items,) */
  readonly weights: Float64Array;
  readonly codes: Int32Array;
  /** Of the draws of each class. */
  readonly shares: readonly number[];
  readonly target: ReadonlyMap<number, number> | undefined;
  readonly numSamples: number;
  readonly batchSize: number;
  readonly seed: number;
}

/** Draws by each of the samplers that there are. The batches of the stratified one are told, too. */
export function alternativesOf(
  draft: Draft,
  step: (draws: number) => void,
): { rows: Alternative[]; stratified: Drawn } {
  const { weights, codes, shares, target, numSamples, seed } = draft;
  const batchSize = Math.min(draft.batchSize, numSamples);
  const wanted = shares.map((share) => share > 0);
  const weighted = new WeightedRandomSampler(weights, numSamples, { seed });
  const systematic = new SystematicSampler(weights, numSamples, { seed });
  const numBatches = Math.ceil(numSamples / batchSize);
  const batches = new StratifiedBatchSampler(codes, { batchSize, numBatches, seed, ...(target && { target }) });
  const shuffle = new RandomSampler(codes, { numSamples, seed });
  const ways: Way[] = [
    ['plain shuffle', new BatchSampler(shuffle, batchSize), numSamples < codes.length ? undefined : 1],
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
    const run =
      name === DISTINCT
        ? undefined
        : runUntilAll(weights, (epoch) => batches.indices(epoch), name === 'weighted', step);
    return {
      name,
      batches: drawn.tally.batches,
      batchesLacking: drawn.batchesLacking,
      neverSeen: drawn.tally.neverSeen,
      most: drawn.tally.classes.reduce((most, { most: each }) => Math.max(most, each), 0),
      repeatsInBatch: drawn.repeatsInBatch,
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
