import type { Seed } from '../check.js';
import { describe } from '../describe.js';
import { Carried } from './carried.js';
import { type Identity, isPositioned, type Positioned, type Sampler } from './sampler.js';

/**
 * The sampler inside a wrapper: one of this library's, which can be read anywhere without being moved, or a plain
 * iterable.
 */
export class Inner {
  readonly positioned: Positioned | undefined;
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
    if (givesBatches(sampler)) {
      throw new TypeError(
        `sampler must give single indices, got ${describe(sampler)}, which gives batches${batchesHint}`,
      );
    }
    this.positioned = isPositioned(sampler) ? sampler : undefined;
    this.carried = this.positioned ? undefined : Carried.of(sampler);
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

  /** What a member that goes back needs. */
  needed(member: string): Positioned {
    if (this.positioned) return this.positioned;
    throw cannotGoBack(member, this.wrapper);
  }

  /** Throws where there is no state to be had. */
  checkResumes(member: string): void {
    if (!this.positioned && !this.carried) throw cannotGoBack(member, this.wrapper);
  }

  /** What a state has to match of it. */
  identity(): Identity {
    this.checkResumes('state');
    return (this.positioned?._identity() ?? this.carried?.identity()) as Identity;
  }
}

/** What a wrapper shows of the one inside: a list is not shown whole. */
export function shownInside(sampler: object | undefined): unknown {
  return !sampler || '_settings' in sampler ? sampler : describe(sampler);
}

/** One of this library's whose items are no indices. */
function givesBatches(sampler: object): boolean {
  return '_load' in sampler && !('_read' in sampler);
}

/** Why a wrapper over a plain iterable has no such member: none has but for a state of the iterable's own. */
export function cannotGoBack(member: string, wrapper: string): Error {
  const own = /state|restore/.test(member) ? ', or one with state() and restore()' : '';
  return new Error(
    `${member} needs a sampler of this library inside${own}; over a plain iterable a ${wrapper} can only go on`,
  );
}
