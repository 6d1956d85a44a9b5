import type { Shown } from '../internal/inspect.js';
import type { Access, GeneratorState, IndexSource, StartPoint } from '../sources/epochs.js';

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

/** What a sampler of this library gives, one by one. */
export type Gives = 'indices' | 'batches' | 'items';

/**
 * What a sampler or loader of this library gives; undefined for any other object. By a member and not by class, so that
 * samplers of loaded-dice and of loaded-dice/js may be mixed. By name, and not by symbol: esbuild keeps a class with a
 * computed key in every bundle.
 */
export function givenBy(value: unknown): Gives | undefined {
  return typeof value === 'object' && value !== null ? (value as { _gives?: Gives })._gives : undefined;
}

/** What a wrapper asks of what it wraps. */
export interface Wrapped {
  /** @internal */
  readonly _access: Access;
  /** @internal No index is larger; undefined if that is not known. */
  readonly _maxIndex: number | undefined;
  /** @internal Whether it has a state. */
  readonly _resumable: boolean;
  /**
   * @internal @throws {Error} It is an iterable that only goes on, and has no such member; `asked` is the sampler to
   * name.
   */
  _needs(member: 'setEpoch' | 'state' | 'restore', asked: { _settings(): Shown }): void;
  /** @internal Whether it was given no seed and has not drawn yet, so that it takes the seed of a state. */
  _mayTakeSeed(): boolean;
  /** @internal */
  _takeSeed(seed: number): void;
  /** @internal Puts an iterable inside back to where a state was taken. */
  _restoreInner(state: SamplerState): void;
}

/** A sampler of indices whose epochs a wrapper can read without moving it. */
export interface SeekableSampler extends IndexSource, Wrapped {
  readonly length: number;
  /**
   * @internal What reads the epochs from a place on; `shared` with others that ask for the same numbers of epochs.
   * @throws {TypeError | RangeError} The place is a state's, and it is wrong.
   */
  _reader(from: StartPoint, shared: boolean): IndexSource;
  /** @internal */
  _identity(): Identity;
}

export function isSeekable(value: object): value is SeekableSampler {
  return givenBy(value) === 'indices' && (value as SeekableSampler)._access !== 'iterable';
}
