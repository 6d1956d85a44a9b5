import { checkOptions } from '../internal/check.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import {
  type CoverageCurve,
  type CoverageForecast,
  type CoverageMark,
  type Curve,
  curvesOf,
  forecastOf,
  marksOf,
} from './coverage-input.js';
import type { Json } from './json.js';
import { legendColumns } from './legend-columns.js';
import { type PlacedMark, placeMarks } from './mark-labels.js';
import { plural, threeDigits } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { COLORS, colorRamp, PALE, textColor } from './theme.js';

/** Options of {@link coverageDensity}. */
export interface CoverageDensityOptions extends ChartOptions {
  /** Numbers of epochs to mark with a vertical line and a name. */
  marks?: ArrayLike<CoverageMark> | undefined;
  /** The probability of each whole number of epochs, shown as points: `coverage(weights).distribution()`. */
  forecast?: ArrayLike<CoverageForecast> | undefined;
}

/** Pixels. */
const HEIGHT = 340;
/** Pixels from one row of labels to the next. */
const ROW = 15;
/** Curves whose medians differ by more than this factor are far apart. */
const FAR = 8;
/** Pixels of axes and title. */
const AROUND = { width: 80, height: 130 };

/**
 * A chart of the number of epochs until everything was seen: a density curve for each case, with a short thick line for
 * one run. Vertical lines mark numbers of epochs that have a name. Small points are the forecast for each number of
 * epochs. More than two curves have colors in an order.
 * @throws {TypeError | RangeError} A curve's `x` and `y` differ in length, a number is out of range, or an option is of
 * the wrong kind.
 */
export function coverageDensity(curves: ArrayLike<CoverageCurve>, options?: CoverageDensityOptions): VegaLiteSpec {
  const checked = checkOptions(options, [...CHART_OPTIONS, 'marks', 'forecast']);
  const frame = frameOf(checked);
  const given = curvesOf(curves);
  const wide = isWide(given) && (checked.marks ?? checked.forecast) === undefined;
  const drawn = wide ? given.map(scaledToPeak) : given;
  const marks = marksOf(checked.marks);
  const forecast = forecastOf(checked.forecast);
  const names = drawn.map(({ name }) => name);
  const densities = drawn.flatMap(({ points }) => points.map(({ y }) => y));
  const highest = largest([...densities, ...forecast.map(({ probability }) => probability)]);
  const span = spanOf(drawn, marks, forecast, highest);
  const placed = placeMarks(marks, span, frame.width - AROUND.width);
  const isShown = (at: number) => at >= placed.domain[0] && at <= placed.domain[1];
  const rows = largest(placed.marks.map(({ row }) => row + 1));
  const inside = (frame.height ?? HEIGHT) - AROUND.height;
  const top = (highest * 1.05) / (1 - Math.min(0.5, (rows * ROW) / Math.max(inside, 1)));
  const x = {
    type: 'quantitative',
    scale: { ...(wide && { type: 'log' }), domain: placed.domain, nice: false, ...(!wide && { zero: false }) },
    axis: { title: 'epochs until everything was seen', tickMinStep: 1, grid: false },
  };
  const y = {
    type: 'quantitative',
    scale: { domain: [0, top], nice: false },
    axis: { title: wide ? 'density (each curve scaled to its peak)' : 'density (per epoch)' },
  };
  const color = {
    field: 'curve',
    type: names.length > 2 ? 'ordinal' : 'nominal',
    scale: {
      domain: names,
      range: names.length > 2 ? colorRamp(frame.theme, names.length) : COLORS.slice(0, names.length),
    },
    legend:
      names.length === 1
        ? null
        : { columns: legendColumns(names, frame.width), symbolType: 'stroke', symbolStrokeWidth: 2 },
  };
  const points = drawn.flatMap(({ name, points }) =>
    points.filter(({ x }) => isShown(x)).map((point) => ({ curve: name, epochs: point.x, density: point.y })),
  );
  const runs = drawn.flatMap(({ name, epochs }) =>
    epochs === undefined ? [] : [{ curve: name, epochs, density: 0, end: top / 12 }],
  );
  const within = forecast.filter(({ epoch }) => isShown(epoch));
  const encoding = { x: { ...x, field: 'epochs' }, y: { ...y, field: 'density' }, color };
  const layers: (Json | undefined)[] = [
    names.length === 1 ? { data: { values: points }, mark: { type: 'area', opacity: PALE }, encoding } : undefined,
    { data: { values: points }, mark: { type: 'line', strokeWidth: 2 }, encoding },
    within.length > 0 ? forecastLayer(within, x, y, textColor(frame.theme)) : undefined,
    runs.length > 0
      ? {
          data: { values: runs },
          mark: { type: 'rule', strokeWidth: 4 },
          encoding: { ...encoding, y2: { field: 'end' } },
        }
      : undefined,
    ...markLayers(placed.marks, x),
  ];
  return specOf(frame, {
    kind: 'Density curves of the epochs until everything was seen',
    finding: finding(drawn, marks),
    subtitle: [
      source(drawn),
      ...(within.length > 0 ? ['points: the forecast for each whole number of epochs'] : []),
      ...(runs.length > 0 ? [`thick line${runs.length === 1 ? '' : 's'} at the axis: one run`] : []),
    ].join('; '),
    height: HEIGHT,
    layer: layers.filter((layer) => layer !== undefined),
  });
}

