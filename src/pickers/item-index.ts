import { describe } from '../internal/describe.js';

/** Up to this many items are compared one by one, which is faster than making a Map. */
const FEW_ITEMS = 16;

/** The key of -0 in a Map, which does not tell 0 and -0 apart. */
const MINUS_ZERO = {};

/**
 * Finds the places of items in an array, by Object.is. Many items have a Map, made when it is first needed. It gives
 * each item a number that stays when items before it are deleted, and these numbers ascend.
 */
export class ItemIndex<T> {
  readonly #items: T[];
  #numbers: Map<unknown, number> | undefined;
  /** The number of each item; undefined while it is the item's place. */
  #ascending: number[] | undefined;

  /** Keeps the array. Change it only by `add` and `delete`. */
  constructor(items: T[]) {
    this.#items = items;
  }

  /** @throws {RangeError} Two items are the same value. */
  checkDifferent(): void {
    const items = this.#items;
    if (items.length > FEW_ITEMS) {
      // a Set takes half the time of the Map, which then finds which they are. A Set takes 0 and -0 for one value.
      if (new Set(items).size < items.length) this.#map();
    } else {
      for (let i = 1; i < items.length; i++) {
        for (let j = 0; j < i; j++) if (Object.is(items[i], items[j])) throw repeated(items[i], j, i);
      }
    }
  }

  /** The place of an item, or -1. */
  find(item: T): number {
    const items = this.#items;
    if (items.length <= FEW_ITEMS && !this.#numbers) {
      for (let i = 0; i < items.length; i++) if (Object.is(items[i], item)) return i;
      return -1;
    }
    const number = this.#map().get(keyOf(item));
    if (number === undefined) return -1;
    return this.#ascending ? placeOf(number, this.#ascending) : number;
  }

  /** Adds an item that is not there yet. */
  add(item: T): void {
    const ascending = this.#ascending;
    const number = ascending ? (ascending[ascending.length - 1] ?? -1) + 1 : this.#items.length;
    ascending?.push(number);
    this.#numbers?.set(keyOf(item), number);
    this.#items.push(item);
  }

  /** Deletes the item at a place. */
  delete(place: number): void {
    const [item] = this.#items.splice(place, 1);
    if (!this.#numbers) return;
    this.#numbers.delete(keyOf(item));
    this.#ascending ??= Array.from({ length: this.#items.length + 1 }, (_, i) => i);
    this.#ascending.splice(place, 1);
  }

  /** The numbers of all items. */
  #map(): Map<unknown, number> {
    if (this.#numbers) return this.#numbers;
    const numbers = new Map<unknown, number>();
    for (const [i, item] of this.#items.entries()) {
      const key = keyOf(item);
      const before = numbers.get(key);
      if (before !== undefined) throw repeated(item, before, i);
      numbers.set(key, i);
    }
    this.#numbers = numbers;
    return numbers;
  }
}

function keyOf(item: unknown): unknown {
  return Object.is(item, -0) ? MINUS_ZERO : item;
}

/** The place of a number in an ascending array that has it. */
function placeOf(number: number, ascending: readonly number[]): number {
  let from = 0;
  // nothing was inserted, so no number is before its own place
  for (let to = Math.min(number, ascending.length - 1); from < to; ) {
    const middle = (from + to) >>> 1;
    if (ascending[middle] < number) from = middle + 1;
    else to = middle;
  }
  return from;
}

function repeated(item: unknown, first: number, second: number): RangeError {
  return new RangeError(
    `items ${first} and ${second} are the same value, ${describe(item)}: give it once, with the sum of both weights`,
  );
}
