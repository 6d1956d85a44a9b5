import type { JsonHeader } from '../sample/json-header.js';
import { drawsText } from '../sample/sampler-options.js';
import { colors, NARROW, table, textWidth, warningLines } from '../terminal.js';
import {
  capitalized,
  classNames,
  count,
  fourDigits,
  percent,
  plural,
  printable,
  short,
  shortName,
  wrapped,
} from '../text.js';
import type { Balance } from './balance.js';
import type { ClassTotals } from './epoch-totals.js';

/** The most classes of a table; --json has all. */
export const MOST_CLASSES = 60;
/** A change of share below this is a rounding error. */
const NOISE = 1e-9;

/**
 * A balance for the terminal: the classes, one epoch before and now, and what changed.
 * @param terminal The width of the terminal in columns. Default 60.
 */
export function balanceText(balance: Balance, terminal = NARROW): string {
  const { perClass: classes, rows } = balance;
  const names = classNames(classes.map((each) => each.class));
  const listed = classes.slice(0, MOST_CLASSES).map((each, i) => ({ ...each, name: names[i] }));
  const more = classes.length - listed.length;
  const paragraph = (text: string): string => wrapped(text, textWidth(terminal));
  return [
    colors.bold(`${printable(balance.file)}: ${plural(rows, 'row')} of ${plural(classes.length, 'class', 'classes')}`),
    ...(balance.read ? [paragraph(`read as: ${printable(balance.read.text)}`)] : []),
    ...leftOutParts(balance).map((parts) => paragraph(`left out: ${parts}`)),
    '',
    table(
      ['class', 'rows', 'share', 'wanted', 'weight', 'probability'],
      listed.map((each) => [
        each.name,
        short(each.rows),
        percent(each.rows / rows),
        percent(each.wanted),
        fourDigits(each.weight),
        percent(each.rowProbability),
      ]),
      terminal,
    ),
    ...(more ? [`and ${plural(more, 'more class', 'more classes')}: --json has them all`] : []),
    '',
    paragraph(
      "wanted: the class's share of all weights, and so of draws with replacement. " +
        `weight: of each row; weights need not sum to 1 (these sum to ${fourDigits(balance.sumOfWeights)}). ` +
        'probability: that a draw gives one particular row.',
    ),
    '',
    ...epochLines(balance, listed, 'class', terminal),
    '',
    paragraph(finding(balance, names)),
    ...warningLines(balance.warnings, terminal),
    colors.dim(`seed ${balance.seed}`),
    '',
  ].join('\n');
}

/** One epoch before and now, by class or label. `listed` are the rows of the table. */
export function epochLines(
  balance: Pick<Balance, 'shuffle' | 'plan'> & Parameters<typeof drawsText>[0] & { readonly batchSize: number },
  listed: readonly { name: string; shuffle: ClassTotals; plan: ClassTotals }[],
  each: 'class' | 'label',
  terminal: number,
): string[] {
  const paragraph = (text: string): string => wrapped(text, textWidth(terminal));
  return [
    colors.bold(`One epoch in batches of ${balance.batchSize}`),
    paragraph(`before: plain shuffle, ${totalsText(balance.shuffle)}`),
    paragraph(`now: ${drawsText(balance)}, ${totalsText(balance.plan)}`),
    '',
    table(
      [each, 'before', 'now', 'before', 'now', 'unseen', 'times'],
      listed.map(({ name, shuffle, plan }) => [
        name,
        percent(shuffle.share),
        percent(plan.share),
        orExcluded(shuffle.batchesWithout),
        orExcluded(plan.batchesWithout),
        orExcluded(plan.neverSeen),
        plan.fewest === plan.most ? short(plan.most) : `${short(plan.fewest)}-${short(plan.most)}`,
      ]),
      terminal,
      [
        { title: 'share', last: 2 },
        { title: 'missing from', last: 4 },
      ],
    ),
    '',
    paragraph(
      `missing from: batches with no row of the ${each}. unseen: its rows that are not drawn now. ` +
        'times: how often its least and its most seen row are drawn now.',
    ),
  ];
}

/** A count in a table; a dash where the target excludes the class. */
function orExcluded(value: number | null): string {
  return value === null ? '-' : short(value);
}

export function totalsText({ draws, batches, neverSeen }: Balance['shuffle']): string {
  const unseen = neverSeen === 0 ? '' : `, ${plural(neverSeen, 'row')} unseen`;
  return `${plural(draws, 'draw')} in ${plural(batches, 'batch', 'batches')}${unseen}`;
}

/** The rows that do not take part, as one text; none where all do. */
export function leftOutParts({ leftOut: { otherClasses, beyondLimit } }: JsonHeader): string[] {
  const limited = Object.entries(beyondLimit);
  const names = classNames(limited.map(([label]) => label));
  const others = plural(otherClasses.classes, 'other class', 'other classes');
  const parts = [
    ...(otherClasses.rows ? [`${plural(otherClasses.rows, 'row')} of ${others}`] : []),
    ...limited.map(([, rows], i) => `${count(rows)} ${shortName(names[i])} beyond the limit`),
  ];
  return parts.length ? [parts.join(', ')] : [];
}

/** What the weights change, for the class whose share they raise most. It compares probabilities, not the draws. */
function finding(balance: Balance, names: readonly string[]): string {
  const { perClass: classes, rows, shuffle, plan, sampler, target, scheme } = balance;
  const draws = capitalized(`${sampler} draws`);
  const unseen =
    `${draws} left ${plural(plan.neverSeen, 'row')} unseen in this epoch; each epoch is drawn anew.` +
    excludedText(classes, names);
  if (classes.length === 1) return `There is only one class, so that all rows weigh the same. ${unseen}`;
  const gains = classes.map((each) => each.wanted - each.rows / rows);
  const change = gains.reduce((largest, gain) => Math.max(largest, Math.abs(gain)), 0);
  if (change < 0.01) {
    const by = change < NOISE ? '' : ` by more than ${percent(change)}`;
    const already =
      target || scheme ? `already have the shares of the ${target ? 'target' : 'scheme'}` : 'are already balanced';
    return `The rows ${already}: the weights change no class's share${by}. ${unseen}`;
  }
  // the first of several equal gains, whatever their rounding errors
  const code = gains.reduce((best, gain, i) => (gain > gains[best] + NOISE ? i : best), 0);
  const most = classes[code];
  return (
    `"${shortName(names[code])}" goes from ${percent(most.shuffle.share)} to ${percent(most.plan.share)} of ` +
    `the draws; batches without it: ${count(most.shuffle.batchesWithout as number)} of ${count(shuffle.batches)} ` +
    `before, ${count(most.plan.batchesWithout as number)} of ${count(plan.batches)} now. ${unseen}`
  );
}

/** A sentence about the rows that the target excludes; nothing where it excludes none. */
function excludedText(classes: Balance['perClass'], names: readonly string[]): string {
  const excluded = classes.filter((each) => each.plan.neverSeen === null);
  if (excluded.length === 0) return '';
  const rows = excluded.reduce((sum, each) => sum + each.rows, 0);
  const which =
    excluded.length === 1
      ? `"${shortName(names[classes.indexOf(excluded[0])])}"`
      : plural(excluded.length, 'class', 'classes');
  return ` The target excludes ${plural(rows, 'row')} of ${which}: these are never drawn and do not count as unseen.`;
}
