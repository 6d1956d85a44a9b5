import { drawsText, isIndependent } from '../sample/sampler-options.js';
import { colors, NARROW, table, textWidth, warningLines } from '../terminal.js';
import {
  capitalized,
  classNames,
  count,
  epochs as epochsText,
  expectedText,
  fourDigits,
  list,
  nameInSentence,
  oneIn,
  partOf,
  percent,
  plural,
  printable,
  ROWS,
  range,
  short,
  shortened,
  wrapped,
} from '../text.js';
import { leftOutParts, MOST_CLASSES, totalsText } from './terminal-text.js';
import type { UntilAll } from './until-seen.js';
import type { Weighing, WeightedBalance } from './weighted-balance.js';

/** Of more items than a table has, this many of the most probable ones are shown, and of the least probable ones. */
const [FIRST, LAST] = [15, 5];
/** The widest title of the column of names. */
const WIDEST_TITLE = 12;

/** What the items are called. */
export const NOUNS = { rows: ROWS, classes: ['class', 'classes'] } as const;

type Listed = WeightedBalance['perItem'][number] & { readonly shown: string };

/** The names of listed items. A row that nothing names is called by its number in the file. */
export function itemNames(perItem: readonly { readonly name: string | null; readonly row: number | null }[]): string[] {
  return classNames(perItem.map(({ name, row }) => name ?? `row ${row}`));
}

/**
 * What a column of weights does, for the terminal: probabilities, an epoch of draws, and how long until rows are seen.
 * @param terminal The width of the terminal in columns. Default 60.
 */
export function weightedText(balance: WeightedBalance, terminal = NARROW): string {
  const { file, rows, items, listed, weights, plan, batchSize, perItem } = balance;
  const paragraph = (text: string): string => wrapped(printable(text), textWidth(terminal));
  const named = itemNames(perItem);
  const shown = perItem.map((each, i): Listed => ({ ...each, shown: named[i] }));
  const of = listed === 'classes' ? ` of ${plural(items, ...NOUNS.classes)}` : '';
  return [
    colors.bold(wrapped(printable(`${file}: ${plural(rows, 'row')}${of}, weights from "${weights}"`), terminal)),
    ...(balance.read ? [paragraph(`read as: ${balance.read.text}`)] : []),
    ...leftOutParts(balance).map((parts) => paragraph(`left out: ${parts}`)),
    '',
    probabilityTable(balance, shown, terminal),
    '',
    paragraph(legend(balance)),
    '',
    ...(rows > MOST_CLASSES ? spreadTables(balance, terminal) : []),
    colors.bold(`One epoch in batches of ${batchSize}`),
    paragraph(`${drawsText(balance)}, ${totalsText(plan)}`),
    '',
    epochTable(balance, shown, terminal),
    '',
    paragraph(epochLegend(balance)),
    '',
    ...findings(balance, named).map(paragraph),
    ...warningLines(balance.warnings, terminal),
    colors.dim(`seed ${balance.seed}`),
    '',
  ].join('\n');
}

/** A table of the items; of many, the first and the last ones. */
function itemsTable(
  balance: WeightedBalance,
  shown: readonly Listed[],
  columns: readonly (readonly [title: string, cell: (item: Listed) => string])[],
  terminal: number,
): string {
  const { items, listed, column } = balance;
  const line = (item: Listed): string[] => [item.shown, ...columns.map(([, cell]) => cell(item))];
  const isWhole = items <= MOST_CLASSES;
  const lines = isWhole
    ? shown.map(line)
    : [...shown.slice(0, FIRST).map(line), ['…', ...columns.map(() => '')], ...shown.slice(-LAST).map(line)];
  const title = column === null ? 'row' : shortened(printable(column), WIDEST_TITLE);
  const left = items - FIRST - LAST;
  const more = `${plural(left, `more ${NOUNS[listed][0]}`, `more ${NOUNS[listed][1]}`)} in between`;
  return [
    table([title, ...columns.map(([title]) => title)], lines, terminal),
    ...(isWhole ? [] : [`and ${more}: --out writes them all`]),
  ].join('\n');
}

