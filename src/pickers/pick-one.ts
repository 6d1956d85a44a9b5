import { type PickerOptions, WeightedPicker } from './picker.js';

/**
 * Picks one item in proportion to the weights: the first pick of a {@link WeightedPicker} with equal arguments. To pick
 * several times from one table, make a picker.
 *
 * `pickOne({ common: 70, rare: 25, epic: 5 })`
 * @param table Weights by item: finite, non-negative, not all zero, any scale.
 * @throws {TypeError | RangeError} An argument is invalid, or no weight is positive.
 * @throws {Error} `backend: 'wasm'` is not available.
 */
export function pickOne<K extends string>(table: Readonly<Record<K, number>>, options?: PickerOptions): K;
/**
 * Picks one item of pairs [item, weight], such as a Map. No item may come twice, by `Object.is`.
 */
export function pickOne<T>(table: Iterable<readonly [T, number]>, options?: PickerOptions): T;
/**
 * Picks one of the items, with a function that gives their weights. No item may come twice, by `Object.is`.
 */
export function pickOne<T>(items: Iterable<T>, weight: (item: T, index: number) => number, options?: PickerOptions): T;
export function pickOne(...args: [object, unknown?, unknown?]): unknown {
  const picker = WeightedPicker.from(...(args as [Iterable<unknown>, () => number]));
  try {
    return picker.pick();
  } finally {
    picker._dispose();
  }
}
