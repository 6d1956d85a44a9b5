import { shellWord } from '../input/column-survey.js';
import { described } from '../sample/sampler-options.js';
import { count, namesOf, percent, plural } from '../text.js';
import {
  aboutOf,
  chance,
  epochs,
  excluded,
  indexOfLargest,
  isIndependent,
  list,
  quoted,
  sharesText,
} from './class-text.js';
import type { OtherMix, Report } from './report.js';
import type { Section } from './section.js';
import { balanceTable, barsOf, isClosed, isNear, span } from './section-balance.js';

/** A report of several classes. */
export type Compared = Report & { readonly other: OtherMix };

/** What another ratio does. */
export function otherSection(report: Compared): Section {
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

function answer(report: Compared, shares: string): string {
  const { classes, plan, other } = report;
  const code = indexOfLargest(other.shares.map((share, i) => share - plan.shares[i]));
  const { batch } = other.balance[code];
  const name = quoted(namesOf(classes)[code]);
  if (!isIndependent(report)) return drawn(report, code, name, shares);
  const [now, before] = [other, plan].map((mix) => mix.untilAll.closedForm.quantiles);
  const gone = excluded(report);
  const [all, instead] = gone
    ? [`all ${plural(other.untilAll.items, 'row')} are`, `; the given target never shows ${gone}`]
    : ['everything is', `, instead of ${count(before.median)} and ${count(before.p95)}`];
  return `with ${shares} a batch has ${span(batch.lower, batch.upper)} of ${name} (95 %), and ${all} seen after ${epochs(now.median)} in the median, ${count(now.p95)} in 95 % of runs${instead}.`;
}

/** Of draws that closed form knows nothing of: what was asked for, and what an epoch has. */
function drawn({ replacement, other, ...how }: Compared, code: number, name: string, shares: string): string {
  const { tally, perBatch } = other.epoch;
  const { least, most } = perBatch[code];
  const { share } = tally.classes[code];
  const short = !replacement && !isNear(share, other.shares[code]) ? ', since no row comes twice' : '';
  return `with ${shares} ${name} has ${percent(share)} of the draws in an epoch of ${described({ replacement, ...how })}${short}; a batch has ${span(least, most)} of it.`;
}

/** What that ratio costs. */
function costs(report: Compared): string[] {
  const { classes, other, rows } = report;
  if (!isIndependent(report)) return [];
  const lacking = other.balance.map(({ batch }) => batch.lacking);
  const rarest = indexOfLargest(lacking);
  const [unseen] = other.untilAll.closedForm.unseen;
  const without =
    lacking[rarest] > 0
      ? `${chance(lacking[rarest])} of the batches ${lacking[rarest] >= 0.01 ? 'have' : 'has'} no ${quoted(namesOf(classes)[rarest])}, and `
      : '';
  const sentence = `${without}${aboutOf(unseen, rows, ['is', 'are'])} expected to be unseen after an epoch`;
  return rows > 1
    ? [`${sentence[0].toUpperCase()}${sentence.slice(1)}: what is drawn less takes longer to be seen.`]
    : [];
}

function targetText({ classes, other }: Compared): string {
  if (classes.length > 4) return '--target CLASS=SHARE, once for every class';
  return classes
    .map((label, code) => `--target ${shellWord(`${label}=${Number(other.numbers[code].toPrecision(6))}`)}`)
    .join(' ');
}
