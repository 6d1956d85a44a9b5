// A draw from a tree of sums by itself, without a block: how it uses further words (dynamic-draw.ts).

import { BANDS, bandBits, coarser, FOURS, LEVELS, NODES, power, STARTS, TOTAL, WEIGHTS } from './dynamic-tree';
import { jump, MULTIPLIER, output } from './pcg';
import { GOLDEN, mix } from './stream';

/** Writes the state of a draw's further words. */
export function openFurther(stream: usize, t: u64, at: usize): void {
  store<u64>(at, mix(load<u64>(stream) + (t + 1) * GOLDEN));
}

/** The next further word of a draw. */
function further(stream: usize, at: usize): u64 {
  const state = load<u64>(at);
  store<u64>(at, state * MULTIPLIER + load<u64>(stream, 8));
  return output(state);
}

/** The high part of a product of 128 bits. */
export function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const middle = aHigh * bLow + ((aLow * bLow) >> 32);
  return aHigh * bHigh + (middle >> 32) + ((aLow * bHigh + (middle & 0xffffffff)) >> 32);
}

function timesPower(value: f64, exponent: i32): f64 {
  const half = exponent >> 1;
  return value * power(half) * power(exponent - half);
}

/** Whether the last, partial unit of a weight is drawn. It has the chance of the weight's fraction, in 2^-shift. */
function inFraction(weight: f64, shift: i32, stream: usize, words: usize): bool {
  let fraction = timesPower(weight, shift);
  // below 2^-900, the fraction may have been rounded; its first 32 bits are 0
  while (fraction < power(-900)) {
    if (further(stream, words) >> 32 != 0) return false;
    shift += 32;
    fraction = timesPower(weight, shift);
  }
  fraction -= Math.floor(fraction);
  while (fraction > 0) {
    fraction *= 4294967296;
    const digits = Math.floor(fraction);
    const drawn = f64(further(stream, words) >> 32);
    if (drawn != digits) return drawn < digits;
    fraction -= digits;
  }
  return false;
}

/** Whether a weight accepts a draw. The residual is what the draw exceeds the weight's beginning by. */
export function accepts(tree: usize, number: usize, residual: f64, band: i32, stream: usize, words: usize): bool {
  const weight = load<f64>(<usize>load<u32>(tree, WEIGHTS) + (number << 3));
  const shift = 1074 - band * bandBits(load<u32>(tree, LEVELS));
  return residual + 1 <= timesPower(weight, shift) || inFraction(weight, shift, stream, words);
}

/** The residual in a node that is `steps` bands finer; -1 if the draw must start again. */
export function refine(tree: usize, node: usize, residual: f64, steps: i32, stream: usize, words: usize): f64 {
  const width = bandBits(load<u32>(tree, LEVELS));
  const total = load<f64>(node, TOTAL);
  do {
    steps--;
    residual = residual * power(width) + f64(further(stream, words) >> (64 - u64(width)));
    if (residual >= coarser(total, steps, width)) return -1;
  } while (steps > 0);
  return residual;
}

/** Tries to draw with a word of the stream, and with the further words that it needs. Returns the index, or -1. */
function attempt(tree: usize, stream: usize, word: u64, words: usize): i32 {
  const nodes = <usize>load<u32>(tree, NODES);
  const bands = <usize>load<u32>(tree, BANDS);
  let starts = tree + STARTS + ((<usize>load<u32>(tree, LEVELS)) << 2) - 4;
  let own = <usize>load<u32>(starts);
  let node = nodes + (own << 7);
  const bound = u64(i64(load<f64>(node, TOTAL)));
  // D. Lemire, ACM Trans. Model. Comput. Simul. 29 (2019), doi:10.1145/3230636
  if (word * bound < bound && word * bound < (0 - bound) % bound) return -1;
  let residual = f64(i64(multiplyHigh(word, bound)));
  let number: usize = 0;
  for (;;) {
    let four: usize = 0;
    while (load<f64>(node + (four << 3)) <= residual) four++;
    if (four > 0) residual -= load<f64>(node + (four << 3) - 8);
    const sums = node + FOURS + 24 * four;
    let one: usize = 0;
    while (one < 3 && load<f64>(sums + (one << 3)) <= residual) one++;
    if (one > 0) residual -= load<f64>(sums + (one << 3) - 8);
    number = (number << 4) + (four << 2) + one;
    const band = i32(load<u8>(bands + own));
    if (starts == tree + STARTS) return accepts(tree, number, residual, band, stream, words) ? i32(number) : -1;
    starts -= 4;
    own = <usize>load<u32>(starts) + number;
    node = nodes + (own << 7);
    const steps = band - i32(load<u8>(bands + own));
    if (steps > 0) residual = refine(tree, node, residual, steps, stream, words);
    if (residual < 0) break;
  }
  return -1;
}

/** Draw `t` of a stream. */
export function decide(tree: usize, stream: usize, t: u64, words: usize): u32 {
  openFurther(stream, t, words);
  let index = attempt(tree, stream, output(jump(load<u64>(stream), load<u64>(stream, 8), t)), words);
  while (index < 0) index = attempt(tree, stream, further(stream, words), words);
  return u32(index);
}
