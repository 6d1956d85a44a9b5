import { checkArrayLike, MAX_INDICES } from '../check.js';
import { describe } from '../describe.js';
import { zeros } from '../zeros.js';

/** Finite numbers, sorted: each that there is once, and how often. */
export interface Distinct {
  readonly x: Float64Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  readonly count: number;
}

/** @throws {TypeError | RangeError} `values` is no array of finite numbers, or empty. */
export function distinctValues(values: ArrayLike<number>): Distinct {
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

/** A probability that is neither 0 nor 1. */
export function checkProbability(name: string, value: unknown): number {
  const wanted = `${name} must be a number between 0 and 1, got ${describe(value)}`;
  if (typeof value !== 'number') throw new TypeError(wanted);
  if (!(value > 0 && value < 1)) throw new RangeError(wanted);
  return value;
}
