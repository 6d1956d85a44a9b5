import type { Allocation, Backend } from '../kernels/allocation.js';
import { coverageTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { CoverageKernels } from '../kernels/kernels.js';
import { trialsModule } from '../kernels/wasm/allocate.js';
import { AliasTable, buildRegions, tableRegions } from './alias-table.js';
import { allocateRegions } from './layout.js';
import { type DrawTask, PURPOSE, taskOf } from './source.js';

/** Bytes of a trial's draws and of the number of items left. A bit for each item follows. */
const HEAD = 4096 + 4;

const TRIALS: KernelSet<CoverageKernels> = { twin: coverageTwin, binary: trialsModule };

/** Bytes of scratch for a trial over `count` weights. */
export function trialBytes(count: number): number {
  return HEAD + 4 * Math.ceil(count / 32);
}

/**
 * Counts, by trial, the draws until every item with a positive weight was seen. Trial t is a function of the weights,
 * the seed and t.
 */
export class Trials {
  readonly #memory: Allocation<CoverageKernels>;
  readonly #table: AliasTable;
  /** Address of one trial's scratch, and of the flag that stops all trials. */
  readonly #trial: number;
  readonly #stop: number;

  /** The weights and their number must have passed `checkWeights`. */
  constructor(
    weights: ArrayLike<number>,
    count: number,
    backend: Backend,
    private readonly seed: number,
  ) {
    const kept = { stream: 16, ...tableRegions(count), trial: trialBytes(count), stop: 4 };
    const { memory, at } = allocateRegions(kept, buildRegions(count), backend, TRIALS);
    this.#memory = memory;
    this.#trial = at.trial;
    this.#stop = at.stop;
    this.#table = new AliasTable(memory, weights, count, at);
  }

  /**
   * Begins trial `trial`. Returns a function that makes at most `most` further draws. It returns the trial's total
   * number of draws once every item was seen, and undefined before.
   */
  begin(trial: number): (most: number) => number | undefined {
    const { kernels, u32, at: stream } = this.#memory;
    const { table, bits, count, positives } = this.#table;
    const scratch = this.#trial;
    kernels.openStream(stream, this.seed, trial, PURPOSE.coverage);
    kernels.coverageBegin(scratch, count, positives);
    let draws = 0;
    return (most) => {
      draws += kernels.coverageDraw(table, bits, stream, draws, most, scratch);
      return u32[(scratch + HEAD) / 4 - 1] === 0 ? draws : undefined;
    };
  }

  /** Stops the trials of all threads. */
  stop(): void {
    this.#memory.u32[this.#stop / 4] = 1;
  }

  /** What threads need to run whole trials, with epochs of `length` draws. 'js' if they cannot share the memory. */
  task(length: number): DrawTask | 'js' {
    const purpose = PURPOSE.coverage;
    const { table, bits, count, positives } = this.#table;
    const args = [table, bits, count, positives, this.seed, purpose, length, this.#stop] as const;
    const call = { kernel: 'coverageTrials', args: [...args, 'stream', 'position', 'out', 'count'] } as const;
    return taskOf(this.#memory, call, this.seed, purpose);
  }
}
