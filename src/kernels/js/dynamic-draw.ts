// The twin of assembly/dynamic-draw.ts, which explains the draw.
import {
  BANDS,
  bandBits,
  bandOf,
  coarser,
  FOURS,
  LEVELS,
  NODES,
  power,
  STARTS,
  TOTAL,
  WEIGHTS,
} from './dynamic-tree.js';
import type { Memory } from './memory.js';
import { cursorAt, MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow } from './pcg.js';
import { GOLDEN, mix } from './stream.js';
import { add, mulHigh32, multiply, toU64, type U64 } from './u64.js';

/** The further words of a draw, from a place of the stream that is hashed from the draw's number. */
class FurtherWords {
  #state: U64;
  readonly #increment: U64;
  /** The words of the last u64 that `next` made. */
  high = 0;
  low = 0;

  constructor({ u32 }: Memory, stream: number, t: number) {
    const at = stream >>> 2;
    this.#increment = [u32[at + 3] | 0, u32[at + 2] | 0];
    this.#state = mix(add([u32[at + 1] | 0, u32[at] | 0], multiply(add(toU64(t), [0, 1]), GOLDEN)));
  }

  next(): void {
    const [high, low] = this.#state;
    this.high = outputHigh(high, low);
    this.low = outputLow(high, low, this.high);
    this.#state = add(multiply(this.#state, MULTIPLIER), this.#increment);
  }

  /** The high `bits` bits of the next word. */
  bits(bits: number): number {
    this.next();
    return this.high >>> (32 - bits);
  }
}

/** The high part of a u64 times a bound below 2^53: an integer in [0, bound). */
function scaled(high: number, low: number, boundHigh: number, boundLow: number): number {
  // the four products of 32-bit halves, of which the highest is below 2^53
  const lowLow = mulHigh32(low, boundLow) >>> 0;
  const highLow = Math.imul(high, boundLow) >>> 0;
  const lowHigh = Math.imul(low, boundHigh) >>> 0;
  const middle = lowLow + highLow + lowHigh;
  return (
    (high >>> 0) * boundHigh +
    (mulHigh32(high, boundLow) >>> 0) +
    (mulHigh32(low, boundHigh) >>> 0) +
    Math.floor(middle / 4294967296)
  );
}

/** The number of the four children that a residual chooses. */
function fourOf(f64: Float64Array, node: number, residual: number): number {
  return residual < f64[node + 1] ? (residual < f64[node] ? 0 : 1) : residual < f64[node + 2] ? 2 : 3;
}

/** The number of the child, among four, that a residual chooses. */
function oneOf(f64: Float64Array, sums: number, residual: number): number {
  return residual < f64[sums + 1] ? (residual < f64[sums] ? 0 : 1) : residual < f64[sums + 2] ? 2 : 3;
}

/** Whether the last, partial unit of a weight is drawn. It has the chance of the weight's fraction, in 2^-shift. */
function inFraction(weight: number, shift: number, further: FurtherWords): boolean {
  let fraction = timesPower(weight, shift);
  // below this, the fraction may have been rounded: all its first 32 bits are 0
  while (fraction < 2 ** -900) {
    if (further.bits(32) !== 0) return false;
    shift += 32;
    fraction = timesPower(weight, shift);
  }
  fraction -= Math.floor(fraction);
  while (fraction > 0) {
    fraction *= 4294967296;
    const digits = Math.floor(fraction);
    const drawn = further.bits(32);
    if (drawn !== digits) return drawn < digits;
    fraction -= digits;
  }
  return false;
}

function timesPower(value: number, exponent: number): number {
  const half = exponent >> 1;
  return value * power(half) * power(exponent - half);
}

/**
 * Whether the low part of a word times a bound is so low that the product may have to be rejected: at most the
 * bound, or slightly more.
 */
export function isLow(high: number, low: number, boundHigh: number, boundLow: number): boolean {
  const middle = (mulHigh32(low, boundLow) + Math.imul(high, boundLow) + Math.imul(low, boundHigh)) >>> 0;
  return middle <= boundHigh;
}

/** Whether a word times a bound is one of the products that favor some residuals. */
function isRejected(high: number, low: number, bound: number): boolean {
  const wide = BigInt(bound);
  const product = ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) * wide;
  return BigInt.asUintN(64, product) < (1n << 64n) % wide;
}

/** The residual in a node that is `steps` bands finer; -1 if the draw must start again. */
function refine(total: number, residual: number, steps: number, width: number, further: FurtherWords): number {
  do {
    steps--;
    residual = residual * power(width) + further.bits(width);
    if (residual >= coarser(total, steps, width)) return -1;
  } while (steps > 0);
  return residual;
}

