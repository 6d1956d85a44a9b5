import { checkInteger } from '../check.js';
import { Cursor, Loop, type Reader } from './cursor.js';
import type { Identity, SamplerState } from './sampler.js';
import { checkState } from './state.js';

/** Items are read ahead this many indices at a time at the most: few enough for the cache, enough for an engine to optimise the call. */
export const CHUNK = 65536;

/** The last epoch, 2^53 - 1, is followed by itself: another number would be no safe integer, and no state could hold it. */
export function nextEpoch(epoch: number): number {
  return Math.min(epoch + 1, Number.MAX_SAFE_INTEGER);
}

/** A sampler that stands somewhere: epochs of `length` items, read from the cursor on. */
export abstract class EpochSampler<T> implements Iterable<T> {
  #cursor = new Cursor<T>(0, 0);
  readonly #reader: Reader<T> = {
    refill: (cursor) => this.#refill(cursor),
    settle: (cursor) => this.#settle(cursor),
    leave: (cursor) => this.#leave(cursor),
  };

  /** Items in one epoch. */
  abstract get length(): number;

  /** @internal Whether nobody can tell yet which seed this sampler has. */
  _mayTakeSeed(): boolean {
    return false;
  }

  /** @internal */
  _takeSeed(_seed: number): void {}

  /** @internal What a state of this sampler has to match. */
  abstract _identity(): Identity;

  /** Items position, position + 1, … of an epoch: at most `count`, at least one. */
  protected abstract load(epoch: number, position: number, count: number): ArrayLike<T>;

  /** How many items an epoch has from `position` on. */
  protected remaining(position: number): number {
    return this.length - position;
  }

  /** The epoch that the next item is of, from 0 on. */
  get epoch(): number {
    return this.#cursor.epoch;
  }

  /** The next item's place in its epoch, in [0, length). */
  get position(): number {
    return this.#cursor.position;
  }

  /**
   * Goes to the beginning of an epoch. A loop that is under way keeps to its own epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer.
   */
  setEpoch(epoch: number): void {
    this.#cursor = new Cursor(checkInteger('epoch', epoch, 0), 0);
  }

  /**
   * The next item; moves on by one, into the next epoch where this one is used up.
   * @throws {RangeError} The sampler is empty.
   */
  draw(): T {
    const cursor = this.#cursor;
    if (cursor.next === cursor.limit) this.#ready(cursor);
    const value = cursor.chunk[cursor.next++];
    if (cursor.next === cursor.limit) this.#settle(cursor);
    return value;
  }

  /**
   * From where the sampler stands to the end of that epoch; then, and when left early, the sampler stands at the next epoch's
   * beginning. A loop opened inside a loop takes the next epoch, and the sampler follows the newest.
   */
  [Symbol.iterator](): IterableIterator<T, undefined> {
    if (this.#cursor.loop) this.#cursor = new Cursor(nextEpoch(this.#cursor.epoch), 0);
    return new Loop(this.#reader, this.#cursor);
  }

  /** Where the sampler stands, as a small JSON value. */
  state(): SamplerState {
    return { version: 1, ...this._identity(), epoch: this.epoch, position: this.position };
  }

  /**
   * Continues exactly where a state was taken. A sampler that was given no seed and has not drawn yet takes the state's; so does a
   * wrapper over one.
   * @throws {TypeError | RangeError | Error} Not a state; or one of another kind of sampler, version, weights, options or seed. Nothing is changed.
   */
  restore(state: SamplerState): void {
    const takes = this._mayTakeSeed();
    const { epoch, position, seed } = checkState(state, this._identity(), this.length, takes);
    if (takes && seed !== undefined) this._takeSeed(seed);
    this.#cursor = new Cursor(epoch, position);
  }

  /** Moves to a position that may be the end of its epoch. */
  protected moveTo(epoch: number, position: number): void {
    if (position === this.length) {
      this.release(epoch);
      this.#cursor.moveTo(nextEpoch(epoch), 0);
    } else {
      this.#cursor.moveTo(epoch, position);
    }
  }

  /** Called when an epoch is over, or left. */
  protected release(_epoch: number): void {}

  /** Reads on, or throws where there is nothing and leaves the sampler where it was. */
  #ready(cursor: Cursor<T>): void {
    const { epoch, position } = cursor;
    // twice: a plain iterable may show its end only by giving nothing, and then the next epoch begins
    if (this.#refill(cursor) || this.#refill(cursor)) return;
    this.#cursor = new Cursor(epoch, position);
    throw new RangeError('nothing to draw: the sampler is empty');
  }

  #refill(cursor: Cursor<T>): boolean {
    const { epoch, position } = cursor;
    const count = Math.min(cursor.ahead, this.remaining(position));
    const chunk = count > 0 ? this.load(epoch, position, count) : undefined;
    if (!chunk?.length) {
      this.#leave(cursor);
      return false;
    }
    cursor.chunk = chunk;
    cursor.limit = chunk.length;
    cursor.start = position;
    cursor.next = 0;
    cursor.ahead = Math.min(2 * cursor.ahead, CHUNK);
    return true;
  }

  #settle(cursor: Cursor<T>): void {
    if (this.remaining(cursor.position) === 0) this.#leave(cursor);
  }

  #leave(cursor: Cursor<T>): void {
    this.release(cursor.epoch);
    cursor.loop = undefined;
    cursor.moveTo(nextEpoch(cursor.epoch), 0);
  }
}
