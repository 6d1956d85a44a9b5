import type { Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import type { Access } from '../sources/epochs.js';
import { IterableState } from './iterable-state.js';
import {
  type Identity,
  isSeekable,
  itemKindOf,
  type Member,
  type Sampler,
  type SamplerState,
  type SeekableSampler,
  type Wrapped,
} from './sampler.js';

/**
 * The sampler that a wrapper holds: one of this library, which is read without changing its position, or an iterable of
 * your own.
 */
export class WrappedSampler implements Wrapped {
  readonly seekable: SeekableSampler | undefined;
  /** Saves and restores the state of an iterable of your own; undefined if it has none. */
  readonly iterableState: IterableState | undefined;

  /** `hint` ends the error about other values, `batchesHint` the error about a sampler of batches. */
  constructor(
    readonly sampler: Sampler,
    private readonly wrapper: string,
    hint = '',
    batchesHint = hint,
  ) {
    if (typeof sampler !== 'object' || sampler === null || typeof sampler[Symbol.iterator] !== 'function') {
      throw new TypeError(`sampler must be a sampler or an iterable of indices, got ${describe(sampler)}${hint}`);
    }
    if (itemKindOf(sampler) === 'batches' || itemKindOf(sampler) === 'items') {
      throw new TypeError(
        `sampler must give single indices, got ${describe(sampler)}, which gives batches${batchesHint}`,
      );
    }
    this.seekable = isSeekable(sampler) ? sampler : undefined;
    this.iterableState = this.seekable ? undefined : IterableState.of(sampler);
  }

  /** Number of draws in one epoch; undefined for an iterable of your own without a length. */
  get length(): number | undefined {
    const { length } = this.sampler;
    return typeof length === 'number' ? length : undefined;
  }

  /** How often the sampler's weights changed; undefined if they cannot change. */
  get changes(): number | undefined {
    return this.seekable?._changes;
  }

  /** The sampler's seed. Another kind of value, which an iterable of your own may have, is ignored. */
  get seed(): Seed | undefined {
    const { seed } = this.sampler as { seed?: unknown };
    return /^(number|string|bigint)$/.test(typeof seed) ? (seed as Seed) : undefined;
  }

  /** The sampler's backend. Another kind of value, which an iterable of your own may have, is ignored. */
  get backend(): 'wasm' | 'js' | undefined {
    const { backend } = this.sampler as { backend?: unknown };
    return backend === 'wasm' || backend === 'js' ? backend : undefined;
  }

  /** @internal */
  get _access(): Access {
    return this.seekable?._access ?? 'iterable';
  }

  /** @internal */
  get _maxIndex(): number | undefined {
    return this.seekable?._maxIndex;
  }

  /** @internal */
  get _resumable(): boolean {
    return this.seekable !== undefined || this.iterableState !== undefined;
  }

  /** @internal */
  _require(member: Member, asked: { _settings(): Shown }): void {
    if (this.seekable) this.seekable._require(member, asked);
    else if (member !== 'skip' && (member === 'setEpoch' || !this.iterableState)) {
      throw unavailableError(member, asked._settings().type);
    }
  }

  /** @internal */
  _mayTakeSeed(): boolean {
    return this.seekable?._mayTakeSeed() ?? false;
  }

  /** @internal */
  _takeSeed(seed: number): void {
    this.seekable?._takeSeed(seed);
  }

  /** @internal */
  _restoreInner(state: SamplerState): void {
    this.iterableState?.restore(state);
  }

  /** @throws {Error} The wrapped sampler is an iterable of your own, so `member` is not available. */
  requireSeekable(member: string): SeekableSampler {
    if (this.seekable) return this.seekable;
    throw unavailableError(member, this.wrapper);
  }

  /** The part of a state that must match the wrapped sampler. */
  identity(): Identity {
    return (this.seekable?._identity() ?? this.iterableState?.identity()) as Identity;
  }
}

/** The wrapped sampler for `toJSON`. An iterable of your own is described only, because it may be long. */
export function samplerForJson(sampler: object | undefined): unknown {
  return !sampler || itemKindOf(sampler) ? sampler : describe(sampler);
}

/** The error of a member that needs a sampler of this library, or for `state` and `restore` these two methods. */
export function unavailableError(member: string, wrapper: string): Error {
  const own = /state|restore/.test(member) ? ', or an iterable with state() and restore()' : '';
  return new Error(
    `${member} is not available in a ${wrapper} over an iterable of your own: wrap a sampler of this library${own}`,
  );
}
