import { checkInteger } from '../internal/check.js';
import { inspectable, type Shown, shown } from '../internal/inspect.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import { CHUNK, Cursor, finish, Loop, type LoopHost, nextEpoch } from './cursor.js';
import type { Gives, Identity, SamplerState, Wrapped } from './sampler.js';
import { checkState } from './state.js';
import { Wrapper } from './wrapper.js';

/** Base class of samplers that track an epoch and a position: epochs of `length` items, read from the cursor on. */
export abstract class EpochSampler<T, R extends EpochSource = IndexSource>
  extends Wrapper<R>
  implements Iterable<T>, LoopHost<T>
{
  #cursor = new Cursor<T>(0, 0);
  /** Places of open loops that newer ones were opened in. */
  #outer: readonly Cursor<T>[] | undefined;

  /** Pass what is wrapped, if anything. */
  constructor(wrapped?: Wrapped) {
    super(wrapped);
    inspectable(new.target.prototype);
  }

  /** Items in one epoch. */
  abstract get length(): number;

  /** @internal The class by name, and its settings. */
  abstract _settings(): Shown;

  /** @internal What a state of this sampler has to match. */
  abstract _identity(): Identity;

  /** @internal What it gives, one by one. */
  abstract readonly _gives: Gives;

  /**
   * @internal What epochs are read from, `from` a place on; `shared` with others that ask for the same numbers of
   * epochs.
   * @throws {TypeError | RangeError} The place is a state's, and it is wrong.
   */
  abstract _reader(from: StartPoint, shared: boolean): R;

  /**
   * @internal Items position, position + 1, … of an epoch: at most `count`, at least one; none where a plain iterable
   * is over.
   */
  abstract _load(reader: R, epoch: number, position: number, count: number): ArrayLike<T>;

  /** @internal How many items an epoch has from `position` on; the reader may have seen the end of a plain iterable. */
  _remaining(position: number, _reader?: EpochSource): number {
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
   * What this is, with its settings and its place, for JSON.stringify and console.log. To continue a run, save
   * `state()` instead.
   */
  toJSON(): Shown {
    const { seed, generator, backend } = this as { seed?: unknown; generator?: unknown; backend?: unknown };
    const { epoch, position } = this;
    return shown(this, { ...this._settings(), ...(generator ? { generator } : { seed }), backend, epoch, position });
  }

  /**
   * Goes to the beginning of an epoch. Right after `restore`, `setEpoch` with the epoch that was restored keeps the
   * restored position: a loop that sets each epoch then resumes within it. A loop that is under way keeps to its own
   * epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer.
   * @throws {Error} The draws are a generator's, or those of a plain iterable inside, which only go on.
   */
  setEpoch(epoch: number): void {
    this._needs('setEpoch', this);
    checkInteger('epoch', epoch, 0);
    if (this._access === 'sequential') {
      throw new Error(
        'setEpoch cannot go anywhere: the draws are a generator’s, which only goes on; give a seed instead, or ' +
          'restore a state',
      );
    }
    const { epoch: now, position, restored } = this.#cursor;
    const keeps = epoch === now && position === restored;
    this.#cursor = new Cursor(epoch, keeps ? position : 0);
    if (keeps) this.#cursor.restored = restored;
  }

  /**
   * Returns the next item, of the next epoch if this one is used up.
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
   * Goes from the present position to the end of the epoch. At the end, and if you leave early, the sampler moves to the
   * next epoch. A loop inside a loop takes the next epoch, and the sampler follows the newest loop.
   */
  [Symbol.iterator](): IterableIterator<T, undefined> {
    const cursor = this.#cursor;
    if (cursor.loop) {
      this.#outer = [...(this.#outer ?? []).filter(({ loop }) => loop), cursor];
      this.#cursor = new Cursor(nextEpoch(cursor.epoch), 0);
    }
    return this.loop(this.#cursor);
  }

  /** A loop of the kind that reads this sampler's items fastest. */
  protected loop(cursor: Cursor<T>): Loop<T> {
    return new Loop(this, cursor);
  }

  /**
   * Where the sampler stands, as a small JSON value. After the last item of an epoch, inside the loop too, that is
   * (epoch + 1, 0). So continue with the sampler's own `epoch`: a counter that you saved beside the state would repeat
   * an epoch or skip one. `sampler.restore(state); for (let epoch = sampler.epoch; epoch < epochs; epoch++) {
   * sampler.setEpoch(epoch); for (const item of sampler) … }`
   */
  state(): SamplerState {
    this._needs('state', this);
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
   * Continues exactly where a state was taken; `setEpoch` with that epoch keeps the position. A sampler without a seed
   * of its own takes the state's, if it has not drawn yet; so does a wrapper over one. An open loop goes on where it
   * was. Over a sampler of your own it ends, because that sampler has one position only.
   * @throws {TypeError | RangeError | Error} The state is none, or of another sampler, version, weights, options or
   * seed. Nothing is changed.
   */
  restore(state: SamplerState): void {
    this._needs('restore', this);
    const carries = this._access === 'iterable';
    const takes = this._mayTakeSeed();
    const { epoch, position, seed } = checkState(state, this._identity(), this._remaining(0), takes);
    const cursor = new Cursor<T>(epoch, position);
    cursor.restored = position;
    const { generator = null, ahead } = state;
    if (carries || this._access === 'sequential')
      cursor.reader = this._reader({ epoch, position, generator, ahead }, false);
    this._restoreInner(state);
    if (carries) this.#leaveAll(state);
    if (takes && seed !== undefined) this._takeSeed(seed);
    this.#cursor.ending = undefined;
    this.#cursor = cursor;
  }

  /**
   * Ends all loops over an iterable, once its `restore` took a state. Leaving a loop runs code of the iterable, which
   * may move it: so it is put back again.
   */
  #leaveAll(state: SamplerState): void {
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

  /** Drops what was read ahead, for the open loops too. */
  protected forget(): void {
    for (const cursor of [this.#cursor, ...(this.#outer ?? [])]) cursor.forget();
  }

  /** What this sampler's next epochs are read from. */
  protected reader(): R {
    finish(this.#cursor);
    return this.readerOf(this.#cursor);
  }

  /** What an epoch is read from that nobody is to notice, where that is not the reader itself. */
  protected peek(epoch: number): IndexSource | undefined {
    const cursor = this.#cursor;
    const reader = this.readerOf(cursor);
    return reader._generated?.peek(epoch, cursor.epoch, cursor.ending !== undefined);
  }

  /** Makes items the next ones, in place of those that a cursor has. */
  protected offer(cursor: Cursor<T>, items: ArrayLike<T>): void {
    const { position } = cursor;
    cursor.chunk = items;
    cursor.last = items.length - 1;
    cursor.start = position;
    cursor.next = 0;
  }

  /**
   * Moves to a position that may be the end of its epoch; `another` where that is no longer the epoch that the sampler
   * stands in.
   */
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
   * @internal Moves on to a place, for draws that may yet fail; `another` where that is no longer the epoch that the
   * sampler stands in. Returns what moves back, where nobody has moved since, and takes up the loop again.
   */
  _moveOn(epoch: number, position: number, another: boolean): () => void {
    const cursor = this.#cursor;
    const { epoch: from, position: at, loop, moved, restored } = cursor;
    const mover = {};
    const move = (epoch: number, position: number): void => {
      if (another) cursor.open(epoch, position);
      else cursor.moveTo(position);
    };
    move(epoch, position);
    cursor.moved = mover;
    return () => {
      // the place alone does not tell: the last epoch is followed by itself
      if (this.#cursor !== cursor || cursor.moved !== mover || cursor.position !== position) return;
      move(from, at);
      cursor.moved = moved;
      cursor.restored = restored;
      if (loop && !cursor.loop) {
        cursor.loop = loop;
        loop.ahead = cursor;
      }
    };
  }

  /** Reads on, or throws where there is nothing and leaves the sampler where it was. */
  #ready(cursor: Cursor<T>): void {
    const { epoch, position } = cursor;
    // twice: a plain iterable may show its end only by giving nothing, and then the next epoch begins
    if (this._refill(cursor) || this._refill(cursor)) return;
    this.#cursor = new Cursor(epoch, position);
    throw new RangeError('nothing to draw: the sampler is empty');
  }

  /** @internal */
  _refill(cursor: Cursor<T>): boolean {
    finish(cursor);
    const { epoch, position } = cursor;
    const count = Math.min(cursor.ahead, this._remaining(position, cursor.reader));
    const chunk = count > 0 ? this._load(this.readerOf(cursor), epoch, position, count) : undefined;
    if (!chunk?.length) {
      if (count <= 0 && position === 0) this._pass(this.readerOf(cursor), epoch);
      this._leave(cursor);
      return false;
    }
    this.offer(cursor, chunk);
    cursor.ahead = Math.min(2 * cursor.ahead, CHUNK);
    return true;
  }

  /** @internal */
  _settle(cursor: Cursor<T>): void {
    if (this._remaining(cursor.position, cursor.reader) > 0) return;
    const { epoch, loop } = cursor;
    const stream = cursor.reader?._generated;
    this._leave(cursor);
    if (!stream) return;
    // a loop that is left at its last item is left early: what is finished is the epoch of one that is asked for more
    if (loop) cursor.ending = () => stream.finish(epoch);
    else stream.finish(epoch);
  }

  /** What a cursor reads from. */
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
