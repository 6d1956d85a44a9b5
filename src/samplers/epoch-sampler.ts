import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import type { EpochSource, IndexSource } from '../sources/epochs.js';
import { Cursor, Loop, nextEpoch } from './cursor.js';
import { PositionedSampler } from './positioned.js';
import type { Identity, ItemKind, SamplerState, Wrapped } from './sampler.js';
import { checkState } from './state.js';

/** Base class of samplers that track an epoch and a position. `R` is the type of its epoch source. */
export abstract class EpochSampler<T, R extends EpochSource = IndexSource>
  extends PositionedSampler<T, R>
  implements Iterable<T>
{
  /** Cursors of open loops inside which newer loops were opened. */
  #outer: readonly Cursor<T>[] | undefined;

  constructor(wrapped?: Wrapped) {
    super(wrapped);
    inspectable(new.target.prototype);
  }

  /** @internal The part of a state that must match this sampler. */
  abstract _identity(): Identity;

  /** @internal The settings that the fingerprint covers, for errors. Wrappers have a table of them. */
  get _covered(): string {
    return 'its options';
  }

  /** @internal Kind of the items. */
  abstract readonly _itemKind: ItemKind;

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
   * Iterates from the current position to the end of the epoch. Then, or if you leave early, the sampler moves to the
   * next epoch. A loop inside a loop takes the next epoch, and the sampler follows the newest loop.
   */
  [Symbol.iterator](): IterableIterator<T, undefined> {
    const cursor = this._cursor;
    if (cursor.loop) {
      this.#outer = [...(this.#outer ?? []).filter(({ loop }) => loop), cursor];
      this._setCursor(new Cursor(nextEpoch(cursor.epoch), 0));
    }
    return this.openLoop(this._cursor);
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
   * The first call hashes all weights, if there are any, which takes time for millions. So does the first `restore`.
   * @throws {Error} The wrapped sampler is an iterable of your own without `state` and `restore`.
   */
  state(): SamplerState {
    this._require('state', this);
    const cursor = this._cursor;
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
    this._restoreFrom(state);
  }

  /**
   * @internal Restores. `drawn` is the number of draws of the innermost sampler that all ranks made, if elastic.
   * `covered` names the settings that the fingerprint of a class covers.
   */
  _restoreFrom(state: SamplerState, drawn?: number, covered: (sampler: string) => string = () => this._covered): void {
    this._require('restore', this);
    const wrapsIterable = this._access === 'iterable';
    const takesSeed = this._mayTakeSeed();
    const length = this._remaining(0, undefined, state?.epoch);
    const { epoch, position, seed } = checkState(state, this._identity(), length, takesSeed, covered);
    const cursor = new Cursor<T>(epoch, position);
    cursor.restored = position;
    const { generator = null, ahead } = state;
    if (wrapsIterable || this._access === 'sequential')
      cursor.reader = this._reader({ epoch, position, generator, ahead, drawn }, false);
    this._restoreInner(state);
    if (wrapsIterable) this.#endLoops(state);
    if (takesSeed && seed !== undefined) this._takeSeed(seed);
    this._cursor.ending = undefined;
    this._setCursor(cursor);
  }

  /**
   * Ends all loops over an iterable of your own, once its `restore` took a state. Ending a loop runs code of the
   * iterable, which may change its position. So this restores it once more.
   */
  #endLoops(state: SamplerState): void {
    const open = [this._cursor, ...(this.#outer ?? [])].filter(({ reader }) => reader);
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
    this._cursor.forget();
    if (all) for (const cursor of this.#outer ?? []) cursor.forget();
  }

  /** With a generator: an epoch source over a copy, which leaves the generator unchanged. Otherwise undefined. */
  protected peek(epoch: number): IndexSource | undefined {
    const cursor = this._cursor;
    const reader = this.readerOf(cursor);
    return reader._generated?.peek(epoch, cursor.epoch, cursor.ending !== undefined);
  }
}
