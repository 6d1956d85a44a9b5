import { count, namesOf, plural } from '../text.js';
import type { Alternative } from './alternatives.js';
import { epochs, excluded, isIndependent, quoted } from './class-text.js';
import { tableOf } from './page-table.js';
import type { Report } from './report.js';
import type { Section } from './section.js';
import { barsOf, span } from './section-balance.js';

/** What other samplers would do instead. */
export function alternativesSection(report: Report): Section {
  const { alternatives, plan, batchSize, classes, counts, numSamples, stratified } = report;
  const names = namesOf(classes);
  const systematic = alternatives.find((each) => each.name === 'systematic') as Alternative;
  const guarantee = systematic.guarantee as number;
  const { median } = plan.untilAll.closedForm.quantiles;
  const gone = excluded(report);
  const all = gone ? 'all that the target allows' : 'everything';
  // what these are compared with, where the plan is another way to draw
  const independent = isIndependent(report) ? 'independent ones' : 'independent ones, with replacement,';
  const weighted = isIndependent(report) ? 'weighted ones' : 'weighted ones, with replacement,';
  const certain =
    guarantee === Infinity
      ? 'Systematic draws cannot show the rarest rows in any number of epochs that counts'
      : `Systematic draws show ${all} in ${guarantee === 1 ? 'every epoch' : `any ${plural(guarantee, 'epoch')} in a row`}, for certain, where ${independent} take ${epochs(median)} in the median`;
  // the rarest that is drawn at all
  const rarest = plan.shares.findLastIndex((share) => share > 0);
  const each = plan.epoch.tally.classes[rarest];
  const often =
    each.most > 2 && classes.length > 1
      ? [
          `However they are drawn, the ${plural(counts[rarest], 'row')} of ${quoted(names[rarest])} ${counts[rarest] === 1 ? 'comes' : 'come'} again and again, here ${span(each.fewest, each.most)} times an epoch: weights show a model more of them, not more different ones.`,
        ]
      : [];
  const { batch } = plan.balance[rarest];
  const quota = plan.shares[rarest] * Math.min(batchSize, numSamples);
  // rounding aside
  const whole = Math.abs(quota - Math.round(quota)) < 1e-9 * quota;
  const quotas = whole ? count(Math.round(quota)) : `${count(Math.floor(quota))} or ${count(Math.ceil(quota))}`;
  const batches =
    classes.length > 1
      ? `; stratified batches have ${quotas} of ${quoted(names[rarest])} each, where ${weighted} have ${span(batch.lower, batch.upper)} (95 %)`
      : '';
  return {
    id: 'instead',
    question: 'What would other samplers do instead?',
    answer: `${certain}${batches}.`,
    notes: [
      ...(report.replacement
        ? []
        : ['All the draws of this section are with replacement, unlike those of the sections above.']),
      'To train on all of it, take systematic draws (--sampler systematic); where each batch needs each class, stratified batches (--sampler stratified); where a batch must not have a row twice, distinct ones (--distinct). Draws of the first two depend on one another: for Monte Carlo take the plain weighted ones.',
      ...often,
    ],
    shown: [
      {
        picture: barsOf('batches-stratified', 'Stratified batches', report, stratified, plan.shares),
        tables: [
          tableOf(
            'One epoch by each sampler, and until everything was seen',
            [
              'sampler',
              'batches lacking a class',
              'never seen',
              'seen most',
              'repeats within batches',
              'epochs to see everything',
              'for certain',
            ],
            alternatives.map((each) => [
              each.name,
              `${count(each.batchesLacking)} of ${count(each.batches)}`,
              count(each.neverSeen),
              plural(each.most, 'time'),
              count(each.repeatsInBatch),
              each.epochsToAll === undefined ? 'longer than was tried' : count(each.epochsToAll),
              each.guarantee === undefined
                ? 'never'
                : each.guarantee === Infinity
                  ? 'hardly ever'
                  : count(each.guarantee),
            ]),
          ),
        ],
      },
    ],
  };
}
