// The twin of assembly/exponential.ts, which cites the sources.
import type { Memory } from './memory.js';

const LOG_2_HIGH = 0.6931471803691238;
const LOG_2_LOW = 1.9082149292705877e-10;

/** -log(1 - u), computed as in the twin. Uses f64[at] to read and write the bits of a number. */
function exponential(f64: Float64Array, u32: Uint32Array, at: number, u: number): number {
  f64[at] = 1 - u;
  const high = u32[2 * at + 1];
  const above = (high & 0xfffff) >= 0x6a09e ? 1 : 0;
  const k = (high >>> 20) + above - 1023;
  u32[2 * at + 1] = (high & 0xfffff) | ((1023 - above) << 20);
  const f = f64[at] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series =
    z *
    (0.6666666666666735 +
      z *
        (0.3999999999940942 +
          z *
            (0.2857142874366239 +
              z *
                (0.22222198432149784 +
                  z * (0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586))))));
  const square = 0.5 * f * f;
  return square - (s * (square + series) + k * LOG_2_LOW) - f - k * LOG_2_HIGH;
}

/** The twin of `exponentialRatios`. */
export function exponentialRatios(
  { f64, u32 }: Memory,
  weights: number,
  floats: number,
  ratios: number,
  count: number,
): void {
  for (let i = 0, at = ratios >>> 3; i < count; i++, at++) {
    const weight = Math.abs(f64[(weights >>> 3) + i]);
    const time = exponential(f64, u32, at, f64[(floats >>> 3) + i]);
    f64[at] = weight / time;
    if (time === 0 && weight === 0) {
      u32[2 * at] = 0;
      u32[2 * at + 1] = 0x7ff80000;
    }
  }
}
