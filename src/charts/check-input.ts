// Checks of what charts are given: objects and lists of numbers.
import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/** The range of a number. Default: any finite number. */
export interface Bounds {
  least?: number;
  most?: number;
  whole?: boolean;
}

/** Checks a list: it needs at least one entry, or as many as `length` says. @returns It as an array. */
export function checkList<T>(name: string, value: ArrayLike<T>, length?: { of: string; is: number }): T[] {
  const found = checkArrayLike(name, value, MAX_INDICES);
  if (length !== undefined && found !== length.is) {
    throw new RangeError(`${name} must have as many entries as ${length.of}, ${length.is}, got ${found}`);
  }
  if (found === 0) throw new RangeError(`${name} must not be empty`);
  return Array.from(value);
}

/** Checks a list of objects. @returns Each object, with its name for errors. */
export function checkRecords<T extends object>(
  name: string,
  value: ArrayLike<T>,
  wanted: string,
): { record: T; at: string }[] {
  return checkList(name, value).map((record, i) => ({
    record: checkRecord(`${name}[${i}]`, record, wanted),
    at: `${name}[${i}]`,
  }));
}

/** Checks that a value is an object and not a list. @param wanted What it must be, for the error. */
export function checkRecord<T extends object>(name: string, value: T, wanted: string): T {
  if (typeof value === 'object' && value !== null && typeof (value as { length?: unknown }).length !== 'number')
    return value;
  throw new TypeError(`${name} must be ${wanted}, got ${describe(value)}`);
}

export function checkNumber(name: string, value: unknown, { least, most, whole }: Bounds = {}): number {
  const within = least === undefined ? '' : most === undefined ? ` of at least ${least}` : ` in [${least}, ${most}]`;
  const wanted = `${name} must be a ${whole ? 'whole' : 'finite'} number${within}, got ${describe(value)}`;
  if (typeof value !== 'number') throw new TypeError(wanted);
  const fits = value >= (least ?? -Infinity) && value <= (most ?? Infinity) && Number.isFinite(value);
  if (!fits || (whole && !Number.isInteger(value))) throw new RangeError(wanted);
  return value;
}

/** Checks a list of numbers, at least one. */
export function checkNumbers(
  name: string,
  value: ArrayLike<number>,
  bounds?: Bounds,
  length?: { of: string; is: number },
): number[] {
  const numbers = checkList(name, value, length);
  numbers.forEach((number, i) => {
    checkNumber(`${name}[${i}]`, number, bounds);
  });
  return numbers;
}

/** Checks a list of numbers of at least 0, on any scale. @returns Them as shares that sum to 1. */
export function checkShares(name: string, value: ArrayLike<number>, length: { of: string; is: number }): number[] {
  const numbers = checkNumbers(name, value, { least: 0 }, length);
  const largest = numbers.reduce((most, number) => Math.max(most, number), 0);
  if (largest === 0) throw new RangeError(`${name} must have a positive entry, got only zeros`);
  // scaled first: a sum may overflow
  const total = numbers.reduce((sum, number) => sum + number / largest, 0);
  return numbers.map((number) => number / largest / total);
}

/** Checks that each number is larger than the one before. */
export function checkAscending(name: string, numbers: readonly number[]): void {
  const i = numbers.findIndex((number, at) => at > 0 && !(number > numbers[at - 1]));
  if (i > 0) {
    throw new RangeError(`${name}[${i}] must be larger than the one before, ${numbers[i - 1]}, got ${numbers[i]}`);
  }
}
