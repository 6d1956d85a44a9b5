import type { Allocation, SharedMemory } from '../kernels/allocation.js';

/** Entries of an epoch: number position, position + stride, …, `count` of them. */
export interface Positions {
  readonly epoch: number;
  readonly position: number;
  readonly stride: number;
  readonly count: number;
}

/** What indices are drawn from: a table, a permutation, a grid. It lies in memory that it owns. */
export interface DrawSource {
  readonly backend: 'wasm' | 'js';
  /** All indices are below this. */
  readonly bound: number;
  /** Writes these draws of a seed to out[offset] and on. */
  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void;
  /** What a thread needs to draw as `read` does; 'js' if threads cannot share the memory. Missing: no thread can. */
  task?(seed: number): DrawTask | 'js';
  /** Gives the memory back. */
  free(): void;
}

/** A source whose draws depend on weights. */
export interface WeightedSource extends DrawSource {
  /** (n,), the probability of each index at an epoch's first draw. */
  probabilities(): Float64Array<ArrayBuffer>;
  /** The weights as they were given, as 32-bit words; -0 is 0. */
  weightWords(): Uint32Array<ArrayBuffer>;
}

/** Indices are drawn in chunks of at most this many, then copied out. */
export const CHUNK = 4096;

/** What a stream is for is hashed into it, in the low four bits; the others may number streams of one kind. */
export const PURPOSE = {
  draws: 0,
  shuffle: 1,
  withoutReplacement: 2,
  gridOrder: 3,
  gridOffset: 4,
  systematic: 5,
  strata: 6,
  coverage: 7,
} as const;

/** Arguments of a kernel that each thread has its own values for. */
type ThreadArgument = 'stream' | 'position' | 'stride' | 'out' | 'count';

/** A call of a kernel that draws, by names, so that it can be sent to a thread. */
export interface KernelCall {
  readonly kernel: 'aliasDraw' | 'uniformDraw' | 'coverageTrials';
  readonly args: readonly (number | ThreadArgument)[];
}

/** What threads need to draw as a source does. */
export interface DrawTask {
  readonly memory: SharedMemory;
  /** Held so that its bytes are not given to others while threads read them. */
  readonly allocation: Allocation<never>;
  readonly call: KernelCall;
  readonly seed: number;
  readonly purpose: number;
}
