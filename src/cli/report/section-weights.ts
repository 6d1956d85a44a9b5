import { beforeAfter } from '../../charts.js';
import { classNames, count, fourDigits, percent } from '../text.js';
import { indexOfLargest, nameOf, sharesText } from './class-text.js';
import { pageTable } from './page-table.js';
import type { Report } from './report.js';
import type { Section } from './section.js';

/** How the weights are calculated. */
export function weightsSection(report: Report): Section {
  const { classes, counts, rows, plan, target, scheme, replacement } = report;
  const by = target ? 'by the target' : scheme ? 'by the scheme' : 'balanced';
  const names = classNames(classes);
  const sum = plan.weights.reduce((all, weight, code) => all + weight * counts[code], 0);
  // without replacement a class can run out of rows
  const [inDraws, ofDraws] = replacement
    ? ['', 'share of the draws']
    : [', in the first draw', 'share of the first draw'];
  return {
    id: 'weights',
    question: 'How are the weights calculated?',
    answer: answer(report),
    notes: [
      `Weights need not sum to 1 (these sum to ${fourDigits(sum)}): ` +
        'the probability of a row is its weight divided by the sum.',
      ...(replacement
        ? []
        : ['Without replacement this holds for the first draw only: later draws come from the rows that are left.']),
    ],
    figures: [
      {
        picture: {
          name: 'shares',
          caption: `The share of each class with equal weights, and ${by}${inDraws}`,
          specOf: (appearance) => {
            const before = counts.map((rowsOf) => rowsOf / rows);
            return beforeAfter({ classes: names, before, after: plan.shares }, appearance);
          },
        },
        tables: [
          pageTable(
            'Weights and probabilities',
            ['class', 'rows', 'weight of a row', 'probability of a row', ofDraws],
            classes.map((_, code) => [
              names[code],
              count(counts[code]),
              fourDigits(plan.weights[code]),
              percent(plan.shares[code] / counts[code]),
              percent(plan.shares[code]),
            ]),
          ),
        ],
      },
    ],
  };
}

function answer(report: Report): string {
  const { classes, counts, plan, target, scheme, replacement } = report;
  if (classes.length === 1) {
    const weight = fourDigits(plan.weights[0]);
    return `There is only one class: all rows have the same weight, ${weight}, and there is nothing to balance.`;
  }
  const heaviest = indexOfLargest(plan.weights);
  const lightest = indexOfLargest(plan.weights.map((weight) => -weight));
  const examples = [heaviest, ...(plan.weights[heaviest] === plan.weights[lightest] ? [] : [lightest])].map((code) => {
    const rows = counts[code] === 1 ? 'the row' : `each of the ${count(counts[code])} rows`;
    return `${fourDigits(plan.weights[code])} for ${rows} of ${nameOf(report, code)}`;
  });
  const formula = formulaOf(scheme, target !== null);
  const share = percent(1 / classes.length);
  const equal = replacement
    ? `each class gets ${share} of the draws`
    : `the first draw gives each class with probability ${share}`;
  const which = target && !scheme ? 'the shares of the target' : 'these shares';
  const shares = `${replacement ? 'the draws have' : 'the first draw has'} ${which}`;
  const result = target || scheme ? `${shares}: ${sharesText(report, plan)}` : equal;
  return `The weight of a row is ${formula}: ${examples.join(' and ')}. So ${result}.`;
}

/** How the weight of a row is computed. @param scheme As typed; null for the default. */
function formulaOf(scheme: string | null, hasTarget: boolean): string {
  const [kind, number] = (scheme ?? 'inverse').split(':');
  const times = hasTarget ? '(share of its class) * ' : '';
  if (kind === 'inverse') return `${hasTarget ? '(share of its class)' : '1'} / (rows of its class)`;
  if (kind === 'sqrt') return `${hasTarget ? '(share of its class)' : '1'} / sqrt(rows of its class)`;
  if (kind === 'power') return `${times}(rows of its class)^-${number}`;
  const beta = number ?? '0.999';
  return `${times}(1 - ${beta}) / (1 - ${beta}^(rows of its class))`;
}
