import { kde } from '../../analysis.js';
import { coverageDensity, timesSeenEcdf, unseenOverEpochs } from '../../charts.js';
import { count, name, percent, plural } from '../text.js';
import type { Drawn } from './drawn.js';
import type { Report } from './report.js';
import type { Picture, Section } from './sections.js';
import { type Imbalance, ratioText } from './sweep.js';
import { type Table, tableOf } from './tables.js';
import type { UntilAll } from './until-all.js';
import { about, epochs, mean } from './words.js';

/** Whether all of it is seen: how often, how much never, and after how many epochs. */
export function seenSection(report: Report): Section {
  const { balanced, twice, run, sweep, numSamples, rows } = report;
  const { closedForm, unseen, trials } = balanced.untilAll;
  const { median, p95 } = closedForm.quantiles;
  const after = (epoch: number) => about(unseen.find((each) => each.epoch === epoch)?.expected ?? 0);
  const [first, second] = [after(1), after(2)];
  const answer =
    median === 1
      ? `Yes: half of all runs have seen everything in the first epoch, 95 % after ${epochs(p95)}.`
      : `Not in one epoch: ${first} of ${count(rows)} rows are expected to be unseen after it${unseen.length > 2 ? `, ${second} after two` : ''}; half of all runs have seen everything after ${epochs(median)}, 95 % after ${count(p95)}.`;
  return {
    id: 'seen',
    question: 'Will all of it be seen?',
    answer,
    notes: [
      `In this epoch of ${plural(numSamples, 'draw')} ${plural(balanced.epoch.tally.neverSeen, 'row')} of ${count(rows)} ${balanced.epoch.tally.neverSeen === 1 ? 'was' : 'were'} never seen${twice ? `; in one twice as long, ${count(twice.tally.neverSeen)}` : ''}.`,
      `${run.epochs === undefined ? `One run had ${plural(run.unseen[run.unseen.length - 1], 'row')} left after ${epochs(run.unseen.length - 1)}` : `One run saw everything after ${epochs(run.epochs)}`}${trials ? `; ${plural(trials.epochs.length, 'trial')} took ${mean(trials.mean)} epochs on average, ${count(trials.median)} in the median` : '; trials would take too long here'}. Closed form: ${mean(closedForm.mean)} on average, most often ${count(closedForm.mode)}, and 1 % of runs take more than ${count(closedForm.quantiles.p99)}.`,
      ...(closedForm.mode < median
        ? [
            `Who reads such a number off the peak of a density reads its mode, ${count(closedForm.mode)} here: half of the runs need more than ${count(median - 1)}, as a density leans to the right. That is why the article that these questions are from says 9 to 10 epochs for 165 : 10 pictures, where the median is 11.`,
          ]
        : []),
    ],
    shown: [
      {
        picture: timesOf(
          'times-seen',
          `One epoch of ${plural(numSamples, 'draw')}: how often each row was seen`,
          report,
          balanced.epoch,
        ),
        tables: [timesTable('How often rows were seen in one epoch', report, balanced.epoch)],
      },
      ...(twice
        ? [
            {
              picture: timesOf(
                'times-seen-twice',
                `One epoch of ${plural(2 * numSamples, 'draw')}: how often each row was seen`,
                report,
                twice,
              ),
              tables: [timesTable('How often rows were seen in an epoch twice as long', report, twice)],
            },
          ]
        : []),
      { picture: unseenOf(report), tables: [unseenTable(report)] },
      { picture: densityOf(report), tables: [untilTable(balanced.untilAll)] },
      { picture: sweepPicture(sweep), tables: [sweepTable(sweep)] },
    ],
  };
}

function timesOf(file: string, caption: string, { classes }: Report, { times }: Drawn): Picture {
  return {
    name: file,
    caption,
    draw: (look) =>
      timesSeenEcdf(
        classes.map((label, code) => ({ label: name(label), ecdf: times[code] })),
        look,
      ),
  };
}

function timesTable(caption: string, { classes, counts }: Report, { tally }: Drawn): Table {
  return tableOf(
    caption,
    ['class', 'rows', 'never seen', 'on average', 'least', 'most'],
    classes.map((label, code) => {
      const { draws, neverSeen, fewest, most } = tally.classes[code];
      const share = percent(neverSeen / counts[code]);
      const mean = String(Number((draws / counts[code]).toPrecision(3)));
      return [name(label), count(counts[code]), `${count(neverSeen)} (${share})`, mean, count(fewest), count(most)];
    }),
  );
}

