import type { Allocation, SharedMemory } from '../kernels/allocation.js';

/** `count` draws of an epoch: number position, position + stride, …. */
export interface Positions {
  readonly epoch: number;
  readonly position: number;
  readonly stride: number;
  readonly count: number;
}

/** What indices are drawn from: a table, a permutation, a grid. A source owns its memory. */
export interface DrawSource {
  readonly backend: 'wasm' | 'js';
  /** All indices are below this. */
  readonly bound: number;
  /** Writes the draws at these positions, for a seed, to out[offset] and on. */
  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void;
  /**
   * What a thread needs to draw as `read` does. 'js' if threads cannot share the memory. Absent if threads cannot draw
   * from this source.
   */
  task?(seed: number): DrawTask | 'js';
  /** Frees the memory. */
  free(): void;
}

/** A source whose draws depend on weights. */
export interface WeightedSource extends DrawSource {
  /** (n,), the probability of each index at the first draw of an epoch. */
  probabilities(): Float64Array<ArrayBuffer>;
  /** The weights as given, as 32-bit words. -0 becomes 0. */
  weightWords(): Uint32Array<ArrayBuffer>;
  /** The alias table; builds it if necessary. Absent if there can be none. */
  builtTable?(): BuiltTable;
}

/** An alias table, and the memory that it is in. */
export interface BuiltTable {
  readonly memory: Allocation<never>;
  /** Address of the weights, in bytes. */
  readonly weights: number;
  /** Address of the table, in bytes. */
  readonly table: number;
  /** Number of weights. */
  readonly count: number;
  /** Number of positive weights. */
  readonly positives: number;
}

/** Draws in a chunk: a kernel writes at most this many, which are then copied out. */
export const DRAW_CHUNK = 4096;

/**
 * The purpose of a stream, which is hashed into it. It takes the low four bits; the other bits can number streams of
 * one purpose.
 */
export const PURPOSE = {
  draws: 0,
  shuffle: 1,
  withoutReplacement: 2,
  gridOrder: 3,
  gridOffset: 4,
  systematic: 5,
  strata: 6,
  coverage: 7,
  dynamic: 8,
  classPasses: 9,
  mixture: 10,
  reservoir: 11,
  classItems: 12,
} as const;

/** Arguments of a kernel for which each thread has its own values. */
type ThreadArgument = 'stream' | 'position' | 'stride' | 'scratch' | 'out' | 'count';

/** A kernel call by names, which can be posted to a thread. */
export interface KernelCall {
  readonly kernel: 'aliasDraw' | 'uniformDraw' | 'coverageTrials' | 'dynamicDraw';
  readonly args: readonly (number | ThreadArgument)[];
}

/** What threads need to draw as a source does. */
export interface DrawTask {
  readonly memory: SharedMemory;
  /** The module that has the kernel. */
  readonly module: WebAssembly.Module;
  /** Keeps the bytes allocated while threads read them. */
  readonly allocation: Allocation<never>;
  readonly call: KernelCall;
  readonly seed: number;
  readonly purpose: number;
  /** Makes the draws of the task on the calling thread; undefined if they are those of `read`, now and later. */
  read?(positions: Positions, out: Uint32Array, offset: number): void;
}

/** The task of a kernel call on an allocation. 'js' if threads cannot share its memory. */
export function taskOf<K>(allocation: Allocation<K>, call: KernelCall, seed: number, purpose: number): DrawTask | 'js' {
  const memory = allocation.lend();
  if (memory === 'js') return memory;
  const module = allocation.module as WebAssembly.Module;
  return { memory, module, allocation: allocation as Allocation<never>, call, seed, purpose };
}
