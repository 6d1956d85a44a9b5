import Table from 'cli-table3';
import type { Balance } from './balance.js';
import { colors } from './colors.js';
import { count, name, percent, plural, significant, wrapped } from './text.js';

/** More classes than this are for --json. */
const MOST_CLASSES = 60;

/** A balance for people: the classes, one epoch of each way, and what changed. */
export function balanceText(balance: Balance, width = 100): string {
  const { classes, shuffle, weighted } = balance;
  const listed = classes.slice(0, MOST_CLASSES);
  const more = classes.length - listed.length;
  return [
    colors.bold(`${balance.file}: ${plural(balance.rows, 'row')} of ${plural(classes.length, 'class', 'classes')}`),
    ...leftOut(balance, width),
    '',
    columns([
      ['class', 'rows', 'share', 'weight', 'probability'].map((title) => colors.dim(title)),
      ...listed.map((each) => [
        name(each.class),
        count(each.rows),
        percent(each.rows / balance.rows),
        significant(each.weight),
        percent(each.probability),
      ]),
    ]),
    ...(more ? [`and ${plural(more, 'more class', 'more classes')}: --json has them all`] : []),
    '',
    wrapped(
      `weight: of each row; weights need not sum to 1 (these sum to ${significant(balance.sumOfWeights)}). probability: of a row, a draw.`,
      width,
    ),
    '',
    colors.bold(`One epoch in batches of ${balance.batchSize}`),
    headed(
      columns([
        ['class', ...FACTS, ...FACTS],
        ...listed.map((each) => [name(each.class), ...facts(each.shuffle), ...facts(each.weighted)]),
        ['all', ...totals(shuffle), ...totals(weighted)],
      ]),
      balance.sampler,
    ),
    '',
    wrapped(
      'lack it: batches without the class. unseen: rows of it that were never drawn. times: how often the least and the most seen row was.',
      width,
    ),
    '',
    wrapped(finding(balance), width),
    ...balance.warnings.map((warning) => colors.yellow(wrapped(`warning: ${warning}`, width))),
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
  return [plural(epoch.draws, 'draw'), `of ${count(epoch.batches)}`, count(epoch.neverSeen), ''];
}

function leftOut({ leftOut: { otherClasses, beyondLimit, unlabelledImages } }: Balance, width: number): string[] {
  const parts = [];
  if (otherClasses.rows) {
    parts.push(
      `${plural(otherClasses.rows, 'row')} of ${plural(otherClasses.classes, 'other class', 'other classes')}`,
    );
  }
  for (const [label, rows] of Object.entries(beyondLimit)) parts.push(`${count(rows)} ${name(label)} beyond the limit`);
  if (unlabelledImages) parts.push(`${plural(unlabelledImages, 'image')} without a class`);
  return parts.length ? [wrapped(`left out: ${parts.join(', ')}`, width)] : [];
}

/** In a sentence, about the class that the weights change most: by what was asked for, not by what chance brought. */
function finding({ classes, rows, shuffle, weighted, sampler }: Balance): string {
  const draws = `${sampler[0].toUpperCase()}${sampler.slice(1)} draws`;
  const unseen = `${draws} left ${plural(weighted.neverSeen, 'row')} unseen this epoch; every epoch draws anew.`;
  const change = (each: Balance['classes'][number]) => Math.abs(each.rows * each.probability - each.rows / rows);
  const most = classes.reduce((best, each) => (change(each) > change(best) ? each : best));
  if (change(most) < 0.01) {
    return `The weights change no class's share by more than ${percent(change(most))}: the rows are balanced as they are. ${unseen}`;
  }
  return (
    `${JSON.stringify(most.class)} goes from ${percent(most.shuffle.share)} to ${percent(most.weighted.share)} of the draws; ` +
    `batches without it: ${count(most.shuffle.batchesWithout)} of ${count(shuffle.batches)} before, ` +
    `${count(most.weighted.batchesWithout)} of ${count(weighted.batches)} now. ${unseen}`
  );
}

/** Says above the table which columns are whose: each way ends with `times`. */
function headed(table: string, sampler: string): string {
  const [titles] = table.split('\n');
  const first = titles.indexOf('times') + 'times'.length;
  return `${'plain shuffle'.padStart(first)}${`${sampler} draws`.padStart(titles.length - first)}\n${table}`;
}

/** Columns without lines: the first to the left, the others to the right. */
function columns(rows: string[][]): string {
  const table = new Table({
    colAligns: ['left', ...new Array<'right'>(8).fill('right')],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
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
