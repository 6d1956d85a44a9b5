import { checkOneOf, checkOptions } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import { checkState } from '../samplers/state.js';
import { MOST_PICKS } from './pick-stream.js';

/** The seed of a picker, and the number of its picks, as JSON. */
export interface PickerState {
  /** Version of the format. */
  readonly version: 1;
  /** The class, 'WeightedPicker'. */
  readonly sampler: 'WeightedPicker';
  /** Hash of the items, if they are strings, numbers, bigints or booleans, and of their weights. */
  readonly fingerprint: string;
  /** The seed, as an integer. */
  readonly seed: number;
  /** Number of picks so far. */
  readonly position: number;
}

/** Options of `WeightedPicker.restore`. */
export interface PickerRestoreOptions {
  /**
   * 'same' refuses a state of other items or weights. 'any' continues over the items and weights that the picker has
   * now, as after a balance patch of a game. Default 'same'.
   */
  weights?: 'same' | 'any' | undefined;
}

/** The fingerprint of a table. Objects, functions and symbols count by their type alone. O(n). */
export function fingerprintOf(items: readonly unknown[], weights: readonly number[]): string {
  const words = new Uint32Array(Float64Array.from(weights).buffer);
  return fingerprint(`WeightedPicker ${items.map(textOf).join()}`, words);
}

function textOf(item: unknown): string {
  if (typeof item === 'string') return JSON.stringify(item);
  if (typeof item === 'bigint') return `${item}n`;
  if (Object.is(item, -0)) return '-0';
  const isObject = typeof item === 'object' && item !== null;
  return isObject || typeof item === 'function' || typeof item === 'symbol' ? typeof item : String(item);
}

/**
 * Checks a state that a picker restores, whose own state is `own`. `anySeed` accepts every seed.
 * @throws {TypeError | RangeError} An argument is invalid, or `state` does not match `own`.
 */
export function checkPickerState(
  state: unknown,
  options: PickerRestoreOptions | undefined,
  own: PickerState,
  anySeed: boolean,
): { seed: number; position: number } {
  const { weights = 'same' } = checkOptions(options, ['weights']);
  checkOneOf('weights', weights, ['same', 'any']);
  const isObject = typeof state === 'object' && state !== null && !Array.isArray(state);
  const given = (isObject ? state : {}) as Partial<PickerState>;
  // a picker has no epochs; the fingerprint has an error of its own, because it need not match
  const expected = { ...own, fingerprint: given.fingerprint as string };
  const one = isObject ? { ...given, epoch: 0 } : state;
  const { seed, position } = checkState(one, expected, MOST_PICKS + 1, anySeed, String);
  if (weights === 'same' && given.fingerprint !== own.fingerprint) {
    throw new RangeError(
      `state is of a WeightedPicker with different items or weights: fingerprint ${describe(given.fingerprint)}, ` +
        `expected ${describe(own.fingerprint)}; to continue over the present ones, restore it with { weights: 'any' }`,
    );
  }
  return { seed: seed as number, position };
}
