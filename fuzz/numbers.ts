// The analysis functions on values of any size, compared with plain references. They must never return NaN, nor an
// infinity that is not documented.
import fc from 'fast-check';
import { batchBalance, chiSquare, coverage, ecdf, kde } from '../src/analysis.js';
import { scheduleClasses } from '../src/batches/class-schedule.js';
import { quotasOf } from '../src/weights/quotas.js';
import type { Fuzzer } from './fuzzer.js';

/** Doubles of every size, most of all near the ends of the range. */
const positive = fc.oneof(
  fc.double({ min: 5e-324, max: 1.7976931348623157e308, noNaN: true }),
  fc.integer({ min: -1074, max: 1023 }).map((power) => 2 ** power),
  fc.constantFrom(
    5e-324,
    1e-323,
    2.2250738585072014e-308,
    1e-300,
    1e-160,
    1,
    3,
    1e160,
    1e300,
    1e308,
    1.7976931348623157e308,
  ),
);
const few = fc.integer({ min: 1, max: 20 });
const weight = fc.oneof({ weight: 2, arbitrary: few }, positive, fc.constant(0));
const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  positive,
  positive.map((each) => -each),
);
const inside = fc.oneof(
  fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
  fc.constantFrom(5e-324, 1e-16, 0.5, 0.95, 1 - 2 ** -53),
);

function finite(name: string, ...values: number[]): void {
  for (const each of values) if (!Number.isFinite(each)) throw new Error(`${name} is ${each}`);
}

function near(name: string, got: number, wanted: number, relative: number): void {
  finite(name, got);
  if (Math.abs(got - wanted) > relative * Math.abs(wanted) + 1e-300)
    throw new Error(`${name} is ${got}, not ${wanted}`);
}

/** Whether a call throws an error of the library that names the argument. Any other error is a finding. */
function refused(call: () => void, words: RegExp): boolean {
  try {
    call();
    return false;
  } catch (error) {
    if (error instanceof RangeError && words.test(error.message)) return true;
    throw error;
  }
}

/** A double as an integer multiple of 2^-1074. */
function unitsOf(double: number): bigint {
  const bits = new BigUint64Array(new Float64Array([double]).buffer)[0];
  const exponent = bits >> 52n;
  const fraction = bits & ((1n << 52n) - 1n);
  return exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
}

/** A quotient of integers, with a relative error of 2^-60. Infinity if no double is that large. */
function quotient(above: bigint, below: bigint): number {
  if (above === 0n) return 0;
  const shift = 64 - (above.toString(2).length - below.toString(2).length);
  const scaled = shift > 0 ? (above << BigInt(shift)) / below : above / (below << BigInt(-shift));
  // in two steps, because 2^-shift alone may not fit a double
  const half = Math.trunc(shift / 2);
  return Number(scaled) * 2 ** -half * 2 ** (half - shift);
}

