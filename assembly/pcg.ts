// PCG RXS-M-XS 64/64, pcg_setseq_64_rxs_m_xs_64 in the reference implementation.
// M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
// Generation", HMC-CS-2014-0905 (2014); reference implementation: github.com/imneme/pcg-c.
//
// A stream is 16 bytes in memory: its state before word 0, then its increment (odd). Kernels that draw by position
// never write a state back: word t of a stream is a function of t.

export const MULTIPLIER: u64 = 6364136223846793005;

/** The word of a state (RXS-M-XS: random xor-shift, multiply, xor-shift). */
export function output(state: u64): u64 {
  const word = ((state >> ((state >> 59) + 5)) ^ state) * 12605985483714917081;
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
    if (delta & 1) {
      accumulatedMultiplier *= multiplier;
      accumulatedIncrement = accumulatedIncrement * multiplier + increment;
    }
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
