import { endianness } from 'node:os';
import { simulateCoverage } from '../../analysis.js';
import { SamplerPool } from '../../parallel.js';
import { count } from '../text.js';
import { UserError } from '../user-error.js';
import type { JobPlan } from './jobs.js';
import { JobRun, type RunOptions } from './run-jobs.js';
import type { Runner } from './work.js';

/** Draws of a job, about: half a second, so that a thousand workers have work at 10^11 draws. */
const DRAWS = 2 ** 26;
/** The most jobs, and the most trials of one. */
const MOST_JOBS = 10_000;
const MOST_TRIALS = 2 ** 16;

/** What all jobs of a simulation share. */
interface Simulation {
  /** (n,), the bytes of f64 in Base64. */
  readonly weights: string;
  readonly drawsPerEpoch: number;
  readonly seed: number;
}

/** A range of trials. */
interface Range {
  readonly first: number;
  readonly trials: number;
}

export interface TrialsOptions extends RunOptions {
  readonly trials: number;
  readonly seed: number;
  /** Draws of a trial, on average. */
  readonly draws: number;
}

/**
 * Runs trials of `simulateCoverage` on workers.
 * @returns (trials,), the epochs of each, as `simulateCoverage` gives them.
 */
export async function trialsOnWorkers(
  weights: Float64Array,
  drawsPerEpoch: number,
  options: TrialsOptions,
): Promise<Uint32Array> {
  const { trials } = options;
  const plan = trialsPlan(weights, drawsPerEpoch, options);
  const run = await JobRun.open(plan, 4 * trials, options);
  try {
    const epochs = new Uint32Array(trials);
    await run.run((result, { payload }) => epochs.set(numbersOf(result), (payload as Range).first));
    await run.clean();
    return epochs;
  } finally {
    await run.close();
  }
}

/** Plans jobs of about half a second each. They do not depend on the workers, so that finished ones count again. */
export function trialsPlan(
  weights: Float64Array,
  drawsPerEpoch: number,
  { trials, seed, draws, version }: Pick<TrialsOptions, 'trials' | 'seed' | 'draws' | 'version'>,
): JobPlan {
  const size = Math.min(MOST_TRIALS, Math.max(1, Math.floor(DRAWS / draws), Math.ceil(trials / MOST_JOBS)));
  const bytes = Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength);
  const shared: Simulation = { weights: littleEndian(bytes, 8).toString('base64'), drawsPerEpoch, seed };
  const jobs = Array.from({ length: Math.ceil(trials / size) }, (_, i) => {
    const range: Range = { first: i * size, trials: Math.min(size, trials - i * size) };
    const name = `trials ${count(range.first)} to ${count(range.first + range.trials - 1)}`;
    return { payload: range, name, size: range.trials };
  });
  return { kind: 'trials', version, shared, jobs };
}

/** The threads of this worker, which all its jobs use. Idle ones do not keep the process alive. */
let pool: SamplerPool | undefined;

/** Runs a range of trials. */
export const runTrials: Runner = async (shared, payload, { threads }) => {
  const { weights, drawsPerEpoch, seed } = shared as Simulation;
  const { first, trials } = payload as Range;
  const bytes = littleEndian(Buffer.from(weights, 'base64'), 8);
  const own = new Float64Array(bytes.length / 8);
  Buffer.from(own.buffer).set(bytes);
  if (threads > 1) pool ??= new SamplerPool({ threads });
  const options = { trials, firstTrial: first, seed, ...(pool && { pool }) };
  const { epochs } = await simulateCoverage(own, drawsPerEpoch, options);
  return littleEndian(Buffer.from(epochs.buffer), 4);
};

function numbersOf(result: Buffer): Uint32Array {
  if (result.length % 4 !== 0) throw new UserError('a result of the simulation is damaged: delete it, and start again');
  const numbers = new Uint32Array(result.length / 4);
  Buffer.from(numbers.buffer).set(littleEndian(result, 4));
  return numbers;
}

/** Numbers in the order of bytes that all machines agree on; a copy. */
function littleEndian(bytes: Buffer, size: 4 | 8): Buffer {
  const copy = Buffer.from(bytes);
  if (endianness() === 'LE') return copy;
  return size === 4 ? copy.swap32() : copy.swap64();
}
