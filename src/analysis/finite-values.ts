import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';

/** The different values of a list. */
export interface UniqueValues {
  /** Ascending, each once. */
  readonly x: Float64Array<ArrayBuffer>;
  /** How often each of them occurs. */
  readonly times: Float64Array<ArrayBuffer>;
  /** The length of the list. */
  readonly count: number;
}

/** @throws {TypeError | RangeError} `values` is not an array of finite numbers, or is empty. */
export function uniqueValues(values: ArrayLike<number>): UniqueValues {
  const count = checkArrayLike('values', values, MAX_INDICES);
  if (count === 0) throw new RangeError('values must not be empty');
  for (let i = 0; i < count; i++) checkFinite(`values[${i}]`, values[i]);
  const sorted = zeros(Float64Array, count, 'values');
  for (let i = 0; i < count; i++) sorted[i] = values[i];
  sorted.sort();
  const x = zeros(Float64Array, count, 'values');
  const times = zeros(Float64Array, count, 'counts of values');
  let last = -1;
  for (const value of sorted) {
    if (last < 0 || value !== x[last]) x[++last] = value;
    times[last]++;
  }
  return { x: x.slice(0, last + 1), times: times.slice(0, last + 1), count };
}

export function checkFinite(name: string, value: unknown): number {
  const wanted = `${name} must be a finite number, got ${describe(value)}`;
  if (typeof value !== 'number') throw new TypeError(wanted);
  if (!Number.isFinite(value)) throw new RangeError(wanted);
  return value;
}

/** Checks that a value is a probability other than 0 and 1. */
export function checkProbability(name: string, value: unknown): number {
  const wanted = `${name} must be a number between 0 and 1, got ${describe(value)}`;
  if (typeof value !== 'number') throw new TypeError(wanted);
  if (!(value > 0 && value < 1)) throw new RangeError(wanted);
  return value;
}
