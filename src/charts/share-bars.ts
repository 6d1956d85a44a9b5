import { checkOptions } from '../internal/check.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import { checkNumber, checkRecords } from './check-input.js';
import { type ClassLabel, namesOf } from './class-names.js';
import { count, percent, threeDigits } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { BLUE } from './theme.js';

/** Something that is drawn, and its share of the draws. */
export interface ShareBar {
  readonly label: ClassLabel;
  /** In [0, 1]: the probability that a draw gives it. */
  readonly share: number;
}

/** Of more bars, half of this number are the largest, and half the smallest. */
const MOST_BARS = 60;
/** Below this share a bar also says that it comes how many draws it comes once in. */
const RARE = 0.1;
/** Beyond this number of draws it is not said. */
const MOST_DRAWS = 1e15;

/**
 * A chart of shares of the draws, such as the probabilities of a drop table: a bar for each, in the given order. Of
 * more than 60 it shows the 30 largest and the 30 smallest.
 * @throws {TypeError | RangeError} A share is not a number in [0, 1], a label occurs twice, or an option is of the
 * wrong kind or out of range.
 */
export function shareBars(bars: ArrayLike<ShareBar>, options?: ChartOptions): VegaLiteSpec {
  const frame = frameOf(checkOptions(options, CHART_OPTIONS));
  const records = checkRecords('bars', bars, 'an object { label, share }');
  const names = namesOf(
    records.map(({ record }) => record.label),
    (i) => `bars[${i}].label`,
  );
  const all = records.map(({ record, at }, i) => ({
    name: names[i],
    share: checkNumber(`${at}.share`, record.share, { least: 0, most: 1 }),
  }));
  const order = [...all.keys()].sort((a, b) => all[b].share - all[a].share || a - b);
  const ends = new Set([...order.slice(0, MOST_BARS / 2), ...order.slice(-MOST_BARS / 2)]);
  const shown = all.length > MOST_BARS ? all.filter((_, i) => ends.has(i)) : all;
  const values = shown.map(({ name, share }) => ({ name, share: 100 * share, text: textOf(share) }));
  const y = { field: 'name', type: 'nominal', sort: null, axis: { title: null, domain: false, ticks: false } };
  const x = { field: 'share', type: 'quantitative', axis: { title: 'share of the draws (%)' } };
  const half = MOST_BARS / 2;
  return specOf(frame, {
    kind: 'Bars, one for each share of the draws',
    finding: finding(order.map((i) => all[i])),
    subtitle: [
      'Shares of the draws',
      ...(shown.length < all.length ? [`the ${half} largest and the ${half} smallest of ${count(all.length)}`] : []),
    ].join('; '),
    height: 110 + 20 * shown.length,
    layer: [
      {
        data: { values },
        layer: [
          { mark: { type: 'bar', color: BLUE }, encoding: { y, x } },
          {
            mark: { type: 'text', align: 'left', dx: 4, aria: false },
            encoding: { y, x, text: { field: 'text' } },
          },
        ],
      },
    ],
  });
}

function textOf(share: number): string {
  if (share === 0) return 'never';
  const draws = 1 / share;
  return share < RARE && draws < MOST_DRAWS ? `${percent(share)}, one in ${threeDigits(draws)}` : percent(share);
}

/** @param sorted All bars, the largest first. */
function finding(sorted: readonly { name: string; share: number }[]): string {
  const [most] = sorted;
  const least = sorted.findLast(({ share }) => share > 0) ?? most;
  if (sorted.length > 1 && most.share === sorted[sorted.length - 1].share) {
    return `All ${count(sorted.length)} have ${percent(most.share)} of the draws`;
  }
  const has = `${most.name} gets ${percent(most.share)} of the draws`;
  const ratio = most.share / least.share;
  if (least === most || ratio < 1.005) return has;
  return `${has}, ${ratio < MOST_DRAWS ? threeDigits(ratio) : ratio.toExponential(1)} times as many as ${least.name}`;
}
