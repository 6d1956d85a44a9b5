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

/** A quota this close to a whole number, relative to it, is that number. */
const CLOSE = 1e-12;
/** The other quotas may change by one part in this. */
const PARTS = 1_000_000_000n;

/**
 * Whole numbers in proportion to the quotas. A quota within 1e-12 of a whole number, relative to it, is that number, so
 * that decimals are what they are meant to be: 0.1 of 10 places is one. The other quotas keep their proportions. If
 * that does not add up to a batch, every quota is exactly in proportion to the share given.
 */
export function quotasOf(shares: readonly number[], batchSize: number): bigint[] {
  const numbers = proportions(shares);
  const size = BigInt(batchSize);
  const whole = sum(numbers);
  // numbers that no f64 holds lose their last bits here
  const cut = BigInt(Math.max(0, 4 * whole.toString(16).length - 1000));
  const perBatch = batchSize / Number(whole >> cut);
  let changed = false;
  const places = numbers.map((number) => {
    const quota = Number(cut === 0n ? number : number >> cut) * perBatch;
    const near = Math.round(quota);
    if (near === 0 || Math.abs(quota - near) > CLOSE * near) return undefined;
    changed ||= BigInt(near) * whole !== number * size;
    return BigInt(near);
  });
  if (!changed) return numbers;
  const others = sum(numbers.filter((_, code) => places[code] === undefined));
  const rest = size - sum(places.filter((each) => each !== undefined));
  // what the others would have of a batch, times `whole`
  const exact = others * size;
  const off = rest * whole - exact;
  if (others === 0n ? rest !== 0n : rest <= 0n || (off < 0n ? -off : off) * PARTS > exact) return numbers;
  const meant = places.map((each, code) => (each === undefined ? numbers[code] * rest : each * (others || 1n)));
  const common = meant.reduce(divisor);
  return meant.map((number) => number / common);
}

export function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, number) => total + number, 0n);
}
