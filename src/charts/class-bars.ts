import { checkOptions } from '../internal/check.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import { checkNumber, checkRecords } from './check-input.js';
import { type ClassLabel, namesOf } from './class-names.js';
import type { Json } from './json.js';
import { count, plural, threeDigits } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { BLUE, PALE } from './theme.js';

/** A class and its number of items. */
export interface ClassBar {
  readonly label: ClassLabel;
  /** A whole number of at least 0. */
  readonly count: number;
  /** The number of them that were kept, at most `count`. Default: 0 if another class has it, else all. */
  readonly taken?: number | undefined;
}

/** Of more classes, half of this number are the largest, and half the smallest. */
const MOST_CLASSES = 60;

interface Row {
  readonly [key: string]: Json;
  readonly class: string;
  readonly items: number;
  readonly taken: number;
}

/**
 * A chart of the number of items of each class: a bar for each class, the largest first. If some items were kept, these
 * are in full color, and the rest is pale. Of more than 60 classes it shows the 30 largest and the 30 smallest.
 * @throws {TypeError | RangeError} A count is not a whole number, `taken` is more than `count`, or an option is of the
 * wrong kind or out of range.
 */
export function classBars(classes: ArrayLike<ClassBar>, options?: ChartOptions): VegaLiteSpec {
  const frame = frameOf(checkOptions(options, CHART_OPTIONS));
  const records = checkRecords('classes', classes, 'an object { label, count }');
  const names = namesOf(
    records.map(({ record }) => record.label),
    (i) => `classes[${i}].label`,
  );
  const subset = records.some(({ record }) => record.taken !== undefined);
  const rows = records.map(({ record, at }, i): Row => {
    const items = checkNumber(`${at}.count`, record.count, { least: 0, whole: true });
    const given = record.taken ?? (subset ? 0 : items);
    const taken = checkNumber(`${at}.taken`, given, { least: 0, most: items, whole: true });
    return {
      class: names[i],
      items,
      taken,
      text: taken === items ? count(items) : `${count(taken)} of ${count(items)}`,
    };
  });
  // classes of which most items were kept come first
  rows.sort((a, b) => (subset ? b.taken - a.taken : 0) || b.items - a.items);
  const shown =
    rows.length > MOST_CLASSES ? [...rows.slice(0, MOST_CLASSES / 2), ...rows.slice(-MOST_CLASSES / 2)] : rows;
  const y = { field: 'class', type: 'nominal', sort: null, axis: { title: null, domain: false, ticks: false } };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    axis: { title: 'items', tickMinStep: 1, format: ',d' },
  });
  const bar = (field: string, opacity: number) => ({
    mark: { type: 'bar', color: BLUE, opacity },
    encoding: { y, x: x(field) },
  });
  const label = {
    mark: { type: 'text', align: 'left', dx: 4, aria: false },
    encoding: { y, x: x('items'), text: { field: 'text' } },
  };
  return specOf(frame, {
    kind: 'Bars, one for each class',
    finding: subset ? keptFinding(rows) : finding(rows),
    subtitle: [
      `Items in each class`,
      ...(subset ? ['full color: what was kept; pale: the rest'] : []),
      ...(shown.length < rows.length
        ? [`the ${MOST_CLASSES / 2} largest and the ${MOST_CLASSES / 2} smallest of ${count(rows.length)} classes`]
        : []),
    ].join('; '),
    height: 110 + 20 * shown.length,
    layer: [
      {
        data: { values: shown },
        layer: [...(subset ? [bar('items', PALE)] : []), bar('taken', 1), label],
      },
    ],
  });
}

function finding(rows: readonly Row[]): string {
  const [largest, smallest] = [rows[0], rows[rows.length - 1]];
  if (rows.length === 1) return `One class, ${largest.class}, of ${plural(largest.items, 'item')}`;
  if (largest.items === smallest.items)
    return `All ${count(rows.length)} classes have ${plural(largest.items, 'item')}`;
  const empty = rows.filter(({ items }) => items === 0).length;
  if (empty > 0) return `${count(empty)} of ${count(rows.length)} classes ${empty === 1 ? 'has' : 'have'} no items`;
  const ratio = threeDigits(largest.items / smallest.items);
  return `${largest.class} has ${ratio} times as many items as ${smallest.class}`;
}

function keptFinding(rows: readonly Row[]): string {
  const sum = (key: 'items' | 'taken') => rows.reduce((total, row) => total + row[key], 0);
  const from = rows.filter(({ taken }) => taken > 0).length;
  const classes = from === rows.length ? '' : `, from ${count(from)} of ${plural(rows.length, 'class', 'classes')}`;
  const [taken, items] = [sum('taken'), sum('items')];
  return `${count(taken)} of ${plural(items, 'item')} ${taken === 1 || items === 1 ? 'was' : 'were'} kept${classes}`;
}
