import {
  checkInteger,
  checkOneOf,
  checkOptions,
  checkSeed,
  checkSignal,
  type Seed,
  throwIfAborted,
} from '../internal/check.js';
import { takeWeights } from '../internal/check-weights.js';
import { describe } from '../internal/describe.js';
import { freshSeed } from '../internal/entropy.js';
import { turnOfLoop } from '../internal/turn.js';
import { zeros } from '../internal/zeros.js';
import type { Backend } from '../kernels/allocation.js';
import { THREAD_CHUNK } from '../kernels/thread-memory.js';
import type { DrawTask } from '../sources/source.js';
import { Trials, trialBytes } from '../sources/trials.js';
import { coverage } from './coverage.js';

/** The result of simulated runs. */
export interface CoverageTrials {
  /** (trials,), the number of epochs until each run had seen everything, from run `firstTrial` on. */
  readonly epochs: Uint32Array<ArrayBuffer>;
  /** The seed that was given, or the fresh one that was used. */
  readonly seed: Seed;
}

/** Threads that run trials: a SamplerPool of loaded-dice/parallel. */
export interface TrialPool {
  readonly threads: number;
  /** @internal `count` results of a task from `first` on, in chunks of `size`; undefined where no thread can run it. */
  _run(
    task: DrawTask | 'js',
    first: number,
    count: number,
    size: number,
    signal: AbortSignal | undefined,
    progress: (done: number) => void,
  ): Promise<Uint32Array<ArrayBuffer> | undefined>;
}

