// Weights from logits: exp((logit - largest) / temperature). Uses f64 + - * / in a fixed order only, because the
// exponentials of engines differ from one another in their last bits.
//
// With x = k log 2 + r, exp(x) = 2^k exp(r), and exp(r) = 1 + 2r / (2 - c(r)), where c(r) = r - r^2 P(r^2) is even but
// for its first term. The polynomial and the order of operations are those of fdlibm's exp (Sun Microsystems, 1993),
// whose error is below one unit in the last place. k is found without a branch, so that two numbers fit one vector.

/**
 * The exponent of the smallest weights, about 3e-308: they are normal numbers, so that 2^k can be added to the bits of
 * a number, and no processor slows down.
 */
const LEAST_EXPONENT: f64 = -708;
/** Adding it rounds to an integer, which the low bits of the sum are: 1.5 * 2^52. */
const TO_INTEGER: f64 = 6755399441055744;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the bits must not depend on an engine
const LOG2_E: f64 = 1.4426950408889634;
/** log 2: its first 32 bits, and the rest. */
const LOG_2_HIGH: f64 = 0.6931471803691238;
const LOG_2_LOW: f64 = 1.9082149292705877e-10;

/**
 * Turns `count` logits (f64) into weights, in place. All logits are at most `largest`, which is finite. -Infinity
 * becomes 0, and every other logit at least exp(-708). `temperature` is positive and finite. An odd count is followed
 * by one logit more, which becomes a weight, too.
 */
export function softmax(logits: usize, count: u32, largest: f64, temperature: f64): void {
  const largests = f64x2.splat(largest);
  const temperatures = f64x2.splat(temperature);
  const least = f64x2.splat(LEAST_EXPONENT);
  const nothing = f64x2.splat(-Infinity);
  const log2E = f64x2.splat(LOG2_E);
  const toInteger = f64x2.splat(TO_INTEGER);
  const log2High = f64x2.splat(LOG_2_HIGH);
  const log2Low = f64x2.splat(LOG_2_LOW);
  const p1 = f64x2.splat(0.16666666666666602);
  const p2 = f64x2.splat(-0.0027777777777015593);
  const p3 = f64x2.splat(0.00006613756321437934);
  const p4 = f64x2.splat(-0.0000016533902205465252);
  const p5 = f64x2.splat(4.1381367970572385e-8);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const end = logits + ((<usize>count) << 3);
  if (count == 0) return;
  do {
    const logit = v128.load(logits);
    const x = f64x2.pmax(least, f64x2.div(f64x2.sub(logit, largests), temperatures));
    const rounded = f64x2.add(f64x2.mul(x, log2E), toInteger);
    const k = f64x2.sub(rounded, toInteger);
    const high = f64x2.sub(x, f64x2.mul(k, log2High));
    const low = f64x2.mul(k, log2Low);
    const r = f64x2.sub(high, low);
    const t = f64x2.mul(r, r);
    let p = f64x2.add(p4, f64x2.mul(t, p5));
    p = f64x2.add(p3, f64x2.mul(t, p));
    p = f64x2.add(p2, f64x2.mul(t, p));
    p = f64x2.add(p1, f64x2.mul(t, p));
    const c = f64x2.sub(r, f64x2.mul(t, p));
    const rest = f64x2.sub(low, f64x2.div(f64x2.mul(r, c), f64x2.sub(two, c)));
    const y = f64x2.sub(one, f64x2.sub(rest, high));
    const weight = i64x2.add(y, i64x2.shl(rounded, 52));
    v128.store(logits, v128.and(weight, f64x2.gt(logit, nothing)));
    logits += 16;
  } while (logits < end);
}
