import { batchBars } from '../../charts.js';
import { count, name, percent, plural } from '../text.js';
import type { Drawn } from './drawn.js';
import type { Report } from './report.js';
import type { Picture, Section } from './sections.js';
import { type Table, tableOf } from './tables.js';
import { chance, indexOfLargest } from './words.js';

/** A batch that lacks a class so rarely has them all, for all that people care. */
const RARELY = 0.01;

/** Whether that balances the data: batches before and after, in closed form and in an epoch. */
export function balanceSection(report: Report): Section {
  const { classes, shuffle, balanced, batchSize, how } = report;
  // the class that balancing changes most
  const code = indexOfLargest(balanced.balance.map((each, i) => each.probability - shuffle.balance[i].probability));
  const [before, after] = [shuffle.balance[code], balanced.balance[code]];
  const label = name(classes[code]);
  const lacking = balanced.balance.reduce((most, each) => Math.max(most, each.batch.lacking), 0);
  const range = `a batch of ${count(batchSize)} has ${count(after.batch.lower)} to ${count(after.batch.upper)} ${label} (95 %), and ${chance(after.batch.lacking)} of them ${after.batch.lacking >= RARELY ? 'have' : 'has'} none`;
  const verdict = lacking < RARELY ? 'Yes, on average and in nearly every batch' : 'On average, and not in each batch';
  return {
    id: 'balance',
    question: 'Can I be certain that this balances the data?',
    answer: `${verdict}: ${range}; of plain shuffled ones ${chance(before.batch.lacking)} lack it.`,
    notes: [
      `That is closed form, for independent draws. In one epoch, ${plural(shuffle.epoch.lacking, 'batch', 'batches')} of ${count(shuffle.epoch.tally.batches)} lacked a class before, and ${count(balanced.epoch.lacking)} of ${count(balanced.epoch.tally.batches)} after.`,
      ...(how.sampler !== 'weighted' || how.withoutReplacement || how.distinct
        ? [`The epochs after balancing are drawn as you asked (${described(how)}), which closed form knows nothing of.`]
        : []),
    ],
    shown: [
      {
        picture: barsOf('batches-before', 'Before: plain shuffling', report, shuffle.epoch, report.counts),
        tables: [],
      },
      {
        picture: barsOf('batches-after', `After: ${described(how)} draws`, report, balanced.epoch, balanced.shares),
        tables: [balanceTable('Draws of each class, after balancing', report, balanced.balance, balanced.epoch)],
      },
    ],
  };
}

function described({ sampler, withoutReplacement, distinct }: Report['how']): string {
  return `${sampler}${withoutReplacement ? ', without replacement' : ''}${distinct ? ', distinct batches' : ''}`;
}

/** Batches of an epoch, and what they are to be. */
export function barsOf(
  file: string,
  caption: string,
  { classes }: Pick<Report, 'classes'>,
  { counts }: Drawn,
  target: readonly number[],
): Picture {
  return {
    name: file,
    caption,
    draw: (look) => batchBars({ classes: classes.map(name), counts }, { ...look, target }),
  };
}

/** What is forecast of a class, beside what an epoch had. */
export function balanceTable(
  caption: string,
  { classes }: Pick<Report, 'classes'>,
  forecast: Report['shuffle']['balance'],
  { tally }: Drawn,
): Table {
  const range = ({ lower, upper }: { lower: number; upper: number }) => `${count(lower)} to ${count(upper)}`;
  return tableOf(
    caption,
    ['class', 'share', 'a batch', '95 % of batches', 'batches without', 'in an epoch (95 %)', 'drawn', 'without it'],
    classes.map((label, code) => {
      const { probability, batch, epoch } = forecast[code];
      const drawn = tally.classes[code];
      return [
        name(label),
        percent(probability),
        String(Number(batch.mean.toPrecision(3))),
        range(batch),
        chance(batch.lacking),
        range(epoch),
        count(drawn.draws),
        `${count(drawn.batchesWithout)} of ${count(tally.batches)}`,
      ];
    }),
  );
}
