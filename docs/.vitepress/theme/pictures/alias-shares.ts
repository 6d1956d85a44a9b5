// Weights as exact integer shares of 2^64. docs/internals/alias-table.md, "Rounding errors go to the next item".

/** The number of 64-bit words, which is the sum of all shares. */
export const WHOLE = 1n << 64n;

/**
 * (n,), the share of each weight: the number of the 2^64 words that draw its index. They sum to exactly 2^64.
 *
 * Each share is floor(x + carry), where x is the exact part of 2^64. What the floor cuts off is the carry for the next
 * item, and the first carry is one half. The library computes the same integers from weights of any size; this function
 * takes whole numbers, so that a fraction of two integers is enough.
 * @param weights Whole numbers of at least 0, at least one of them positive.
 */
export function exactShares(weights: readonly number[]): bigint[] {
  const total = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  let carry = total;
  return weights.map((weight) => {
    if (weight === 0) return 0n;
    const sum = 2n * BigInt(weight) * WHOLE + carry;
    carry = sum % (2n * total);
    return sum / (2n * total);
  });
}

/**
 * How far a share is from the exact part of 2^64, in units of 2^-64.
 * @param weight One of the weights that sum to `total`.
 */
export function errorOf(share: bigint, weight: number, total: number): number {
  return Number(share * BigInt(total) - BigInt(weight) * WHOLE) / total;
}
