// Exact arithmetic on weights and on what a table holds. Nothing here rounds, and nothing is shared with what it
// checks.

/** 2^64: what the shares of a table sum to. */
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

/** Weights as integers on one scale, and their sum: weight i has probability units[i] / sum. */
export function sharesOf(weights: ArrayLike<number>): { units: bigint[]; sum: bigint } {
  const units = Array.from(weights, toUnits);
  return { units, sum: units.reduce((sum, each) => sum + each, 0n) };
}

/** An alias table as it lies in memory. */
export interface Table {
  readonly bits: number;
  /** (2^bits,), threshold and alias. */
  readonly cells: Uint32Array;
  /** (2^bits,), of the words that are escapes. */
  readonly residuals: Uint32Array;
  readonly escapes: number;
}

/**
 * How many of 2^64 words draw each cell's index, from the table alone. A cell stands for 2^(32 - bits) words of 32
 * bits, or one less where the last of them is an escape; as many as its threshold are its own and the others its
 * alias's. Each is worth 2^32. The escapes are worth as much together, and theirs are shared out by the residuals, so
 * that these have to sum to just that.
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
 * What is wrong with a table of these weights that draws its indices by so many words each; undefined where nothing is.
 * An index's words q are to be within 2^-52 q + 1 + p * lifted of 2^64 p, where p is its exact probability and `lifted`
 * the number of positive weights with less than one word of their own. Both sides are multiplied by 2^52 * sum, so that
 * all is in integers.
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
  // the cells beyond the weights fill up a power of two, and are to draw nothing of their own
  return total === WHOLE ? undefined : `sums to ${total}`;
}