function probabilityTable(balance: WeightedBalance, shown: readonly Listed[], terminal: number): string {
  return itemsTable(
    balance,
    shown,
    [
      ...(balance.listed === 'classes' ? [['rows', ({ rows }: Listed) => short(rows)] as const] : []),
      ['weight', ({ weight }) => fourDigits(weight)],
      ['probability', ({ probability }) => percent(probability)],
      ['one in', ({ probability }) => (probability === 0 ? 'never' : oneIn(probability))],
      ...(isIndependent(balance)
        ? [['95 % by', ({ untilSeen }: Listed) => (untilSeen ? short(untilSeen.p95) : 'never')] as const]
        : []),
    ],
    terminal,
  );
}

function legend(balance: WeightedBalance): string {
  const { listed, column, found, sumOfWeights, replacement } = balance;
  const sum = sumOfWeights === Infinity ? 'more than 1.8e308' : fourDigits(sumOfWeights);
  const names =
    column === null
      ? 'Rows are called by their numbers, from 0, the header not counted: --column NAME names them. '
      : found
        ? `Rows are named by "${column}", the first column of texts that are all different. `
        : '';
  const first = replacement ? 'a draw' : 'the first draw';
  const what = listed === 'classes' ? 'one of the rows' : 'the row';
  const of = listed === 'classes' ? ' of all rows together;' : '';
  const by = isIndependent(balance) ? '95 % by: the number of draws after which 95 % of runs have seen it.' : '';
  return (
    `${names}weight:${of} weights need not sum to 1 (these sum to ${sum}). probability: that ${first} gives ${what}. ` +
    `one in: ${replacement ? 'draws for one of it, on average' : '1 / probability'}. ${by}`
  ).trim();
}

function epochTable(balance: WeightedBalance, shown: readonly Listed[], terminal: number): string {
  const { listed } = balance;
  return itemsTable(
    balance,
    shown,
    [
      ...(isIndependent(balance)
        ? ([
            ['expected', ({ epoch }) => meanOf(epoch.mean)],
            ['95 %', ({ epoch }) => range(epoch.lower, epoch.upper).replace(' to ', '-')],
            ['none', ({ epoch }) => (epoch.lacking > 0 && epoch.lacking < 0.001 ? '<0.1 %' : percent(epoch.lacking))],
          ] as [string, (item: Listed) => string][])
        : []),
      ['drawn', ({ plan }) => short(plan.draws)],
      ...(listed === 'classes'
        ? ([
            ['unseen', ({ plan }) => (plan.neverSeen === null ? '-' : short(plan.neverSeen))],
            [
              'times',
              ({ plan }) =>
                plan.fewest === plan.most ? short(plan.most) : `${short(plan.fewest)}-${short(plan.most)}`,
            ],
          ] as [string, (item: Listed) => string][])
        : []),
    ],
    terminal,
  );
}

