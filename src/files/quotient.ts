// Divides decimal numbers exactly, and rounds once.

/** An integer and a power of ten: digits · 10^exponent. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** A magnitude of 10^400 is beyond all f64, and 10^-400 below half of the smallest. */
const MOST_POWER = 400;

/**
 * The f64 nearest to the quotient of two decimal numbers; ties go to even, as in IEEE 754. Infinity or NaN where the
 * divisor is 0.
 * @param numerator As `Number` takes it, without a sign: "12", "1.5", ".5e-3".
 * @param denominator The same.
 */
export function nearestQuotient(numerator: string, denominator: string): number {
  const [above, below] = [decimal(numerator), decimal(denominator)];
  if (below.digits === '') return above.digits === '' ? Number.NaN : Infinity;
  if (above.digits === '') return 0;
  const power = above.exponent - below.exponent;
  // dividing integers that are exact rounds once
  const [left, right] = [
    Number(above.digits) * 10 ** Math.max(power, 0),
    Number(below.digits) * 10 ** Math.max(-power, 0),
  ];
  if (Math.abs(power) <= 15 && left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left / right;
  const magnitude = above.digits.length - below.digits.length + power;
  if (Math.abs(magnitude) > MOST_POWER) return magnitude > 0 ? Infinity : 0;
  return nearest(scaled(above.digits, power), scaled(below.digits, -power));
}

function decimal(text: string): Decimal {
  const [, whole, part = '', power = '0'] = /^(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) as RegExpExecArray;
  return { digits: `${whole}${part}`.replace(/^0+/, ''), exponent: Number(power) - part.length };
}

const scaled = (digits: string, power: number): bigint => BigInt(digits + '0'.repeat(Math.max(power, 0)));

/** The f64 nearest to a quotient of positive integers. */
function nearest(above: bigint, below: bigint): number {
  // the quotient is between 2^(bits - 1) and 2^(bits + 1)
  const bits = bitLength(above) - bitLength(below);
  // quotients near or below 2^-1022 are multiples of 2^-1074; others get 64 bits or more, for Number() to round
  const isTiny = bits < -1021;
  const shift = isTiny ? 1074 : 65 - bits;
  const [left, right] = [above << BigInt(Math.max(shift, 0)), below << BigInt(Math.max(-shift, 0))];
  const [whole, rest] = [left / right, left % right];
  if (isTiny) {
    const up = 2n * rest > right || (2n * rest === right && whole % 2n === 1n);
    return Number(up ? whole + 1n : whole) * Number.MIN_VALUE;
  }
  // the last bit says that there is a rest; the power of two is divided in halves, which are both f64
  const half = Math.trunc(shift / 2);
  return Number(rest > 0n ? whole | 1n : whole) * 2 ** -half * 2 ** (half - shift);
}

const bitLength = (value: bigint): number => value.toString(2).length;
