// The quotas of classes, in whole numbers.

/** Whole numbers in exactly the proportions of finite non-negative f64 that are not all zero. */
export function proportions(shares: readonly number[]): bigint[] {
  // doubling is exact, and makes any f64 whole in the end
  let doublings = 0;
  let scale = 1;
  let largest = 0;
  for (const share of shares) {
    for (; doublings < 1023 && share * scale < Infinity && !Number.isInteger(share * scale); doublings++) scale *= 2;
    largest = Math.max(largest, share);
  }
  const all = doublings < 1023 && largest * scale < Infinity;
  const numbers = shares.map((share) => (all ? BigInt(share * scale) : units(share)));
  const common = numbers.reduce(divisor);
  return common === 1n ? numbers : numbers.map((number) => number / common);
}

/** An f64 in units of the smallest one, 2^-1074. */
function units(share: number): bigint {
  let doublings = 0;
  for (; !Number.isInteger(share); doublings++) share *= 2;
  return BigInt(share) << BigInt(1074 - doublings);
}

/** The greatest common divisor. */
function divisor(a: bigint, b: bigint): bigint {
  while (b > 0n && a !== 1n) [a, b] = [b, a % b];
  return a;
}

/** A number this close to a simpler one, relative to it, is that one. */
const CLOSE = 1e-12;
/** Decimals are whole numbers once they are multiplied by a power of ten, up to this. */
const MOST = 1e9;
/** Simple fractions have denominators up to this, or up to the batch size. */
const SIMPLE = 1e5;
/** The other shares may change by one part in this. */
const PARTS = 1_000_000_000n;

/**
 * Whole numbers in proportion to the shares as they are meant: 0.1 is a tenth, though no f64 is. If all shares are
 * decimals, within 1e-12 of themselves, these are the numbers. Else each share of the whole that is a simple fraction,
 * as close, is that fraction, and the others keep their proportions. If that does not add up, all are exactly as given.
 */
export function quotasOf(shares: readonly number[], batchSize: number): bigint[] {
  const whole = decimals(shares);
  return whole ? proportions(whole) : fractions(proportions(shares), Math.max(SIMPLE, batchSize));
}

/** Whether quotas are other ones than exactly in proportion to the shares. */
export function isRounded(shares: readonly number[], quotas: readonly bigint[]): boolean {
  return proportions(shares).some((number, code) => number !== quotas[code]);
}

/** The shares times a power of ten, where that makes whole numbers of them. */
function decimals(shares: readonly number[]): number[] | undefined {
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  for (let scale = 1; largest * scale <= MOST; scale *= 10) {
    const isWhole = (share: number) => Math.abs(share * scale - Math.round(share * scale)) <= CLOSE * share * scale;
    if (shares.every(isWhole)) return shares.map((share) => Math.round(share * scale));
  }
  return undefined;
}

/** Numbers in proportion to others, whose simple fractions of the total are exact. */
function fractions(numbers: readonly bigint[], most: number): bigint[] {
  const total = sum(numbers);
  // numbers that no f64 holds lose their last bits here
  const cut = BigInt(Math.max(0, 4 * total.toString(16).length - 1000));
  const inverse = 1 / Number(total >> cut);
  const simple = numbers.map((number) => simplest(Number(number >> cut) * inverse, most));
  let common = 1n;
  for (const each of simple) {
    if (!each) continue;
    common *= each[1] / divisor(common, each[1]);
    // as many different ones are chance
    if (common > 1n << 64n) return [...numbers];
  }
  const parts = simple.map((each) => each && (each[0] * common) / each[1]);
  const rest = common - sum(parts.filter((part) => part !== undefined));
  const others = sum(numbers.filter((_, code) => parts[code] === undefined));
  // what the others would have, times `total`
  const before = others * common;
  const off = rest * total - before;
  if (others === 0n ? rest !== 0n : rest <= 0n || (off < 0n ? -off : off) * PARTS > before) return [...numbers];
  const meant = parts.map((part, code) => (part === undefined ? numbers[code] * rest : part * (others || 1n)));
  const shared = meant.reduce(divisor);
  return meant.map((number) => number / shared);
}

/** The first convergent of a continued fraction that is close to a positive number, as numerator and denominator. */
function simplest(value: number, most: number): [bigint, bigint] | undefined {
  let [above, below, aboveBefore, belowBefore] = [0, 1, 1, 0];
  for (let rest = value; rest > 0; ) {
    const digit = Math.floor(1 / rest);
    [above, aboveBefore] = [digit * above + aboveBefore, above];
    [below, belowBefore] = [digit * below + belowBefore, below];
    if (!(below <= most)) return undefined;
    if (Math.abs(above / below - value) <= CLOSE * value) return [BigInt(above), BigInt(below)];
    rest = 1 / rest - digit;
  }
  return undefined;
}

export function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, number) => total + number, 0n);
}
