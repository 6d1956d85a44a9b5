import { shellWord } from '../columns.js';
import { count, percent, plural } from '../text.js';
import type { Report } from './report.js';
import { balanceTable, barsOf, isClosed, span } from './section-balance.js';
import type { Section } from './sections.js';
import { about, chance, epochs, indexOfLargest, isIndependent, list, quoted } from './words.js';

/** What another ratio does. */
export function otherSection(report: Report): Section {
  const { classes, other } = report;
  const order = [...classes.keys()].sort((a, b) => other.shares[b] - other.shares[a]);
  const shares = list(order.map((code) => `${quoted(classes[code])} ${percent(other.shares[code])}`));
  const never = classes.filter((_, code) => other.shares[code] === 0);
  return {
    id: 'ratio',
    question: 'What if I want another ratio?',
    answer: `Give shares as a target: ${answer(report, shares, never.length > 0)}`,
    notes: [
      other.given
        ? 'The target is the one that was given; the other answers are about classes that are balanced.'
        : `That is the imbalance turned round, as an example; say what you want by ${targetText(report)}.`,
      ...(never.length > 0 ? [`Rows of ${list(never.map(quoted))} are never drawn, as the target has it.`] : []),
      ...costs(report),
    ],
    shown: [
      {
        picture: barsOf('batches-other', `By that target: ${shares}`, report, other.epoch, other.shares),
        tables: [
          balanceTable(
            'Draws of each class, by the target',
            report,
            isClosed(report) ? other.balance : undefined,
            other.epoch,
          ),
        ],
      },
    ],
  };
}

function answer({ classes, balanced, other, how }: Report, shares: string, some: boolean): string {
  const code = indexOfLargest(other.shares.map((share, i) => share - balanced.shares[i]));
  const { batch } = other.balance[code];
  const { least, most } = other.epoch.perBatch[code];
  const all = some ? 'everything that is drawn' : 'everything';
  if (!isIndependent(how)) {
    return `with ${shares} a batch of this epoch has ${span(least, most)} of ${quoted(classes[code])}.`;
  }
  const [now, before] = [other, balanced].map((mix) => mix.untilAll.closedForm.quantiles);
  return `with ${shares} a batch has ${span(batch.lower, batch.upper)} of ${quoted(classes[code])} (95 %), and ${all} is seen after ${epochs(now.median)} in the median, ${count(now.p95)} in 95 % of runs, instead of ${count(before.median)} and ${count(before.p95)}.`;
}

/** What the target costs. */
function costs({ classes, other, how, rows }: Report): string[] {
  if (!isIndependent(how)) return [];
  const wanted = other.shares.map((share, code) => (share > 0 ? other.balance[code].batch.lacking : 0));
  const rarest = indexOfLargest(wanted);
  const [unseen] = other.untilAll.closedForm.unseen;
  const lacking =
    wanted[rarest] > 0 ? `${chance(wanted[rarest])} of the batches have no ${quoted(classes[rarest])}, and ` : '';
  const sentence = `${lacking}${about(unseen)} of ${plural(other.untilAll.items, 'row')} that can be drawn are expected to be unseen after an epoch`;
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
