import { checkBoolean, checkOptions } from '../internal/check.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import { checkList, checkNumbers, checkRecord, checkShares } from './check-input.js';
import { type ClassLabel, namesOf } from './class-names.js';
import { count, percent } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { BLUE, GRAY, textColor } from './theme.js';

/** The draws or shares of each class before and after. Each list is (classes,), at least 0, on any scale. */
export interface BeforeAfter {
  /** All different. */
  readonly classes: ArrayLike<ClassLabel>;
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
  readonly target?: ArrayLike<number> | undefined;
  /**
   * Whether an item may be of several classes: shares are then in [0, 1], and need not sum to 1. Default false: numbers
   * on any scale.
   */
  readonly severalLabels?: boolean | undefined;
}

/** Of more classes, half of this number are those that rise most, and half those that fall most. */
const MOST_CLASSES = 30;

interface Change {
  class: string;
  before: number;
  after: number;
  target: number | undefined;
}

/**
 * A chart of each class's share of the draws before and after, with the largest rise first, and the target. Of more
 * than 30 classes it shows the 15 that rise most and the 15 that fall most.
 * @throws {TypeError | RangeError} A list is not (classes,) numbers of at least 0, or an option is of the wrong kind or
 * out of range.
 */
export function beforeAfter(shares: BeforeAfter, options?: ChartOptions): VegaLiteSpec {
  const frame = frameOf(checkOptions(options, CHART_OPTIONS));
  checkRecord('shares', shares, 'an object { classes, before, after }');
  const names = namesOf(checkList('classes', shares.classes), (i) => `classes[${i}]`);
  const length = { of: 'classes', is: names.length };
  const { severalLabels = false } = shares;
  checkBoolean('severalLabels', severalLabels);
  const sharesOf = (name: string, value: ArrayLike<number>): readonly number[] =>
    severalLabels ? checkNumbers(name, value, { least: 0, most: 1 }, length) : checkShares(name, value, length);
  const before = sharesOf('before', shares.before);
  const after = sharesOf('after', shares.after);
  const target = shares.target === undefined ? undefined : sharesOf('target', shares.target);
  const changes = names.map((name, i) => ({ class: name, before: before[i], after: after[i], target: target?.[i] }));
  changes.sort((a, b) => b.after - b.before - (a.after - a.before));
  const half = MOST_CLASSES / 2;
  const shown = changes.length > MOST_CLASSES ? [...changes.slice(0, half), ...changes.slice(-half)] : changes;
  const rows = shown.map((change) => ({ class: change.class, before: 100 * change.before, after: 100 * change.after }));
  const points = (['before', 'after'] as const).flatMap((when) =>
    rows.map((row) => ({ class: row.class, when, share: row[when] })),
  );
  const ticks = shown.flatMap((change) =>
    change.target === undefined ? [] : [{ class: change.class, share: 100 * change.target }],
  );
  const y = {
    field: 'class',
    type: 'nominal',
    scale: { domain: rows.map((row) => row.class) },
    axis: { title: null, domain: false, ticks: false, grid: true },
  };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: 'share of the draws (%)' },
  });
  const [each, all] = severalLabels ? ['label', 'labels'] : ['class', 'classes'];
  return specOf(frame, {
    kind: `Two points for each ${each}, its share of the draws before and after`,
    finding: finding(changes),
    subtitle: [
      `Each ${each}’s share of the draws`,
      ...(target ? ['upright lines: the target'] : []),
      ...(shown.length < changes.length
        ? [`the ${half} that rise most and the ${half} that fall most of ${count(changes.length)} ${all}`]
        : []),
    ].join('; '),
    height: 130 + 22 * rows.length,
    layer: [
      {
        data: { values: rows },
        mark: { type: 'rule', color: GRAY, strokeWidth: 2, opacity: 0.7 },
        encoding: { y, x: x('before'), x2: { field: 'after' } },
      },
      ...(ticks.length > 0
        ? [
            {
              data: { values: ticks },
              mark: { type: 'tick', color: textColor(frame.theme), thickness: 2, size: 16 },
              encoding: { y, x: x('share') },
            },
          ]
        : []),
      {
        data: { values: points },
        mark: { type: 'point', filled: true, opacity: 1 },
        encoding: {
          y,
          x: x('share'),
          // where both are equal, the one behind shows around the other
          size: { condition: { test: 'datum.when === "before"', value: 150 }, value: 80 },
          color: {
            field: 'when',
            type: 'nominal',
            scale: { domain: ['before', 'after'], range: [GRAY, BLUE] },
            legend: { symbolType: 'circle' },
          },
        },
      },
    ],
  });
}

/** Names the class whose share changes most. Of two classes, both change alike: it is the one that rises. */
function finding(changes: readonly Change[]): string {
  const change = ({ before, after }: Change) => Math.abs(after - before);
  const most = changes.reduce((best, each) => (change(each) > change(best) + 1e-9 ? each : best));
  if (change(most) < 0.001) return 'No class’s share of the draws changes';
  return `${most.class} goes from ${percent(most.before)} to ${percent(most.after)} of the draws`;
}
