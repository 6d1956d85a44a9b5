import type { Positions } from './source.js';

/**
 * How the epochs of a sampler can be read:
 * - 'random-access': any position of any epoch, in any order, by any number of readers.
 * - 'sequential': one epoch after the other, from a generator.
 * - 'iterable': each epoch in one loop over an iterable.
 */
export type Access = 'random-access' | 'sequential' | 'iterable';

/** What epochs are read from. */
export interface EpochSource {
  /** @internal The epochs, if they come from a generator. */
  readonly _generated?: GeneratorEpochs | undefined;
  /** @internal Whether an epoch that was restored is read again from its beginning, so that a state has no `ahead`. */
  readonly rereads?: boolean;
  /** @internal Closes an iterable of your own after an error: its epoch is over. */
  abandon?(): void;
}

/** Reads epochs of indices. With random access this is the sampler itself. */
export interface IndexSource extends EpochSource {
  /** @internal Writes the draws at these positions to out[offset] and on. */
  _read(positions: Positions, out: Uint32Array, offset: number): void;
}

/** Epochs that are drawn from one generator, one after the other. */
export interface GeneratorEpochs {
  /** The generator's words, which change as it moves on. */
  readonly words: Uint32Array;
  /**
   * Number of draws from `position` to the end of the chunk that the generator makes at once. Reading further ahead
   * would take words from other users of the generator.
   */
  available(epoch: number, position: number): number;
  /** Takes from the generator what belongs to the end of an epoch that was read. */
  finish(epoch: number): void;
  /** Skips an epoch: takes from the generator all that reading the epoch would take. */
  skip(epoch: number): void;
  /**
   * Reads an epoch from a copy of the generator. `present` is the epoch that is read next. `pending` says whether the
   * epoch before it must still be finished.
   */
  peek(epoch: number, present: number, pending: boolean): IndexSource;
  /** The state of the generator, within an epoch. */
  state(epoch: number, pending: boolean): GeneratorState;
}

/**
 * A generator's state, and its state at the beginning of the epoch that is being read. Each has 625 words, as base64.
 */
export interface GeneratorState {
  readonly words: string;
  readonly start?: string;
  /** Number of draws of that epoch that were made. */
  readonly drawn?: number;
  /**
   * The last of these draws as base64, beginning with the first one that was made after another user had drawn from the
   * generator.
   */
  readonly later?: string;
  /** Whether everything was taken that PyTorch takes in that epoch. */
  readonly finished?: boolean;
  /** Whether a later epoch began before this one was complete. Its remaining draws cannot be made anymore. */
  readonly gone?: boolean;
}

/** Where a reader begins: at an epoch's beginning, or where a state was taken. */
export interface StartPoint {
  readonly epoch: number;
  /** Number of the reader's items before this position. */
  readonly position: number;
  /** The `generator` of a state, unchecked. */
  readonly generator?: unknown;
  /** Number of draws of the innermost sampler that the ranks of an elastic state made together. */
  readonly drawn?: number | undefined;
  /** The `ahead` of a state, unchecked. */
  readonly ahead?: unknown;
}
