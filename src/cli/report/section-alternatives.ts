import { isIndependent } from '../sample/sampler-options.js';
import { count, epochs, plural, range } from '../text.js';
import type { Alternative } from './alternatives.js';
import { exclusionOf, nameOf } from './class-text.js';
import { type PageTable, pageTable } from './page-table.js';
import type { Report } from './report.js';
import type { Section } from './section.js';
import { batchesPicture } from './section-balance.js';
import type { SeenReport } from './seen-report.js';

/** What other samplers would do. */
export function alternativesSection(report: Report): Section {
  const { alternatives, plan, classes, stratified, replacement } = report;
  return {
    id: 'instead',
    question: 'What would other samplers do instead?',
    answer: classes.length > 1 ? `${systematicText(report)} ${stratifiedText(report)}` : systematicText(report),
    notes: [
      ...(replacement ? [] : ['All draws of this section are with replacement, unlike those of the sections above.']),
      'To train on every row, use systematic draws (--sampler systematic). ' +
        'If each batch needs each class, use stratified batches (--sampler stratified). ' +
        'If no batch may have a row twice, use distinct batches (--distinct). ' +
        'Systematic and stratified draws depend on one another: for Monte Carlo, use weighted draws.',
      ...repetitionNotes(report),
    ],
    figures: [
      {
        picture: batchesPicture('batches-stratified', 'Stratified batches', report, stratified, plan.shares),
        tables: [alternativesTable(alternatives, true)],
      },
    ],
  };
}

/** What each sampler did. @param byClass Whether batches can miss a class. */
export function alternativesTable(alternatives: readonly Alternative[], byClass: boolean): PageTable {
  return pageTable(
    'One epoch of each sampler, and the epochs until everything was seen',
    [
      'sampler',
      ...(byClass ? ['batches that miss a class'] : []),
      'never seen',
      'most seen row',
      'repeats within batches',
      'epochs to see everything',
      'guaranteed',
    ],
    alternatives.map((each) => [
      each.name,
      ...(byClass ? [`${count(each.batchesLacking)} of ${count(each.batches)}`] : []),
      count(each.neverSeen),
      plural(each.most, 'time'),
      count(each.repeatsInBatch),
      each.epochsToAll === undefined ? 'more than were drawn' : count(each.epochsToAll),
      guaranteeText(each.guarantee),
    ]),
  );
}

function guaranteeText(guarantee: number | undefined): string {
  if (guarantee === undefined) return 'no';
  return guarantee === Infinity ? 'not in practice' : count(guarantee);
}

/** The rarest class that is drawn at all. */
function rarestClass({ plan }: Report): number {
  return plan.shares.findLastIndex((share) => share > 0);
}

export function systematicText(report: SeenReport): string {
  const { alternatives, plan } = report;
  const guarantee = alternatives.find(({ name }) => name === 'systematic')?.guarantee ?? Infinity;
  if (guarantee === Infinity) {
    return 'Systematic draws cannot show the rarest rows in any number of epochs that is practical.';
  }
  const all = exclusionOf(report)?.allowed ?? 'everything';
  const inEpochs = guarantee === 1 ? 'every epoch' : `any ${epochs(guarantee)} in a row`;
  const draws = isIndependent(report) ? 'independent draws' : 'independent draws, with replacement,';
  const median = epochs(plan.untilAll.closedForm.quantiles.median);
  return `Systematic draws are certain to show ${all} in ${inEpochs}; ${draws} take ${median} in the median.`;
}

function stratifiedText(report: Report): string {
  const { plan, batchSize, numSamples } = report;
  const rarest = rarestClass(report);
  const quota = plan.shares[rarest] * Math.min(batchSize, numSamples);
  // apart from rounding
  const isWhole = Math.abs(quota - Math.round(quota)) < 1e-9 * quota;
  const quotas = isWhole
    ? plural(Math.round(quota), 'draw')
    : `${count(Math.floor(quota))} or ${plural(Math.ceil(quota), 'draw')}`;
  const { batch } = plan.balance[rarest];
  const weighted = isIndependent(report) ? 'weighted ones' : 'weighted ones, with replacement,';
  return (
    `Stratified batches have ${quotas} of ${nameOf(report, rarest)} each; ` +
    `${weighted} have ${range(batch.lower, batch.upper)} (95 %).`
  );
}

/** What no sampler changes: few rows are drawn many times. */
function repetitionNotes(report: Report): string[] {
  const { plan, counts, classes } = report;
  const rarest = rarestClass(report);
  const { fewest, most } = plan.epoch.totals.classes[rarest];
  if (most <= 2 || classes.length === 1) return [];
  const rows = `${plural(counts[rarest], 'row')} of ${nameOf(report, rarest)} ${counts[rarest] === 1 ? 'is' : 'are'}`;
  return [
    `Whichever sampler you use, the ${rows} drawn again and again, here ${range(fewest, most)} times in an epoch. ` +
      'Weights show a model the same rows more often, not more different rows.',
  ];
}
