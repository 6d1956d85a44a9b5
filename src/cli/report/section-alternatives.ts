import { count, plural } from '../text.js';
import type { Alternative } from './alternatives.js';
import type { Report } from './report.js';
import { barsOf, span } from './section-balance.js';
import type { Section } from './sections.js';
import { tableOf } from './tables.js';
import { epochs, quoted } from './words.js';

/** What other samplers would do instead. */
export function alternativesSection(report: Report): Section {
  const { alternatives, balanced, batchSize, classes, counts, stratified } = report;
  const systematic = alternatives.find((each) => each.name === 'systematic') as Alternative;
  const guarantee = systematic.guarantee as number;
  const { median } = balanced.untilAll.closedForm.quantiles;
  const certain =
    guarantee === Infinity
      ? 'Systematic draws cannot show the rarest rows in any number of epochs that counts'
      : `Systematic draws show everything in ${guarantee === 1 ? 'every epoch' : `any ${plural(guarantee, 'epoch')} in a row`}, for certain, where independent ones take ${epochs(median)} in the median`;
  const rarest = classes.length - 1;
  const each = balanced.epoch.tally.classes[rarest];
  const often =
    each.most > 2
      ? [
          `However they are drawn, the ${plural(counts[rarest], 'row')} of ${quoted(classes[rarest])} come again and again, here ${span(each.fewest, each.most)} times an epoch: balance shows a model more of them, not more different ones.`,
        ]
      : [];
  const { batch } = balanced.balance[rarest];
  // all classes have the same quota
  const least = Math.floor(batchSize / classes.length);
  const quotas = batchSize % classes.length === 0 ? count(least) : `${count(least)} or ${count(least + 1)}`;
  return {
    id: 'instead',
    question: 'What would other samplers do instead?',
    answer: `${certain}; stratified batches have ${quotas} of ${quoted(classes[rarest])} each, where weighted ones have ${span(batch.lower, batch.upper)} (95 %).`,
    notes: [
      'To train on all of it, take systematic draws (--sampler systematic); where each batch needs each class, stratified batches (--sampler stratified); where a batch must not have a row twice, distinct ones (--distinct). Draws of the first two depend on one another: for Monte Carlo take the plain weighted ones.',
      ...often,
    ],
    shown: [
      {
        picture: barsOf('batches-stratified', 'Stratified batches', report, stratified, balanced.shares),
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
              `${count(each.lacking)} of ${count(each.batches)}`,
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
