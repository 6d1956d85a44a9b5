import { checkIndex, isPlain } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { IterableLoop } from '../samplers/iterable-loop.js';
import { checkGrouped, type GroupCodes } from './group-draws.js';

/** Indices of each group that has some, but not enough for a batch. Groups are in the order of their first index. */
export type Pending = Map<number, number[]>;

/** What a state needs to continue within an epoch of an iterable of your own: JSON. */
export interface PendingState {
  /** State of the iterable. */
  readonly sampler: unknown;
  readonly pending: readonly (readonly number[])[];
  /** Whether the iterable has come to its end. */
  readonly last: boolean;
}

/** Where an epoch continues that was restored. */
export interface RestoredEpoch {
  readonly pending: Pending;
  readonly last: boolean;
}

/** Groups indices from an iterable of your own, as they come. */
export class GroupLoop extends IterableLoop<number> {
  #pending: Pending = new Map();
  #begun = false;
  #last = false;
  /** Number of indices that were read in this epoch. */
  #read = 0;

  /** `restored` returns the epoch that was restored since it was last asked. `length` may not be known. */
  constructor(
    indices: Iterable<number>,
    private readonly groups: GroupCodes,
    private readonly size: number,
    private readonly length: () => number | undefined,
    private readonly restored: () => RestoredEpoch | undefined,
  ) {
    super(indices);
  }

  /** Begins an epoch, or goes on within it. */
  override open(position: number): void {
    if (position > 0 && this.#begun) return;
    const { pending = new Map(), last = false } = this.restored() ?? {};
    this.#begun = true;
    this.#pending = pending;
    // an epoch that was restored at its end is followed by another one
    this.#last = last && (position > 0 || pending.size > 0);
    this.#read = position * this.size;
    for (const indices of pending.values()) this.#read += indices.length;
    if (!this.#last) super.open(0);
  }

  /** Whether all indices were read. */
  override get over(): boolean {
    return this.#last || super.over;
  }

  /** Whether nothing follows. */
  get isDone(): boolean {
    return this.over && this.#pending.size === 0;
  }

  /** What has to be restored to continue in this epoch; undefined if none has begun. */
  get present(): RestoredEpoch | undefined {
    return this.#begun ? { pending: this.#pending, last: this.over } : undefined;
  }

  /** Returns the next batch that is filled, or a rest; undefined at the end. */
  nextBatch(dropLast: boolean): number[] | undefined {
    const batch = this.#filled();
    // once nothing else is to come, so that the end of the epoch is known
    if (dropLast && this.over) this.#pending.clear();
    if (batch) return batch;
    for (const [code, rest] of this.#pending) {
      this.#pending.delete(code);
      return rest;
    }
    return undefined;
  }

  /** Ends the epoch, whether it is over or was left. */
  release(): void {
    this.#begun = false;
    this.#last = false;
    this.#pending = new Map();
    this.close();
  }

  override abandon(): void {
    this.#pending.clear();
    super.abandon();
  }

  /** Reads on until a batch is filled. Returns undefined at the end. After an error, nothing waits anymore. */
  #filled(): number[] | undefined {
    try {
      while (!this.over) {
        const next = this.next();
        if (!next) return undefined;
        const batch = this.convert(next.value, (index) => this.#add(checkIndex(index)));
        if (++this.#read === this.length()) this.end(1);
        if (batch) return batch;
      }
    } catch (error) {
      this.#pending.clear();
      throw error;
    }
    return undefined;
  }

  /** Adds an index to its group. Returns the group's batch once it is filled. */
  #add(index: number): number[] | undefined {
    const { codes } = this.groups;
    checkGrouped(index, codes.length);
    const code = codes[index];
    let batch = this.#pending.get(code);
    if (!batch) this.#pending.set(code, (batch = []));
    if (batch.push(index) < this.size) return undefined;
    this.#pending.delete(code);
    return batch;
  }
}

/**
 * Checks the part of a state that holds what waits for its batch.
 * @throws {TypeError | RangeError} It is not what `state` gave.
 */
export function checkPending(inner: unknown, { codes }: GroupCodes, size: number): RestoredEpoch {
  const { sampler, pending, last } = Object(inner);
  const isState = typeof inner === 'object' && inner !== null && isPlain(inner) && sampler !== undefined;
  if (!isState || !Array.isArray(pending) || typeof last !== 'boolean') {
    throw new TypeError(`state.inner must be { sampler, pending, last }, as state() gave it, got ${describe(inner)}`);
  }
  const groups: Pending = new Map();
  pending.forEach((indices: unknown, i) => {
    const name = `state.inner.pending[${i}]`;
    if (!Array.isArray(indices)) throw new TypeError(`${name} must be an array of indices, got ${describe(indices)}`);
    if (indices.length === 0 || indices.length >= size) {
      throw new RangeError(`${name} must have 1 to ${size - 1} indices, fewer than a batch, got ${indices.length}`);
    }
    const code = codes[indices[0]];
    for (const index of indices) {
      if (typeof index === 'number' && codes[index] !== undefined && codes[index] === code) continue;
      throw new RangeError(`${name} must have indices of one group, got ${describe(index)}`);
    }
    if (groups.has(code)) throw new RangeError(`${name} must be of another group than the others before it`);
    groups.set(code, [...indices]);
  });
  return { pending: groups, last };
}
