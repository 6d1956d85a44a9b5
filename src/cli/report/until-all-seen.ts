import { type Coverage, coverage, type Density, type EpochProbability, simulateCoverage } from '../../analysis.js';
import { SamplerPool } from '../../parallel.js';
import type { Progress } from '../progress.js';

/** Trials where nobody says how many, if they can be afforded. */
const TRIALS = 1000;
/** Draws that all trials together may take where nobody says how many; fewer trials than `least` say nothing. */
const LIMITS = { draws: 4e8, least: 20 };
/** Draws of all trials together, whoever says how many: minutes. */
const MOST = 1e11;
/** Fewer draws than these are not worth a thread. */
const FEW = 5e7;
/** The closed form is told epoch by epoch up to so many. */
const EPOCHS = 60;

/** How long it takes until everything is seen. */
export interface UntilAll {
  readonly items: number;
  readonly drawsPerEpoch: number;
  readonly closedForm: {
    readonly mean: number;
    readonly mode: number;
    readonly quantiles: { readonly p5: number; readonly median: number; readonly p95: number; readonly p99: number };
    /** Draws after which everything is seen with 95 %. */
    readonly draws95: number;
    /** Rows that are expected to be unseen after one epoch, and after two. */
    readonly unseen: readonly [number, number];
    readonly expectedRepeats: number;
    readonly effectiveSampleSize: number;
  };
  /** The probability that an epoch is the one. */
  readonly chances: readonly EpochProbability[];
  readonly curve: Density;
  readonly unseen: readonly {
    readonly epoch: number;
    readonly expected: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** None where they would take too long. */
  readonly trials: { readonly epochs: readonly number[]; readonly mean: number; readonly median: number } | undefined;
}

export interface TrialOptions {
  /** Default: what can be afforded; 0 for none. */
  trials?: number | undefined;
  /** Epochs that unseen items are told of. Default: until everything is seen with 95 %, at most 60. */
  epochs?: number | undefined;
  seed: number;
  progress: Progress;
  /** What is tried, for the progress. */
  what: string;
}

/** How long weighted draws take to show everything: in closed form, and by trial. */
export async function untilAll(weights: Float64Array, drawsPerEpoch: number, options: TrialOptions): Promise<UntilAll> {
  const forecast = coverage(weights, drawsPerEpoch);
  const { items, mean, mode, expectedRepeats, effectiveSampleSize } = forecast;
  const [p5, median, p95, p99] = [0.05, 0.5, 0.95, 0.99].map((p) => forecast.quantile(p));
  const epochs = options.epochs ?? Math.min(p95, EPOCHS);
  return {
    items,
    drawsPerEpoch,
    closedForm: {
      mean,
      mode,
      quantiles: { p5, median, p95, p99 },
      draws95: forecast.drawsFor(0.95),
      unseen: [forecast.expectedUnseen(1), forecast.expectedUnseen(2)],
      expectedRepeats,
      effectiveSampleSize,
    },
    chances: forecast.distribution(),
    curve: forecast.density(),
    unseen: stepsTo(epochs).map((epoch) => ({
      epoch,
      expected: forecast.expectedUnseen(epoch),
      ...forecast.unseenRange(epoch),
    })),
    trials: await tried(weights, forecast, options),
  };
}

/**
 * How many trials are made: as many as were asked for, else as many as `draws` allow. None where they would say
 * nothing, or take hours.
 */
export function trialsOf(
  { mean, drawsPerEpoch }: Coverage,
  given: number | undefined,
  { draws, least }: { draws: number; least: number },
): number {
  const each = mean * drawsPerEpoch;
  const trials = given ?? Math.min(TRIALS, Math.floor(draws / each));
  return (given === undefined && trials < least) || trials * each > MOST ? 0 : trials;
}

/** 0, 1, … as far as there are few, else some of them. */
export function stepsTo(epochs: number): number[] {
  const step = Math.max(1, Math.ceil(epochs / 200));
  return Array.from({ length: Math.floor(epochs / step) + 1 }, (_, i) => i * step);
}

async function tried(
  weights: Float64Array,
  forecast: Coverage,
  { trials: wanted, seed, progress, what }: TrialOptions,
): Promise<UntilAll['trials']> {
  const { mean, drawsPerEpoch } = forecast;
  const trials = trialsOf(forecast, wanted, LIMITS);
  if (trials === 0) return undefined;
  const pool = mean * drawsPerEpoch * trials > FEW ? new SamplerPool() : undefined;
  progress.start(what, trials);
  let before = 0;
  const onProgress = (done: number): void => {
    progress.add(done - before);
    before = done;
  };
  try {
    const { epochs } = await simulateCoverage(weights, drawsPerEpoch, {
      trials,
      seed,
      onProgress,
      ...(pool && { pool }),
    });
    const sum = epochs.reduce((all, count) => all + count, 0);
    const median = epochs.slice().sort()[Math.ceil(trials / 2) - 1];
    return { epochs: Array.from(epochs), mean: sum / trials, median };
  } finally {
    progress.stop();
    await pool?.close();
  }
}
