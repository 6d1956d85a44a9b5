import { checkInteger, checkOptions } from '../internal/check.js';
import { heatLayers } from './batch-heat.js';
import { sum } from './batch-layers.js';
import { stackLayers } from './batch-stack.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import { checkList, checkNumbers, checkRecord, checkShares } from './check-input.js';
import { type ClassLabel, namesOf } from './class-names.js';
import { count, plural, threeDigits } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { MOST_COLORS } from './theme.js';

/** The draws of each class in each batch. */
export interface BatchCounts {
  /** (classes,), all different. */
  readonly classes: ArrayLike<ClassLabel>;
  /** For each batch the draws of each class: (classes,), whole numbers of at least 0. */
  readonly counts: ArrayLike<ArrayLike<number>>;
}

/** Options of {@link batchBars}. */
export interface BatchBarsOptions extends ChartOptions {
  /** (classes,), the share that each class should have, on any scale. Dashed lines show it, unless `rows` are given. */
  target?: ArrayLike<number> | undefined;
  /** (classes,), the rows of each class in the data, on any scale. If given, dashed lines show their shares. */
  rows?: ArrayLike<number> | undefined;
  /** Only this many batches are shown, the first ones. Default 40. */
  batches?: number | undefined;
}

/**
 * A chart of the classes in each batch. Up to seven classes are stacked bars, with the last class at the bottom. Dashed
 * lines show where the target (or the shares of the rows) would put the borders between classes. A ring above a batch
 * stands for a class that is missing from it.
 *
 * More than seven classes are a heat map, without the target. It shows at most 40 classes, those with the fewest draws.
 * A class whose target is 0 does not count as missing.
 * @throws {TypeError | RangeError} Counts are not whole numbers, a batch has not as many as classes, or an option is of
 * the wrong kind or out of range.
 */
export function batchBars(batches: BatchCounts, options?: BatchBarsOptions): VegaLiteSpec {
  const checked = checkOptions(options, [...CHART_OPTIONS, 'target', 'rows', 'batches']);
  const frame = frameOf(checked);
  const most = checkInteger('batches', checked.batches ?? 40, 1);
  const { names, counts } = checkCounts(batches);
  const length = { of: 'classes', is: names.length };
  const target = checked.target === undefined ? undefined : checkShares('target', checked.target, length);
  const rows = checked.rows === undefined ? undefined : checkShares('rows', checked.rows, length);
  const wanted = names.map((_, i) => target === undefined || target[i] > 0);
  const totals = names.map((_, i) => sum(counts.map((batch) => batch[i])));
  const shown = { names, counts: counts.slice(0, most), totals, target, rows, wanted };
  const { kind, reading, height, layer } =
    names.length > MOST_COLORS ? heatLayers(shown, frame) : stackLayers(shown, frame);
  const sizes = counts.map(sum);
  const largest = sizes.reduce((a, b) => Math.max(a, b));
  const some = counts.length > most ? `The first ${count(most)} of ` : '';
  const draws = `${sizes.some((size) => size < largest) ? 'up to ' : ''}${plural(largest, 'draw')}`;
  return specOf(frame, {
    kind,
    finding: finding(names, counts, wanted),
    subtitle: [`${some}${plural(counts.length, 'batch', 'batches')} of ${draws}`, ...reading].join('; '),
    height,
    layer,
  });
}

function checkCounts(batches: BatchCounts): { names: string[]; counts: number[][] } {
  checkRecord('batches', batches, 'what batchClassCounts gives, { classes, counts }');
  const names = namesOf(checkList('classes', batches.classes), (i) => `classes[${i}]`);
  const length = { of: 'classes', is: names.length };
  const counts = checkList('counts', batches.counts).map((batch, i) =>
    checkNumbers(`counts[${i}]`, batch, { least: 0, whole: true }, length),
  );
  if (counts.every((batch) => sum(batch) === 0)) throw new RangeError('counts must have a draw, got only zeros');
  return { names, counts };
}

function finding(names: readonly string[], counts: readonly number[][], wanted: readonly boolean[]): string {
  const batches = plural(counts.length, 'batch', 'batches');
  const missing = names.map((_, i) => (wanted[i] ? counts.filter((batch) => batch[i] === 0).length : 0));
  const one = (some: number) => some === 1 || counts.length === 1;
  const classesMissing = missing.filter((times) => times > 0).length;
  if (classesMissing === 0) {
    const all = names.length === 2 ? 'both classes' : `all ${names.length} classes`;
    const every = wanted.every(Boolean) ? all : 'every class that is wanted';
    return `Every batch has ${names.length === 1 ? names[0] : every}`;
  }
  if (classesMissing === 1) {
    const which = missing.findIndex((times) => times > 0);
    return `${count(missing[which])} of ${batches} ${one(missing[which]) ? 'has' : 'have'} no ${names[which]}`;
  }
  if (names.length > MOST_COLORS) {
    const classes = wanted.filter(Boolean).length;
    return `On average a batch misses ${threeDigits(sum(missing) / counts.length)} of ${count(classes)} classes`;
  }
  const any = counts.filter((batch) => batch.some((draws, i) => wanted[i] && draws === 0)).length;
  return `${count(any)} of ${batches} ${one(any) ? 'misses' : 'miss'} at least one class`;
}
