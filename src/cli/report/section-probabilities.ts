import { shareBars } from '../../charts.js';
import { MOST_CLASSES } from '../balance/terminal-text.js';
import { effectiveText, itemNames, NOUNS, neverText, untilText } from '../balance/weighted-text.js';
import { isIndependent } from '../sample/sampler-options.js';
import { capitalized, count, fourDigits, nameInSentence, oneIn, percent, plural, range } from '../text.js';
import { type PageTable, pageTable } from './page-table.js';
import type { Figure, Section } from './section.js';
import type { WeightedReport } from './weighted-report.js';

/** How probable each row or class is. */
export function probabilitiesSection(report: WeightedReport): Section {
  const { perItem, listed, items, rows, untilAllClasses, untilAllRows, column, found } = report;
  const names = itemNames(perItem);
  const [noun] = NOUNS[listed];
  const classes = untilAllClasses ? [`${capitalized(untilText(untilAllClasses, 'classes'))}.`] : [];
  const until = isIndependent(report) ? [...classes, `${capitalized(untilText(untilAllRows, 'rows'))}.`] : [];
  return {
    id: 'probabilities',
    question: `How probable is each ${noun}?`,
    answer: answer(report, names),
    notes: [
      ...(report.read ? [`It was read as: ${report.read.text}.`] : []),
      ...(found ? [`Rows are named by “${column}”, the first column of texts that are all different.`] : []),
      neverText(report, names),
      ...until,
      effectiveText(untilAllRows),
    ].filter((note) => note !== ''),
    figures: [
      ...(items <= MOST_CLASSES ? [itemsFigure(report, names)] : []),
      ...(rows > MOST_CLASSES
        ? [bandsFigure(report, items <= MOST_CLASSES ? [] : [itemsPageTable(report, names)])]
        : []),
    ],
  };
}

function answer(report: WeightedReport, names: readonly string[]): string {
  const { file, rows, listed, weights, labels, items, perItem, heaviest, replacement, sumOfWeights } = report;
  const draw = replacement ? 'a draw' : 'the first draw';
  const sum = sumOfWeights === Infinity ? '' : `, which sum to ${fourDigits(sumOfWeights)}`;
  const of = listed === 'classes' ? ` of ${plural(items, ...NOUNS.classes)}` : '';
  const whose = labels ? 'weights by their labels' : `the weights of “${weights}”`;
  const has = `${file} has ${plural(rows, 'row')}${of} with ${whose}${sum}`;
  const last = perItem.findLastIndex(({ probability }) => probability > 0);
  const chanceOf = (i: number): string => {
    const { probability } = perItem[i];
    return `${percent(probability)}${probability < 0.1 ? ` (one in ${oneIn(probability)})` : ''}`;
  };
  const [first, least] = [0, last].map((i) => (perItem[i].name === null ? names[i] : nameInSentence(names[i])));
  const [noun, nouns] = NOUNS[listed];
  const areAlike = items > 1 && perItem[perItem.length - 1].probability === perItem[0].probability;
  const gives = areAlike
    ? `each of the ${plural(items, noun, nouns)} with a probability of ${chanceOf(0)}`
    : `${first} with a probability of ${chanceOf(0)}${last > 0 ? `, ${least} with ${chanceOf(last)}` : ''}`;
  const share = rows > MOST_CLASSES ? `; ${heaviestText(heaviest)}` : '';
  return `${has}: ${draw} gives ${gives}${replacement ? share : ''}.`;
}

/** The share of the heaviest tenth of the rows. */
function heaviestText(heaviest: WeightedReport['heaviest']): string {
  const { rows, share } = heaviest[heaviest.length - 2];
  return `the heaviest ${plural(rows, 'row')} ${rows === 1 ? 'gets' : 'get'} ${percent(share)} of the draws`;
}

/** The probability of each item. */
function itemsFigure(report: WeightedReport, names: readonly string[]): Figure {
  const { perItem, listed, replacement } = report;
  return {
    picture: {
      name: 'shares',
      caption: `The probability of each ${NOUNS[listed][0]}${replacement ? '' : ', in the first draw'}`,
      specOf: (appearance) =>
        shareBars(
          perItem.map(({ probability }, i) => ({ label: names[i], share: Math.min(probability, 1) })),
          appearance,
        ),
    },
    tables: [itemsPageTable(report, names)],
  };
}

function itemsPageTable(report: WeightedReport, names: readonly string[]): PageTable {
  const { perItem, listed, items, column } = report;
  const independent = isIndependent(report);
  const isWhole = perItem.length === items;
  const [noun, nouns] = NOUNS[listed];
  const ends = isWhole ? '' : `: of ${plural(items, noun, nouns)} the 30 heaviest and the 30 lightest`;
  return pageTable(
    `Probabilities, and the draws of this epoch${ends}`,
    [
      column ?? noun,
      ...(listed === 'classes' ? ['rows'] : []),
      ...['weight', 'probability', 'one in'],
      ...(independent ? ['seen after (mean)', 'in 95 % of runs', 'mean in an epoch', '95 % of epochs'] : []),
      'drawn in this epoch',
    ],
    perItem.map(({ rows, weight, probability, untilSeen, epoch, plan }, i) => [
      names[i],
      ...(listed === 'classes' ? [count(rows)] : []),
      ...[fourDigits(weight), percent(probability), probability === 0 ? 'never' : oneIn(probability)],
      ...(independent
        ? [
            untilSeen ? count(Math.round(untilSeen.mean)) : 'never',
            untilSeen ? count(untilSeen.p95) : 'never',
            String(Number(epoch.mean.toPrecision(3))),
            range(epoch.lower, epoch.upper),
          ]
        : []),
      count(plan.draws),
    ]),
  );
}

/** How the rows share the draws: the heaviest ones, the next ones, and so on. */
function bandsFigure({ heaviest, rows, quantiles }: WeightedReport, tables: readonly PageTable[]): Figure {
  const bands = [...heaviest, { rows, share: 1 }].map((end, i, ends) => {
    const before = ends[i - 1] ?? { rows: 0, share: 0 };
    const which = i === 0 ? 'heaviest' : i === ends.length - 1 ? 'lightest' : 'next';
    const own = end.rows - before.rows;
    return { label: `${which} ${count(own)} (${percent(own / rows)})`, share: Math.max(0, end.share - before.share) };
  });
  return {
    picture: {
      name: 'concentration',
      caption: 'Which rows get the draws, from the heaviest to the lightest ones',
      specOf: (appearance) => shareBars(bands, { ...appearance, title: capitalized(heaviestText(heaviest)) }),
    },
    tables: [
      pageTable(
        'The share of the draws of the heaviest rows',
        ['the heaviest', 'of all rows', 'share of the draws'],
        heaviest.map((each) => [plural(each.rows, 'row'), percent(each.rows / rows), percent(each.share)]),
      ),
      pageTable(
        'Weights of the rows that can be drawn',
        ['part of the rows', 'weight up to', 'probability up to', 'one in'],
        quantiles.map(({ part, weight, probability }) => [
          part === 0 ? 'least' : percent(part),
          fourDigits(weight),
          percent(probability),
          oneIn(probability),
        ]),
      ),
      ...tables,
    ],
  };
}
