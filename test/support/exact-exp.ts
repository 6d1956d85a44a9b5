// The exponential in integers, for the suites that compare with it. It shares no code with what it checks.
import { toUnits } from './exact.js';

/** Numbers are integers in units of 2^-BITS. */
const BITS = 320n;
const ONE = 1n << BITS;

/** log 2 = 2 artanh(1/3) = 2 (1/3 + 1/3^3 / 3 + 1/3^5 / 5 + …). */
const LOG_2 = (() => {
  let sum = 0n;
  let power = (2n * ONE) / 3n;
  for (let k = 1n; power > 0n; k += 2n, power /= 9n) sum += power / k;
  return sum;
})();

/**
 * exp(-x) for a finite x of at least 0, as mantissa * 2^exponent. The mantissa is in units of 2^-320, with an error of
 * a few.
 */
export function expOfMinus(x: number): { mantissa: bigint; exponent: number } {
  // what is below a unit does not matter
  const fixed = (toUnits(Math.abs(x)) << BITS) >> 1074n;
  const doublings = fixed / LOG_2;
  const rest = fixed - doublings * LOG_2;
  let sum = 0n;
  let term = ONE;
  for (let k = 1n; term !== 0n; k++) {
    sum += term;
    term = (term * -rest) / ONE / k;
  }
  return { mantissa: sum, exponent: -Number(doublings) };
}

/** How far a normal f64 is from exp(-x), in units in its last place. */
export function ulpsFromExp(value: number, x: number): number {
  const { mantissa, exponent } = expOfMinus(x);
  const units = toUnits(value);
  // one unit in the last place, in units of 2^-1074
  const place = BigInt(Math.max(0, units.toString(2).length - 53));
  // everything in units of 2^-(1074 + 320)
  const exact = exponent < -1074 ? 0n : mantissa << BigInt(1074 + exponent);
  const off = (units << BITS) - exact;
  return Number((off * 2n ** 32n) >> (place + BITS)) / 2 ** 32;
}
