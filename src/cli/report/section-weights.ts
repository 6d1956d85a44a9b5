import { beforeAfter } from '../../charts.js';
import { count, namesOf, percent, significant } from '../text.js';
import { indexOfLargest, quoted, sharesText } from './class-text.js';
import { tableOf } from './page-table.js';
import type { Report } from './report.js';
import type { Section } from './section.js';

/** How the weights are calculated. */
export function weightsSection(report: Report): Section {
  const { classes, counts, rows, plan, target, replacement } = report;
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
  // without replacement classes run out of rows
  const draws = replacement ? 'the draws' : 'the first draw';
  const have = replacement ? 'have' : 'has';
  const shares = target
    ? `${draws} ${have} the shares of the target: ${sharesText(report, plan)}`
    : replacement
      ? `each class has ${percent(1 / classes.length)} of the draws`
      : `each class is the first draw's with ${percent(1 / classes.length)}`;
  const sum = plan.weights.reduce((all, weight, code) => all + weight * counts[code], 0);
  return {
    id: 'weights',
    question: 'How are the weights calculated?',
    answer:
      classes.length === 1
        ? `There is one class alone: every row weighs the same, ${significant(plan.weights[0])}, and there is nothing to balance.`
        : `A row weighs ${formula}${examples}, so that ${shares}.`,
    notes: [
      `Weights need not sum to 1 (these sum to ${significant(sum)}): the probability of a row is its weight's part of their sum.`,
      ...(replacement
        ? []
        : ['Without replacement that is so of the first draw: the later ones are from the rows that are left.']),
    ],
    shown: [
      {
        picture: {
          name: 'shares',
          caption: `Each class when every row is drawn alike, and ${target ? 'by the target' : 'balanced'}${replacement ? '' : ', of the first draw'}`,
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
            [
              'class',
              'rows',
              'weight of a row',
              'probability of a row',
              replacement ? 'share of the draws' : 'share of the first draw',
            ],
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
