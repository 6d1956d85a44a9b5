import { AliasTable } from './alias-table.js';
import { type Job, PURPOSE } from './drawer.js';
import { coverageTwin, twin } from './js/index.js';
import type { CoverageKernels, SeededKernels } from './kernels.js';
import { type Backend, openWith, type Workspace } from './workspace.js';

/** A trial's draws, and how many items are left: before a bit an item. */
const HEAD = 4096 + 4;

/** Bytes that a trial over `count` weights works with. */
export function scratchBytes(count: number): number {
  return HEAD + 4 * Math.ceil(count / 32);
}

/**
 * Counts, by trial, the draws until every item of positive weight was seen. Trial t is a function of weights, seed
 * and t.
 */
export class Trials extends AliasTable<'scratch' | 'stop'> {
  /** Weights and their number are those that `checkWeights` let through. */
  constructor(
    weights: ArrayLike<number>,
    count: number,
    backend: Backend,
    private readonly seed: number,
  ) {
    super(weights, count, backend, { scratch: scratchBytes(count), stop: 4 }, (bytes, which) =>
      openWith<SeededKernels & CoverageKernels>({ ...twin, ...coverageTwin }, bytes, which),
    );
  }

  /**
   * Begins trial `trial`. Returns what goes on with it: by `most` draws at the most; how many it took in all, when
   * everything is seen.
   */
  begin(trial: number): (most: number) => number | undefined {
    const { workspace, at, bits } = this;
    const kernels = workspace.kernels as SeededKernels & CoverageKernels;
    kernels.openStream(at.stream, this.seed, trial, PURPOSE.coverage);
    kernels.coverageBegin(at.scratch, this.count, this.positives);
    let draws = 0;
    return (most) => {
      draws += kernels.coverageDraw(at.table, bits, at.stream, draws, most, at.scratch);
      return (workspace as Workspace).u32[(at.scratch + HEAD) / 4 - 1] === 0 ? draws : undefined;
    };
  }

  /** Has threads give their trials up. */
  stop(): void {
    this.workspace.u32[this.at.stop / 4] = 1;
  }

  /** What threads may do: whole trials of epochs of `length` draws. 'js' where they cannot share the memory. */
  job(length: number): Job | 'js' {
    const { shared } = this.workspace;
    if (!shared) return 'js';
    const { seed } = this;
    const purpose = PURPOSE.coverage;
    const { at, bits, count, positives } = this;
    const args = [at.table, bits, count, positives, seed, purpose, length, at.stop] as const;
    return {
      ...shared,
      call: { kernel: 'coverageTrials', args: [...args, 'stream', 'position', 'out', 'count'] },
      seed,
      purpose,
    };
  }
}
