import { drawsText, isIndependent } from '../sample/sampler-options.js';
import {
  capitalized,
  chance,
  count,
  drawsBetween,
  epochs,
  expectedPartOf,
  percent,
  plural,
  shellWord,
} from '../text.js';
import { excludedNames, excludedRows, indexOfLargest, nameOf, sharesText } from './class-text.js';
import type { ExampleMix, Report } from './report.js';
import type { Section } from './section.js';
import { balanceTable, batchesPicture, hasForecast, isNear } from './section-balance.js';

/** A report of several classes. */
export type ComparedReport = Report & { readonly other: ExampleMix };

/** What another target does. */
export function otherSection(report: ComparedReport): Section {
  const { other, target } = report;
  const shares = sharesText(report, other);
  const never = excludedNames(report);
  const example = other.equal ? 'equal shares' : 'the imbalance reversed';
  const forecast = hasForecast(report) ? other.balance : undefined;
  return {
    id: 'ratio',
    question: 'What if I want another ratio?',
    answer: `Give ${target ? 'another target' : 'a target'}. An example, ${example}: with ${shares}, ${answer(report)}`,
    notes: [
      `To choose your own shares, use ${targetText(report)}.`,
      ...(never ? [`With the given target, rows of ${never} are never drawn.`] : []),
      ...(isIndependent(report) ? costs(report) : []),
    ],
    figures: [
      {
        picture: batchesPicture('batches-other', `With these shares: ${shares}`, report, other.epoch, other.shares),
        tables: [balanceTable('Draws of each class, with these shares', report, forecast, other.epoch)],
      },
    ],
  };
}

function answer(report: ComparedReport): string {
  const { plan, other } = report;
  const code = indexOfLargest(other.shares.map((share, i) => share - plan.shares[i]));
  const name = nameOf(report, code);
  if (!isIndependent(report)) return epochAnswer(report, code, name);
  const { batch } = other.balance[code];
  const [now, before] = [other, plan].map((mix) => mix.untilAll.closedForm.quantiles);
  const excluded = excludedRows(report);
  const all = excluded ? `all ${plural(other.untilAll.items, 'row')} are` : 'everything is';
  const instead = excluded
    ? `; the given target never shows ${excluded}`
    : `, instead of ${count(before.median)} and ${count(before.p95)}`;
  return (
    `a batch has ${drawsBetween(batch.lower, batch.upper)} of ${name} (95 %), and ${all} seen after ` +
    `${epochs(now.median)} in the median, ${count(now.p95)} in 95 % of runs${instead}.`
  );
}

/** For draws without a closed form: what was planned, and what an epoch has. */
function epochAnswer(report: ComparedReport, code: number, name: string): string {
  const { totals, perBatch } = report.other.epoch;
  const { share } = totals.classes[code];
  const why = !report.replacement && !isNear(share, report.other.shares[code]) ? ', since no row comes twice' : '';
  return (
    `${name} has ${percent(share)} of the draws in an epoch of ${drawsText(report)}${why}; ` +
    `a batch has ${drawsBetween(perBatch[code].least, perBatch[code].most)} of it.`
  );
}

/** What that target costs. */
function costs(report: ComparedReport): string[] {
  const { other, rows } = report;
  if (rows === 1) return [];
  const missing = other.balance.map(({ batch }) => batch.lacking);
  const rarest = indexOfLargest(missing);
  const have = missing[rarest] >= 0.01 ? 'have' : 'has';
  const without = `${chance(missing[rarest])} of the batches ${have} no ${nameOf(report, rarest)}, and `;
  const unseen = expectedPartOf(other.untilAll.closedForm.unseen[0], rows, ['is', 'are']);
  const sentence = `${missing[rarest] > 0 ? without : ''}${unseen} expected to be unseen after an epoch`;
  return [`${capitalized(sentence)}: rows that are drawn less take longer to be seen.`];
}

function targetText({ classes, other }: ComparedReport): string {
  if (classes.length > 4) return '--target CLASS=SHARE, once for every class';
  return classes
    .map((label, code) => `--target ${shellWord(`${label}=${Number(other.numbers[code].toPrecision(6))}`)}`)
    .join(' ');
}
