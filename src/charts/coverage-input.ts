// The input of the coverage charts: forecasts, trials and marks, in epochs until everything was seen.
import { checkAscending, checkList, checkNumber, checkNumbers, checkRecord, checkRecords } from './check-input.js';
import { namesOf } from './class-names.js';

/** A density: estimated of trials, or in closed form. */
export interface DensityCurve {
  /** Ascending, at least two. */
  readonly x: ArrayLike<number>;
  /** As many, not negative. */
  readonly y: ArrayLike<number>;
  /** None where it is in closed form. */
  readonly bandwidth?: number | undefined;
}

/** How many epochs it takes until everything was seen. */
export interface CoverageCurve {
  readonly name: string;
  readonly kde: DensityCurve;
  /** What one run took. */
  readonly epochs?: number | undefined;
}

/** A number of epochs that has a name: mode, median, 95 %. */
export interface CoverageMark {
  readonly name: string;
  readonly epochs: number;
}

/** The probability that it takes just so many epochs. */
export interface CoverageForecast {
  readonly epoch: number;
  readonly probability: number;
}

export interface Curve {
  name: string;
  points: { x: number; y: number }[];
  bandwidth: number | undefined;
  epochs: number | undefined;
}

/** Curves that are checked. */
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
