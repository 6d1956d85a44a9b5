import { isPlain } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { ItemIndex } from './item-index.js';

/** Most items of a picker, as many as a Map holds in V8. */
export const MAX_ITEMS = 2 ** 24;

/** The items of a table, their weights, and where each item is. */
export interface Entries<T> {
  readonly items: T[];
  readonly weights: number[];
  readonly index: ItemIndex<T>;
}

type WeightOf<T> = (item: T, index: number) => number;

const FORMS =
  'table must be a record like { sword: 3 }, pairs like [["sword", 3]], or items followed by a weight function';

/**
 * Reads a record, pairs, or items with a weight function. Copies what it reads.
 * @throws {TypeError | RangeError} `table` is none of these, a weight is invalid, or two items are the same value.
 */
export function readTable<T>(table: unknown, weightOf: WeightOf<T> | undefined): Entries<T> {
  if (typeof table !== 'object' || table === null) throw new TypeError(`${FORMS}, got ${describe(table)}`);
  const items: T[] = [];
  const weights: number[] = [];
  if (!(Symbol.iterator in table)) {
    readRecord(table, weightOf, items as string[], weights);
    return { items, weights, index: new ItemIndex(items) };
  }
  if (weightOf) readItems(table as Iterable<T>, weightOf, items, weights);
  else readPairs(table as Iterable<unknown>, items, weights);
  const index = new ItemIndex(items);
  index.checkDifferent();
  return { items, weights, index };
}

function readRecord(table: object, weightOf: unknown, items: string[], weights: number[]): void {
  if (!isPlain(table)) throw new TypeError(`${FORMS}, got ${describe(table)}`);
  if (weightOf) {
    throw new TypeError(`items must be iterable if a weight function follows, got ${describe(table)}`);
  }
  const record = table as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(record)) {
    weights.push(checkWeight(record[key], key, items.length));
    items.push(key);
  }
}

function readItems<T>(table: Iterable<T>, weightOf: WeightOf<T>, items: T[], weights: number[]): void {
  for (const item of table) {
    checkRoom(items.length);
    weights.push(checkWeight(weightOf(item, items.length), item, items.length));
    items.push(item);
  }
}

function readPairs<T>(table: Iterable<unknown>, items: T[], weights: number[]): void {
  for (const pair of table) {
    checkRoom(items.length);
    if (!Array.isArray(pair) || pair.length !== 2) throw notAPair(pair, items.length);
    weights.push(checkWeight(pair[1], pair[0], items.length));
    items.push(pair[0]);
  }
}

function notAPair(given: unknown, index: number): TypeError {
  const got = Array.isArray(given) ? `an Array of length ${given.length}` : describe(given);
  return new TypeError(
    `table[${index}] must be a pair [item, weight], got ${got}: ` +
      'for a table of items, give a weight function as the second argument; for weights without items, take ' +
      'WeightedRandomSampler',
  );
}

/** @throws {RangeError} A picker of `size` items is full. */
export function checkRoom(size: number): void {
  if (size >= MAX_ITEMS) throw new RangeError('a picker holds at most 2^24 items, got more');
}

/** Checks the weight of an item, and returns it. `index` is the item's place in the table. */
export function checkWeight(weight: unknown, item: unknown, index: number): number {
  // NaN fails the first comparison. Adding 0 makes 0 of -0.
  if (typeof weight === 'number' && weight >= 0 && weight < Infinity) return weight + 0;
  const expected = `weight of ${nameOf(item, index)} must be a finite number of at least 0, got ${describe(weight)}`;
  throw typeof weight === 'number' ? new RangeError(expected) : new TypeError(expected);
}

/** Names an item in an error. Objects have no name of their own, so their place in the table tells which it is. */
export function nameOf(item: unknown, index: number): string {
  const isObject = (typeof item === 'object' && item !== null) || typeof item === 'function';
  return isObject ? `item ${index} (${describe(item)})` : describe(item);
}
