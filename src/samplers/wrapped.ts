import type { Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import type { Access } from '../sources/epochs.js';
import { Carried } from './carried.js';
import {
  givenBy,
  type Identity,
  isSeekable,
  type Sampler,
  type SamplerState,
  type SeekableSampler,
  type Wrapped,
} from './sampler.js';

/**
 * The sampler inside a wrapper: one of this library's, which can be read anywhere without being moved, or a plain
 * iterable.
 */
export class WrappedSampler implements Wrapped {
  readonly seekable: SeekableSampler | undefined;
  /** Its state, where it is a plain iterable that has one. */
  readonly carried: Carried | undefined;

  /** `hint` ends the message where this is neither, `batchesHint` where it gives batches. */
  constructor(
    readonly sampler: Sampler,
    private readonly wrapper: string,
    hint = '',
    batchesHint = hint,
  ) {
    if (typeof sampler !== 'object' || sampler === null || typeof sampler[Symbol.iterator] !== 'function') {
      throw new TypeError(`sampler must be a sampler or an iterable of indices, got ${describe(sampler)}${hint}`);
    }
    if (givenBy(sampler) === 'batches' || givenBy(sampler) === 'items') {
      throw new TypeError(
        `sampler must give single indices, got ${describe(sampler)}, which gives batches${batchesHint}`,
      );
    }
    this.seekable = isSeekable(sampler) ? sampler : undefined;
    this.carried = this.seekable ? undefined : Carried.of(sampler);
  }

  /** Draws in an epoch; a plain iterable may have none to tell. */
  get length(): number | undefined {
    const { length } = this.sampler;
    return typeof length === 'number' ? length : undefined;
  }

  /** Its seed; a sampler of the user's own may have something else by that name. */
  get seed(): Seed | undefined {
    const { seed } = this.sampler as { seed?: unknown };
    return /^(number|string|bigint)$/.test(typeof seed) ? (seed as Seed) : undefined;
  }

  /** Its backend, in the same way. */
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
    return this.seekable !== undefined || this.carried !== undefined;
  }

  /** @internal */
  _needs(member: 'setEpoch' | 'state' | 'restore', asked: { _settings(): Shown }): void {
    const has = this.seekable || (member !== 'setEpoch' && this.carried);
    if (!has) throw cannotGoBack(member, asked._settings().type);
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
    this.carried?.restore(state);
  }

  /** What a member that goes back needs. */
  needed(member: string): SeekableSampler {
    if (this.seekable) return this.seekable;
    throw cannotGoBack(member, this.wrapper);
  }

  /** What a state has to match of it. */
  identity(): Identity {
    return (this.seekable?._identity() ?? this.carried?.identity()) as Identity;
  }
}

/** What a wrapper shows of the one inside: a list is not shown whole. */
export function shownInside(sampler: object | undefined): unknown {
  return !sampler || givenBy(sampler) ? sampler : describe(sampler);
}

/** Why a wrapper over a plain iterable has no such member: none has but for a state of the iterable's own. */
export function cannotGoBack(member: string, wrapper: string): Error {
  const own = /state|restore/.test(member) ? ', or one with state() and restore()' : '';
  return new Error(
    `${member} needs a sampler of this library inside${own}; over a plain iterable a ${wrapper} can only go on`,
  );
}
