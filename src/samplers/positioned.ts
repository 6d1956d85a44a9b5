import { checkInteger } from '../internal/check.js';
import type { Shown } from '../internal/inspect.js';
import type { EpochSource, StartPoint } from '../sources/epochs.js';
import { Cursor, finish, type LoopHost, MAX_CHUNK, nextEpoch } from './cursor.js';
import { passDraws, wholeEpochs } from './skipped.js';
import { Wrapper } from './wrapper.js';

const NOTHING = 'nothing to draw: the sampler is empty';

/** Base class of samplers that track an epoch and a position: how they move. `R` is the type of the epoch source. */
export abstract class PositionedSampler<T, R extends EpochSource> extends Wrapper<R> implements LoopHost<T> {
  #cursor = new Cursor<T>(0, 0);

  /** Number of items in one epoch. */
  abstract get length(): number;

  /** @internal The class name and the settings, for `toJSON`. */
  abstract _settings(): Shown;

  /**
   * @internal Opens an epoch source at `from`. With `shared`, sources that ask for one epoch number get one epoch.
   * @throws {TypeError | RangeError} `from` holds an invalid generator state.
   */
  abstract _reader(from: StartPoint, shared: boolean): R;

  /** @internal Reads 1 to `count` items of an epoch from `position` on; none at the end of an iterable. */
  abstract _load(reader: R, epoch: number, position: number, count: number): ArrayLike<T>;

  /** @internal Reads items that are dropped, like `_load`. They may have any value. */
  _drop(reader: R, epoch: number, position: number, count: number): ArrayLike<T> {
    return this._load(reader, epoch, position, count);
  }

  /** @internal Takes from a generator what reading the items [from, to) of an epoch takes. */
  _advance(reader: R, epoch: number, from: number, to: number): void {
    passDraws(reader._generated, epoch, from, to, to === this.length);
  }

  /** @internal Number of items from `position` to the end of an epoch; Infinity if it is not known. */
  _remaining(position: number, _reader?: EpochSource, _epoch?: number): number {
    return this.length - position;
  }

  /** @internal Number of items in an epoch. Of some samplers it differs from epoch to epoch. */
  _lengthOf(_epoch: number): number {
    return this.length;
  }

  /** @internal Number of items of an epoch that ranks share out; Infinity if it is not known. */
  _sharedIn(epoch: number): number {
    return this._remaining(0, undefined, epoch);
  }

  /** @internal Where it stands. */
  get _cursor(): Cursor<T> {
    return this.#cursor;
  }

  /** @internal */
  _setCursor(cursor: Cursor<T>): void {
    this.#cursor = cursor;
  }

  /** Epoch of the next item, counted from 0. */
  get epoch(): number {
    return this.#cursor.epoch;
  }

  /** Position of the next item in its epoch, in [0, length). */
  get position(): number {
    return this.#cursor.position;
  }

  /**
   * Moves to the beginning of an epoch. Right after `restore`, calling it with the restored epoch keeps the restored
   * position, so that a loop over epochs resumes within that epoch. A loop in progress keeps its own epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer.
   * @throws {Error} The draws come from a generator or from an iterable of your own: both only move forward.
   */
  setEpoch(epoch: number): void {
    this._require('setEpoch', this);
    checkInteger('epoch', epoch, 0);
    if (this._access === 'sequential') {
      throw new Error(
        'setEpoch is not available with a generator, which only moves forward: use a seed, or restore a state',
      );
    }
    const { epoch: now, position, restored } = this.#cursor;
    const keeps = epoch === now && position === restored;
    this.#cursor = new Cursor(epoch, keeps ? position : 0);
    if (keeps) this.#cursor.restored = restored;
  }

  /**
   * Returns the next item. After the last item of an epoch, it continues with the next epoch.
   * @throws {RangeError} The sampler is empty.
   */
  draw(): T {
    const cursor = this.#cursor;
    if (cursor.next > cursor.last) this.#ready(cursor);
    const value = cursor.chunk[cursor.next++];
    if (cursor.next > cursor.last) this._settle(cursor);
    return value;
  }

  /**
   * Moves on by `count` items, as drawing them does, also into the following epochs. Nothing is drawn, and a loader
   * loads nothing, so any `count` takes the same time. But a generator makes the words that the draws would take, and
   * an iterable of your own is read. Over a GroupBatchSampler, each skipped epoch is grouped to count its batches. Call
   * `skip` after `setEpoch`, which moves to the beginning of an epoch.
   * @throws {TypeError | RangeError} `count` is not a non-negative safe integer, or the sampler is empty.
   * @throws {Error} The sampler was disposed of.
   */
  skip(count: number): void {
    checkInteger('count', count, 0);
    this._require('skip', this);
    if (count === 0) return;
    if (this._skipsByReading) this.#drop(count);
    else this.#jump(count);
  }

