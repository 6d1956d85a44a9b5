import { checkInteger } from '../internal/check.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import { Cursor, finish, Loop, type LoopHost, MAX_CHUNK, nextEpoch } from './cursor.js';
import type { Identity, ItemKind, SamplerState, Wrapped } from './sampler.js';
import { checkState } from './state.js';
import { Wrapper } from './wrapper.js';

/** Base class of samplers that track an epoch and a position. `R` is the type of its epoch source. */
export abstract class EpochSampler<T, R extends EpochSource = IndexSource>
  extends Wrapper<R>
  implements Iterable<T>, LoopHost<T>
{
  #cursor = new Cursor<T>(0, 0);
  /** Cursors of open loops inside which newer loops were opened. */
  #outer: readonly Cursor<T>[] | undefined;

  constructor(wrapped?: Wrapped) {
    super(wrapped);
    inspectable(new.target.prototype);
  }

  /** Number of items in one epoch. */
  abstract get length(): number;

  /** @internal The class name and the settings, for `toJSON`. */
  abstract _settings(): Shown;

  /** @internal The part of a state that must match this sampler. */
  abstract _identity(): Identity;

  /** @internal Kind of the items. */
  abstract readonly _itemKind: ItemKind;

  /**
   * @internal Opens an epoch source at `from`. With `shared`, sources that ask for one epoch number get one epoch.
   * @throws {TypeError | RangeError} `from` holds an invalid generator state.
   */
  abstract _reader(from: StartPoint, shared: boolean): R;

  /** @internal Reads 1 to `count` items of an epoch from `position` on; none at the end of an iterable. */
  abstract _load(reader: R, epoch: number, position: number, count: number): ArrayLike<T>;

  /** @internal Number of items from `position` to the end of the epoch; Infinity if it is not known. */
  _remaining(position: number, _reader?: EpochSource): number {
    return this.length - position;
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
   * Class name, settings, epoch and position, for JSON.stringify and console.log. To continue a run, save `state()`
   * instead.
   */
  toJSON(): Shown {
    const { seed, generator, backend } = this as { seed?: unknown; generator?: unknown; backend?: unknown };
    const { epoch, position } = this;
    return settingsForJson(this, {
      ...this._settings(),
      ...(generator ? { generator } : { seed }),
      backend,
      epoch,
      position,
    });
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
   * Iterates from the current position to the end of the epoch. Then, or if you leave early, the sampler moves to the
   * next epoch. A loop inside a loop takes the next epoch, and the sampler follows the newest loop.
   */
  [Symbol.iterator](): IterableIterator<T, undefined> {
    const cursor = this.#cursor;
    if (cursor.loop) {
      this.#outer = [...(this.#outer ?? []).filter(({ loop }) => loop), cursor];
      this.#cursor = new Cursor(nextEpoch(cursor.epoch), 0);
    }
    return this.openLoop(this.#cursor);
  }

  /** Makes the loop of a `for…of`. */
  protected openLoop(cursor: Cursor<T>): Loop<T> {
    return new Loop(this, cursor);
  }

  /**
   * Returns epoch and position as a small JSON value, for `restore`. After the last item of an epoch, inside the loop
   * too, they are (epoch + 1, 0). So continue with the sampler's own `epoch`, not with a counter of your own:
   * `sampler.restore(state); for (let epoch = sampler.epoch; epoch < epochs; epoch++) {
   * sampler.setEpoch(epoch); for (const item of sampler) … }`
   * @throws {Error} The wrapped sampler is an iterable of your own without `state` and `restore`.
   */
  state(): SamplerState {
    this._require('state', this);
    const cursor = this.#cursor;
    const { epoch, position } = cursor;
    const reader = this.readerOf(cursor);
    const stream = reader._generated;
    const generator = stream?.state(epoch, cursor.ending !== undefined);
    return {
      version: 1,
      ...this._identity(),
      ...(generator && { generator }),
      ...this._innerState(reader, epoch, position),
      ...this._ownState(reader, epoch, generator?.words),
      epoch,
      position,
    };
  }

  /**
   * Continues exactly where `state` was saved; `setEpoch` with that epoch keeps the position. An unseeded sampler that
   * has not drawn yet takes the seed of the state; so does a wrapper over one. An open loop continues at its own
   * position. Over an iterable of your own, it ends.
   * @throws {TypeError | RangeError | Error} `state` is invalid or does not match class, weights, options and seed. The
   * sampler does not change.
   */
  restore(state: SamplerState): void {
    this._require('restore', this);
    const wrapsIterable = this._access === 'iterable';
    const takesSeed = this._mayTakeSeed();
    const { epoch, position, seed } = checkState(state, this._identity(), this._remaining(0), takesSeed);
    const cursor = new Cursor<T>(epoch, position);
    cursor.restored = position;
    const { generator = null, ahead } = state;
    if (wrapsIterable || this._access === 'sequential')
      cursor.reader = this._reader({ epoch, position, generator, ahead }, false);
    this._restoreInner(state);
    if (wrapsIterable) this.#endLoops(state);
    if (takesSeed && seed !== undefined) this._takeSeed(seed);
    this.#cursor.ending = undefined;
    this.#cursor = cursor;
  }

  /**
   * Ends all loops over an iterable of your own, once its `restore` took a state. Ending a loop runs code of the
   * iterable, which may change its position. So this restores it once more.
   */
  #endLoops(state: SamplerState): void {
    const open = [this.#cursor, ...(this.#outer ?? [])].filter(({ reader }) => reader);
    if (open.length === 0) return;
    this.#outer = undefined;
    try {
      for (const cursor of open) {
        cursor.loop = undefined;
        this._release(cursor.reader, cursor.epoch);
      }
    } finally {
      this._restoreInner(state);
    }
  }

  /** Discards the items that were read ahead; unless `all`, not those of outer loops. */
  protected forget(all = true): void {
    this.#cursor.forget();
    if (all) for (const cursor of this.#outer ?? []) cursor.forget();
  }

  /** The epoch source of the next items, once the previous epoch is finished. */
  protected reader(): R {
    finish(this.#cursor);
    return this.readerOf(this.#cursor);
  }

  /** With a generator: an epoch source over a copy, which leaves the generator unchanged. Otherwise undefined. */
  protected peek(epoch: number): IndexSource | undefined {
    const cursor = this.#cursor;
    const reader = this.readerOf(cursor);
    return reader._generated?.peek(epoch, cursor.epoch, cursor.ending !== undefined);
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

  /**
   * @internal Moves to a position before its draws are made. `another` tells whether `epoch` is a later epoch. If the
   * draws fail, call the returned function: it undoes the move, unless anything moved the sampler since.
   */
  _moveOn(epoch: number, position: number, another: boolean): () => void {
    const cursor = this.#cursor;
    const { epoch: from, position: at, loop, moved, restored } = cursor;
    const mark = {};
    const move = (epoch: number, position: number): void => {
      if (another) cursor.open(epoch, position);
      else cursor.moveTo(position);
    };
    move(epoch, position);
    cursor.moved = mark;
    return () => {
      // the epoch and the position do not suffice, because the last epoch repeats
      if (this.#cursor !== cursor || cursor.moved !== mark || cursor.position !== position) return;
      move(from, at);
      cursor.moved = moved;
      cursor.restored = restored;
      if (loop && !cursor.loop) {
        cursor.loop = loop;
        loop.buffer = cursor;
      }
    };
  }

  /** Reads the next chunk. If the sampler is empty, throws and leaves the position unchanged. */
  #ready(cursor: Cursor<T>): void {
    const { epoch, position } = cursor;
    // twice: an iterable may report its end only by returning no item; then the next epoch begins
    if (this._refill(cursor) || this._refill(cursor)) return;
    this.#cursor = new Cursor(epoch, position);
    throw new RangeError('nothing to draw: the sampler is empty');
  }

  /** @internal */
  _refill(cursor: Cursor<T>): boolean {
    finish(cursor);
    const { epoch, position } = cursor;
    const count = Math.min(cursor.readAhead, this._remaining(position, cursor.reader));
    const chunk = count > 0 ? this._load(this.readerOf(cursor), epoch, position, count) : undefined;
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
    if (this._remaining(cursor.position, cursor.reader) > 0) return;
    const { epoch, loop } = cursor;
    const stream = cursor.reader?._generated;
    this._leave(cursor);
    if (!stream) return;
    // a `break` at the last item leaves the loop early, so the epoch is finished only once `next` is called again
    if (loop) cursor.ending = () => stream.finish(epoch);
    else stream.finish(epoch);
  }

  /** The cursor's epoch source; opens it if necessary. */
  protected readerOf(cursor: Cursor<T>): R {
    cursor.reader ??= this._reader({ epoch: cursor.epoch, position: 0 }, false);
    return cursor.reader as R;
  }

  /** @internal */
  _leave(cursor: Cursor<T>): void {
    this._release(cursor.reader, cursor.epoch);
    cursor.open(nextEpoch(cursor.epoch), 0);
  }
}
