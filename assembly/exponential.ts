// Weighted draws without replacement by exponential keys, as torch.multinomial does on a CPU. The key of item i is q_i
// / weight_i with q_i = -log1p(-u_i), and the smallest keys are drawn.
// P. S. Efraimidis and P. G. Spirakis, Inf. Process. Lett. 97 (2006), doi:10.1016/j.ipl.2005.11.003.

/** The largest ratio as a u64, for 0 / 0: PyTorch ranks NaN before everything else. */
const NOT_A_NUMBER: u64 = 0x7ff8000000000000;

/** log 2: its first 32 bits, and the rest. */
const LOG_2_HIGH: f64 = 0.6931471803691238;
const LOG_2_LOW: f64 = 1.9082149292705877e-10;

/**
 * -log(1 - u), within a unit in the last place. u is in [0, 1) and a multiple of 2^-53, so 1 - u is exact. The engines'
 * own logarithms differ from one another.
 *
 * With 1 - u = 2^k (1 + f), 1 + f about 1, and s = f / (2 + f), log(1 + f) = 2 atanh(s). The polynomial in s^2 is that
 * of fdlibm's log (Sun Microsystems, 1993).
 */
function exponential(u: f64): f64 {
  const bits = reinterpret<u64>(1 - u);
  const mantissa = u32(bits >> 32) & 0xfffff;
  // from the square root of 2 on, half the mantissa and one more power of two
  const above = u32(mantissa >= 0x6a09e);
  const k = f64(i32(u32(bits >> 52) + above) - 1023);
  const f = reinterpret<f64>((bits & 0xfffffffffffff) | (u64(1023 - above) << 52)) - 1;
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

/**
 * Writes the ratios weight / -log(1 - u) of `count` weights and floats in [0, 1) (both f64) at `ratios`, which may
 * equal `floats`. The item with the largest ratio is drawn first.
 */
export function exponentialRatios(weights: usize, floats: usize, ratios: usize, count: u32): void {
  for (const end = ratios + ((<usize>count) << 3); ratios < end; ratios += 8, floats += 8, weights += 8) {
    // -0 becomes 0, because ratios are ranked by their bits
    const weight = abs<f64>(load<f64>(weights));
    const time = exponential(load<f64>(floats));
    if (time == 0 && weight == 0) store<u64>(ratios, NOT_A_NUMBER);
    else store<f64>(ratios, weight / time);
  }
}
