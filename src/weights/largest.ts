// The largest of many numbers, without sorting them all: first a bound leaves out most, then a radix selection finds
// the last one, from the highest digit on. Equal numbers count in order of their indices.

/** The highest 13 bits of a number are its sign, its exponent and the first bit of its fraction. */
const BINS = 2 ** 13;
const DIGITS = 5;
/** At most this many numbers are sorted. */
const MOST_SORTED = 48;
/** Room for this many indices at first. Mostly few are kept, and a large array takes time, above all in a browser. */
const FIRST_KEPT = 4096;
/** Numbers that are added without a correction. */
const BLOCK = 512;

/** The indices of the `count` largest values, in ascending order. `count` is positive. No value may be NaN. */
export function largestByCount(values: Float64Array, count: number): Uint32Array {
  // the last of the `count` largest of fewer values is no larger than that of all
  const step = Math.floor(Math.sqrt(values.length / count));
  let least = step > 1 ? Infinity : -Infinity;
  if (step > 1) {
    const some = new Float64Array(Math.ceil(values.length / step));
    for (let i = 0; i < some.length; i++) some[i] = values[i * step];
    for (const i of largestByCount(some, count)) least = Math.min(least, some[i]);
  }
  const ids = atLeast(values, least);
  return count < ids.length ? upTo(values, ids, lastOf(values, ids, count)) : ids;
}

/**
 * The indices of the fewest largest weights whose sum is at least `share` of the sum of all weights, in ascending
 * order. Sums are compared to within 2^-40 of themselves. The largest weight is 1, and `share` is in (0, 1].
 */
export function largestBySum(weights: Float64Array, share: number): Uint32Array {
  const sum = sumOf(weights);
  // the weights below this sum to less than what may be left out
  const ids = atLeast(weights, (((1 - share) * sum) / weights.length) * (1 - 2 ** -20));
  return upTo(weights, ids, lastOf(weights, ids, share * sum, weights));
}

/** The indices of the values of at least `least`, in ascending order. */
function atLeast(values: Float64Array, least: number): Uint32Array {
  let ids = new Uint32Array(Math.min(values.length, FIRST_KEPT));
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    // a branch, because mostly few are kept
    if (values[i] >= least) {
      if (size === ids.length) ids = longer(ids, Math.min(values.length, 4 * size));
      ids[size++] = i;
    }
  }
  return ids.subarray(0, size);
}

/** A copy with room for more. */
function longer(ids: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(length);
  all.set(ids);
  return all;
}

/** Those of the indices whose values are larger than values[last], or equal and not behind it. */
function upTo(values: Float64Array, ids: Uint32Array, last: number): Uint32Array {
  const least = values[last];
  const kept = new Uint32Array(ids.length);
  let size = 0;
  for (let j = 0; j < ids.length; j++) {
    const i = ids[j];
    kept[size] = i;
    if (values[i] > least || (values[i] === least && i <= last)) size++;
  }
  return kept.subarray(0, size);
}

/**
 * The last of the largest values: that with which their number, or the sum of their amounts, reaches `goal`. `ids` are
 * the indices of the values that come into question, in ascending order.
 */
function lastOf(values: Float64Array, ids: Uint32Array, goal: number, amounts?: Float64Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const amountOf = (i: number): number => (amounts ? amounts[i] : 1);
  let left = ids;
  let above = 0;
  let digit = 0;
  for (; digit < DIGITS && left.length > MOST_SORTED; digit++) {
    const digits = digitsOf(words, left, digit);
    const bins = new Float64Array(BINS);
    let lowest = BINS;
    for (let j = 0; j < left.length; j++) {
      bins[digits[j]] += amountOf(left[j]);
      if (digits[j] < lowest) lowest = digits[j];
    }
    let bin = BINS - 1;
    // a sum of rounded sums may miss the goal
    while (bin > lowest && above + bins[bin] < goal) above += bins[bin--];
    const inBin = new Uint32Array(left.length);
    let size = 0;
    for (let j = 0; j < left.length; j++) {
      inBin[size] = left[j];
      if (digits[j] === bin) size++;
    }
    left = inBin.subarray(0, size);
  }
  // after the last digit all are equal, and in order
  if (digit < DIGITS) left = left.slice().sort((i, j) => values[j] - values[i] || i - j);
  let at = 0;
  while (at < left.length - 1 && above + amountOf(left[at]) < goal) above += amountOf(left[at++]);
  return left[at];
}

/** A digit of each number: the larger the number, the larger its digits. The first is digit 0. */
function digitsOf(words: Uint32Array, ids: Uint32Array, digit: number): Uint16Array {
  const digits = new Uint16Array(ids.length);
  for (let j = 0; j < ids.length; j++) {
    const given = words[2 * ids[j]];
    const highGiven = words[2 * ids[j] + 1];
    // the bits of negative numbers are in opposite order; -0 counts as 0
    const sign = given === 0 && highGiven === 0x80000000 ? 0 : highGiven >> 31;
    const high = sign === 0 ? highGiven | 0x80000000 : ~highGiven;
    const low = given ^ sign;
    if (digit === 0) digits[j] = high >>> 19;
    else if (digit === 1) digits[j] = (high >>> 6) & 0x1fff;
    else if (digit === 2) digits[j] = ((high & 0x3f) << 7) | (low >>> 25);
    else if (digit === 3) digits[j] = (low >>> 12) & 0x1fff;
    else digits[j] = (low & 0xfff) << 1;
  }
  return digits;
}

/** The sum of non-negative numbers, to within 2^-42 of itself. */
function sumOf(values: Float64Array): number {
  let sum = 0;
  let error = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    // two sums, because each addition waits for the one before it
    let block = end & 1 ? values[end - 1] : 0;
    let odd = 0;
    for (let i = start; i < end - 1; i += 2) {
      block += values[i];
      odd += values[i + 1];
    }
    block += odd;
    const next = sum + block;
    error += sum < block ? sum - (next - block) : block - (next - sum);
    sum = next;
  }
  return sum + error;
}
