// The quotas of classes, as exact integers.

/** Integers in exact proportion to doubles, which are finite, non-negative and not all zero. */
export function proportions(shares: readonly number[]): bigint[] {
  // doubling is exact, and eventually makes every double an integer
  let doublings = 0;
  let scale = 1;
  let largest = 0;
  for (const share of shares) {
    for (; doublings < 1023 && share * scale < Infinity && !Number.isInteger(share * scale); doublings++) scale *= 2;
    largest = Math.max(largest, share);
  }
  const fits = doublings < 1023 && largest * scale < Infinity;
  const numbers = shares.map((share) => (fits ? BigInt(share * scale) : units(share)));
  const common = numbers.reduce(divisor);
  return common === 1n ? numbers : numbers.map((number) => number / common);
}

/** A double in units of the smallest one, 2^-1074. */
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

/** Relative tolerance: a number this close to a simpler one counts as that one. */
const TOLERANCE = 1e-12;
/** Largest integer that a decimal share may become when multiplied by a power of ten. */
const MAX_DECIMAL = 1e9;
/** Largest denominator of a simple fraction; the batch size, if that is larger. */
const MAX_DENOMINATOR = 1e5;
/** The other shares may change by 1 / this, relatively. */
const MAX_CHANGE_INVERSE = 1_000_000_000n;

/**
 * Integers in proportion to the shares as you meant them: 0.1 counts as a tenth, though no double equals it. If all
 * shares are decimals to a relative 1e-12, the integers are those decimals times a power of ten. Otherwise, each share
 * of the total that is a simple fraction, to that tolerance, becomes the fraction, and the others keep their
 * proportions. If that does not sum to 1, the shares count exactly as given.
 */
export function quotasOf(shares: readonly number[], batchSize: number): bigint[] {
  const whole = decimals(shares);
  return whole ? proportions(whole) : fractions(proportions(shares), Math.max(MAX_DENOMINATOR, batchSize));
}

/** Whether the quotas differ from the exact proportions of the shares. */
export function isRounded(shares: readonly number[], quotas: readonly bigint[]): boolean {
  return proportions(shares).some((number, code) => number !== quotas[code]);
}

/** The shares times a power of ten, if that makes integers; undefined otherwise. */
function decimals(shares: readonly number[]): number[] | undefined {
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  for (let scale = 1; largest * scale <= MAX_DECIMAL; scale *= 10) {
    const isWhole = (share: number) => Math.abs(share * scale - Math.round(share * scale)) <= TOLERANCE * share * scale;
    if (shares.every(isWhole)) return shares.map((share) => Math.round(share * scale));
  }
  return undefined;
}

/** Rounds shares of the total to simple fractions, if there are any that fit. */
function fractions(numbers: readonly bigint[], most: number): bigint[] {
  const total = sum(numbers);
  // numbers too large for a double lose their last bits here
  const cut = BigInt(Math.max(0, 4 * total.toString(16).length - 1000));
  const inverse = 1 / Number(total >> cut);
  const simple = numbers.map((number) => simplest(Number(number >> cut) * inverse, most));
  let common = 1n;
  for (const each of simple) {
    if (!each) continue;
    common *= each[1] / divisor(common, each[1]);
    // this many different denominators are a coincidence
    if (common > 1n << 64n) return [...numbers];
  }
  const parts = simple.map((each) => each && (each[0] * common) / each[1]);
  const rest = common - sum(parts.filter((part) => part !== undefined));
  const others = sum(numbers.filter((_, code) => parts[code] === undefined));
  // the exact share of the others, times `total`
  const before = others * common;
  const change = rest * total - before;
  if (others === 0n ? rest !== 0n : rest <= 0n || (change < 0n ? -change : change) * MAX_CHANGE_INVERSE > before)
    return [...numbers];
  const quotas = parts.map((part, code) => (part === undefined ? numbers[code] * rest : part * (others || 1n)));
  const factor = quotas.reduce(divisor);
  return quotas.map((number) => number / factor);
}

/** The first convergent of the continued fraction of `value` within the tolerance: numerator and denominator. */
function simplest(value: number, most: number): [bigint, bigint] | undefined {
  let [numerator, denominator, previousNumerator, previousDenominator] = [0, 1, 1, 0];
  for (let rest = value; rest > 0; ) {
    const digit = Math.floor(1 / rest);
    [numerator, previousNumerator] = [digit * numerator + previousNumerator, numerator];
    [denominator, previousDenominator] = [digit * denominator + previousDenominator, denominator];
    if (!(denominator <= most)) return undefined;
    if (Math.abs(numerator / denominator - value) <= TOLERANCE * value) return [BigInt(numerator), BigInt(denominator)];
    rest = 1 / rest - digit;
  }
  return undefined;
}

export function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, number) => total + number, 0n);
}
