// Exact arithmetic on weights and on the contents of a table. It never rounds, and shares no code with what it checks.

/** 2^64, the sum of a table's shares. */
export const WHOLE = 1n << 64n;

const view = new DataView(new ArrayBuffer(8));

/** A finite non-negative f64 as an integer multiple of 2^-1074, the smallest subnormal. IEEE 754-2019, 3.4. */
export function toUnits(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & ((1n << 52n) - 1n);
  if (bits >> 63n || exponent === 0x7ffn) throw new RangeError(`not finite and non-negative: ${value}`);
  return exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
}

/** Weights as integers on one scale, and their sum. Weight i has probability units[i] / sum. */
export function sharesOf(weights: ArrayLike<number>): { units: bigint[]; sum: bigint } {
  const units = Array.from(weights, toUnits);
  return { units, sum: units.reduce((sum, each) => sum + each, 0n) };
}

/** An alias table as it lies in memory. */
export interface Table {
  readonly bits: number;
  /** (2^bits,), threshold and alias. */
  readonly cells: Uint32Array;
  /** (2^bits,), the residuals, which decide the escapes. */
  readonly residuals: Uint32Array;
  readonly escapes: number;
}

/**
 * The number of 2^64 words that draw each index, from the table alone. A cell stands for 2^(32 - bits) words of 32
 * bits, or one less if the last of them is an escape. Its threshold says how many are its own; the others are its
 * alias's. Each counts 2^32 times. The escapes count as much, and their residuals divide them, so the residuals must
 * sum to exactly that.
 */
export function wordsPerIndex({ bits, cells, residuals, escapes }: Table): bigint[] {
  const words = Array.from(residuals, BigInt);
  const total = words.reduce((sum, each) => sum + each, 0n);
  if (total !== BigInt(escapes) << 32n) throw new Error(`residuals of ${total} for ${escapes} escapes`);
  cells.forEach((packed, cell) => {
    const capacity = 2 ** (32 - bits) - (cell >= cells.length - escapes ? 1 : 0);
    const threshold = packed >>> bits;
    if (threshold > capacity) throw new Error(`cell ${cell} has more than it holds: ${threshold}`);
    words[cell] += BigInt(threshold) << 32n;
    words[packed % cells.length] += BigInt(capacity - threshold) << 32n;
  });
  return words;
}

/**
 * What is wrong with a table of these weights, given the number of words that draw each index. Undefined if nothing is.
 * The words q of an index must be within 2^-52 q + 1 + p * lifted of 2^64 p. p is its exact probability, and `lifted`
 * the number of positive weights whose own share is below one word. Both sides are multiplied by 2^52 * sum, so that
 * all numbers are integers.
 */
export function faultOf(weights: ArrayLike<number>, words: readonly bigint[]): string | undefined {
  const { units, sum } = sharesOf(weights);
  let positives = 0;
  let lifted = 0n;
  for (const unit of units) {
    if (unit > 0n) positives++;
    if (unit > 0n && unit << 64n < sum) lifted++;
  }
  let total = 0n;
  for (let i = 0; i < units.length; i++) {
    const unit = units[i];
    const share = words[i];
    total += share;
    if ((unit === 0n) !== (share === 0n)) return `[${i}] of weight ${weights[i]} has ${share}`;
    if (positives === 1 && unit > 0n && share !== WHOLE) return `[${i}], the only positive one, has ${share}`;
    const off = share * sum - (unit << 64n);
    const allowed = share * sum + ((sum + unit * lifted) << 52n);
    if ((off < 0n ? -off : off) << 52n > allowed) return `[${i}] of weight ${weights[i]} has ${share}`;
  }
  // the cells after the last weight fill up a power of two, and must have no draws of their own
  return total === WHOLE ? undefined : `sums to ${total}`;
}
