import { type Coverage, coverage, type Density, type EpochProbability, simulateCoverage } from '../../analysis.js';
import { SamplerPool } from '../../parallel.js';
import type { Progress } from '../progress.js';
import type { Workers } from '../worker/run-jobs.js';
import { trialsOnWorkers } from '../worker/trial-jobs.js';

/** The number of trials where none was asked for. */
const TRIALS = 1000;
/** Where none was asked for: the most draws of all trials together, and the fewest trials that are worth showing. */
const LIMITS = { draws: 4e8, least: 20 };
/** The most draws of all trials together, even where a number was asked for: they take minutes. */
const MOST_DRAWS = 1e11;
/** The most draws of all trials on workers: an hour of a thousand cores. */
const MOST_ON_WORKERS = 1e15;
/** The fewest draws that are worth starting threads, or asking workers. */
const THREADED = 5e7;
/** The most epochs of a forecast of unseen rows where no number was asked for. */
const EPOCHS = 60;
/** The most rows of that forecast, about. */
const STEPS = 200;

/** The threads of all simulations. Idle ones do not keep the process alive. */
let pool: SamplerPool | undefined;

/** How long it takes until everything is seen. */
export interface UntilAllSeen {
  /** Rows of positive weight. */
  readonly items: number;
  readonly drawsPerEpoch: number;
  /** The forecast, in epochs. */
  readonly closedForm: {
    readonly mean: number;
    readonly mode: number;
    readonly quantiles: { readonly p5: number; readonly median: number; readonly p95: number; readonly p99: number };
    /** The number of draws after which 95 % of runs have seen everything. */
    readonly draws95: number;
    /** The expected number of unseen rows after one epoch, and after two. */
    readonly unseen: readonly [number, number];
    readonly expectedRepeats: number;
    readonly effectiveSampleSize: number;
  };
  /** The probability of each number of epochs. */
  readonly chances: readonly EpochProbability[];
  /** The chances as a curve. */
  readonly curve: Density;
  /** The forecast of unseen rows, with its 95 % range. */
  readonly unseen: readonly {
    readonly epoch: number;
    readonly expected: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** Simulated runs, in epochs; undefined where they would take too long. */
  readonly trials: { readonly epochs: readonly number[]; readonly mean: number; readonly median: number } | undefined;
}

export interface TrialOptions {
  /** The number of simulated runs; 0 for none. Default: up to 1,000, as many as take seconds. */
  trials?: number | undefined;
  seed: number;
  progress: Progress;
  /** Machines that simulate; undefined for this one alone. */
  workers?: Workers | undefined;
}

/**
 * Forecasts and simulates how long independent weighted draws take to show everything.
 * @param epochs The last epoch of the forecast of unseen rows. Default: the 95 % quantile, at most 60.
 */
export async function untilAllSeen(
  weights: Float64Array,
  drawsPerEpoch: number,
  epochs: number | undefined,
  options: TrialOptions,
): Promise<UntilAllSeen> {
  const forecast = coverage(weights, drawsPerEpoch);
  const { items, mean, mode, expectedRepeats, effectiveSampleSize } = forecast;
  const [p5, median, p95, p99] = [0.05, 0.5, 0.95, 0.99].map((p) => forecast.quantile(p));
  const title = 'simulating how long it takes to see everything';
  const simulated = await trialEpochs(weights, forecast, { ...options, limits: LIMITS, title });
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
    unseen: evenSteps(epochs ?? Math.min(p95, EPOCHS)).map((epoch) => ({
      epoch,
      expected: forecast.expectedUnseen(epoch),
      ...forecast.unseenRange(epoch),
    })),
    trials: simulated && {
      epochs: simulated,
      mean: simulated.reduce((all, each) => all + each, 0) / simulated.length,
      median: quantileOf(simulated, 0.5),
    },
  };
}

/** The value that a share `p` of all values does not exceed. */
export function quantileOf(values: readonly number[], p: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(p * values.length) - 1];
}

/** 0, 1, … up to `last`; of many, evenly spaced ones. */
function evenSteps(last: number): number[] {
  const step = Math.max(1, Math.ceil(last / STEPS));
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}

/**
 * Simulates runs until everything was seen.
 * @returns The epochs of each run; undefined where too few runs would be possible, or they would take hours.
 */
export async function trialEpochs(
  weights: Float64Array,
  { mean, drawsPerEpoch }: Coverage,
  options: TrialOptions & { limits: { draws: number; least: number }; title: string },
): Promise<number[] | undefined> {
  const { trials: wanted, limits, title, seed, progress, workers } = options;
  const draws = mean * drawsPerEpoch;
  const most = workers ? MOST_ON_WORKERS : MOST_DRAWS;
  const trials = wanted ?? Math.min(TRIALS, Math.floor(limits.draws / draws));
  if (trials === 0 || (wanted === undefined && trials < limits.least) || trials * draws > most) return undefined;
  if (workers && trials * draws > THREADED) {
    return Array.from(await trialsOnWorkers(weights, drawsPerEpoch, { ...workers, trials, seed, draws, progress }));
  }
  if (trials * draws > THREADED) pool ??= new SamplerPool();
  progress.start(title, trials);
  try {
    const onProgress = (done: number): void => progress.reach(done);
    const { epochs } = await simulateCoverage(weights, drawsPerEpoch, {
      ...{ trials, seed, onProgress },
      ...(pool && trials * draws > THREADED && { pool }),
    });
    return Array.from(epochs);
  } catch (error) {
    await pool?.close();
    pool = undefined;
    throw error;
  } finally {
    progress.stop();
  }
}
