import { beforeAfter } from '../../charts.js';
import { count, namesOf, percent, significant } from '../text.js';
import type { Report } from './report.js';
import type { Section } from './sections.js';
import { tableOf } from './tables.js';
import { indexOfLargest, quoted, sharesText } from './words.js';

/** How the weights are calculated. */
export function weightsSection(report: Report): Section {
  const { classes, counts, rows, plan, target } = report;
  const names = namesOf(classes);
  const heaviest = indexOfLargest(plan.weights);
  const lightest = indexOfLargest(plan.weights.map((weight) => -weight));
  const example = (code: number) =>
    `${significant(plan.weights[code])} for ${counts[code] === 1 ? 'the row' : `each of the ${count(counts[code])} rows`} of ${quoted(names[code])}`;
  const examples =
    plan.weights[heaviest] === plan.weights[lightest]
      ? `: ${example(heaviest)}`
      : `, ${example(heaviest)} and ${example(lightest)}`;
  const formula = target ? '(share of its class) / (rows of its class)' : '1 / (rows of its class)';
  const shares = target
    ? `the draws have the shares of the target: ${sharesText(report, plan)}`
    : `each class has ${percent(1 / classes.length)} of the draws`;
  const sum = plan.weights.reduce((all, weight, code) => all + weight * counts[code], 0);
  return {
    id: 'weights',
    question: 'How are the weights calculated?',
    answer: `A row weighs ${formula}${examples}, so that ${shares}.`,
    notes: [
      `Weights need not sum to 1 (these sum to ${significant(sum)}): the probability of a row is its weight's part of their sum.`,
    ],
    shown: [
      {
        picture: {
          name: 'shares',
          caption: `Each class when every row is drawn alike, and ${target ? 'by the target' : 'balanced'}`,
          draw: (look) =>
            beforeAfter(
              {
                classes: names,
                before: counts.map((rowsOf) => rowsOf / rows),
                after: plan.shares,
              },
              look,
            ),
        },
        tables: [
          tableOf(
            'Weights and probabilities',
            ['class', 'rows', 'weight of a row', 'probability of a row', 'share of the draws'],
            classes.map((_, code) => [
              names[code],
              count(counts[code]),
              significant(plan.weights[code]),
              percent(plan.shares[code] / counts[code]),
              percent(plan.shares[code]),
            ]),
          ),
        ],
      },
    ],
  };
}
