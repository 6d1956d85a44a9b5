import { checkOptions } from '../internal/check.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import { checkAscending, checkNumbers, checkRecord, checkRecords } from './check-input.js';
import { type ClassLabel, namesOf } from './class-names.js';
import { legendColumns } from './legend-columns.js';
import { count, percent } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { COLORS, MOST_COLORS } from './theme.js';

/** An empirical distribution function, as `ecdf` of loaded-dice/analysis gives it. Each list is (steps,). */
export interface EcdfCurve {
  /** The values at which it steps up: ascending, at least 0. */
  readonly x: ArrayLike<number>;
  /** Its value from there on, in [0, 1]. */
  readonly y: ArrayLike<number>;
  /** Its confidence band, in [0, 1]. */
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** How often the items of a class were seen. */
export interface SeenGroup {
  readonly label: ClassLabel;
  readonly ecdf: EcdfCurve;
}

interface Step {
  x: number;
  y: number;
  lower: number;
  upper: number;
}

/**
 * A chart of how often the items of each class were seen: for each number of times, the percentage of items that were
 * seen at most this often, with its confidence band. Of more than seven groups it shows the seven with the largest
 * share of items that were never seen.
 * @throws {TypeError | RangeError} A list is not as long as `x`, a number is out of range, or an option is of the wrong
 * kind.
 */
export function timesSeenEcdf(groups: ArrayLike<SeenGroup>, options?: ChartOptions): VegaLiteSpec {
  const frame = frameOf(checkOptions(options, CHART_OPTIONS));
  const records = checkRecords('groups', groups, 'an object { label, ecdf }');
  const names = namesOf(
    records.map(({ record }) => record.label),
    (i) => `groups[${i}].label`,
  );
  const all = records.map(({ record, at }, i) => {
    const steps = stepsOf(`${at}.ecdf`, record.ecdf);
    return { name: names[i], steps, unseen: steps[0].x === 0 ? steps[0].y : 0 };
  });
  const most = [...all].sort((a, b) => b.unseen - a.unseen);
  const shown = all.length > MOST_COLORS ? most.slice(0, MOST_COLORS) : all;
  const end = shown.reduce((last, { steps }) => Math.max(last, steps[steps.length - 1].x), 1);
  const lines = shown.flatMap(({ name, steps }) =>
    lineOf(steps, end).map(({ x, y }) => ({ class: name, x, y: 100 * y })),
  );
  const bands = shown.flatMap(({ name, steps }) =>
    toEnd(steps, end).map(({ x, lower, upper }) => ({ class: name, x, lower: 100 * lower, upper: 100 * upper })),
  );
  const shownNames = shown.map(({ name }) => name);
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [0, end], nice: false },
    axis: { title: 'times seen', tickMinStep: 1, grid: false },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, 100] },
    axis: { title: 'items seen at most this often (%)' },
  });
  const color = {
    field: 'class',
    type: 'nominal',
    scale: { domain: shownNames, range: COLORS.slice(0, shown.length) },
    legend:
      shown.length === 1
        ? null
        : {
            columns: legendColumns(shownNames, frame.width),
            symbolType: 'stroke',
            symbolOpacity: 1,
            symbolStrokeWidth: 2,
          },
  };
  return specOf(frame, {
    kind: 'Step curves of how often items were seen, one for each class',
    finding: finding(most),
    subtitle: [
      'Pale: where the curve over all epochs is likely to be (Dvoretzky-Kiefer-Wolfowitz band)',
      ...(shown.length < all.length
        ? [`the ${shown.length} of ${count(all.length)} classes with the largest share of items never seen`]
        : []),
    ].join('; '),
    height: 340,
    layer: [
      {
        data: { values: bands },
        mark: { type: 'area', interpolate: 'step-after', opacity: shown.length > 2 ? 0.1 : 0.26 },
        encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
      },
      {
        data: { values: lines },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
        encoding: { x, y: y('y'), color },
      },
    ],
  });
}

function stepsOf(name: string, ecdf: EcdfCurve): Step[] {
  checkRecord(name, ecdf, 'what ecdf gives, { x, y, lower, upper }');
  const x = checkNumbers(`${name}.x`, ecdf.x, { least: 0 });
  checkAscending(`${name}.x`, x);
  const length = { of: `${name}.x`, is: x.length };
  const part = (key: 'y' | 'lower' | 'upper') =>
    checkNumbers(`${name}.${key}`, ecdf[key], { least: 0, most: 1 }, length);
  const [y, lower, upper] = [part('y'), part('lower'), part('upper')];
  return x.map((at, i) => ({ x: at, y: y[i], lower: lower[i], upper: upper[i] }));
}

/** The steps from 0 to the end of the axis. */
function lineOf(steps: readonly Step[], end: number): Step[] {
  const begins = steps[0].x === 0 ? steps : [{ x: 0, y: 0, lower: 0, upper: 0 }, ...steps];
  return toEnd(begins, end);
}

function toEnd(steps: readonly Step[], end: number): Step[] {
  const last = steps[steps.length - 1];
  return last.x === end ? [...steps] : [...steps, { ...last, x: end }];
}

/** @param most The groups, sorted by their share of unseen items, the largest first. */
function finding(most: readonly { name: string; unseen: number }[]): string {
  const [first, second] = most;
  if (first.unseen === 0) return 'Every item was seen at least once';
  const unseen = `${percent(first.unseen)} of ${most.length === 1 ? 'the' : first.name} items were never seen`;
  if (most.length === 1) return unseen;
  if (most.length === 2) return `${unseen}, and ${percent(second.unseen)} of ${second.name}`;
  return `${unseen}, ${first.unseen === second.unseen ? 'as many as' : 'more than'} of any other class`;
}
