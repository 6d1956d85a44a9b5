import { colors, NARROW, table, textWidth, warningLines } from '../terminal.js';
import { classNames, count, percent, plural, printable, short, shortName, wrapped } from '../text.js';
import type { LabelBalance } from './label-balance.js';
import { epochLines, leftOutParts, MOST_CLASSES } from './terminal-text.js';

/** Why shares of labels sum to more than 1. */
export const SHARE_LEGEND =
  'Shares are those of the draws whose row has the label: they sum to more than 100 %, because a row may have several.';

/**
 * Rows with several labels for the terminal: the share of each label before, wanted and reached, and one epoch.
 * @param terminal The width of the terminal in columns. Default 60.
 */
export function labelText(balance: LabelBalance, terminal = NARROW): string {
  const { perLabel, rows, combinations, seed, file } = balance;
  const names = classNames(perLabel.map(({ label }) => label));
  const listed = perLabel.slice(0, MOST_CLASSES).map((each, i) => ({ ...each, name: names[i] }));
  const more = perLabel.length - listed.length;
  const paragraph = (text: string): string => wrapped(text, textWidth(terminal));
  const sets = plural(combinations, 'combination');
  return [
    colors.bold(
      wrapped(
        `${printable(file)}: ${plural(rows, 'row')} with ${plural(perLabel.length, 'label')} in ${sets}`,
        terminal,
      ),
    ),
    ...(balance.read ? [paragraph(`read as: ${printable(balance.read.text)}`)] : []),
    ...leftOutParts(balance).map((parts) => paragraph(`left out: ${parts}`)),
    '',
    table(
      ['label', 'rows', 'before', 'wanted', 'reached'],
      listed.map((each) => [
        each.name,
        short(each.rows),
        percent(each.before),
        percent(each.wanted),
        percent(each.reached),
      ]),
      terminal,
      [{ title: 'share of the draws', last: 4 }],
    ),
    ...(more ? [`and ${plural(more, 'more label')}: --json has them all`] : []),
    '',
    paragraph(
      `${SHARE_LEGEND} before: of plain shuffling. wanted: ${balance.target ? 'by the target' : 'the same for all'}. ` +
        'reached: with the weights that come nearest to it, and are as equal as they can be.',
    ),
    '',
    ...epochLines(balance, listed, 'label', terminal),
    '',
    paragraph(finding(balance, names)),
    ...warningLines(balance.warnings, terminal),
    colors.dim(`seed ${seed}`),
    '',
  ].join('\n');
}

/** What the weights change, for the label whose share they raise most. */
function finding({ perLabel, shuffle, plan }: LabelBalance, names: readonly string[]): string {
  const gains = perLabel.map(({ before, reached }) => reached - before);
  const code = gains.reduce((best, gain, i) => (gain > gains[best] + 1e-9 ? i : best), 0);
  const unseen = `${plural(plan.neverSeen, 'row')} unseen in this epoch; each epoch is drawn anew.`;
  if (gains[code] < 0.01) return `The weights raise no label's share by more than 1 %. ${unseen}`;
  const most = perLabel[code];
  return (
    `"${shortName(names[code])}" goes from ${percent(most.before)} to ${percent(most.reached)} of the draws; ` +
    `batches without it: ${count(most.shuffle.batchesWithout as number)} of ${count(shuffle.batches)} before, ` +
    `${count(most.plan.batchesWithout as number)} of ${count(plan.batches)} now. ${unseen}`
  );
}
