import { colors } from '../colors.js';
import { described } from '../sample/sampler-options.js';
import { NARROW, table } from '../terminal.js';
import { count, namesOf, percent, plural, printable, short, shortened, significant, wrapped } from '../text.js';
import type { Balance } from './balance.js';

/** More classes than this are for --json. */
const MOST_CLASSES = 60;
/** Lines of more than this many columns are hard to read. */
const WIDEST = 100;
/** Columns of a class's name in a sentence. */
const LONGEST = 40;
/** A share that changes by less than this does not change: it is what rounding left. */
const NOISE = 1e-9;

/** A balance for people: the classes, one epoch of each way, and what changed. `terminal` is its width in columns. */
export function balanceText(balance: Balance, terminal = NARROW): string {
  const { perClass: classes } = balance;
  const width = Math.min(terminal, WIDEST);
  const names = namesOf(classes.map((each) => each.class));
  const listed = classes.slice(0, MOST_CLASSES).map((each, i) => ({ ...each, name: names[i] }));
  const more = classes.length - listed.length;
  return [
    colors.bold(
      `${printable(balance.file)}: ${plural(balance.rows, 'row')} of ${plural(classes.length, 'class', 'classes')}`,
    ),
    ...leftOut(balance, width),
    '',
    table(
      ['class', 'rows', 'share', 'weight', 'probability'],
      listed.map((each) => [
        each.name,
        short(each.rows),
        percent(each.rows / balance.rows),
        significant(each.weight),
        percent(each.rowProbability),
      ]),
      terminal,
    ),
    ...(more ? [`and ${plural(more, 'more class', 'more classes')}: --json has them all`] : []),
    '',
    wrapped(
      `weight: of each row; weights need not sum to 1 (these sum to ${significant(balance.sumOfWeights)}). probability: of a row, a draw.`,
      width,
    ),
    '',
    colors.bold(`One epoch in batches of ${balance.batchSize}`),
    wrapped(`before: plain shuffle, ${totals(balance.shuffle)}`, width),
    wrapped(`now: ${described(balance)}, ${totals(balance.plan)}`, width),
    '',
    table(
      ['class', 'before', 'now', 'before', 'now', 'unseen', 'times'],
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
    wrapped(
      'missing from: batches with no item of the class. unseen: rows of it that are not drawn now. times: how often the least and the most seen row is drawn now.',
      width,
    ),
    '',
    wrapped(finding(balance, names), width),
    ...balance.warnings.map((warning) => colors.yellow(wrapped(`warning: ${printable(warning)}`, width))),
    colors.dim(`seed ${balance.seed}`),
    '',
  ].join('\n');
}

/** A count in a table; a dash where the target excludes the class. */
function orExcluded(value: number | null): string {
  return value === null ? '-' : short(value);
}

function totals({ draws, batches, neverSeen }: Balance['shuffle']): string {
  const unseen = neverSeen === 0 ? '' : `, ${plural(neverSeen, 'row')} unseen`;
  return `${plural(draws, 'draw')} in ${plural(batches, 'batch', 'batches')}${unseen}`;
}

function leftOut({ leftOut: { otherClasses, beyondLimit, unlabelledImages } }: Balance, width: number): string[] {
  const parts = [];
  if (otherClasses.rows) {
    parts.push(
      `${plural(otherClasses.rows, 'row')} of ${plural(otherClasses.classes, 'other class', 'other classes')}`,
    );
  }
  const limited = Object.entries(beyondLimit);
  const names = namesOf(limited.map(([label]) => label));
  limited.forEach(([, rows], i) => {
    parts.push(`${count(rows)} ${shortened(names[i], LONGEST)} beyond the limit`);
  });
  if (unlabelledImages) parts.push(`${plural(unlabelledImages, 'image')} without a class`);
  return parts.length ? [wrapped(`left out: ${parts.join(', ')}`, width)] : [];
}

/**
 * In a sentence, about the class whose share the weights raise most: by what was asked for, not by what chance brought.
 */
function finding(
  { perClass: classes, rows, shuffle, plan, sampler, target }: Balance,
  names: readonly string[],
): string {
  const draws = `${sampler[0].toUpperCase()}${sampler.slice(1)} draws`;
  const excluded = classes.filter((each) => each.plan.neverSeen === null);
  const without = excluded.length
    ? ` The target excludes ${plural(sumOf(excluded), 'row')} of ${excluded.length === 1 ? `"${shortened(names[classes.indexOf(excluded[0])], LONGEST)}"` : plural(excluded.length, 'class', 'classes')}, which are never drawn and do not count as unseen.`
    : '';
  const unseen = `${draws} left ${plural(plan.neverSeen, 'row')} unseen this epoch; every epoch draws anew.${without}`;
  const gains = classes.map((each) => each.rows * each.rowProbability - each.rows / rows);
  // of several that gain alike, the first, whatever rounding left
  const code = gains.reduce((best, gain, i) => (gain > gains[best] + NOISE ? i : best), 0);
  const most = classes[code];
  const change = gains.reduce((largest, gain) => Math.max(largest, Math.abs(gain)), 0);
  if (classes.length === 1) return `There is one class alone, so that every row weighs the same. ${unseen}`;
  if (change < 0.01) {
    const by = change < NOISE ? '' : ` by more than ${percent(change)}`;
    const so = target ? 'have the shares of the target' : 'are balanced';
    return `The weights change no class's share${by}: the rows ${so} as they are. ${unseen}`;
  }
  return (
    `"${shortened(names[code], LONGEST)}" goes from ${percent(most.shuffle.share)} to ${percent(most.plan.share)} of the draws; ` +
    `batches without it: ${count(most.shuffle.batchesWithout as number)} of ${count(shuffle.batches)} before, ` +
    `${count(most.plan.batchesWithout as number)} of ${count(plan.batches)} now. ${unseen}`
  );
}

function sumOf(classes: Balance['perClass']): number {
  return classes.reduce((sum, { rows }) => sum + rows, 0);
}
