import { shellWord } from '../columns.js';
import { count, namesOf, plural } from '../text.js';
import type { Report } from './report.js';
import { balanceTable, barsOf, isClosed, span } from './section-balance.js';
import type { Section } from './sections.js';
import { about, chance, epochs, indexOfLargest, isIndependent, list, quoted, sharesText } from './words.js';

/** What another ratio does. */
export function otherSection(report: Report): Section {
  const { classes, other, plan, target } = report;
  const shares = sharesText(report, other);
  const never = namesOf(classes).filter((_, code) => plan.shares[code] === 0);
  const example = other.equal ? 'classes that are balanced' : 'the imbalance turned round';
  return {
    id: 'ratio',
    question: 'What if I want another ratio?',
    answer: `Give ${target ? 'other shares as the target' : 'shares as a target'}: ${answer(report, shares)}`,
    notes: [
      `That is ${example}, as an example; say what you want by ${targetText(report)}.`,
      ...(never.length > 0
        ? [`By the target that was given, rows of ${list(never.map(quoted))} are never drawn.`]
        : []),
      ...costs(report),
    ],
    shown: [
      {
        picture: barsOf('batches-other', `By these shares: ${shares}`, report, other.epoch, other.shares),
        tables: [
          balanceTable(
            'Draws of each class, by these shares',
            report,
            isClosed(report) ? other.balance : undefined,
            other.epoch,
          ),
        ],
      },
    ],
  };
}

function answer(report: Report, shares: string): string {
  const { classes, plan, other } = report;
  const code = indexOfLargest(other.shares.map((share, i) => share - plan.shares[i]));
  const { batch } = other.balance[code];
  const { least, most } = other.epoch.perBatch[code];
  const name = quoted(namesOf(classes)[code]);
  if (!isIndependent(report)) {
    return `with ${shares} a batch of this epoch has ${span(least, most)} of ${name}.`;
  }
  const [now, before] = [other, plan].map((mix) => mix.untilAll.closedForm.quantiles);
  return `with ${shares} a batch has ${span(batch.lower, batch.upper)} of ${name} (95 %), and everything is seen after ${epochs(now.median)} in the median, ${count(now.p95)} in 95 % of runs, instead of ${count(before.median)} and ${count(before.p95)}.`;
}

/** What that ratio costs. */
function costs(report: Report): string[] {
  const { classes, other, rows } = report;
  if (!isIndependent(report)) return [];
  const lacking = other.balance.map(({ batch }) => batch.lacking);
  const rarest = indexOfLargest(lacking);
  const [unseen] = other.untilAll.closedForm.unseen;
  const without =
    lacking[rarest] > 0
      ? `${chance(lacking[rarest])} of the batches ${lacking[rarest] >= 0.01 ? 'have' : 'has'} no ${quoted(namesOf(classes)[rarest])}, and `
      : '';
  const sentence = `${without}${about(unseen)} of ${plural(rows, 'row')} are expected to be unseen after an epoch`;
  return rows > 1
    ? [`${sentence[0].toUpperCase()}${sentence.slice(1)}: what is drawn less takes longer to be seen.`]
    : [];
}

function targetText({ classes, other }: Report): string {
  if (classes.length > 4) return '--target CLASS=SHARE, once for every class';
  return classes
    .map((label, code) => `--target ${shellWord(`${label}=${Number(other.numbers[code].toPrecision(6))}`)}`)
    .join(' ');
}