/** The twin of `attempt`. */
function attempt(memory: Memory, tree: number, high: number, low: number, further: FurtherWords): number {
  const { u32, f64 } = memory;
  const header = tree >>> 2;
  const levels = u32[header + LEVELS];
  const width = bandBits(levels);
  const nodes = u32[header + NODES] >>> 3;
  const bands = u32[header + BANDS];
  let own = u32[header + STARTS + levels - 1];
  let node = nodes + 16 * own;
  const bound = f64[node + TOTAL];
  const boundHigh = Math.floor(bound / 4294967296) | 0;
  const boundLow = (bound % 4294967296) | 0;
  if (isLow(high, low, boundHigh, boundLow) && isRejected(high, low, bound)) return -1;
  let residual = scaled(high, low, boundHigh, boundLow);
  let number = 0;
  for (let level = levels - 1; ; level--) {
    const four = fourOf(f64, node, residual);
    if (four > 0) residual -= f64[node + four - 1];
    const sums = node + FOURS + 3 * four;
    const one = oneOf(f64, sums, residual);
    if (one > 0) residual -= f64[sums + one - 1];
    number = 16 * number + 4 * four + one;
    const band = bandOf(memory, bands, own);
    if (level === 0) {
      const weight = f64[(u32[header + WEIGHTS] >>> 3) + number];
      const shift = 1074 - band * width;
      // whole units of the weight, and then the partial one
      return residual + 1 <= timesPower(weight, shift) || inFraction(weight, shift, further) ? number : -1;
    }
    own = u32[header + STARTS + level - 1] + number;
    node = nodes + 16 * own;
    const steps = band - bandOf(memory, bands, own);
    if (steps > 0) residual = refine(f64[node + TOTAL], residual, steps, width, further);
    if (residual < 0) return -1;
  }
}

/** The twin of `decide`. */
export function decide(memory: Memory, tree: number, stream: number, t: number, high: number, low: number): number {
  const further = new FurtherWords(memory, stream, t);
  let index = attempt(memory, tree, high, low, further);
  while (index < 0) {
    further.next();
    index = attempt(memory, tree, further.high, further.low, further);
  }
  return index;
}

/** The twin of `dynamicDraw`. It has no scratch: one draw goes down after the other. */
export function dynamicDraw(
  memory: Memory,
  tree: number,
  stream: number,
  position: number,
  stride: number,
  _scratch: number,
  out: number,
  count: number,
): void {
  const { u32, f64 } = memory;
  const { state, multiplier, increment } = cursorAt(memory, stream, position, stride);
  const header = tree >>> 2;
  const levels = u32[header + LEVELS];
  const nodes = u32[header + NODES] >>> 3;
  const bands = u32[header + BANDS];
  const root = u32[header + STARTS + levels - 1];
  const band = bandOf(memory, bands, root);
  const bound = f64[nodes + 16 * root + TOTAL];
  const boundHigh = Math.floor(bound / 4294967296) | 0;
  const boundLow = (bound % 4294967296) | 0;
  let high = state[0] | 0;
  let low = state[1] | 0;
  for (let i = 0; i < count; i++) {
    const wordHigh = outputHigh(high, low);
    const wordLow = outputLow(high, low, wordHigh);
    const nextLow = stepLow(low, multiplier[1], increment[1]);
    high = stepHigh(high, low, multiplier[0], multiplier[1], increment[0], increment[1], nextLow);
    low = nextLow;

    let residual = isLow(wordHigh, wordLow, boundHigh, boundLow) ? -1 : scaled(wordHigh, wordLow, boundHigh, boundLow);
    let number = 0;
    let node = nodes + 16 * root;
    for (let level = levels - 1; residual >= 0; level--) {
      const four = fourOf(f64, node, residual);
      const before = four > 0 ? f64[node + four - 1] : 0;
      residual -= before;
      const sums = node + FOURS + 3 * four;
      const one = oneOf(f64, sums, residual);
      number = 16 * number + 4 * four + one;
      if (level === 0) {
        // a unit that is not the weight's last one is a whole one
        if (residual + 1 >= (one < 3 ? f64[sums + one] : f64[node + four] - before)) residual = -1;
        break;
      }
      if (one > 0) residual -= f64[sums + one - 1];
      const next = u32[header + STARTS + level - 1] + number;
      if (bandOf(memory, bands, next) !== band) residual = -1;
      node = nodes + 16 * next;
    }
    u32[(out >>> 2) + i] =
      residual < 0 ? decide(memory, tree, stream, position + i * stride, wordHigh, wordLow) : number;
  }
}
