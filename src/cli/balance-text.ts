import Table from 'cli-table3';
import colors from 'picocolors';
import type { Balance } from './balance.js';

const count = (value: number): string => value.toLocaleString('en-US');
const percent = (value: number): string => `${(100 * value).toFixed(value > 0 && value < 0.01 ? 2 : 1)} %`;
const significant = (value: number): string => String(Number(value.toPrecision(4)));
const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;

/** A balance for people: the classes, one epoch of each way, and what changed. */
export function balanceText(balance: Balance): string {
  const { classes, shuffle, weighted } = balance;
  return [
    colors.bold(`${balance.file}: ${plural(balance.rows, 'row')} of ${plural(classes.length, 'class', 'classes')}`),
    ...leftOut(balance),
    '',
    columns(
      ['class', 'rows', 'share', 'weight', 'probability'],
      classes.map((each) => [
        each.class || '(empty)',
        count(each.rows),
        percent(each.rows / balance.rows),
        significant(each.weight),
        percent(each.probability),
      ]),
    ),
    '',
    `weight: of each row; weights need not sum to 1 (these sum to ${significant(balance.sumOfWeights)}). probability: of a row, a draw.`,
    '',
    colors.bold(`One epoch in batches of ${balance.batchSize}`),
    columns(
      ['', 'plain shuffle', '', '', '', 'weighted draws'],
      [
        ['class', ...FACTS, ...FACTS],
        ...classes.map((each) => [each.class || '(empty)', ...facts(each.shuffle), ...facts(each.weighted)]),
        ['all', ...totals(shuffle), ...totals(weighted)],
      ],
    ),
    '',
    'lack it: batches without the class. unseen: rows of it that were never drawn. times: how often the least and the most seen row was.',
    ...change(balance),
    ...balance.warnings.map((warning) => colors.yellow(`warning: ${warning}`)),
    colors.dim(`seed ${balance.seed}`),
    '',
  ].join('\n');
}

const FACTS = ['share', 'lack it', 'unseen', 'times'];

function facts(tally: Balance['classes'][number]['shuffle']): string[] {
  return [
    percent(tally.share),
    count(tally.batchesWithout),
    count(tally.neverSeen),
    tally.fewest === tally.most ? count(tally.most) : `${count(tally.fewest)}-${count(tally.most)}`,
  ];
}

function totals(epoch: Balance['shuffle']): string[] {
  return [`${count(epoch.draws)} draws`, `of ${count(epoch.batches)}`, count(epoch.neverSeen), ''];
}

function leftOut({ leftOut: { otherClasses, beyondLimit, unlabelled } }: Balance): string[] {
  const parts = [];
  if (otherClasses.rows) {
    parts.push(
      `${plural(otherClasses.rows, 'row')} of ${plural(otherClasses.classes, 'other class', 'other classes')}`,
    );
  }
  for (const [label, rows] of Object.entries(beyondLimit)) parts.push(`${count(rows)} ${label} beyond the limit`);
  if (unlabelled) parts.push(`${plural(unlabelled, 'image')} without a class`);
  return parts.length ? [`left out: ${parts.join(', ')}`] : [];
}

/** The finding in a sentence, about the class that gained most. */
function change({ classes, shuffle, weighted }: Balance): string[] {
  const gained = [...classes].sort(
    (a, b) => b.weighted.share - b.shuffle.share - (a.weighted.share - a.shuffle.share),
  )[0];
  if (classes.length < 2) return [];
  return [
    '',
    `${gained.class || '(empty)'} goes from ${percent(gained.shuffle.share)} to ${percent(gained.weighted.share)} of the draws; ` +
      `batches without it from ${count(gained.shuffle.batchesWithout)} of ${count(shuffle.batches)} to ${count(gained.weighted.batchesWithout)} of ${count(weighted.batches)}. ` +
      `Weighted draws left ${plural(weighted.neverSeen, 'row')} unseen this epoch: every epoch draws anew.`,
  ];
}

/** Columns without lines: the first to the left, the others to the right. */
function columns(head: string[], rows: string[][]): string {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const table = new Table({
    head: [...head, ...new Array<string>(width - head.length).fill('')].map((title) => colors.dim(title)),
    colAligns: Array.from({ length: width }, (_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 3, compact: true },
    chars: Object.fromEntries(LINES.map((line) => [line, ''])),
  });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const LINES = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];
