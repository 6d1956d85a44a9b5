import { drawsText } from '../sample/sampler-options.js';
import { BATCHES, chance, count, drawsBetween, partOf } from '../text.js';
import { indexOfLargest, nameOf } from './class-text.js';
import type { EpochStats } from './epoch-stats.js';
import type { Section } from './section.js';
import { balanceTable, batchesPicture, hasForecast } from './section-balance.js';
import type { SeenReport } from './seen-report.js';
import type { WeightedBatches, WeightedReport } from './weighted-report.js';

/** What the batches of a small table contain, by row. */
export function batchesSection(report: WeightedReport, batches: WeightedBatches): Section {
  const { balance, epoch } = batches;
  const forecast = hasForecast(report) ? balance : undefined;
  const some = partOf(epoch.batchesLacking, epoch.totals.batches, BATCHES, ['lacks', 'lack']);
  const title = `${some} a row that can be drawn`;
  return {
    id: 'batches',
    question: 'What does a batch contain?',
    answer: answer(report, batches),
    notes: forecast ? ['This is calculated for independent draws.'] : [],
    figures: [
      {
        picture: batchesPicture('batches', `Batches of ${drawsText(report)}`, ...drawable(batches), { title }),
        tables: [balanceTable('Draws of each row', batches, forecast, epoch, 'row')],
      },
    ],
  };
}

/** What a picture shows of the batches: without the rows of weight 0, of which there are no draws. */
function drawable({ classes, shares, epoch }: WeightedBatches): [Pick<SeenReport, 'classes'>, EpochStats, number[]] {
  const can = <T>(values: ArrayLike<T>): T[] => Array.from(values).filter((_, code) => shares[code] > 0);
  const counts = epoch.counts.map((row) => Uint32Array.from(can(row)));
  return [{ classes: can(classes) }, { ...epoch, counts }, can(shares)];
}

/** What a batch has of the most probable row, and how often the least probable one is missing. */
function answer(report: WeightedReport, batches: WeightedBatches): string {
  const { batchSize, numSamples } = report;
  const { shares, balance, epoch } = batches;
  const most = indexOfLargest(shares);
  const least = indexOfLargest(shares.map((share) => (share > 0 ? -share : -Infinity)));
  const [common, rare] = [nameOf(batches, most), nameOf(batches, least)];
  if (!hasForecast(report)) {
    const { perBatch, totals } = epoch;
    const without = partOf(totals.classes[least].batchesWithout ?? 0, totals.batches, BATCHES, ['has', 'have']);
    const drawn = drawsBetween(perBatch[most].least, perBatch[most].most);
    const size = count(Math.min(batchSize, numSamples));
    return `In an epoch of ${drawsText(report)}, a batch of ${size} had ${drawn} of ${common}; ${without} no ${rare}.`;
  }
  const [subject, nouns] =
    batchSize <= numSamples
      ? [`A batch of ${count(batchSize)}`, 'batches']
      : [`An epoch, which is one batch of ${count(numSamples)},`, 'epochs'];
  const { lower, upper } = balance[most].batch;
  const { lacking } = balance[least].batch;
  const missing = lacking >= 0.01 ? `${chance(lacking)} of ${nouns} have` : `${chance(lacking)} has`;
  const none = least === most ? '' : `; ${missing} no ${rare}`;
  return `${subject} has ${drawsBetween(lower, upper)} of ${common} (in 95 % of ${nouns})${none}.`;
}