/** Whether curves are so far apart that a linear axis cannot show them: then the axis is logarithmic. */
function isWide(curves: readonly Curve[]): boolean {
  const medians = curves.map(({ points }) => Math.max(1, medianOf(points)));
  return largest(medians) > FAR * medians.reduce((least, median) => Math.min(least, median));
}

/** Scales a curve to a peak of 1. */
function scaledToPeak(curve: Curve): Curve {
  const peak = largest(curve.points.map(({ y }) => y));
  const points = curve.points.filter(({ x }) => x >= 0.5).map(({ x, y }) => ({ x, y: y / peak }));
  return { ...curve, points };
}

/** How the curves were made. */
function source(curves: readonly Curve[]): string {
  const estimated = curves.filter(({ bandwidth }) => bandwidth !== undefined);
  if (estimated.length === 0) return 'Calculated, not simulated';
  const [first] = curves;
  const width = curves.length === 1 ? `, bandwidth ${threeDigits(first.bandwidth as number)}` : '';
  const rest = estimated.length < curves.length ? '; calculated where there are none' : '';
  return `Kernel density of simulated runs${width}${rest}`;
}

/** The range of the axis: where anything is visible. */
function spanOf(
  curves: readonly Curve[],
  marks: readonly CoverageMark[],
  forecast: readonly CoverageForecast[],
  highest: number,
): [number, number] {
  const shown = [
    ...curves.flatMap(({ points }) => points.filter(({ y }) => y > highest / 500).map(({ x }) => x)),
    ...forecast.filter(({ probability }) => probability > highest / 500).map(({ epoch }) => epoch),
    ...marks.map(({ epochs }) => epochs),
    ...curves.flatMap(({ epochs }) => (epochs === undefined ? [] : [epochs])),
  ].filter((at) => at >= 0);
  const first = shown.reduce((least, at) => Math.min(least, at), Infinity);
  return first === Infinity ? [0, 1] : [first, Math.max(largest(shown), first + 1)];
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

function markLayers(marks: readonly PlacedMark[], x: { [key: string]: Json }): Json[] {
  const rows = [...new Set(marks.map(({ row }) => row))];
  return rows.flatMap((row) => {
    const data = {
      values: marks.filter((mark) => mark.row === row).map(({ label, epochs }) => ({ label, epochs })),
    };
    const at = { ...x, field: 'epochs' };
    return [
      {
        data,
        mark: { type: 'rule', strokeDash: [4, 3], opacity: 0.8, y: row * ROW, y2: 'height' },
        encoding: { x: at },
      },
      {
        data,
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, y: row * ROW },
        encoding: { x: at, text: { field: 'label' } },
      },
    ];
  });
}

function forecastLayer(
  forecast: readonly CoverageForecast[],
  x: { [key: string]: Json },
  y: { [key: string]: Json },
  ink: string,
): Json {
  return {
    data: { values: forecast.map(({ epoch, probability }) => ({ epoch, probability })) },
    mark: { type: 'point', filled: true, color: ink, opacity: 0.75, size: 14 },
    encoding: { x: { ...x, field: 'epoch' }, y: { ...y, field: 'probability' } },
  };
}

function finding(curves: readonly Curve[], marks: readonly CoverageMark[]): string {
  const epochs = (number: number) => plural(Math.round(number), 'epoch');
  const half = 'Half of all runs have seen everything after';
  const [first, last] = [curves[0], curves[curves.length - 1]];
  if (curves.length === 1) {
    const median = marks.find(({ name }) => /^median$/i.test(name))?.epochs;
    return `${half} ${epochs(median ?? medianOf(first.points))}`;
  }
  // with spaces at which lines do not break
  const [one, other] = [first, last].map(
    ({ name, points }) => `${epochs(medianOf(points))} (${name.replaceAll(' ', '\u00a0')})`,
  );
  return `${half} ${one} ${curves.length > 2 ? 'to' : 'and'} ${other}`;
}

/** The median of a density, by the trapezoidal rule. */
function medianOf(points: readonly { x: number; y: number }[]): number {
  const areas = points.slice(1).map(({ x, y }, i) => ((x - points[i].x) * (y + points[i].y)) / 2);
  let left = areas.reduce((total, area) => total + area, 0) / 2;
  for (const [i, area] of areas.entries()) {
    if (left <= area) return points[i].x + (area > 0 ? left / area : 0) * (points[i + 1].x - points[i].x);
    left -= area;
  }
  return points[points.length - 1].x;
}
