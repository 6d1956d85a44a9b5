import type { Allocation, Backend } from '../kernels/allocation.js';
import { coverageTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { CoverageKernels } from '../kernels/kernels.js';
import { allocate } from '../kernels/memory.js';
import { AliasTable, buildRegions, tableRegions } from './alias-table.js';
import { layOut } from './layout.js';
import { type DrawTask, PURPOSE } from './source.js';

/** A trial's draws, and how many items are left: before a bit an item. */
const HEAD = 4096 + 4;

const TRIALS: KernelSet<CoverageKernels> = { twin: coverageTwin };

/** Bytes that a trial over `count` weights works with. */
export function trialBytes(count: number): number {
  return HEAD + 4 * Math.ceil(count / 32);
}

/**
 * Counts, by trial, the draws until every item of positive weight was seen. Trial t is a function of weights, seed
 * and t.
 */
export class Trials {
  readonly #memory: Allocation<CoverageKernels>;
  readonly #table: AliasTable;
  /** Address of what one trial works with, and of the flag that ends all of them. */
  readonly #trial: number;
  readonly #stop: number;

  /** Weights and their number are those that `checkWeights` let through. */
  constructor(
    weights: ArrayLike<number>,
    count: number,
    backend: Backend,
    private readonly seed: number,
  ) {
    const kept = layOut({ stream: 16, ...tableRegions(count), trial: trialBytes(count), stop: 4 });
    const scratch = layOut(buildRegions(count));
    const memory = allocate(kept.bytes, scratch.bytes, backend, TRIALS);
    this.#memory = memory;
    this.#trial = memory.at + kept.at.trial;
    this.#stop = memory.at + kept.at.stop;
    this.#table = new AliasTable(memory, weights, count, {
      weights: memory.at + kept.at.weights,
      table: memory.at + kept.at.table,
      work: memory.scratch + scratch.at.work,
      sums: memory.scratch + scratch.at.sums,
    });
  }

  /**
   * Begins trial `trial`. Returns what goes on with it: by `most` draws at the most; how many it took in all, when
   * everything is seen.
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

  /** Ends the trials of all threads. */
  stop(): void {
    this.#memory.u32[this.#stop / 4] = 1;
  }

  /** What threads need for whole trials of epochs of `length` draws. 'js' if they cannot share the memory. */
  task(length: number): DrawTask | 'js' {
    const memory = this.#memory.lend();
    if (memory === 'js') return memory;
    const { seed } = this;
    const purpose = PURPOSE.coverage;
    const { table, bits, count, positives } = this.#table;
    const args = [table, bits, count, positives, seed, purpose, length, this.#stop] as const;
    return {
      memory,
      allocation: this.#memory as Allocation<never>,
      call: { kernel: 'coverageTrials', args: [...args, 'stream', 'position', 'out', 'count'] },
      seed,
      purpose,
    };
  }
}
