// exp and log of f64 + - * / in a fixed order: the same bits on every engine, where Math.exp and Math.log
// differ in the last ones. After fdlibm's e_exp.c and e_log.c (Sun Microsystems): errors below one unit in the
// last place.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** Coefficients of the rational approximation of exp, the lowest first. */
const [P1, P2, P3, P4, P5] = [
  0.16666666666666602, -0.0027777777777015593, 6.613756321437934e-5, -1.6533902205465252e-6, 4.1381367970572385e-8,
];
/** Coefficients of atanh's series in fdlibm's minimax form, the lowest first. */
const [L1, L2, L3, L4, L5, L6, L7] = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
];

/** The least and the largest exponent of a power of two. */
const [LEAST, MOST] = [-1074, 1023];
let powers: Float64Array | undefined;

/** 2^LEAST to 2^MOST. */
function powersOfTwo(): Float64Array {
  if (powers) return powers;
  const made = new Float64Array(MOST - LEAST + 1);
  for (let i = 0, power = Number.MIN_VALUE; i < made.length; i++, power *= 2) made[i] = power;
  powers = made;
  return made;
}

/** e^x; 0 below -745.14, Infinity above 709.78. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (!(x >= -745.1332191019412)) return x < 0 ? 0 : x;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  const scale = powersOfTwo();
  if (k > MOST) return y * scale[MOST - LEAST] * 2;
  return k < LEAST ? y * 0.5 * Number.MIN_VALUE : y * scale[k - LEAST];
}

/** The natural logarithm of a positive finite number. */
export function log(x: number): number {
  const scale = powersOfTwo();
  // the largest power of two that is not above x
  let [from, to] = [0, scale.length - 1];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (scale[middle] <= x) from = middle;
    else to = middle - 1;
  }
  // a division by a subnormal power is exact, too
  let [k, m] = [from + LEAST, x / scale[from]];
  if (m > Math.SQRT2) [k, m] = [k + 1, m / 2];
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = w * (L2 + w * (L4 + w * L6)) + z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}
