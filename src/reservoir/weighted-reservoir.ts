import { checkArrayLike, checkInteger, checkOptions, checkSeed, MAX_INDICES, type Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { freshSeed } from '../internal/entropy.js';
import { exponential } from '../internal/exponential.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { IdHash, type ItemId } from './id-hash.js';
import { KeptItems } from './kept-items.js';

/** Options of {@link WeightedReservoir}. */
export interface ReservoirOptions {
  /**
   * Seed of the draw. Reservoirs that you want to merge need the same one. Default: a fresh seed from `crypto`, or from
   * `Math.random()` and the time in an engine without `crypto`. Without either, as in an SES compartment, you must give
   * a seed. Read it as `reservoir.seed`.
   */
  seed?: Seed | undefined;
}

/** An item of a {@link WeightedReservoir}. */
export interface ReservoirItem<Id extends number | string | bigint = number | string | bigint> {
  readonly id: Id;
  readonly weight: number;
}

/** A {@link WeightedReservoir} as JSON: its settings, and the items that it keeps, in order of draws. */
export interface ReservoirState {
  /** Version of the format. */
  readonly version: 1;
  /** Class name. */
  readonly sampler: 'WeightedReservoir';
  /** Most items to keep. */
  readonly size: number;
  /** The seed, as an integer. */
  readonly seed: number;
  /** Ids and weights. JSON has no bigints: their ids are objects with the decimal digits. */
  readonly items: readonly (readonly [id: number | string | { readonly bigint: string }, weight: number])[];
}

/** Positive weights are in [2^-950, 2^950], so that each time, a number in [2^-65, 46] / weight, is a normal f64. */
const LEAST_WEIGHT = 2 ** -950;
const MOST_WEIGHT = 2 ** 950;
/** -ln(1 - v) as it is computed is at least v / MARGIN. */
const MARGIN = 1 + 2 ** -40;

/**
 * A weighted sample without replacement from a stream, or from parts of a data set that you merge: it keeps at most
 * `size` of all items that you add. They are successive draws, each in proportion to the weights of the items not yet
 * drawn. `items()` has them in order of draws.
 *
 * Which items it keeps depends on the seed, the ids and the weights alone. The order of items does not matter, nor how
 * they are split among reservoirs that are merged later. An item is known by its id: an id that comes again is the same
 * item, and counts once, with the largest of its weights.
 *
 * Takes O(size) memory. Adding an item takes O(1) if it is not kept, as most are not, otherwise O(log size).
 *
 * Each item has an exponential waiting time, whose rate is its weight, and the smallest ones are kept: P. S.
 * Efraimidis, P. G. Spirakis, Inf. Process. Lett. 97 (2006), doi:10.1016/j.ipl.2005.11.003. Its random number is
 * hashed from the seed and the id.
 */
export class WeightedReservoir<Id extends number | string | bigint = number | string | bigint> {
  readonly #seed: Seed;
  readonly #number: number;
  readonly #hash: IdHash;
  readonly #kept: KeptItems<Id>;

  /**
   * @param size Most items to keep, at least 1.
   * @throws {TypeError | RangeError} An argument is invalid.
   */
  constructor(size: number, options?: ReservoirOptions) {
    checkInteger('size', size, 1);
    if (size > MAX_INDICES) throw new RangeError(`size must be at most 2^32 - 1, got ${size}`);
    const { seed = freshSeed() } = checkOptions(options, ['seed']);
    this.#number = checkSeed(seed);
    this.#seed = seed;
    this.#hash = new IdHash(this.#number);
    this.#kept = new KeptItems(size);
    inspectable(new.target.prototype);
  }

  /**
   * Makes a reservoir that continues where `state()` was called.
   * @throws {TypeError | RangeError} The value is not from `state()`.
   */
  static from<Id extends number | string | bigint = number | string | bigint>(
    state: ReservoirState,
  ): WeightedReservoir<Id> {
    const { size, seed, items } = checkFields(state);
    const made = new this<Id>(size, { seed });
    items.forEach((item, i) => {
      const name = `state.items[${i}]`;
      if (!Array.isArray(item) || item.length !== 2) {
        throw new TypeError(`${name} must be [id, weight], got ${describe(item)}`);
      }
      const id = checkStored(`${name}[0]`, item[0]) as Id;
      if (checkWeight(`${name}[1]`, item[1]) === 0) throw new RangeError(`${name}[1] must be positive, got 0`);
      if (made.#kept.has(id)) throw new RangeError(`${name} has the id of another item, ${describe(id)}`);
      made.#offer(made.#kept, id, item[1]);
    });
    return made;
  }

  /** Most items to keep. */
  get size(): number {
    return this.#kept.size;
  }

  /** The given seed, or the fresh one. */
  get seed(): Seed {
    return this.#seed;
  }

  /**
   * Adds an item.
   * @param id A safe integer, a bigint or a string. 1 and 1n are one item, '1' is another.
   * @param weight 0, or in [2^-950, 2^950]. An item of weight 0 is never kept.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing is added.
   */
  add(id: Id, weight: number): this {
    checkId('id', id);
    checkWeight('weight', weight);
    this.#offer(this.#kept, id, weight);
    return this;
  }

  /**
   * Adds items.
   * @param ids (n,), as in `add`.
   * @param weights (n,), as in `add`.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing is added.
   */
  addMany(ids: ArrayLike<Id>, weights: ArrayLike<number>): this {
    const count = checkArrayLike('ids', ids, MAX_INDICES);
    const many = checkArrayLike('weights', weights, MAX_INDICES);
    if (count !== many) throw new RangeError(`ids and weights must have equal lengths, got ${count} and ${many}`);
    // kept apart until all are checked
    const added = new KeptItems<Id>(this.size);
    for (let i = 0; i < count; i++) {
      const id = ids[i];
      const weight = weights[i];
      if (!(isId(id) && isWeight(weight))) {
        checkId(`ids[${i}]`, id);
        checkWeight(`weights[${i}]`, weight);
      }
      this.#offer(added, id, weight);
    }
    this.#kept.addAll(added);
    return this;
  }

  /**
   * Adds the items that another reservoir keeps. If all reservoirs have the same size and seed, the result is as if all
   * their items had been added to one.
   * @throws {TypeError} `other` is not a reservoir.
   * @throws {RangeError} It has another size or seed. Nothing is added.
   */
  merge(other: WeightedReservoir<Id>): this {
    if (typeof other !== 'object' || other === null || !('_kept' in other)) {
      throw new TypeError(`merge takes a WeightedReservoir, got ${describe(other)}`);
    }
    const { size, seed } = other;
    if (size !== this.size) throw new RangeError(`merge takes a reservoir of the same size, ${this.size}, got ${size}`);
    if (checkSeed(seed) !== this.#number) {
      const given = `${describe(this.seed)}, got ${describe(seed)}`;
      throw new RangeError(`merge takes a reservoir of the same seed, ${given}: make both with { seed }`);
    }
    for (const { id, weight } of other._kept()) this.#offer(this.#kept, id, weight);
    return this;
  }

  /** The items that are kept, in order of draws. */
  items(): { id: Id; weight: number }[] {
    return this._kept().map(({ id, weight }) => ({ id, weight }));
  }

  /** @internal */
  _kept(): ReservoirItem<Id>[] {
    return this.#kept.inOrder();
  }

  /** Settings and items as a JSON value. `WeightedReservoir.from` makes a reservoir of it. */
  state(): ReservoirState {
    return {
      version: 1,
      sampler: 'WeightedReservoir',
      size: this.size,
      seed: this.#number,
      items: this._kept().map(({ id, weight }) => [
        typeof id === 'bigint' ? { bigint: `${id}` } : (id as number),
        weight,
      ]),
    };
  }

  /** The settings, for JSON.stringify and console.log. `state()` has the items, too. */
  toJSON(): Shown {
    return settingsForJson(this, this._settings());
  }

  /** @internal */
  _settings(): Shown {
    return { type: 'WeightedReservoir', size: this.size, seed: this.#seed };
  }

  #offer(to: KeptItems<Id>, id: Id, weight: number): void {
    const hash = this.#hash;
    hash.hash(id);
    const high = hash.high >>> 0;
    const low = hash.low >>> 0;
    // uniform in (0, 1), in units of 2^-65
    const v = (high + (low + 0.5) * 2 ** -32) * 2 ** -32;
    // a time is at least v / weight: this refuses most items without a logarithm, and those of weight 0
    if (!(v <= Math.min(this.#kept.limit, to.limit) * weight * MARGIN)) return;
    const rest = (4294967295 - high + (4294967295.5 - low) * 2 ** -32) * 2 ** -32;
    // -0 and 0 are one item, which is kept as 0
    to.offer(id === 0 ? (0 as Id) : id, weight, exponential(v, rest) / weight);
  }
}

/** Checks the fields of a state except for the items. */
function checkFields(state: unknown): ReservoirState {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw new TypeError(`state must come from state(), got ${describe(state)}`);
  }
  const { version, sampler, size, seed, items } = state as Record<string, unknown>;
  if (version !== 1) throw new RangeError(`state.version must be 1, got ${describe(version)}`);
  if (sampler !== 'WeightedReservoir') {
    throw new RangeError(`state must be of a WeightedReservoir, got one of ${describe(sampler)}`);
  }
  checkInteger('state.size', size, 1);
  checkInteger('state.seed', seed, 0);
  if (!Array.isArray(items)) throw new TypeError(`state.items must be an array, got ${describe(items)}`);
  if (items.length > (size as number)) {
    throw new RangeError(`state.items must have at most ${size} entries, the size, got ${items.length}`);
  }
  return state as ReservoirState;
}

/** Checks an id of a state, and returns the id that it stands for. */
function checkStored(name: string, id: unknown): ItemId {
  const digits = typeof id === 'object' && id !== null ? (id as { bigint?: unknown }).bigint : undefined;
  if (typeof digits === 'string' && /^-?\d+$/.test(digits)) return BigInt(digits);
  checkId(name, id);
  return id as ItemId;
}

function isId(id: unknown): boolean {
  return typeof id === 'number' ? Number.isSafeInteger(id) : typeof id === 'string' || typeof id === 'bigint';
}

function checkId(name: string, id: unknown): void {
  if (isId(id)) return;
  const expected = `${name} must be a safe integer, a bigint or a string, got ${describe(id)}`;
  throw typeof id === 'number' ? new RangeError(expected) : new TypeError(expected);
}

function isWeight(weight: unknown): boolean {
  return weight === 0 || (typeof weight === 'number' && weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT);
}

function checkWeight(name: string, weight: unknown): number {
  if (isWeight(weight)) return weight as number;
  if (typeof weight !== 'number') {
    throw new TypeError(`${name} must be a finite number of at least 0, got ${describe(weight)}`);
  }
  if (!(weight >= 0 && weight < Infinity)) {
    throw new RangeError(`${name} must be a finite number of at least 0, got ${weight}`);
  }
  throw new RangeError(`${name} must be 0 or in [2^-950, 2^950], got ${weight}: scale all weights`);
}
