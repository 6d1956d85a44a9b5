import { beforeAfter } from '../../charts.js';
import { SHARE_LEGEND } from '../balance/label-text.js';
import { classNames, count, list, nameInSentence, percent, plural } from '../text.js';
import type { LabeledReport } from './label-report.js';
import { pageTable } from './page-table.js';
import type { Section } from './section.js';

/** What share of the draws each label gets. */
export function labelsSection(report: LabeledReport): Section {
  const { target, replacement, labels } = report;
  const { perLabel } = labels;
  const names = classNames(perLabel.map(({ label }) => label));
  const wanted = target ? 'by the target' : 'the same for all labels';
  return {
    id: 'labels',
    question: 'What share of the draws does each label get?',
    answer: answer(report, names),
    notes: [
      SHARE_LEGEND,
      `Wanted: ${wanted}. Of all weights that come as near to it, these are the most equal: the weight of a row is a ` +
        'product of one factor for each of its labels.',
      ...(replacement ? [] : ['Without replacement this holds for the first draw only.']),
    ],
    figures: [
      {
        picture: {
          name: 'labels',
          caption: 'The share of the draws with each label: before, wanted and reached',
          specOf: (appearance) =>
            beforeAfter(
              {
                classes: names,
                before: perLabel.map(({ before }) => before),
                after: perLabel.map(({ reached }) => reached),
                target: perLabel.map(({ wanted }) => wanted),
                severalLabels: true,
              },
              appearance,
            ),
        },
        tables: [
          pageTable(
            'Shares of the draws, by label',
            ['label', 'rows', 'before', 'wanted', 'reached'],
            perLabel.map(({ rows, before, wanted, reached }, code) => [
              names[code],
              count(rows),
              percent(before),
              percent(wanted),
              percent(reached),
            ]),
          ),
        ],
      },
    ],
  };
}

function answer({ rows, labels: { perLabel, combinations, of } }: LabeledReport, names: readonly string[]): string {
  const has =
    `${plural(rows, 'row')} have ${plural(perLabel.length, 'label')} in ${plural(combinations, 'combination')}, ` +
    `read from ${of}`;
  const missed = perLabel.flatMap(({ wanted, reached }, code) =>
    Math.abs(reached - wanted) > 1e-4 * wanted
      ? [`${nameInSentence(names[code])} (${percent(reached)}, wanted ${percent(wanted)})`]
      : [],
  );
  if (missed.length > 0) return `${has}. Not all shares can be reached: ${list(missed)}.`;
  const gains = perLabel.map(({ before, reached }) => reached - before);
  const code = gains.reduce((best, gain, i) => (gain > gains[best] + 1e-9 ? i : best), 0);
  const { before, reached } = perLabel[code];
  const goes = `${nameInSentence(names[code])} goes from ${percent(before)} to ${percent(reached)}`;
  return `${has}. Each gets the share that is wanted: ${goes}.`;
}
