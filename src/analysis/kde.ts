import { checkArrayLike, checkInteger, checkOptions } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { checkFinite, type UniqueValues, uniqueValues } from './finite-values.js';

/** A probability density as a curve. `coverageDensity` of loaded-dice/charts takes it as a curve's `kde`. */
export interface Density {
  /** (points,), ascending. */
  readonly x: Float64Array<ArrayBuffer>;
  /** (points,), the density at each x, at least 0. */
  readonly y: Float64Array<ArrayBuffer>;
}

/** A density that {@link kde} estimated. */
export interface Kde extends Density {
  /** Standard deviation of the Gaussian that is placed on each value. */
  readonly bandwidth: number;
}

/** Options of {@link kde}. */
export interface KdeOptions {
  /** The rule for the bandwidth, or the standard deviation of the Gaussian itself. Default 'scott'. */
  bandwidth?: 'scott' | 'silverman' | number | undefined;
  /**
   * The x of the curve; or their number, evenly spaced from three bandwidths below the smallest value to three above
   * the largest. Default 256.
   */
  points?: number | ArrayLike<number> | undefined;
}

/**
 * Estimates the density of values with a Gaussian on each of them (kernel density estimation), as
 * `scipy.stats.gaussian_kde`. O(different values * points).
 *
 * D. W. Scott, "Multivariate Density Estimation" (1992), doi:10.1002/9780470316849; B. W. Silverman, "Density
 * Estimation for Statistics and Data Analysis" (1986).
 * @param values (n,), finite, at least one.
 * @throws {TypeError | RangeError} An argument is of the wrong kind or out of range; or all values are the same, for
 * which no rule gives a bandwidth.
 */
export function kde(values: ArrayLike<number>, options?: KdeOptions): Kde {
  const { bandwidth: rule = 'scott', points = 256 } = checkOptions(options, ['bandwidth', 'points']);
  const wanted = `bandwidth must be 'scott', 'silverman' or a positive number, got ${describe(rule)}`;
  if (typeof rule === 'string' ? rule !== 'scott' && rule !== 'silverman' : typeof rule !== 'number') {
    throw new TypeError(wanted);
  }
  if (typeof rule === 'number' && !(rule > 0 && rule < Infinity)) throw new RangeError(wanted);
  const wantedPoints = checkPoints(points);
  const unique = uniqueValues(values);
  const bandwidth = typeof rule === 'number' ? rule : bandwidthOf(rule, unique);
  if (1 / bandwidth === Infinity) {
    const by = typeof rule === 'number' ? '' : ` by the rule ${describe(rule)}`;
    throw new RangeError(
      `bandwidth must be at least 2^-1023, so that densities are finite, got ${bandwidth}${by}: scale the values up`,
    );
  }
  const x = typeof wantedPoints === 'number' ? evenPoints(unique, bandwidth, wantedPoints) : wantedPoints;
  const height = 1 / bandwidth / (unique.count * Math.sqrt(2 * Math.PI));
  const y = x.map((at) => {
    let sum = 0;
    for (let i = 0; i < unique.x.length; i++) {
      const z = Math.min(distance(at, unique.x[i], bandwidth), Number.MAX_VALUE);
      sum += unique.times[i] * Math.exp((-z * z) / 2);
    }
    return sum * height;
  });
  return { x, y, bandwidth };
}

/** |a - b| in bandwidths; the difference itself may overflow. */
function distance(a: number, b: number, bandwidth: number): number {
  const difference = Math.abs(a - b);
  return difference < Infinity ? difference / bandwidth : 2 * (Math.abs(a / 2 - b / 2) / bandwidth);
}

function checkPoints(points: unknown): number | Float64Array<ArrayBuffer> {
  if (typeof points !== 'object') {
    checkInteger('points', points, 1);
    return points as number;
  }
  const length = checkArrayLike('points', points, 2 ** 32 - 1);
  const given = points as ArrayLike<number>;
  for (let i = 0; i < length; i++) checkFinite(`points[${i}]`, given[i]);
  return Float64Array.from(given);
}

function bandwidthOf(rule: 'scott' | 'silverman', { x, times, count }: UniqueValues): number {
  if (x.length === 1) {
    throw new RangeError(`values must differ for a bandwidth by rule, got only ${x[0]}: give a number as bandwidth`);
  }
  // in units whose squares and sums are finite
  const largest = Math.max(Math.abs(x[0]), Math.abs(x[x.length - 1]));
  const unit = largest > 2 ** 400 || largest < 2 ** -400 ? largest : 1;
  let mean = 0;
  for (let i = 0; i < x.length; i++) mean += (times[i] * (x[i] / unit)) / count;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += times[i] * (x[i] / unit - mean) ** 2;
  const deviation = Math.sqrt(squares / (count - 1));
  const bandwidth = deviation * (rule === 'scott' ? count : (count * 3) / 4) ** (-1 / 5) * unit;
  if (bandwidth < Infinity) return bandwidth;
  throw new RangeError(`values must have a bandwidth below 2^1024, got ${x[0]} to ${x[x.length - 1]}: scale them down`);
}

function evenPoints({ x }: UniqueValues, bandwidth: number, points: number): Float64Array<ArrayBuffer> {
  const from = x[0] - 3 * bandwidth;
  const to = x[x.length - 1] + 3 * bandwidth;
  if (from === -Infinity || to === Infinity) {
    const range = `${x[0]} to ${x[x.length - 1]}`;
    throw new RangeError(
      `values must stay below 2^1024 with three bandwidths of ${bandwidth} around them, got ${range}: ` +
        'scale them down, or give points',
    );
  }
  const width = to - from;
  const step = points > 1 ? width / (points - 1) : 0;
  if (width === Infinity) {
    const part = (i: number): number => i / Math.max(1, points - 1);
    return Float64Array.from({ length: points }, (_, i) => from * (1 - part(i)) + to * part(i));
  }
  return Float64Array.from({ length: points }, (_, i) => (i > 0 && i === points - 1 ? to : from + i * step));
}