function unseenOf({ balanced, run }: Report): Picture {
  const forecast = balanced.untilAll.unseen;
  const last = forecast[forecast.length - 1].epoch;
  const simulated = run.unseen.map((unseen, epoch) => ({ epoch, unseen })).filter(({ epoch }) => epoch <= last);
  return {
    name: 'unseen',
    caption: 'Epoch after epoch: what nobody has seen yet, as forecast and in one run',
    draw: (look) => unseenOverEpochs({ forecast, simulated }, look),
  };
}

function unseenTable({ balanced, run }: Report): Table {
  return tableOf(
    'Rows that are unseen after so many epochs',
    ['epochs', 'expected', '95 %', 'in one run'],
    balanced.untilAll.unseen.map(({ epoch, expected, lower, upper }) => [
      count(epoch),
      expected.toFixed(expected < 100 ? 2 : 0),
      `${count(Math.floor(lower))} to ${count(Math.ceil(upper))}`,
      epoch < run.unseen.length ? count(run.unseen[epoch]) : run.epochs === undefined ? '' : '0',
    ]),
  );
}

/** Of whole numbers: a narrower kernel would show each as a hill of its own. */
const NARROWEST = 0.6;

function densityOfTrials(values: readonly number[]) {
  const same = values.every((value) => value === values[0]);
  const bandwidth = same ? 0 : kde(values, { points: 1 }).bandwidth;
  return kde(values, { bandwidth: Math.max(NARROWEST, bandwidth) });
}

function densityOf({ balanced, run }: Report): Picture {
  const { trials, closedForm, chances } = balanced.untilAll;
  const { mode, quantiles } = closedForm;
  const curve = {
    name: trials ? `${plural(trials.epochs.length, 'trial')}` : 'closed form',
    kde: trials ? densityOfTrials(trials.epochs) : balanced.untilAll.curve,
    ...(run.epochs !== undefined && { epochs: run.epochs }),
  };
  const marks = [
    { name: 'mode', epochs: mode },
    { name: 'median', epochs: quantiles.median },
    { name: '95 %', epochs: quantiles.p95 },
  ];
  return {
    name: 'epochs-to-all',
    caption: 'How many epochs it takes to see everything',
    draw: (look) => coverageDensity([curve], { ...look, marks, ...(trials && { forecast: chances }) }),
  };
}

function untilTable({ closedForm, trials, drawsPerEpoch }: UntilAll): Table {
  const { mode, quantiles, draws95, expectedRepeats, effectiveSampleSize } = closedForm;
  const sorted = trials && [...trials.epochs].sort((a, b) => a - b);
  const tried = (p: number): string => (sorted ? count(sorted[Math.ceil(p * sorted.length) - 1]) : '');
  return tableOf(
    'Epochs until everything is seen',
    ['', 'closed form', 'by trial'],
    [
      ['5 % of runs', count(quantiles.p5), tried(0.05)],
      ['most often (mode)', count(mode), ''],
      ['half of all runs (median)', count(quantiles.median), tried(0.5)],
      ['mean', closedForm.mean.toFixed(2), trials ? trials.mean.toFixed(2) : ''],
      ['95 % of runs', count(quantiles.p95), tried(0.95)],
      ['99 % of runs', count(quantiles.p99), tried(0.99)],
      ['draws, 95 % of runs', count(draws95), ''],
      [`draws of an epoch's ${count(drawsPerEpoch)} that show a row again`, about(expectedRepeats), ''],
      ['effective sample size, rows', about(effectiveSampleSize), ''],
    ],
  );
}

function sweepPicture(sweep: readonly Imbalance[]): Picture {
  const curves = sweep.map((each) => ({
    name: `${ratioText(each.ratio)}${each.own ? ' (this data)' : ''}`,
    kde: each.epochs ? densityOfTrials(each.epochs) : each.curve,
  }));
  return {
    name: 'imbalance',
    caption: 'The same, were as many rows less or more imbalanced',
    draw: (look) => coverageDensity(curves, look),
  };
}

function sweepTable(sweep: readonly Imbalance[]): Table {
  return tableOf(
    'Epochs until everything is seen, were the same rows more or less imbalanced',
    ['ratio', 'rows of the classes', 'mode', 'median', 'mean', '95 %', 'trials'],
    sweep.map(({ ratio, counts, p95, epochs, own, ...forecast }) => [
      `${ratioText(ratio)}${own ? ' (this data)' : ''}`,
      counts.length > 4
        ? `${count(Math.max(...counts))} to ${count(Math.min(...counts))}`
        : counts.map(count).join(', '),
      count(forecast.mode),
      count(forecast.median),
      forecast.mean.toFixed(2),
      count(p95),
      epochs ? count(epochs.length) : '(closed form)',
    ]),
  );
}