  /** The epoch source of the next items, once the previous epoch is finished. */
  protected reader(): R {
    finish(this.#cursor);
    return this.readerOf(this.#cursor);
  }

  /** The cursor's epoch source; opens it if necessary. */
  protected readerOf(cursor: Cursor<T>): R {
    cursor.reader ??= this._reader({ epoch: cursor.epoch, position: 0 }, false);
    return cursor.reader as R;
  }

  /** Moves to a position, which may be the end of the epoch. `another` tells whether `epoch` is a later epoch. */
  protected moveTo(epoch: number, position: number, another: boolean): void {
    const cursor = this.#cursor;
    if (position === this.length) {
      cursor.reader?._generated?.finish(epoch);
      this._release(cursor.reader, epoch);
      cursor.open(nextEpoch(epoch), 0);
    } else if (another) cursor.open(epoch, position);
    else cursor.moveTo(position);
  }

  /** Skips items by their position alone, and takes from a generator what drawing them takes. */
  #jump(count: number): void {
    const length = this._remaining(0);
    if (length === 0) throw new RangeError(NOTHING);
    const { position, epoch } = this.#cursor;
    const { epochs, rest } = wholeEpochs(position, count, length);
    const last = Math.min(epoch + epochs, Number.MAX_SAFE_INTEGER);
    if (this._takesWords) {
      const reader = this.reader();
      let [now, from] = [epoch, position];
      for (let left = epochs; left > 0; left--) {
        this._advance(reader, now, from, length);
        this._release(reader, now);
        now = nextEpoch(now);
        from = 0;
      }
      if (rest > from) this._advance(reader, now, from, rest);
    } else if (epochs > 0) {
      this._release(this.#cursor.reader, epoch);
    }
    this.moveTo(last, rest, epochs > 0);
  }

  /** Reads items of an iterable, and drops them. */
  #drop(count: number): void {
    const cursor = this.#cursor;
    for (let left = count; left > 0; left--) {
      if (cursor.next > cursor.last) this.#ready(cursor, true);
      cursor.next++;
      if (cursor.next > cursor.last) this._settle(cursor);
    }
  }

  /** Reads the next chunk. If the sampler is empty, throws and leaves the position unchanged. */
  #ready(cursor: Cursor<T>, drops = false): void {
    const { epoch, position } = cursor;
    // checked first, because an epoch without items may also take words from a generator
    if (this._remaining(0, cursor.reader, epoch) <= 0) throw new RangeError(NOTHING);
    // twice: an iterable may report its end only by returning no item; then the next epoch begins
    if (this._refill(cursor, drops) || this._refill(cursor, drops)) return;
    this.#cursor = new Cursor(epoch, position);
    throw new RangeError(NOTHING);
  }

  /** @internal */
  _refill(cursor: Cursor<T>, drops = false): boolean {
    finish(cursor);
    const { epoch, position } = cursor;
    const count = Math.min(cursor.readAhead, this._remaining(position, cursor.reader, epoch));
    const read = drops ? '_drop' : '_load';
    const chunk = count > 0 ? this[read](this.readerOf(cursor), epoch, position, count) : undefined;
    if (!chunk?.length) {
      if (count <= 0 && position === 0) this._skip(this.readerOf(cursor), epoch);
      this._leave(cursor);
      return false;
    }
    cursor.offer(chunk);
    cursor.readAhead = Math.min(2 * cursor.readAhead, MAX_CHUNK);
    return true;
  }

  /** @internal */
  _settle(cursor: Cursor<T>): void {
    if (this._remaining(cursor.position, cursor.reader, cursor.epoch) > 0) return;
    const { epoch, loop } = cursor;
    const stream = cursor.reader?._generated;
    this._leave(cursor);
    if (!stream) return;
    // a `break` at the last item leaves the loop early, so the epoch is finished only once `next` is called again
    if (loop) cursor.ending = () => stream.finish(epoch);
    else stream.finish(epoch);
  }

  /** @internal */
  _leave(cursor: Cursor<T>): void {
    this._release(cursor.reader, cursor.epoch);
    cursor.open(nextEpoch(cursor.epoch), 0);
  }
}
