import {
  batchBalance,
  type ClassBalance,
  coverage,
  type Density,
  type EpochProbability,
  shuffleBalance,
} from 'loaded-dice/analysis';
import { batchesOf, type Data, wayOf } from './data.js';
import { type Epoch, epochOf } from './epoch.js';
import type { Setup } from './setup.js';

/** The forecasts of a set-up, and what its first epoch drew. Plain values that a worker can send. */
export interface Numbers {
  /** The share of each class, on any scale. */
  readonly shares: readonly number[];
  readonly draws: number;
  readonly before: { readonly epoch: Epoch; readonly balance: readonly ClassBalance<number>[] };
  readonly after: { readonly epoch: Epoch; readonly balance: readonly ClassBalance<number>[] };
  readonly coverage: {
    /** The number of items of positive weight. */
    readonly items: number;
    /** The expected number of unseen items after one epoch. */
    readonly unseen: number;
    readonly unseenRange: { readonly lower: number; readonly upper: number };
    readonly median: number;
    readonly mode: number;
    readonly mean: number;
    readonly p95: number;
    readonly distribution: readonly EpochProbability[];
    readonly density: Density;
  };
}

/** Computes forecasts for plain shuffling and independent weighted draws, and draws an epoch of each sampler. */
export function numbersOf(setup: Setup, data: Data): Numbers {
  const { labels, weights, shares, draws } = data;
  const { batchSize } = setup;
  // an epoch that is shorter than a batch is one batch
  const size = Math.min(batchSize, draws);
  const epoch = (way: Parameters<typeof batchesOf>[0]) =>
    epochOf([...batchesOf(way, data, setup).batches], batchSize, data);
  const forecast = coverage(weights, draws);
  return {
    shares,
    draws,
    before: { epoch: epoch('plain shuffle'), balance: shuffleBalance(labels, size, { numSamples: draws }) },
    after: { epoch: epoch(wayOf(setup)), balance: batchBalance(weights, labels, size, { numSamples: draws }) },
    coverage: {
      items: forecast.items,
      unseen: forecast.expectedUnseen(1),
      unseenRange: forecast.unseenRange(1),
      median: forecast.quantile(0.5),
      mode: forecast.mode,
      mean: forecast.mean,
      p95: forecast.quantile(0.95),
      distribution: forecast.distribution(),
      density: forecast.density(),
    },
  };
}
