import type { Shown } from '../internal/inspect.js';
import type { Access, GeneratorState, IndexSource, StartPoint } from '../sources/epochs.js';

/** Interface of a sampler of your own: an iterable of indices with a length, as in PyTorch. */
export interface Sampler extends Iterable<number> {
  /** Number of draws in one epoch. */
  readonly length: number;
}

/**
 * Interface of a sampler of your own that can be resumed. A BatchSampler, DistributedSampler or DataLoader over it
 * saves its state as part of its own. A wrapper calls `state()` when you call the wrapper's `state()`. A
 * DistributedSampler or DistributedBatchSampler calls it when an epoch begins.
 */
export interface ResumableSampler<S = unknown> extends Sampler {
  /** The sampler's epoch and position, as a JSON value of your choice. Must be synchronous. */
  state(): S;
  /** Restores a value of `state()`: the next loop begins with the index that was next when it was saved. */
  restore(state: S): void;
}

/**
 * Epoch and position of a sampler, as JSON. Restore it in a sampler of equal class, weights, options and seed.
 */
export interface SamplerState {
  /** Version of the format. */
  readonly version: 1;
  /** Class name of the sampler. */
  readonly sampler: string;
  /** Hash of its settings. */
  readonly fingerprint: string;
  /** Its seed, as an integer; undefined with a generator. */
  readonly seed?: number;
  /** How ranks and batches share out the innermost sampler, for an elastic `restore`. Wrappers have it. */
  readonly shape?: StateShape;
  /** State of its generator. */
  readonly generator?: GeneratorState;
  /** State of a loader's own generator, which draws base seeds. */
  readonly base?: string;
  /** Whether the base seed of this epoch is drawn already. */
  readonly begun?: boolean;
  /** Number of items in a loader's data set, if its sampler is one of this library. */
  readonly items?: number;
  /** State of a wrapped sampler of your own. */
  readonly inner?: unknown;
  /** Batches of indices that a loader read ahead and did not deliver; `last` is true if they end the epoch. */
  readonly ahead?: { readonly batches: readonly (readonly number[])[]; readonly last: boolean };
  /** Epoch of the next item. */
  readonly epoch: number;
  /** Position of the next item in the epoch. */
  readonly position: number;
}

/** How a wrapper's positions count the draws of the innermost sampler. */
export interface StateShape {
  /** Class name of the innermost sampler. It gives single draws, or batches that depend on their size. */
  readonly sampler: string;
  /** Hash of its settings. */
  readonly fingerprint: string;
  /** Total number of replicas (world size). */
  readonly numReplicas: number;
  /** Rank that saved the state, in [0, numReplicas). */
  readonly rank: number;
  /** Number of draws in a batch; 1 for single draws, and for batches of the innermost sampler. */
  readonly batchSize: number;
  /** Number of positions in an epoch of this rank, if shares are uneven (`pad: false`); 2^53 - 1 if it is not known. */
  readonly count?: number;
}

/** The part of a state that belongs to a wrapped iterable of your own. */
export type InnerState = Pick<SamplerState, 'inner' | 'ahead'>;

/** The part of a state that must match the sampler that restores it. */
export type Identity = Pick<SamplerState, 'sampler' | 'fingerprint' | 'seed' | 'shape'>;

/** Kind of the items that a sampler or loader of this library iterates over. */
export type ItemKind = 'indices' | 'batches' | 'items';

/**
 * Kind of the items of a sampler or loader of this library; undefined for any other object. It tests a member, not the
 * class, so that samplers of loaded-dice and of loaded-dice/js mix. The member's key is a string, not a symbol: esbuild
 * keeps a class with a computed key in every bundle.
 */
export function itemKindOf(value: unknown): ItemKind | undefined {
  return typeof value === 'object' && value !== null ? (value as { _itemKind?: ItemKind })._itemKind : undefined;
}

/** Members that not every wrapper has at any time. */
export type Member = 'setEpoch' | 'state' | 'restore' | 'skip';

/** Members that a wrapper forwards to the wrapped sampler. */
export interface Wrapped {
  /** @internal */
  readonly _access: Access;
  /** @internal Upper bound of the indices, inclusive; undefined if it is not known. */
  readonly _maxIndex: number | undefined;
  /** @internal Whether `state` and `restore` are available. */
  readonly _resumable: boolean;
  /** @internal Whether `skip` has to read items, because epochs only come in order, or differ in length. */
  readonly _skipsByReading?: boolean;
  /**
   * @internal Requires that `member` is available; the error names the class of `asked`.
   * @throws {Error} The wrapped sampler is an iterable of your own without the member, or was disposed of.
   */
  _require(member: Member, asked: { _settings(): Shown }): void;
  /** @internal Whether `restore` may set the seed: none was given, and nothing is drawn yet. */
  _mayTakeSeed(): boolean;
  /** @internal Sets the seed to that of a state. */
  _takeSeed(seed: number): void;
  /** @internal Restores a wrapped iterable of your own from its part of a state. */
  _restoreInner(state: SamplerState): void;
}

/** A sampler of indices whose epochs a wrapper reads without changing the sampler's position. */
export interface SeekableSampler extends IndexSource, Wrapped {
  readonly length: number;
  /** @internal How often weights changed. Undefined if they cannot; otherwise, wrappers read nothing ahead. */
  readonly _changes?: number | undefined;
  /**
   * @internal Opens an epoch source at `from`. With `shared`, sources that ask for one epoch number get one epoch.
   * @throws {TypeError | RangeError} `from` holds an invalid generator state.
   */
  _reader(from: StartPoint, shared: boolean): IndexSource;
  /** @internal The part of a state that must match this sampler. */
  _identity(): Identity;
}

export function isSeekable(value: object): value is SeekableSampler {
  return itemKindOf(value) === 'indices' && (value as SeekableSampler)._access !== 'iterable';
}
