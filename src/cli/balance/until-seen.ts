import { batchBalance, type CountForecast, coverage } from '../../analysis.js';

/** A number of independent draws, with replacement, until something was seen. */
export interface DrawsUntil {
  readonly mean: number;
  /** The draws after which half of all runs have seen it, and 95 %. */
  readonly median: number;
  readonly p95: number;
}

/** How long until everything was seen, by independent draws. "Everything" is all that can be drawn. */
export interface UntilAll {
  /** The number of rows or classes that can be drawn. */
  readonly items: number;
  readonly draws: DrawsUntil;
  /** Whole epochs after which half of all runs have seen everything, and 95 %. */
  readonly epochs: { readonly median: number; readonly p95: number };
  /** The expected number of them that an epoch does not show. */
  readonly unseen: number;
  /** Kish's effective sample size: this many of equal weight would give estimates of the same precision. */
  readonly effective: number;
}

/** Draws until something of this probability is seen; undefined where it is never drawn. */
export function drawsUntilSeen(probability: number): DrawsUntil | undefined {
  if (probability === 0) return undefined;
  const unseen = Math.log1p(-probability);
  const after = (p: number): number => Math.max(1, Math.ceil(Math.log1p(-p) / unseen));
  return { mean: 1 / probability, median: after(0.5), p95: after(0.95) };
}

/** @param weights (items,), on any scale, at least one positive. @param numSamples Draws in an epoch. */
export function untilAllOf(weights: Float64Array, numSamples: number): UntilAll {
  const forecast = coverage(weights, 1);
  const [median, p95] = [forecast.quantile(0.5), forecast.quantile(0.95)];
  return {
    items: forecast.items,
    draws: { mean: forecast.mean, median, p95 },
    epochs: { median: Math.ceil(median / numSamples), p95: Math.ceil(p95 / numSamples) },
    unseen: forecast.expectedUnseen(numSamples),
    effective: forecast.effectiveSampleSize,
  };
}

/** How often independent draws give something of this probability in an epoch. */
export function epochForecast(probability: number, numSamples: number): CountForecast {
  const both = batchBalance([probability, 1 - probability], [0, 1], 1, { numSamples });
  return both[0].epoch;
}
