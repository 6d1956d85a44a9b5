import {
  checkInteger,
  checkOneOf,
  checkOptions,
  checkSeed,
  checkSignal,
  type Seed,
  takeWeights,
  throwIfAborted,
} from '../check.js';
import { describe } from '../describe.js';
import { freshSeed } from '../entropy.js';
import type { Backend } from '../kernels/allocation.js';
import { CHUNK as THREAD_CHUNK } from '../kernels/thread-memory.js';
import type { DrawTask } from '../sources/source.js';
import { Trials, trialBytes } from '../sources/trials.js';
import { zeros } from '../zeros.js';
import { coverage } from './coverage.js';

/** What trials showed. */
export interface CoverageTrials {
  /** (trials,), after how many epochs each had seen everything. */
  readonly epochs: Uint32Array<ArrayBuffer>;
  /** As given, else the fresh one. */
  readonly seed: Seed;
}

/** Threads to run trials on: a SamplerPool of loaded-dice/parallel. */
export interface TrialPool {
  readonly threads: number;
  /** @internal `count` results of a job, `size` a piece; nothing where there are no threads to do it. */
  _run(
    task: DrawTask | 'js',
    count: number,
    size: number,
    signal: AbortSignal | undefined,
    progress: (done: number) => void,
  ): Promise<Uint32Array<ArrayBuffer> | undefined>;
}

/** Options of {@link simulateCoverage}. */
export interface SimulationOptions {
  /** Default 1000. */
  trials?: number | undefined;
  /**
   * Trial t is a function of weights, seed and t, on any backend and any number of threads.
   * Default: a fresh seed from `crypto`. An engine without
   * `crypto` hashes `Math.random()` and the time. One without either, as in a compartment of SES, throws and asks for a
   * seed.
   */
  seed?: Seed | undefined;
  /**
   * Called from time to time, and at the end. `epochs` is (done,), what those trials took: a copy, and none with a
   * pool, whose trials are not done in order.
   */
  onProgress?: ((done: number, trials: number, epochs?: Uint32Array<ArrayBuffer>) => void) | undefined;
  /** Aborts the simulation; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Runs trials on its threads. Default: on the calling one, which breathes every few milliseconds. */
  pool?: TrialPool | undefined;
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

const OPTIONS = ['trials', 'seed', 'onProgress', 'signal', 'pool', 'backend'] as const;
/** Draws that are made without a look at the clock. */
const DRAWS = 2 ** 20;
/** Milliseconds after which others get a turn. */
const TURN = 16;
/** Draws that a thread is given at a time, about. */
const PIECE = 2 ** 25;
/** What a thread has room for: see the crew's rooms. */
const MOST_BYTES = 4 * THREAD_CHUNK;

/**
 * How many epochs of weighted draws it takes to see every item of positive weight, by trial: real draws, from the very
 * table that a WeightedRandomSampler draws from. O(draws).
 * @param weights (n,), as a WeightedRandomSampler takes them.
 * @param drawsPerEpoch Default: as many as weights.
 * @throws {TypeError | RangeError} (rejects) An argument is not as described; or it would take 2^32 epochs or more, on
 * average.
 * @throws {unknown} (rejects) The signal's reason, an AbortError unless another was given.
 */
export async function simulateCoverage(
  weights: ArrayLike<number>,
  drawsPerEpoch?: number,
  options?: SimulationOptions,
): Promise<CoverageTrials> {
  const own = takeWeights(weights, true);
  const count = own.length;
  const length = checkInteger('drawsPerEpoch', drawsPerEpoch ?? count, 1);
  const { trials = 1000, seed = freshSeed(), onProgress, signal, pool, backend = 'auto' } = checkSimulation(options);
  const { mean } = coverage(own, length);
  if (mean >= 2 ** 32) {
    throw new RangeError(
      `weights take ${mean.toPrecision(3)} epochs on average to show everything, which is too long to try: coverage() forecasts it; give weights a floor`,
    );
  }
  throwIfAborted(signal);
  const table = new Trials(own, count, backend as Backend, checkSeed(seed));
  const progress = (done: number, so?: Uint32Array<ArrayBuffer>): void => onProgress?.(done, trials, so);
  const size = Math.max(
    1,
    Math.min(Math.ceil(trials / (4 * (pool?.threads ?? 1))), Math.floor(PIECE / (mean * length))),
  );
  const fits = 4 * size + 16 + trialBytes(count) <= MOST_BYTES;
  try {
    const together = fits ? await pool?._run(table.task(length), trials, size, signal, progress) : undefined;
    return { epochs: together ?? (await runHere(table, trials, length, signal, progress)), seed };
  } catch (error) {
    table.stop();
    throw error;
  }
}

/** What `simulateCoverage` may be told. @throws {TypeError | RangeError} An option is not as described. */
export function checkSimulation(options: SimulationOptions | undefined): SimulationOptions {
  const checked = checkOptions(options, OPTIONS);
  const { trials, seed, onProgress, signal, pool, backend } = checked;
  if (trials !== undefined && checkInteger('trials', trials, 1) > 2 ** 32 - 1) {
    throw new RangeError(`trials must be at most 2^32 - 1, got ${trials}`);
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
  trials: number,
  length: number,
  signal: AbortSignal | undefined,
  progress: (done: number, epochs: Uint32Array<ArrayBuffer>) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  const epochs = zeros(Uint32Array, trials, 'trials');
  let turn = Date.now();
  for (let trial = 0; trial < trials; trial++) {
    const goOn = table.begin(trial);
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

/** Lets other work of this thread go first, where the engine has timers. */
function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => (typeof setTimeout === 'function' ? setTimeout(resolve) : resolve()));
}
