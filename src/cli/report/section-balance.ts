import { batchBars } from '../../charts.js';
import { drawsText, isIndependent } from '../sample/sampler-options.js';
import { BATCHES, chance, classNames, count, drawsBetween, partOf, percent, range } from '../text.js';
import { indexOfLargest, nameOf } from './class-text.js';
import type { EpochStats } from './epoch-stats.js';
import { EXCLUDED, type PageTable, pageTable } from './page-table.js';
import type { Figure, Section } from './section.js';
import type { BalancedReport, SeenReport } from './seen-report.js';

/** A probability below this is negligible. */
const NEGLIGIBLE = 0.01;

/** Whether the weights balance the data: batches before and after, in closed form and in an epoch. */
export function balanceSection(report: BalancedReport): Section {
  const { shuffle, plan, target, scheme, weights, counts } = report;
  const some = plan.shares.every((share) => share > 0) ? 'a class' : 'a class that is wanted';
  const missing = ({ batchesLacking, totals }: EpochStats) =>
    `${partOf(batchesLacking, totals.batches, BATCHES, ['misses', 'miss'])} ${some}`;
  const forecast = hasForecast(report) ? plan.balance : undefined;
  return {
    id: 'balance',
    question:
      target || scheme || weights !== undefined
        ? 'Can I be certain that batches have these shares?'
        : 'Can I be certain that this balances the data?',
    answer: forecast ? forecastAnswer(report) : epochAnswer(report),
    notes: [
      `${forecast ? 'This is calculated for independent draws. ' : ''}` +
        `In the epochs below, ${missing(shuffle.epoch)} before, and ${missing(plan.epoch)} after.`,
    ],
    figures: [
      {
        picture: batchesPicture('batches-before', 'Before: plain shuffling', report, shuffle.epoch, plan.shares, {
          rows: counts,
        }),
        tables: [balanceTable('Draws of each class, before', report, shuffle.balance, shuffle.epoch)],
      },
      {
        picture: batchesPicture('batches-after', `After: ${drawsText(report)}`, report, plan.epoch, plan.shares),
        tables: [balanceTable('Draws of each class, after', report, forecast, plan.epoch)],
      },
    ],
  };
}

/** Whether the forecast of independent draws holds for the batches that are drawn. */
export function hasForecast(report: SeenReport): boolean {
  return isIndependent(report) && !report.distinct;
}

/** The class whose share the plan raises most. */
function mostRaised({ plan, counts, rows }: BalancedReport): number {
  return indexOfLargest(plan.shares.map((share, code) => share - counts[code] / rows));
}

function forecastAnswer(report: BalancedReport): string {
  const { shuffle, plan, batchSize, numSamples } = report;
  const code = mostRaised(report);
  const [before, { batch }] = [shuffle.balance[code].batch, plan.balance[code]];
  const missing = plan.balance.map(({ batch }, i) => (plan.shares[i] > 0 ? batch.lacking : 0));
  // the probability that some class is missing, as if classes were independent
  const anyMissing = 1 - missing.reduce((none, each) => none * (1 - each), 1);
  const verdict =
    anyMissing < NEGLIGIBLE ? 'Yes, on average and in nearly every batch' : 'On average, but not in every batch';
  // another class may be missing more often
  const rarest = indexOfLargest(missing);
  const isOther = missing[rarest] > batch.lacking * (1 + 1e-9);
  const name = nameOf(report, code);
  const without = (p: number, which: string) => `${chance(p)} ${p >= NEGLIGIBLE ? 'have' : 'has'} ${which}`;
  const most = Math.max(batch.lacking, missing[rarest]);
  const after = most === 0 ? '' : `, and ${without(most, isOther ? `no ${nameOf(report, rarest)}` : 'none')}`;
  const shuffled = isOther ? `no ${name}` : 'none';
  const instead = before.lacking === 0 ? '' : `; with plain shuffling ${without(before.lacking, shuffled)}`;
  const subject =
    batchSize <= numSamples
      ? `a batch of ${count(batchSize)}`
      : `an epoch, which is one batch of ${count(numSamples)},`;
  const draws = `${drawsBetween(batch.lower, batch.upper)} of ${name} (in 95 % of batches)`;
  return `${verdict}: ${subject} has ${draws}${after}${instead}.`;
}

function epochAnswer(report: BalancedReport): string {
  const { shuffle, plan } = report;
  const code = mostRaised(report);
  const name = nameOf(report, code);
  const { perBatch, batchesLacking, totals } = plan.epoch;
  const { share } = totals.classes[code];
  const goal = plan.shares[code];
  const without = ({ totals }: EpochStats): number => totals.classes[code].batchesWithout as number;
  const balanced = batchesLacking === 0 ? 'Yes' : 'On average, but not in every batch';
  const shuffled = `${count(without(shuffle.epoch))} of ${count(shuffle.epoch.totals.batches)}`;
  const drawn = drawsBetween(perBatch[code].least, perBatch[code].most);
  const none = partOf(without(plan.epoch), totals.batches, BATCHES, ['has', 'have']);
  return (
    `${isNear(share, goal) ? balanced : 'No'}: in an epoch of ${drawsText(report)}, ${name} has ${percent(share)} of ` +
    `the draws (planned: ${percent(goal)}). A batch has ${drawn} of it; ${none} none, with plain shuffling ${shuffled}.`
  );
}

/** Whether a share is within a tenth of what was planned. */
export function isNear(share: number, goal: number): boolean {
  return Math.abs(share - goal) < 0.1 * goal;
}

/**
 * A picture of the batches of an epoch.
 * @param target The share that each class is to have.
 * @param options The rows of each class: if given, the dashed lines show their shares in place of the target. And the
 * title, in place of what the chart says itself.
 */
export function batchesPicture(
  name: string,
  what: string,
  { classes }: Pick<SeenReport, 'classes'>,
  { counts, totals }: EpochStats,
  target: readonly number[],
  options: { rows?: readonly number[]; title?: string } = {},
): Figure['picture'] {
  const shown = counts.length;
  const first = shown < totals.batches ? `, the first ${shown} of ${count(totals.batches)} batches` : '';
  return {
    name,
    caption: `${what}${first}`,
    specOf: (appearance) => batchBars({ classes: classNames(classes), counts }, { ...appearance, target, ...options }),
  };
}

/** The draws of each class: in an epoch, and as forecast where there is a forecast. */
export function balanceTable(
  caption: string,
  { classes }: Pick<SeenReport, 'classes'>,
  forecast: BalancedReport['shuffle']['balance'] | undefined,
  { totals, perBatch }: EpochStats,
  noun: 'class' | 'row' = 'class',
): PageTable {
  const names = classNames(classes);
  const ahead = forecast ? ['share', 'mean in a batch', '95 % of batches', 'batches without', '95 % of epochs'] : [];
  return pageTable(
    caption,
    [noun, ...ahead, 'draws in this epoch', 'in its batches', 'its batches without'],
    classes.map((_, code) => {
      const { draws, batchesWithout } = totals.classes[code];
      return [
        names[code],
        ...(forecast ? forecastCells(forecast[code]) : []),
        count(draws),
        range(perBatch[code].least, perBatch[code].most),
        batchesWithout === null ? EXCLUDED : `${count(batchesWithout)} of ${count(totals.batches)}`,
      ];
    }),
  );
}

function forecastCells({ probability, batch, epoch }: BalancedReport['shuffle']['balance'][number]): string[] {
  return [
    percent(probability),
    String(Number(batch.mean.toPrecision(3))),
    range(batch.lower, batch.upper),
    chance(batch.lacking),
    range(epoch.lower, epoch.upper),
  ];
}