const checks: fc.Arbitrary<() => void>[] = [
  // Pearson's statistic, in integers
  fc
    .array(fc.tuple(weight, few), { minLength: 1, maxLength: 6 })
    .filter((cells) => cells.some(([count]) => count > 0))
    .map((cells) => () => {
      const counts = cells.map(([count]) => count);
      const all = cells.reduce((sum, [, share]) => sum + share, 0);
      const probabilities = cells.map(([, share]) => share / all);
      const { statistic, df, pValue } = chiSquare(counts, probabilities);
      const shown = `of ${counts} by ${probabilities}`;
      const [o, p] = [counts.map(unitsOf), probabilities.map(unitsOf)];
      const [n, one] = [o.reduce((sum, each) => sum + each, 0n), 1n << 1074n];
      // Σ (o - n p)² / (n p), each term as a quotient; probabilities are rounded by 2^-53 of themselves
      const cell = (i: number) => quotient((o[i] * one - n * p[i]) ** 2n, n * p[i] * one * one);
      const wanted = o.reduce((sum, _, i) => sum + cell(i), 0);
      const slack = quotient(n, one) * 1e-15 * cells.length + 1e-9 * wanted + 1e-320;
      if (wanted === Infinity || slack === Infinity) {
        if (!(statistic > 1e290 || wanted < Infinity))
          throw new Error(`statistic ${shown} is ${statistic}, not beyond 2^1024`);
        if (Number.isNaN(statistic)) throw new Error('statistic is NaN');
      } else if (!(Math.abs(statistic - wanted) <= slack)) {
        throw new Error(`statistic ${shown} is ${statistic}, not ${wanted}`);
      }
      if (df !== cells.length - 1 || !(pValue >= 0 && pValue <= 1))
        throw new Error(`df ${df}, pValue ${pValue} ${shown}, statistic ${statistic}`);
    }),
  // densities are finite, also for bandwidth rules, or refused
  fc
    .tuple(
      fc.array(value, { minLength: 1, maxLength: 8 }),
      fc.oneof(fc.constantFrom('scott' as const, 'silverman' as const), positive),
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.array(value, { minLength: 1, maxLength: 4 })),
    )
    .map(([values, bandwidth, points]) => () => {
      const words =
        /^(bandwidth must be at least 2\^-1023|values must (differ|stay below 2\^1024|have a bandwidth below))/;
      refused(() => {
        const density = kde(values, { bandwidth, points });
        finite('bandwidth', density.bandwidth);
        finite('x', ...density.x);
        finite('y', ...density.y);
        if (density.y.some((each) => each < 0)) throw new Error('a density is negative');
        if (typeof points === 'number' && density.x.some((each, i) => i > 0 && each < density.x[i - 1])) {
          throw new Error('x falls');
        }
        if (new Set(values).size === 1) near('bandwidth', density.bandwidth, bandwidth as number, 0);
      }, words);
    }),
  // steps, counted one by one
  fc.tuple(fc.array(value, { minLength: 1, maxLength: 12 }), inside).map(([values, confidence]) => () => {
    const { x, y, lower, upper } = ecdf(values, { confidence });
    x.forEach((at, i) => {
      near('y', y[i], values.filter((each) => each <= at).length / values.length, 1e-15);
      finite('band', lower[i], upper[i]);
      if (!(lower[i] >= 0 && lower[i] <= y[i] && y[i] <= upper[i] && upper[i] <= 1)) throw new Error('no band');
    });
  }),
  // forecasts are finite and ordered; those with an exact value equal it in integers
  fc
    .tuple(
      fc.array(weight, { minLength: 1, maxLength: 8 }).filter((weights) => weights.some((each) => each > 0)),
      fc.oneof(few, fc.constantFrom(1000, 2 ** 31, Number.MAX_SAFE_INTEGER)),
      fc.oneof(fc.nat(20), positive),
      inside,
    )
    .map(([weights, draws, epochs, p]) => () => {
      const forecast = coverage(weights, draws);
      const items = weights.filter((each) => each > 0).length;
      const { lower, upper } = forecast.unseenRange(epochs);
      const unseen = forecast.expectedUnseen(epochs);
      const seen = forecast.probabilityAllSeen(epochs);
      finite('forecast', lower, upper, unseen, seen, forecast.expectedRepeats, forecast.effectiveSampleSize);
      finite('mean and mode', forecast.mean, forecast.mode, forecast.quantile(p), forecast.drawsFor(p));
      if (!(0 <= lower && lower <= unseen && unseen <= upper && upper <= items)) throw new Error('no range');
      if (!(seen >= 0 && seen <= 1)) throw new Error(`probability ${seen}`);
      if (!(forecast.mean >= 1 && forecast.mode >= 1)) throw new Error(`mean ${forecast.mean}, mode ${forecast.mode}`);
      if (!(forecast.effectiveSampleSize > 1 - 1e-12 && forecast.effectiveSampleSize < items * (1 + 1e-12))) {
        throw new Error(`effective sample size ${forecast.effectiveSampleSize}`);
      }
      if (typeof epochs !== 'number' || epochs > 20 || !Number.isInteger(epochs) || draws > 20) return;
      const units = weights.map(unitsOf);
      const total = units.reduce((sum, each) => sum + each, 0n);
      const count = BigInt(epochs * draws);
      const exact = units.reduce((sum, each) => {
        // an item drawn more rarely than once in 2^64 is not seen by 400 draws
        return each === 0n ? sum : sum + quotient((total - each) ** count, total ** count);
      }, 0);
      near('unseen', unseen, exact, 1e-12);
    }),
  // class balance: probabilities in integers, finite ranges
  fc
    .tuple(
      fc.array(fc.tuple(weight, fc.nat(2)), { minLength: 1, maxLength: 8 }),
      fc.oneof(few, fc.constantFrom(1e6, Number.MAX_SAFE_INTEGER)),
      inside,
    )
    .filter(([rows]) => rows.some(([each]) => each > 0))
    .map(([rows, batchSize, confidence]) => () => {
      const weights = rows.map(([each]) => each);
      const labels = rows.map(([, label]) => label);
      const units = weights.map(unitsOf);
      const total = units.reduce((sum, each) => sum + each, 0n);
      for (const each of batchBalance(weights, labels, batchSize, { confidence })) {
        const own = units.reduce((sum, unit, i) => (labels[i] === each.class ? sum + unit : sum), 0n);
        near('probability', each.probability, quotient(own, total), 1e-14);
        for (const { mean, lower, upper, lacking } of [each.batch, each.epoch]) {
          finite('count', mean, lower, upper, lacking);
          if (!(lower <= upper && lower >= 0 && lacking >= 0 && lacking <= 1)) throw new Error('no forecast');
        }
      }
    }),
  // positions of many quotas: compared with a plain method, class by class
  fc
    .tuple(
      fc
        .array(fc.oneof(weight, fc.double({ min: 0.5, max: 2, noNaN: true })), { minLength: 1, maxLength: 60 })
        .filter((shares) => shares.some((each) => each > 0)),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
    )
    .map(([shares, batchSize, batches]) => () => {
      const slots = scheduleClasses(shares, batchSize, batches);
      const numbers = quotasOf(shares, batchSize);
      const whole = numbers.reduce((sum, each) => sum + each, 0n);
      const given = numbers.map(() => 0n);
      for (let batch = 1, at = 0; batch <= batches; batch++) {
        const first = at;
        for (; at < batch * batchSize; at++) {
          given[slots[at]]++;
          if (at > first && slots[at] < slots[at - 1]) throw new Error('a batch out of order');
        }
        given.forEach((own, code) => {
          const quota = numbers[code] * BigInt(batchSize * batch);
          if (own < quota / whole || own > (quota + whole - 1n) / whole) throw new Error(`class ${code} has ${own}`);
        });
      }
    }),
];

/** Analysis functions and quotas on extreme values, compared with references in integers. */
export const numbers: Fuzzer = {
  name: 'numbers',
  property: fc.property(fc.oneof(...checks), (check) => check()),
  runs: 1500,
};
