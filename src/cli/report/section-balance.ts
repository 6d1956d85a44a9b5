import { batchBars } from '../../charts.js';
import type { Tally } from '../balance/epoch-totals.js';
import { described } from '../sample/sampler-options.js';
import { count, namesOf, partOf, percent } from '../text.js';
import { BATCHES, chance, indexOfLargest, isIndependent, quoted } from './class-text.js';
import type { Drawn } from './epoch-stats.js';
import { EXCLUDED, type Table, tableOf } from './page-table.js';
import type { Report } from './report.js';
import type { Picture, Section } from './section.js';

/** A batch that lacks a class so rarely has them all, for all that people care. */
const RARELY = 0.01;

/** Whether that balances the data: batches before and after, in closed form and in an epoch. */
export function balanceSection(report: Report): Section {
  const { shuffle, plan, target } = report;
  const some = plan.shares.every((share) => share > 0) ? 'a class' : 'a class that is wanted';
  const lacked = ({ batchesLacking: lacking, tally }: Drawn) =>
    `${partOf(lacking, tally.batches, BATCHES, ['lacks', 'lack'])} ${some}`;
  const closed = isClosed(report);
  return {
    id: 'balance',
    question: target
      ? 'Can I be certain that batches have these shares?'
      : 'Can I be certain that this balances the data?',
    answer: closed ? closedAnswer(report) : drawnAnswer(report),
    notes: [
      `${closed ? 'That is closed form, for independent draws. ' : ''}In the epochs of the pictures, ${lacked(shuffle.epoch)} before, and ${lacked(plan.epoch)} after.`,
    ],
    shown: [
      {
        picture: barsOf('batches-before', 'Before: plain shuffling', report, shuffle.epoch, plan.shares, report.counts),
        tables: [balanceTable('Draws of each class, before', report, shuffle.balance, shuffle.epoch)],
      },
      {
        picture: barsOf('batches-after', `After: ${described(report)}`, report, plan.epoch, plan.shares),
        tables: [balanceTable('Draws of each class, after', report, closed ? plan.balance : undefined, plan.epoch)],
      },
    ],
  };
}

/** Whether closed form says what batches will hold. */
export function isClosed(report: Report): boolean {
  return isIndependent(report) && !report.distinct;
}

/** The class that the plan gives most. */
function gaining({ plan, counts, rows }: Report): number {
  return indexOfLargest(plan.shares.map((share, code) => share - counts[code] / rows));
}

function closedAnswer(report: Report): string {
  const { classes, shuffle, plan } = report;
  const code = gaining(report);
  const [before, { batch }] = [shuffle.balance[code].batch, plan.balance[code]];
  // of some class or other that is wanted, as if batches lacked each by itself
  const any = 1 - plan.balance.reduce((none, { batch }, i) => none * (plan.shares[i] > 0 ? 1 - batch.lacking : 1), 1);
  const verdict = any < RARELY ? 'Yes, on average and in nearly every batch' : 'On average, and not in each batch';
  // the class that most batches lack, which may be another
  const lacking = plan.balance.map(({ batch }, i) => (plan.shares[i] > 0 ? batch.lacking : 0));
  const rarest = indexOfLargest(lacking);
  const other = lacking[rarest] > batch.lacking * (1 + 1e-9);
  const most = Math.max(batch.lacking, lacking[rarest]);
  const which = other ? `no ${quoted(namesOf(classes)[rarest])}` : 'none';
  const none = most === 0 ? '' : `, and ${chance(most)} ${most >= RARELY ? 'have' : 'has'} ${which}`;
  const was =
    before.lacking === 0
      ? ''
      : `; of plain shuffled ones ${chance(before.lacking)} ${before.lacking >= RARELY ? 'have' : 'has'} ${other ? `no ${quoted(namesOf(classes)[code])}` : 'none'}`;
  return `${verdict}: ${ofSize(report)} has ${span(batch.lower, batch.upper)} of ${quoted(namesOf(classes)[code])} (95 % of the batches do)${none}${was}.`;
}

function drawnAnswer(report: Report): string {
  const { classes, shuffle, plan } = report;
  const code = gaining(report);
  const { perBatch, batchesLacking: lacking, tally } = plan.epoch;
  const { least, most } = perBatch[code];
  const share = tally.classes[code].share;
  const without = ({ classes }: Tally): number => classes[code].batchesWithout as number;
  const goal = plan.shares[code];
  const verdict = isNear(share, goal) ? (lacking === 0 ? 'Yes' : 'On average, and not in each batch') : 'No';
  return `${verdict}: in an epoch of ${described(report)} ${quoted(namesOf(classes)[code])} has ${percent(share)} of the draws, where ${percent(goal)} was meant; a batch has ${span(least, most)} of it, and ${partOf(without(tally), tally.batches, BATCHES, ['has', 'have'])} none, of plain shuffled ones ${count(without(shuffle.epoch.tally))} of ${count(shuffle.epoch.tally.batches)}.`;
}

/** Whether a share is what was meant, for all that people care. */
export function isNear(share: number, goal: number): boolean {
  return Math.abs(share - goal) < 0.1 * goal;
}

function ofSize({ batchSize, numSamples }: Report): string {
  return batchSize <= numSamples
    ? `a batch of ${count(batchSize)}`
    : `an epoch, which is one batch of ${count(numSamples)},`;
}

/** From and to, or the one that they are. */
export function span(lower: number, upper: number): string {
  return lower === upper ? count(lower) : `${count(lower)} to ${count(upper)}`;
}

/** Batches of an epoch, and what they are to be. */
export function barsOf(
  file: string,
  what: string,
  { classes }: Pick<Report, 'classes'>,
  { counts, tally }: Drawn,
  target: readonly number[],
  rows?: readonly number[],
): Picture {
  const some = counts.length < tally.batches ? `, the first ${counts.length} of ${count(tally.batches)} batches` : '';
  return {
    name: file,
    caption: `${what}${some}`,
    draw: (look) => batchBars({ classes: namesOf(classes), counts }, { ...look, target, rows }),
  };
}

/** What is forecast of a class, where anything is, beside what an epoch had. */
export function balanceTable(
  caption: string,
  { classes }: Pick<Report, 'classes'>,
  forecast: Report['shuffle']['balance'] | undefined,
  { tally, perBatch }: Drawn,
): Table {
  const names = namesOf(classes);
  const ahead = forecast ? ['share', 'in a batch', '95 % of batches', 'batches without', '95 % of epochs'] : [];
  return tableOf(
    caption,
    ['class', ...ahead, 'draws in this epoch', 'in its batches', 'of them without'],
    classes.map((_, code) => {
      const drawn = tally.classes[code];
      const { least, most } = perBatch[code];
      return [
        names[code],
        ...(forecast ? forecastCells(forecast[code]) : []),
        count(drawn.draws),
        span(least, most),
        drawn.batchesWithout === null ? EXCLUDED : `${count(drawn.batchesWithout)} of ${count(tally.batches)}`,
      ];
    }),
  );
}

function forecastCells({ probability, batch, epoch }: Report['shuffle']['balance'][number]): string[] {
  return [
    percent(probability),
    String(Number(batch.mean.toPrecision(3))),
    span(batch.lower, batch.upper),
    chance(batch.lacking),
    span(epoch.lower, epoch.upper),
  ];
}
