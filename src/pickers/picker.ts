import { checkInteger, checkOptions, checkSeed, checkSeeded, type Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { disposable } from '../internal/disposable.js';
import { freshSeed } from '../internal/entropy.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import type { SeedOptions } from '../samplers/seeded-sampler.js';
import { PickStream } from './pick-stream.js';
import { checkPickerState, fingerprintOf, type PickerRestoreOptions, type PickerState } from './picker-state.js';
import { checkRoom, checkWeight, type Entries, readTable } from './read-table.js';

/** Options of {@link WeightedPicker} and {@link pickOne}. */
export interface PickerOptions extends Pick<SeedOptions, 'seed'> {
  /**
   * Where to compute. Default 'auto': JavaScript for up to 16 items, which take no WebAssembly memory then; otherwise
   * WebAssembly if available. The picks are equal.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** Most items that `picks` returns. V8 ends the process, and throws nothing, if an array grows to twice as many. */
const MOST_AT_ONCE = 2 ** 26;

/** Only this file makes pickers. */
const MAKE = {};

/**
 * Picks items in proportion to their weights, with replacement. You can change weights, and add and delete items, at
 * any time.
 *
 * A picker is not a sampler: it has items in place of indices, and no epochs. Pick number t is a function of the items
 * and weights in their order, the seed and t. How the weights became what they are does not matter. The item is the one
 * at the index that a DynamicWeightedSampler draws at position t of epoch 0, with the same weights and seed.
 *
 * `WeightedPicker.from({ common: 70, rare: 25, epic: 5 }).pick()`
 */
export class WeightedPicker<T> {
  readonly #entries: Entries<T>;
  readonly #stream: PickStream;
  readonly #hasSeed: boolean;
  #seed: Seed;
  /**
   * Releases the picker's memory at once, for `using picker = …`; picking then throws. Undefined in engines without
   * `Symbol.dispose`. Otherwise garbage collection releases the memory.
   */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal Call `WeightedPicker.from`. */
  protected constructor(make: object, entries: Entries<T>, options: PickerOptions) {
    if (make !== MAKE) throw new TypeError('make a picker by WeightedPicker.from(table)');
    const { seed, backend = 'auto' } = options;
    inspectable(new.target.prototype);
    disposable(new.target.prototype);
    this.#entries = entries;
    this.#hasSeed = seed !== undefined;
    this.#seed = seed ?? freshSeed();
    this.#stream = new PickStream(entries.weights, checkSeed(this.#seed), backend);
  }

  /**
   * Makes a picker from a record of weights. Its items are the record's keys, in their order: integers first.
   * @param table Weights by item: finite, non-negative, any scale. It may be empty, or have only zeros.
   * @throws {TypeError | RangeError} An argument is invalid.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static from<K extends string>(table: Readonly<Record<K, number>>, options?: PickerOptions): WeightedPicker<K>;
  /**
   * Makes a picker from pairs [item, weight], such as a Map.
   * @param table Pairs with weights that are finite, non-negative, of any scale. No item may come twice: items are
   * compared by `Object.is`. So two objects with equal contents are different items, NaN is NaN, and 0 is not -0.
   * @throws {TypeError | RangeError} An argument is invalid.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static from<T>(table: Iterable<readonly [T, number]>, options?: PickerOptions): WeightedPicker<T>;
  /**
   * Makes a picker from items and a function that gives their weights. It is called once for each item.
   * @param items No item may come twice: items are compared by `Object.is`. So two objects with equal contents are
   * different items, NaN is NaN, and 0 is not -0.
   * @param weight Returns the weight of an item: finite, non-negative, any scale.
   * @throws {TypeError | RangeError} An argument or a weight is invalid.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  static from<T>(
    items: Iterable<T>,
    weight: (item: T, index: number) => number,
    options?: PickerOptions,
  ): WeightedPicker<T>;
  static from<T>(table: unknown, second?: unknown, third?: PickerOptions): WeightedPicker<T> {
    const hasWeights = typeof second === 'function';
    if (!hasWeights && third !== undefined) {
      throw new TypeError(`the second of three arguments must be a weight function, got ${describe(second)}`);
    }
    const options = checkOptions((hasWeights ? third : second) as PickerOptions, ['seed', 'backend']);
    checkSeeded(options.seed, undefined, options.backend);
    const weightOf = hasWeights ? (second as (item: T, index: number) => number) : undefined;
    return new this<T>(MAKE, readTable<T>(table, weightOf), options);
  }

  /** Number of items, with those of weight 0. */
  get size(): number {
    return this.#entries.items.length;
  }

  /** The given seed, or the fresh one, with which you can repeat the picks. */
  get seed(): Seed {
    return this.#seed;
  }

  /** Number of picks so far. */
  get position(): number {
    return this.#stream.position;
  }

  /** The backend that is in use. It may become 'wasm' when items are added. */
  get backend(): 'wasm' | 'js' {
    return this.#stream.backend;
  }

  /** Class name, size, seed, backend and position, for JSON.stringify and console.log. To save, call `state()`. */
  toJSON(): Shown {
    const { size, seed, backend, position } = this;
    return settingsForJson(this, { type: 'WeightedPicker', size, seed, backend, position });
  }

  /**
   * Picks one item, and moves on by one position.
   * @throws {RangeError} There is no item with a positive weight.
   */
  pick(): T {
    return this.#entries.items[this.#stream.next()];
  }

  /**
   * Picks `count` items with replacement, (count,): what `pick` would return, one after the other.
   * @throws {TypeError | RangeError} `count` is not an integer in [0, 2^26], or there is no item with a positive
   * weight.
   */
  picks(count: number): T[] {
    checkInteger('count', count, 0);
    if (count > MOST_AT_ONCE) throw new RangeError(`count must be at most 2^26 in one call, got ${count}`);
    const picked: T[] = [];
    if (count > 0) this.#stream.check(count);
    while (picked.length < count) picked.push(this.pick());
    return picked;
  }

  /**
   * Picks `count` different items, (count,), in the order of the picks: each in proportion to its weight among the
   * items that are not picked yet (successive sampling). The weights stay. It moves on by `count` positions, and picks
   * what you would get if you called `pick` and set the weight of each picked item to 0.
   * @throws {TypeError | RangeError} `count` is not a non-negative integer, or it is above the number of items with a
   * positive weight.
   */
  distinct(count: number): T[] {
    checkInteger('count', count, 0);
    const { positives } = this.#stream;
    if (count > positives) {
      throw new RangeError(
        `count must be at most ${positives}, the number of items with a positive weight, got ${count}`,
      );
    }
    if (count === 0) return [];
    const { items } = this.#entries;
    return this.#stream.distinct(count).map((index) => items[index]);
  }

  /** Whether an item is in the table, by `Object.is`. Its weight may be 0. */
  has(item: T): boolean {
    return this.#entries.index.find(item) >= 0;
  }

  /**
   * The weight of an item.
   * @throws {RangeError} The picker does not have the item.
   */
  weight(item: T): number {
    return this.#entries.weights[this.#find(item)];
  }

  /**
   * The probability that the next pick is this item: its weight / the sum of all weights. NaN if all are 0.
   * @throws {RangeError} The picker does not have the item.
   */
  probability(item: T): number {
    return this.#stream.probability(this.#find(item));
  }

  /** Items and their weights in their order, (size,): pairs, from which you can make a Map or another picker. */
  entries(): [item: T, weight: number][] {
    const { items, weights } = this.#entries;
    return items.map((item, i) => [item, weights[i]]);
  }

  /**
   * Sets the weight of an item, or adds the item as the last one. O(log n).
   * @param weight Finite and non-negative. With 0, the item is not picked, and keeps its place.
   * @throws {TypeError | RangeError} `weight` is invalid, or the picker has 2^24 items.
   */
  set(item: T, weight: number): this {
    const { items, index } = this.#entries;
    const found = index.find(item);
    const place = found < 0 ? items.length : found;
    const checked = checkWeight(weight, item, place);
    if (found < 0) checkRoom(place);
    this.#stream.set(place, checked);
    if (found < 0) index.add(item);
    return this;
  }

  /**
   * Deletes an item, and returns whether it was there. The other items keep their order, as in a Map, so picks go on
   * as those of a picker that never had the item. O(n): with many items, `set(item, 0)` is faster.
   */
  delete(item: T): boolean {
    const { index } = this.#entries;
    const place = index.find(item);
    if (place < 0) return false;
    this.#stream.delete(place);
    index.delete(place);
    return true;
  }

  /**
   * Returns seed and position as a small JSON value, for `restore`. It holds neither items nor weights, only their
   * fingerprint. O(n).
   */
  state(): PickerState {
    const { seed, position } = this.#stream;
    this.#stream.checkOpen();
    const { items, weights } = this.#entries;
    return { version: 1, sampler: 'WeightedPicker', fingerprint: fingerprintOf(items, weights), seed, position };
  }

  /**
   * Continues exactly where `state` was saved. A picker without a given seed takes the seed of the state.
   * @throws {TypeError | RangeError} `state` is invalid, or does not match the seed, or the items and weights. The
   * picker does not change.
   */
  restore(state: PickerState, options?: PickerRestoreOptions): void {
    const { seed, position } = checkPickerState(state, options, this.state(), !this.#hasSeed);
    if (!this.#hasSeed) this.#seed = seed;
    this.#stream.moveTo(position, seed);
  }

  /** @internal Releases the memory. */
  _dispose(): void {
    this.#stream.dispose();
  }

  /** The place of an item. */
  #find(item: T): number {
    const place = this.#entries.index.find(item);
    if (place < 0) throw new RangeError(`${describe(item)} is not an item of this picker`);
    return place;
  }
}
