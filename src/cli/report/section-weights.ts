import { beforeAfter } from '../../charts.js';
import { count, name, percent, significant } from '../text.js';
import type { Report } from './report.js';
import type { Section } from './sections.js';
import { tableOf } from './tables.js';
import { indexOfLargest, quoted } from './words.js';

/** How the weights are calculated. */
export function weightsSection({ classes, counts, rows, balanced }: Report): Section {
  const heaviest = indexOfLargest(balanced.weights);
  const lightest = indexOfLargest(balanced.weights.map((weight) => -weight));
  const example = (code: number) =>
    `${significant(balanced.weights[code])} for ${counts[code] === 1 ? 'the row' : `each of the ${count(counts[code])} rows`} of ${quoted(classes[code])}`;
  const same = counts[heaviest] === counts[lightest];
  const each = `each class has ${percent(1 / classes.length)} of the draws`;
  return {
    id: 'weights',
    question: 'How are the weights calculated?',
    answer: `A row weighs 1 / (rows of its class)${same ? `: ${example(heaviest)}` : `, ${example(heaviest)} and ${example(lightest)}`}, so that ${each}.`,
    notes: [
      `Weights need not sum to 1 (these sum to ${count(classes.length)}): the probability of a row is its weight's part of their sum.`,
    ],
    shown: [
      {
        picture: {
          name: 'shares',
          caption: 'Each class before balancing, when every row is drawn alike, and after',
          draw: (look) =>
            beforeAfter(
              {
                classes: classes.map(name),
                before: counts.map((rowsOf) => rowsOf / rows),
                after: balanced.shares,
              },
              look,
            ),
        },
        tables: [
          tableOf(
            'Weights and probabilities',
            ['class', 'rows', 'weight of a row', 'probability of a row', 'share of the draws'],
            classes.map((label, code) => [
              name(label),
              count(counts[code]),
              significant(balanced.weights[code]),
              percent(balanced.shares[code] / counts[code]),
              percent(balanced.shares[code]),
            ]),
          ),
        ],
      },
    ],
  };
}
