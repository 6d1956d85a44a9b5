import type { Positions } from './source.js';

/**
 * How the epochs of a sampler can be read. 'random-access': any position of any epoch, by anyone, in any order.
 * 'sequential': one after the other, taken from a generator. 'iterable': in one loop over an iterable for each epoch.
 */
export type Access = 'random-access' | 'sequential' | 'iterable';

/** What epochs are read from. */
export interface EpochSource {
  /** @internal The epochs, if they are taken from a generator. */
  readonly _generated?: GeneratorEpochs | undefined;
}

/** Reads epochs of indices. With random access this is the sampler itself. */
export interface IndexSource extends EpochSource {
  /** @internal Writes these draws to out[offset] and on. */
  _read(positions: Positions, out: Uint32Array, offset: number): void;
}

/** Epochs that are taken from one generator, one after the other. */
export interface GeneratorEpochs {
  /** The generator's words, which move on with it. */
  readonly words: Uint32Array;
  /** How many draws from `position` on are taken at once: reading ahead of them would take what others may want. */
  together(epoch: number, position: number): number;
  /** Takes what is taken at the end of an epoch that was read. */
  finish(epoch: number): void;
  /** Takes all of an epoch that nothing is read of. */
  pass(epoch: number): void;
  /**
   * Reads an epoch from a copy of the stream; `present` is the one that is read next, `pending` whether the one before
   * has yet to be finished.
   */
  peek(epoch: number, present: number, pending: boolean): IndexSource;
  /** Where the stream stands, for one that stands in an epoch. */
  state(epoch: number, pending: boolean): GeneratorState;
}

/** Where a generator stands, and where it stood when the epoch began that is under way: 625 words each, as base64. */
export interface GeneratorState {
  readonly words: string;
  readonly start?: string;
  /** How many draws of that epoch were taken from it. */
  readonly drawn?: number;
  /**
   * The last of these draws as base64, from the first one on that was taken after something else had drawn from the
   * generator meanwhile.
   */
  readonly later?: string;
  /** Whether all was taken that PyTorch takes in that epoch. */
  readonly finished?: boolean;
  /** Whether a later epoch was begun before this one was taken whole, so that the rest cannot be drawn anymore. */
  readonly gone?: boolean;
}

/** A place that readers begin at: an epoch's beginning, or where a state was taken. */
export interface StartPoint {
  readonly epoch: number;
  /** Items of whoever reads that lie behind. */
  readonly position: number;
  /** A state's `generator`, unchecked. */
  readonly generator?: unknown;
  /** A state's `ahead`, unchecked. */
  readonly ahead?: unknown;
}
