// -ln of f64 numbers by f64 + - * / in a fixed order, so that every engine, and SQL, gives the same bits. Engines and
// databases differ in the last bits of `ln`.

/** -ln(rest) is computed after doubling `rest` as often as needed to reach this: sqrt(1/2). */
export const ROOT_HALF = Math.SQRT1_2;
export const LN2 = Math.LN2;
/** A `v` below this needs no doubling. */
export const NEAR = 0.29;
/** Coefficients of the powers of s^2 in atanh(s) / s, the highest first. */
export const ATANH: readonly number[] = Array.from({ length: 11 }, (_, i) => 1 / (21 - 2 * i));

/** An exponential number of mean 1 from a uniform number: -ln(1 - v). `v` and `rest`, which is 1 - v, are in (0, 1). */
export function exponential(v: number, rest: number): number {
  let doublings = 0;
  for (; rest < ROOT_HALF; doublings++) rest *= 2;
  const near = v < NEAR;
  const s = near ? v / (2 - v) : (1 - rest) / (1 + rest);
  const z = s * s;
  let sum = 0;
  for (const coefficient of ATANH) sum = sum * z + coefficient;
  return (near ? 0 : doublings * LN2) + 2 * s * sum;
}
