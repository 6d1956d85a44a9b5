// MT19937, and what PyTorch makes of its words on a CPU.
// M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM Trans. Model. Comput. Simul. 8 (1998),
// doi:10.1145/272991.272995; seeded by their init_genrand of 2002.
//
// A generator is 2,500 bytes in memory: 624 words, then the number of them already given out (u32). Unlike a PCG stream
// it cannot jump to a position: every kernel that takes words advances it.

const WORDS: u32 = 624;
/** Offset of the number of words given out. */
const GIVEN: usize = 2496;
/** A new word depends on the word 397 further on, which for the last ones is 227 before. */
const AHEAD: usize = 4 * 397;
const BEHIND: usize = 4 * 227;
const MATRIX: u32 = 0x9908b0df;
const UPPER: u32 = 0x80000000;
const LOWER: u32 = 0x7fffffff;

/**
 * From this many indices on PyTorch takes two words for each. With one, some indices would be more likely by several
 * percent.
 */
const WIDE_BOUND: u32 = 1 << 28;

/** Seeds a generator. */
export function twisterSeed(state: usize, seed: u32): void {
  store<u32>(state, seed);
  for (let i: u32 = 1; i < WORDS; i++) {
    seed = 1812433253 * (seed ^ (seed >> 30)) + i;
    store<u32>(state + ((<usize>i) << 2), seed);
  }
  store<u32>(state, WORDS, GIVEN);
}

function twisted(word: u32, next: u32, far: u32): u32 {
  const mixed = (word & UPPER) | (next & LOWER);
  return far ^ (mixed >> 1) ^ ((0 - (mixed & 1)) & MATRIX);
}

/** Computes the word at `at` and the three after it, from the words at `far`. */
function twistFour(at: usize, far: usize): void {
  const mixed = v128.or(v128.and(v128.load(at), i32x4.splat(UPPER)), v128.and(v128.load(at, 4), i32x4.splat(LOWER)));
  const odd = i32x4.neg(v128.and(mixed, i32x4.splat(1)));
  const halved = v128.xor(i32x4.shr_u(mixed, 1), v128.and(odd, i32x4.splat(MATRIX)));
  v128.store(at, v128.xor(v128.load(far), halved));
}

/** Computes the next 624 words. */
function twist(state: usize): void {
  let at = state;
  for (const end = state + 4 * 224; at < end; at += 16) twistFour(at, at + AHEAD);
  for (const end = state + BEHIND; at < end; at += 4) {
    store<u32>(at, twisted(load<u32>(at), load<u32>(at, 4), load<u32>(at + AHEAD)));
  }
  for (const end = state + 4 * 623; at < end; at += 16) twistFour(at, at - BEHIND);
  store<u32>(at, twisted(load<u32>(at), load<u32>(state), load<u32>(at - BEHIND)));
}

function tempered(word: u32): u32 {
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return word ^ (word >> 18);
}

/** The number of words given out, after making sure that one is left. After the last word, it computes the next 624. */
function ready(state: usize, given: u32): u32 {
  if (given < WORDS) return given;
  twist(state);
  return 0;
}

function wordAt(state: usize, given: u32): u32 {
  return tempered(load<u32>(state + ((<usize>given) << 2)));
}

/**
 * Draws `count` floats in [0, 1) (f64, at `out`), multiples of 2^-53. Each takes the low 53 bits of two words, the
 * first one high.
 */
export function twisterFloats(state: usize, out: usize, count: u32): void {
  let given = load<u32>(state, GIVEN);
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) {
    given = ready(state, given);
    const high = u64(wordAt(state, given++));
    given = ready(state, given);
    const low = u64(wordAt(state, given++));
    store<f64>(out, f64(((high << 32) | low) & 0x1fffffffffffff) * 1.1102230246251565e-16);
  }
  store<u32>(state, given, GIVEN);
}

/**
 * Draws `count` indices in [0, bound) (u32, at `out`). Each is the remainder of one word divided by `bound`, or of two
 * words from a bound of 2^28 on.
 */
export function twisterIntegers(state: usize, bound: u32, out: usize, count: u32): void {
  let given = load<u32>(state, GIVEN);
  for (const end = out + ((<usize>count) << 2); out < end; out += 4) {
    given = ready(state, given);
    const word = wordAt(state, given++);
    if (bound < WIDE_BOUND) {
      store<u32>(out, word % bound);
    } else {
      given = ready(state, given);
      const low = wordAt(state, given++);
      store<u32>(out, u32(((u64(word) << 32) | u64(low)) % u64(bound)));
    }
  }
  store<u32>(state, given, GIVEN);
}

/**
 * Writes 0 … count - 1 in random order (u32, at `out`). Fisher and Yates's shuffle from the front takes one word for
 * each index. If `wide`, the inside-out shuffle takes two words for each index.
 */
export function twisterShuffle(state: usize, out: usize, count: u32, wide: u32): void {
  let given = load<u32>(state, GIVEN);
  if (!wide) {
    for (let i: u32 = 0; i < count; i++) store<u32>(out + ((<usize>i) << 2), i);
    for (let left = count; left > 1; left--, out += 4) {
      given = ready(state, given);
      const chosen = out + ((<usize>(wordAt(state, given++) % left)) << 2);
      const moved = load<u32>(out);
      store<u32>(out, load<u32>(chosen));
      store<u32>(chosen, moved);
    }
  } else {
    for (let i: u32 = 0; i < count; i++) {
      given = ready(state, given);
      const high = u64(wordAt(state, given++));
      given = ready(state, given);
      const low = u64(wordAt(state, given++));
      const chosen = out + (usize(((high << 32) | low) % (u64(i) + 1)) << 2);
      const at = out + ((<usize>i) << 2);
      store<u32>(at, i);
      store<u32>(at, load<u32>(chosen));
      store<u32>(chosen, i);
    }
  }
  store<u32>(state, given, GIVEN);
}