/** Options of {@link simulateCoverage}. */
export interface SimulationOptions {
  /** The number of simulated runs, at most 2^32 - 1. Default 1000. */
  trials?: number | undefined;
  /**
   * The number of the first run, counted from 0; `firstTrial + trials` is at most 2^32 - 1. Default 0. With it, several
   * machines share the runs of one simulation: runs 0 to 999 here and 1000 to 1999 there are runs 0 to 1999.
   */
  firstTrial?: number | undefined;
  /**
   * Makes the runs repeatable: run t is a function of the weights, the seed and t, on any backend and any number of
   * threads. Default: a fresh seed from `crypto`, or from `Math.random()` and the time in an engine without `crypto`.
   * An engine without either, such as an SES compartment, throws and asks for a seed.
   */
  seed?: Seed | undefined;
  /**
   * Called every few milliseconds, and at the end. `epochs` is (done,), a copy of the results so far. With a pool it
   * is undefined, because trials are then not done in order.
   */
  onProgress?: ((done: number, trials: number, epochs?: Uint32Array<ArrayBuffer>) => void) | undefined;
  /** Aborts the simulation; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Runs the trials on its threads. Default: the calling thread, which yields to other tasks every 16 ms. */
  pool?: TrialPool | undefined;
  /** Default 'auto': WebAssembly where it is available. Results are the same. */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

const OPTIONS = ['trials', 'firstTrial', 'seed', 'onProgress', 'signal', 'pool', 'backend'] as const;
const MOST_TRIALS = 2 ** 32 - 1;
/** Draws between two looks at the clock. */
const DRAWS = 2 ** 20;
/** Milliseconds between two turns of the event loop. */
const TURN = 16;
/** Draws in a chunk for a thread, about. */
const CHUNK_DRAWS = 2 ** 25;
/** Bytes that one chunk has in a thread's memory. */
const MOST_BYTES = 4 * THREAD_CHUNK;

/**
 * Simulates how many epochs of weighted draws it takes to see every item of positive weight. The draws are those of a
 * WeightedRandomSampler with replacement. O(draws). See {@link coverage} for a forecast without draws.
 * @param weights (n,), finite and at least 0, on any scale, as a WeightedRandomSampler takes them.
 * @param drawsPerEpoch A positive integer. Default: n.
 * @throws {TypeError | RangeError} (rejects) An argument is of the wrong kind or out of range; or everything would be
 * seen only after 2^32 epochs or more, on average.
 * @throws {unknown} (rejects) The reason of the signal: an AbortError, unless another one was given.
 */
export async function simulateCoverage(
  weights: ArrayLike<number>,
  drawsPerEpoch?: number,
  options?: SimulationOptions,
): Promise<CoverageTrials> {
  const own = takeWeights(weights, true);
  const count = own.length;
  const length = checkInteger('drawsPerEpoch', drawsPerEpoch ?? count, 1);
  const {
    trials = 1000,
    firstTrial = 0,
    seed = freshSeed(),
    onProgress,
    signal,
    pool,
    backend = 'auto',
  } = checkSimulation(options);
  const { mean } = coverage(own, length);
  if (mean >= 2 ** 32) {
    throw new RangeError(
      `weights take ${mean.toPrecision(3)} epochs on average to show everything, which is too long to simulate: ` +
        'use coverage() for a forecast, or raise the smallest weights',
    );
  }
  throwIfAborted(signal);
  const table = new Trials(own, count, backend as Backend, checkSeed(seed));
  const progress = (done: number, so?: Uint32Array<ArrayBuffer>): void => onProgress?.(done, trials, so);
  const size = Math.max(
    1,
    Math.min(Math.ceil(trials / (4 * (pool?.threads ?? 1))), Math.floor(CHUNK_DRAWS / (mean * length))),
  );
  const fits = 4 * size + 16 + trialBytes(count) <= MOST_BYTES;
  try {
    const threaded = fits
      ? await pool?._run(table.task(length), firstTrial, trials, size, signal, progress)
      : undefined;
    return { epochs: threaded ?? (await runHere(table, firstTrial, trials, length, signal, progress)), seed };
  } catch (error) {
    table.stop();
    throw error;
  }
}

/** Checks the options of `simulateCoverage`. @throws {TypeError | RangeError} An option is not as described. */
export function checkSimulation(options: SimulationOptions | undefined): SimulationOptions {
  const checked = checkOptions(options, OPTIONS);
  const { trials, firstTrial, seed, onProgress, signal, pool, backend } = checked;
  if (trials !== undefined && checkInteger('trials', trials, 1) > MOST_TRIALS) {
    throw new RangeError(`trials must be at most 2^32 - 1, got ${trials}`);
  }
  if (firstTrial !== undefined && checkInteger('firstTrial', firstTrial, 0) + (trials ?? 1000) > MOST_TRIALS) {
    throw new RangeError(
      `firstTrial + trials must be at most 2^32 - 1, got firstTrial ${firstTrial} and ${trials ?? 1000} trials`,
    );
  }
  if (seed !== undefined) checkSeed(seed);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`onProgress must be a function, got ${describe(onProgress)}`);
  }
  checkSignal(signal);
  if (pool !== undefined && (typeof pool !== 'object' || pool === null || !('_run' in pool))) {
    throw new TypeError(`pool must be a SamplerPool, got ${describe(pool)}`);
  }
  if (backend !== undefined) checkOneOf('backend', backend, ['auto', 'wasm', 'js']);
  return checked;
}

async function runHere(
  table: Trials,
  first: number,
  trials: number,
  length: number,
  signal: AbortSignal | undefined,
  progress: (done: number, epochs: Uint32Array<ArrayBuffer>) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  const epochs = zeros(Uint32Array, trials, 'trials');
  let turn = Date.now();
  for (let trial = 0; trial < trials; trial++) {
    const goOn = table.begin(first + trial);
    for (let draws = goOn(DRAWS); ; draws = goOn(DRAWS)) {
      if (draws !== undefined) epochs[trial] = Math.min(Math.ceil(draws / length), 2 ** 32 - 1);
      if (Date.now() - turn >= TURN) {
        progress(trial, epochs.slice(0, trial));
        await turnOfLoop();
        throwIfAborted(signal);
        turn = Date.now();
      }
      if (draws !== undefined) break;
    }
  }
  progress(trials, epochs.slice());
  return epochs;
}
