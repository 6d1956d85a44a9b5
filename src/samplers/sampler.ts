import type { GeneratorState, Place, Reader } from '../sources/reader.js';

/** Enough for a sampler of one's own: what PyTorch asks of one. */
export interface Sampler extends Iterable<number> {
  /** Draws in one epoch. */
  readonly length: number;
}

/**
 * A sampler of your own that can be resumed: a BatchSampler, DistributedSampler or DataLoader over it carries its state
 * in theirs. `state()` gives a JSON value. A wrapper calls it when its own `state()` is called; a DistributedSampler
 * calls it when an epoch begins. After `restore(state)`, the next loop begins with the index that was next when the
 * state was taken.
 */
export interface ResumableSampler<S = unknown> extends Sampler {
  /** Where the sampler stands: a value that JSON holds. */
  state(): S;
  /** Continues exactly where such a state was taken. */
  restore(state: S): void;
}

/**
 * Where a sampler stands, as JSON. What it may continue in is a sampler of the same kind, weights, options and seed.
 */
export interface SamplerState {
  readonly version: 1;
  readonly sampler: string;
  readonly fingerprint: string;
  readonly seed?: number;
  readonly generator?: GeneratorState;
  /** Where a loader's own generator stands, which gives base seeds. */
  readonly base?: string;
  /** Whether it has given the base seed of this epoch. */
  readonly begun?: boolean;
  /** Items in a loader's data set, where the sampler is this library's. */
  readonly items?: number;
  /** The state of a user's own sampler inside. */
  readonly inner?: unknown;
  /** The indices of the batches that a loader has read of it and not delivered, and whether they end the epoch. */
  readonly ahead?: { readonly batches: readonly (readonly number[])[]; readonly last: boolean };
  readonly epoch: number;
  readonly position: number;
}

/** What a state holds of a user's own sampler inside. */
export type InnerState = Pick<SamplerState, 'inner' | 'ahead'>;

/** What a state has to match. */
export type Identity = Pick<SamplerState, 'sampler' | 'fingerprint' | 'seed'>;

/**
 * A sampler whose every epoch can be read without moving it: what wrappers ask of the sampler inside. By name, so that
 * samplers of loaded-dice and of loaded-dice/js may be mixed, and not by symbol: esbuild keeps a class with a computed
 * key in every bundle.
 */
export interface Positioned extends Reader {
  readonly length: number;
  /** All indices are below this, where that is known. */
  readonly _bound: number | undefined;
  /** Whether its epochs are taken from one stream, so that there is no going back. */
  readonly _streams: boolean;
  /**
   * What reads the epochs from a place on; `shared` with others that ask for the same numbers of epochs.
   * @throws {TypeError | RangeError} The place is a state's, and it is wrong.
   */
  _reader(from: Place, shared: boolean): Reader;
  _identity(): Identity;
  _mayTakeSeed(): boolean;
  _takeSeed(seed: number): void;
}

export function isPositioned(value: object): value is Positioned {
  return '_read' in value && (value as { _plain?: boolean })._plain !== true;
}
