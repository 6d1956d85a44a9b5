// PCG RXS-M-XS 64/64, pcg_setseq_64_rxs_m_xs_64 in the reference implementation.
// M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
// Generation", HMC-CS-2014-0905 (2014); reference implementation: github.com/imneme/pcg-c.
//
// A stream is 16 bytes in memory: its state before word 0, then its increment (odd). Kernels that draw by position
// never write a state back: word t of a stream is a function of t.

export const MULTIPLIER: u64 = 6364136223846793005;

const SQUARE: u64 = MULTIPLIER * MULTIPLIER;
const POWER_4: u64 = SQUARE * SQUARE;
const POWER_8: u64 = POWER_4 * POWER_4;
const POWER_16: u64 = POWER_8 * POWER_8;
const POWER_32: u64 = POWER_16 * POWER_16;

/** 64 steps at once: state * MULTIPLIER_64 + increment * SUM_64. */
export const MULTIPLIER_64: u64 = POWER_32 * POWER_32;
export const SUM_64: u64 =
  (MULTIPLIER + 1) * (SQUARE + 1) * (POWER_4 + 1) * (POWER_8 + 1) * (POWER_16 + 1) * (POWER_32 + 1);

/** The word of a state before its last xor-shift, which shifts by 43. */
export function product(state: u64): u64 {
  return ((state >> ((state >> 59) + 5)) ^ state) * 12605985483714917081;
}

/** The word of a state (RXS-M-XS: random xor-shift, multiply, xor-shift). */
export function output(state: u64): u64 {
  const word = product(state);
  return (word >> 43) ^ word;
}

/**
 * The state after `delta` steps, in O(log delta).
 * F. B. Brown, "Random Number Generation with Arbitrary Strides", Trans. Am. Nucl. Soc. 71 (1994).
 * It also gives the step of a stride: the multiplier is jump(1, 0, stride), the increment jump(0, increment, stride).
 */
export function jump(state: u64, increment: u64, delta: u64): u64 {
  let accumulatedMultiplier: u64 = 1;
  let accumulatedIncrement: u64 = 0;
  let multiplier = MULTIPLIER;
  while (delta > 0) {
    // without a branch, which would be mispredicted every other time
    const odd = i32(delta & 1);
    const factor = select<u64>(multiplier, 1, odd);
    accumulatedMultiplier *= factor;
    accumulatedIncrement = accumulatedIncrement * factor + select<u64>(increment, 0, odd);
    increment *= multiplier + 1;
    multiplier *= multiplier;
    delta >>= 1;
  }
  return accumulatedMultiplier * state + accumulatedIncrement;
}

/** Writes words position, position + stride, … of a stream: `count` u64 at `out`. */
export function pcgWords(stream: usize, position: f64, stride: f64, out: usize, count: u32): void {
  const base = load<u64>(stream, 8);
  const multiplier = jump(1, 0, u64(stride));
  const increment = jump(0, base, u64(stride));
  let state = jump(load<u64>(stream), base, u64(position));
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) {
    store<u64>(out, output(state));
    state = state * multiplier + increment;
  }
}
