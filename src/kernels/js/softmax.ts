// The twin of assembly/softmax.ts, which explains the method.
import type { Memory } from './memory.js';

const LEAST_EXPONENT = -708;
const TO_INTEGER = 1.5 * 2 ** 52;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the bits must not depend on an engine
const LOG2_E = 1.4426950408889634;
const LOG_2_HIGH = 0.6931471803691238;
const LOG_2_LOW = 1.9082149292705877e-10;

/** The twin of `softmax`. */
export function softmax(
  { f64, u32 }: Memory,
  logits: number,
  count: number,
  largest: number,
  temperature: number,
): void {
  const first = logits >>> 3;
  for (let at = first; at < first + count + (count & 1); at++) {
    const logit = f64[at];
    const scaled = (logit - largest) / temperature;
    const x = LEAST_EXPONENT < scaled ? scaled : LEAST_EXPONENT;
    const k = x * LOG2_E + TO_INTEGER - TO_INTEGER;
    const high = x - k * LOG_2_HIGH;
    const low = k * LOG_2_LOW;
    const r = high - low;
    const t = r * r;
    const c =
      r -
      t *
        (0.16666666666666602 +
          t *
            (-0.0027777777777015593 +
              t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
    if (logit > -Infinity) {
      f64[at] = 1 - (low - (r * c) / (2 - c) - high);
      u32[2 * at + 1] += k << 20;
    } else f64[at] = 0;
  }
}
