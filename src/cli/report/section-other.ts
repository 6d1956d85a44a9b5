import { name, percent } from '../text.js';
import type { Report } from './report.js';
import { balanceTable, barsOf } from './section-balance.js';
import type { Section } from './sections.js';
import { about, chance, epochs, indexOfLargest, list } from './words.js';

/** What another ratio does. */
export function otherSection(report: Report): Section {
  const { classes, other, balanced } = report;
  const { closedForm, unseen } = other.untilAll;
  const code = indexOfLargest(other.shares.map((share, i) => share - balanced.shares[i]));
  const order = [...classes.keys()].sort((a, b) => other.shares[b] - other.shares[a]);
  const shares = list(order.map((each) => `${name(classes[each])} ${percent(other.shares[each])}`));
  const { batch } = other.balance[code];
  const rarest = indexOfLargest(other.balance.map((each) => each.batch.lacking));
  const named = classes.length > 4 ? '--target CLASS=SHARE, once for every class' : targetText(report);
  const missing = unseen.find(({ epoch }) => epoch === 1)?.expected ?? 0;
  return {
    id: 'ratio',
    question: 'What if I want another ratio?',
    answer: `Give shares as a target: with ${shares} a batch has ${batch.lower} to ${batch.upper} ${name(classes[code])} (95 %), and everything is seen after ${epochs(closedForm.quantiles.median)} in the median, ${epochs(closedForm.quantiles.p95)} in 95 % of runs, instead of ${balanced.untilAll.closedForm.quantiles.median} and ${balanced.untilAll.closedForm.quantiles.p95}.`,
    notes: [
      other.given
        ? `The target is the one that was given. ${about(missing)} rows are expected to be unseen after an epoch.`
        : `That is the imbalance turned round, as an example; say what you want by ${named}. ${about(missing)} rows are expected to be unseen after an epoch: what is drawn less takes longer to be seen.`,
      `Batches without ${name(classes[rarest])}: ${chance(other.balance[rarest].batch.lacking)}.`,
    ],
    shown: [
      {
        picture: barsOf('batches-other', `By that target: ${shares}`, report, other.epoch, other.shares),
        tables: [balanceTable('Draws of each class, by the target', report, other.balance, other.epoch)],
      },
    ],
  };
}

function targetText({ classes, other }: Report): string {
  return classes.map((label, code) => `--target '${label}=${Number(other.shares[code].toPrecision(2))}'`).join(' ');
}
