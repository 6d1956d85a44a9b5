// The input of coverageDensity: curves, marks and forecasts of the number of epochs until everything was seen.
import { checkAscending, checkList, checkNumber, checkNumbers, checkRecord, checkRecords } from './check-input.js';
import { namesOf } from './class-names.js';

/** A density: a `kde` of simulated runs, or the `density()` of a forecast. */
export interface DensityCurve {
  /** (points,), numbers of epochs, ascending, at least two. */
  readonly x: ArrayLike<number>;
  /** (points,), at least 0. */
  readonly y: ArrayLike<number>;
  /** The bandwidth of a `kde`; undefined for a forecast. */
  readonly bandwidth?: number | undefined;
}

/** The number of epochs until everything was seen, for one case. */
export interface CoverageCurve {
  /** A name for the legend. */
  readonly name: string;
  readonly kde: DensityCurve;
  /** The number of epochs of one run. */
  readonly epochs?: number | undefined;
}

/** A number of epochs with a name, such as mode, median or 95 %. */
export interface CoverageMark {
  readonly name: string;
  readonly epochs: number;
}

/** A number of epochs, and the probability that a run takes just this number. */
export interface CoverageForecast {
  /** A whole number of at least 0. */
  readonly epoch: number;
  /** In [0, 1]. */
  readonly probability: number;
}

export interface Curve {
  name: string;
  points: { x: number; y: number }[];
  bandwidth: number | undefined;
  epochs: number | undefined;
}

export function curvesOf(curves: ArrayLike<CoverageCurve>): Curve[] {
  const records = checkRecords('curves', curves, 'an object { name, kde }');
  const names = namesOf(
    records.map(({ record }) => record.name),
    (i) => `curves[${i}].name`,
  );
  return records.map(({ record: { kde, epochs }, at }, i) => {
    checkRecord(`${at}.kde`, kde, 'what kde gives, { x, y, bandwidth }');
    const x = checkNumbers(`${at}.kde.x`, kde.x);
    if (x.length < 2) throw new RangeError(`${at}.kde.x must have at least 2 entries, got ${x.length}`);
    checkAscending(`${at}.kde.x`, x);
    const y = checkNumbers(`${at}.kde.y`, kde.y, { least: 0 }, { of: `${at}.kde.x`, is: x.length });
    if (y.every((density) => density === 0))
      throw new RangeError(`${at}.kde.y must have a positive entry, got only zeros`);
    const { bandwidth } = kde;
    if (bandwidth !== undefined) checkNumber(`${at}.kde.bandwidth`, bandwidth, { least: 0 });
    if (epochs !== undefined) checkNumber(`${at}.epochs`, epochs, { least: 0 });
    return { name: names[i], points: x.map((each, j) => ({ x: each, y: y[j] })), bandwidth, epochs };
  });
}

export function marksOf(marks: ArrayLike<CoverageMark> | undefined): CoverageMark[] {
  if (marks === undefined) return [];
  const given = checkList('marks', marks).map((mark, i) =>
    checkRecord(`marks[${i}]`, mark, 'an object { name, epochs }'),
  );
  const names = namesOf(
    given.map(({ name }) => name),
    (i) => `marks[${i}].name`,
  );
  return given.map(({ epochs }, i) => ({
    name: names[i],
    epochs: checkNumber(`marks[${i}].epochs`, epochs, { least: 0 }),
  }));
}

export function forecastOf(forecast: ArrayLike<CoverageForecast> | undefined): CoverageForecast[] {
  if (forecast === undefined) return [];
  return checkList('forecast', forecast).map((given, i) => {
    const { epoch, probability } = checkRecord(`forecast[${i}]`, given, 'an object { epoch, probability }');
    return {
      epoch: checkNumber(`forecast[${i}].epoch`, epoch, { least: 0, whole: true }),
      probability: checkNumber(`forecast[${i}].probability`, probability, { least: 0, most: 1 }),
    };
  });
}
