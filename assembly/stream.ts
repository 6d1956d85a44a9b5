// One PCG stream for each (seed, epoch, purpose).

/**
 * The finalizer of SplitMix64: G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014, doi:10.1145/2660193.2660195 (Stafford's
 * variant 13).
 */
export function mix(z: u64): u64 {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** SplitMix64's step, 2^64 / golden ratio. It keeps a chain of zeros away from 0, the fixed point of `mix`. */
export const GOLDEN: u64 = 0x9e3779b97f4a7c15;

function chain(start: u64, seed: u64, epoch: u64, purpose: u64): u64 {
  let hash = mix(start + GOLDEN + seed);
  hash = mix((hash + GOLDEN) ^ epoch);
  return mix((hash + GOLDEN) ^ purpose);
}

/**
 * Writes the stream's state and increment (16 bytes at `stream`). Both are hashed, by chains with different starts,
 * because streams that differ only in the increment correlate, and so do those a power-of-two stride apart. If two of
 * the three arguments are fixed, no two values of the third give the same state.
 */
export function openStream(stream: usize, seed: f64, epoch: f64, purpose: u32): void {
  store<u64>(stream, chain(0, u64(seed), u64(epoch), purpose));
  store<u64>(stream, chain(0xd1b54a32d192ed03, u64(seed), u64(epoch), purpose) | 1, 8);
}