/** An expected number of draws, with three digits. */
function meanOf(value: number): string {
  return value >= 1000 ? short(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function epochLegend(balance: WeightedBalance): string {
  const forecast = isIndependent(balance)
    ? 'expected: draws of it in an epoch, on average; 95 %: in 95 % of epochs; none: the probability of no draw. '
    : '';
  const classes =
    balance.listed === 'classes'
      ? ' unseen: its rows that are not drawn. times: how often its least and its most drawn row are drawn.'
      : '';
  return `${forecast}drawn: in this epoch.${classes}`;
}

/** How many rows share the draws. */
function spreadTables(
  { quantiles, heaviest, numSamples, rows, ...balance }: WeightedBalance,
  terminal: number,
): string[] {
  const partName = (part: number): string =>
    part === 0 ? 'least' : part === 1 ? 'most' : part === 0.5 ? 'half' : `${100 * part} %`;
  return [
    table(
      ['rows up to', 'weight', 'probability', 'one in', ...(isIndependent(balance) ? ['in an epoch'] : [])],
      quantiles.map(({ part, weight, probability }) => [
        partName(part),
        fourDigits(weight),
        percent(probability),
        oneIn(probability),
        ...(isIndependent(balance) ? [meanOf(probability * numSamples)] : []),
      ]),
      terminal,
    ),
    '',
    table(
      ['the heaviest', 'of all rows', 'share of the draws'],
      heaviest.map((each) => [plural(each.rows, 'row'), percent(each.rows / rows), percent(each.share)]),
      terminal,
    ),
    '',
  ];
}

/** What is never drawn, what the epoch did not show, and how long it takes until everything is seen. */
function findings(balance: WeightedBalance, names: readonly string[]): string[] {
  const { untilAllRows, untilAllClasses, plan } = balance;
  const independent = isIndependent(balance);
  const unseen = partOf(plan.neverSeen, untilAllRows.items, ROWS, ['was', 'were']);
  const expected = independent ? ` (expected: ${expectedText(untilAllRows.unseen)})` : '';
  const each = `; each row came ${plural(plan.most, 'time')}`;
  const ends = `; the least drawn row came ${plural(plan.fewest, 'time')}, the most drawn ${plural(plan.most, 'time')}`;
  const times = untilAllRows.items === 1 ? '' : plan.fewest === plan.most ? each : ends;
  const until = [
    ...(untilAllClasses ? [untilText(untilAllClasses, 'classes')] : []),
    untilText(untilAllRows, 'rows'),
  ].map((text) => (independent ? text : `independent draws, as a comparison: ${text}`));
  return [
    neverText(balance, names),
    `In this epoch ${unseen} not drawn${expected}${times}.`,
    ...until.map((text) => `${capitalized(text)}.`),
    effectiveText(untilAllRows),
  ].filter((text) => text !== '');
}

/** What is never drawn; an empty text if everything can be. @param names The names of all items that are listed. */
export function neverText(
  {
    perItem,
    neverDrawn,
    rows,
    items,
    listed,
  }: Pick<Weighing, 'perItem' | 'neverDrawn' | 'items' | 'listed'> & { rows: number },
  names: readonly string[],
): string {
  if (neverDrawn === 0) return '';
  const zeros = names.filter((_, i) => perItem[i].probability === 0).map(nameInSentence);
  const isWhole = perItem.length === items && zeros.length > 0;
  const which = isWhole ? `${listed === 'classes' ? ', among them all of ' : ': '}${list(zeros)}` : '';
  const [some, have] = [plural(neverDrawn, 'row'), neverDrawn === 1 ? 'has' : 'have'];
  return `${some} of ${count(rows)} ${have} weight 0 and ${neverDrawn === 1 ? 'is' : 'are'} never drawn${which}.`;
}

/** The effective number of rows as a sentence; empty where there is one row. */
export function effectiveText({ items, effective }: UntilAll): string {
  if (items === 1) return '';
  const number = effective < 100 ? fourDigits(effective) : count(Math.round(effective));
  return `Effective number of rows: ${number} of ${count(items)} (Kish).`;
}

/** How long until everything is seen: a sentence without its full stop. */
export function untilText({ items, draws, epochs }: UntilAll, listed: Weighing['listed']): string {
  const [noun, nouns] = NOUNS[listed];
  const all = items === 1 ? `the ${noun} that can be drawn` : `all ${plural(items, noun, nouns)} that can be drawn`;
  const after = (value: number, inEpochs: number): string => `${plural(value, 'draw')} (${epochsText(inEpochs)})`;
  return (
    `half of all runs have seen ${all} after ${after(draws.median, epochs.median)}, ` +
    `95 % after ${after(draws.p95, epochs.p95)}; the mean is ${plural(Math.round(draws.mean), 'draw')}`
  );
}
