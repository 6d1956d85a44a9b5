// How the weight of a class follows from the number of its items.
import { isPlain } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/**
 * The weight of one item of a class, as a function of the class's count of items:
 * - `'inverse'` (default): 1 / count. Classes get equal shares of the draws.
 * - `'sqrt'`: 1 / sqrt(count). Shares are in proportion to sqrt(count), halfway between equal and as in the data.
 * - `{ power: p }`: count^-p, p at least 0. 1 is `'inverse'`, 0.5 is `'sqrt'`, 0 leaves shares as they are.
 * - `{ effective: beta }`: (1 - beta) / (1 - beta^count), beta in [0, 1): one over the effective number of items.
 * Counts far below 1 / (1 - beta) are balanced as by `'inverse'`; classes far above it weigh the same.
 * - `'effective'`: the same with beta 0.999.
 *
 * Effective number: Y. Cui et al., CVPR 2019, doi:10.1109/CVPR.2019.00949.
 */
export type WeightScheme =
  | 'inverse'
  | 'sqrt'
  | 'effective'
  | { readonly power: number }
  | { readonly effective: number };

const DEFAULT_BETA = 0.999;
const EXPECTED = "scheme must be 'inverse', 'sqrt', 'effective', { power: p } or { effective: beta }";

/**
 * Checks a scheme, and returns it as a function of a count of at least 1. Its values are positive.
 * @throws {TypeError | RangeError} It is not a scheme, or its number is out of range.
 */
export function checkScheme(scheme: unknown): (count: number) => number {
  if (scheme === undefined || scheme === 'inverse') return (count) => 1 / count;
  if (scheme === 'sqrt') return (count) => 1 / Math.sqrt(count);
  if (scheme === 'effective') return effective(DEFAULT_BETA);
  if (typeof scheme === 'string') throw new RangeError(`${EXPECTED}, got ${describe(scheme)}`);
  if (typeof scheme !== 'object' || scheme === null || !isPlain(scheme)) {
    throw new TypeError(`${EXPECTED}, got ${describe(scheme)}`);
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(scheme);
  if (entries.length !== 1) throw new TypeError(`${EXPECTED}, got an object of ${entries.length} keys`);
  const [[key, value]] = entries;
  if (key === 'power') {
    const exponent = checkNumber('scheme.power', value, (p) => p >= 0 && p < Infinity, 'a finite number of at least 0');
    return (count) => Math.max(1 / power(count, exponent), Number.MIN_VALUE);
  }
  if (key !== 'effective') throw new TypeError(`${EXPECTED}, got an object with ${describe(key)}`);
  return effective(checkNumber('scheme.effective', value, (beta) => beta >= 0 && beta < 1, 'a number in [0, 1)'));
}

function effective(beta: number): (count: number) => number {
  return (count) => 1 / effectiveNumber(beta, count);
}

/**
 * (1 - beta^count) / (1 - beta), as the sum of beta^i for i below count: differences from 1 would lose digits if beta
 * is near 1. From the highest bit of the count on, the sum of 2m terms is that of m terms times 1 + beta^m.
 */
function effectiveNumber(beta: number, count: number): number {
  let [sum, last] = [1, beta];
  for (let bit = 2 ** (31 - Math.clz32(count)) / 2; bit >= 1; bit /= 2) {
    [sum, last] = [sum * (1 + last), last * last];
    if (count & bit) [sum, last] = [1 + beta * sum, beta * last];
  }
  return sum;
}

function checkNumber(name: string, value: unknown, isValid: (value: number) => boolean, expected: string): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be ${expected}, got ${describe(value)}`);
  if (!isValid(value)) throw new RangeError(`${name} must be ${expected}, got ${describe(value)}`);
  return value;
}

/** base^exponent by squares and square roots: the same bits on every engine, unlike Math.pow. */
function power(base: number, exponent: number): number {
  let [result, square, whole] = [1, base, Math.floor(exponent)];
  for (let rest = exponent - whole, root = base; rest > 0; rest -= Math.floor(rest)) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest >= 1) result *= root;
  }
  for (; whole > 0; whole = Math.floor(whole / 2)) {
    if (whole % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
