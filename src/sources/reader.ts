import type { Positions } from './source.js';

/** What one that goes through epochs reads them from. */
export interface Opened {
  /** Where they come from one stream that goes on. */
  readonly _stream?: Stream | undefined;
}

/** Reads epochs of indices: a sampler itself, where its epochs can be read from any position on by anyone. */
export interface Reader extends Opened {
  /** Writes these draws to out[offset] and on. */
  _read(positions: Positions, out: Uint32Array, offset: number): void;
}

/** What else a reader has to say whose epochs are taken from one stream, one after the other. */
export interface Stream {
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
  peek(epoch: number, present: number, pending: boolean): Reader;
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
export interface Place {
  readonly epoch: number;
  /** Items of whoever reads that lie behind. */
  readonly position: number;
  /** A state's `generator`, unchecked. */
  readonly generator?: unknown;
  /** A state's `ahead`, unchecked. */
  readonly ahead?: unknown;
}
