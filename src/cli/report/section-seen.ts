import { kde } from '../../analysis.js';
import { coverageDensity, timesSeenEcdf, unseenOverEpochs } from '../../charts.js';
import { drawsText, isIndependent } from '../sample/sampler-options.js';
import {
  classNames,
  count,
  epochs,
  expectedPartOf,
  expectedText,
  meanText,
  partOf,
  percent,
  plural,
  ROWS,
  range,
} from '../text.js';
import { exclusionOf } from './class-text.js';
import type { EpochStats } from './epoch-stats.js';
import { type Imbalance, ratioText } from './imbalance-sweep.js';
import { EXCLUDED, pageTable } from './page-table.js';
import type { Figure, Section } from './section.js';
import type { SeenReport } from './seen-report.js';
import { quantileOf } from './until-all-seen.js';

/** Whether every row is seen: how often, how many never, and after how many epochs. */
export function seenSection(report: SeenReport): Section {
  const { plan, twice, classes, sweep } = report;
  const independent = isIndependent(report);
  const exclusion = exclusionOf(report);
  const items = plural(plan.untilAll.items, 'row');
  return {
    id: 'seen',
    question: 'Will every row be seen?',
    answer: independent ? forecastAnswer(report) : runAnswer(report),
    notes: [
      ...(exclusion ? [`What follows is about the ${items} that can be drawn: ${exclusion.ofOthers}.`] : []),
      epochNote(report),
      ...(independent ? forecastNotes(report) : []),
    ],
    figures: [
      ...(hasDistribution(report)
        ? [
            timesSeenFigure(report, plan.epoch, 'times-seen', 'one epoch'),
            ...(twice ? [timesSeenFigure(report, twice, 'times-seen-twice', 'an epoch twice as long')] : []),
          ]
        : []),
      unseenFigure(report),
      epochsFigure(report),
      // one class has no imbalance
      ...(classes.length > 1 && sweep.length > 0 ? [imbalanceFigure(report)] : []),
    ],
  };
}

/** Whether there are enough rows for a distribution. A table with few weights shows how often each row was drawn. */
export function hasDistribution({ weights, plan }: SeenReport): boolean {
  return weights === undefined || plan.untilAll.items >= 20;
}

function forecastAnswer(report: SeenReport): string {
  const { items, closedForm } = report.plan.untilAll;
  const { unseen, quantiles } = closedForm;
  const { median, p95 } = quantiles;
  const all = allOf(report);
  if (median > 1) {
    return (
      `${verdict(report, false)}: ${expectedPartOf(unseen[0], items, ['is', 'are'])} expected to be unseen after it, ` +
      `${expectedText(unseen[1])} after two; half of all runs have seen ${all} after ${epochs(median)}, ` +
      `95 % after ${count(p95)}.`
    );
  }
  const first = `${p95 === 1 ? '95 % of' : 'half of all'} runs have seen ${all} in the first epoch`;
  return `${verdict(report, true)}: ${first}${p95 === 1 ? '' : `, 95 % after ${epochs(p95)}`}.`;
}

/** All rows that can be seen. */
function allOf(report: SeenReport): string {
  if (!exclusionOf(report)) return 'everything';
  return report.plan.untilAll.items === 1 ? 'it' : 'them all';
}

/** Whether one epoch shows everything; some rows may never be drawn. */
function verdict(report: SeenReport, inOne: boolean): string {
  const exclusion = exclusionOf(report);
  const { items } = report.plan.untilAll;
  if (!exclusion) return inOne ? 'Yes' : 'Not in one epoch';
  const [others, are, not] =
    items === 1 ? ['The other row', 'is', 'not'] : [`The other ${count(items)}`, 'are', 'not all'];
  return `No: ${exclusion.sentence}. ${others} ${are} ${inOne ? 'seen' : `${not} seen in one epoch`}`;
}

/** For draws without a closed form: what a run showed, and what is certain. */
function runAnswer(report: SeenReport): string {
  const { run, plan, alternatives } = report;
  const draws = drawsText(report);
  const all = allOf(report);
  const guarantee = alternatives.find(({ name }) => name === report.sampler)?.guarantee ?? Infinity;
  const inARow = guarantee === 1 ? 'every epoch is' : `any ${epochs(guarantee)} in a row are`;
  const certain = guarantee < Infinity ? `, and ${inARow} certain to` : '';
  const median = epochs(plan.untilAll.closedForm.quantiles.median);
  const instead = `independent draws, with replacement, take ${median} in the median`;
  if (run.epochs === 1) return `${verdict(report, true)}: one epoch of ${draws} showed ${all}${certain}; ${instead}.`;
  const unseen = partOf(run.unseen[1], run.unseen[0], ROWS, ['was', 'were']);
  const end = run.epochs === undefined ? `after ${runLength(report)}` : `${epochs(run.epochs)} showed ${all}`;
  return `${verdict(report, false)}: ${unseen} unseen after one epoch of ${draws}; ${end}${certain}; ${instead}.`;
}

/** The epochs of a run that ended early, and the rows that were left. */
function runLength({ run }: SeenReport): string {
  const left = run.unseen[run.unseen.length - 1];
  return `${epochs(run.unseen.length - 1)} ${plural(left, 'row')} ${left === 1 ? 'was' : 'were'} still unseen`;
}

function epochNote(report: SeenReport): string {
  const { plan, twice, run } = report;
  const { draws, neverSeen } = plan.epoch.totals;
  const unseen = partOf(neverSeen, run.unseen[0], ROWS, ['was', 'were']);
  const longer = twice ? `; in one twice as long, ${count(twice.totals.neverSeen)}` : '';
  const end =
    run.epochs === undefined ? `After ${runLength(report)}` : `This run saw everything after ${epochs(run.epochs)}`;
  return `In this epoch of ${plural(draws, 'draw')}, ${unseen} never seen${longer}. ${end}.`;
}

function forecastNotes({ plan }: SeenReport): string[] {
  const { closedForm, trials } = plan.untilAll;
  const { mode, quantiles } = closedForm;
  const simulated = trials
    ? `${plural(trials.epochs.length, 'simulated run')} took ${meanText(trials.mean)} epochs on average, ` +
      `${count(trials.median)} in the median`
    : 'Simulated runs would take too long here';
  const forecast = `the forecast is ${meanText(closedForm.mean)} on average, ${count(mode)} most often`;
  const peak = `The peak of the curve below is at ${epochs(mode)}: that is the most frequent number, not the median.`;
  return [
    `${simulated}; ${forecast}, and 99 % of runs are done after ${count(quantiles.p99)}.`,
    ...(mode < quantiles.median ? [`${peak} More than half of the runs take longer.`] : []),
  ];
}

function timesSeenFigure(report: SeenReport, { totals, times }: EpochStats, name: string, epoch: string): Figure {
  const { classes, counts, plan } = report;
  const names = classNames(classes);
  const groups = names.map((label, code) => ({ label, ecdf: times[code] })).filter((_, code) => plan.shares[code] > 0);
  const rows = classes.map((_, code) => {
    const { draws, neverSeen, fewest, most } = totals.classes[code];
    const unseen = neverSeen === null ? EXCLUDED : `${count(neverSeen)} (${percent(neverSeen / counts[code])})`;
    const mean = String(Number((draws / counts[code]).toPrecision(3)));
    return [names[code], count(counts[code]), unseen, mean, count(fewest), count(most)];
  });
  return {
    picture: {
      name,
      caption: `One epoch of ${plural(totals.draws, 'draw')}: how often each row was seen`,
      specOf: (appearance) => timesSeenEcdf(groups, appearance),
    },
    tables: [
      pageTable(`How often rows were seen in ${epoch}`, ['class', 'rows', 'never', 'mean', 'least', 'most'], rows),
    ],
  };
}

/** A difference from an integer below this is a rounding error. */
const NOISE = 1e-6;

function unseenFigure(report: SeenReport): Figure {
  const { plan, run } = report;
  const forecast = plan.untilAll.unseen;
  const last = forecast[forecast.length - 1].epoch;
  const simulated = run.unseen.map((unseen, epoch) => ({ epoch, unseen })).filter(({ epoch }) => epoch <= last);
  const drawn = isIndependent(report)
    ? 'the forecast, and one run'
    : `the forecast for independent draws (line), and a run of ${drawsText(report)} (dots)`;
  const afterRun = run.epochs === undefined ? '' : '0';
  return {
    picture: {
      name: 'unseen',
      caption: `Rows that are still unseen after each epoch: ${drawn}`,
      specOf: (appearance) => unseenOverEpochs({ forecast, simulated }, appearance),
    },
    tables: [
      pageTable(
        'Rows that are still unseen',
        ['epochs', 'forecast', '95 %', 'in this run'],
        forecast.map(({ epoch, expected, lower, upper }) => [
          count(epoch),
          expected.toFixed(expected < 100 ? 2 : 0),
          range(Math.floor(lower + NOISE), Math.ceil(upper - NOISE)),
          epoch < run.unseen.length ? count(run.unseen[epoch]) : afterRun,
        ]),
      ),
    ],
  };
}

/** The least bandwidth for whole numbers: a narrower kernel would show each number as a peak of its own. */
const LEAST_BANDWIDTH = 0.6;

function densityOf(values: readonly number[]) {
  const same = values.every((value) => value === values[0]);
  const bandwidth = same ? 0 : kde(values, { points: 1 }).bandwidth;
  return kde(values, { bandwidth: Math.max(LEAST_BANDWIDTH, bandwidth) });
}

/** What captions say where the draws are not independent and the forecast is. */
function comparison(report: SeenReport): string {
  return isIndependent(report) ? '' : ', for independent draws as a comparison';
}

function epochsFigure(report: SeenReport): Figure {
  const { untilAll } = report.plan;
  const { closedForm, trials, chances, curve, drawsPerEpoch } = untilAll;
  const { mode, quantiles, draws95, expectedRepeats, effectiveSampleSize } = closedForm;
  const runs = trials && plural(trials.epochs.length, 'simulated run');
  const shown = {
    name: runs ?? 'closed form',
    kde: trials ? densityOf(trials.epochs) : curve,
    ...(report.run.epochs !== undefined && isIndependent(report) && { epochs: report.run.epochs }),
  };
  const marks = [
    { name: 'mode', epochs: mode },
    { name: 'median', epochs: quantiles.median },
    { name: '95 %', epochs: quantiles.p95 },
  ];
  const quantile = (p: number): string => (trials ? count(quantileOf(trials.epochs, p)) : '');
  const forecast = runs ? `${runs} and the forecast` : 'the forecast';
  return {
    picture: {
      name: 'epochs-to-all',
      caption: `How many epochs it takes to see everything: ${forecast}${comparison(report)}`,
      specOf: (appearance) => coverageDensity([shown], { ...appearance, marks, ...(trials && { forecast: chances }) }),
    },
    tables: [
      pageTable(
        'Epochs until everything is seen',
        ['', 'closed form', 'simulated'],
        [
          ['5 % of runs', count(quantiles.p5), quantile(0.05)],
          ['most often (mode)', count(mode), ''],
          ['half of all runs (median)', count(quantiles.median), quantile(0.5)],
          ['mean', closedForm.mean.toFixed(2), trials ? trials.mean.toFixed(2) : ''],
          ['95 % of runs', count(quantiles.p95), quantile(0.95)],
          ['99 % of runs', count(quantiles.p99), quantile(0.99)],
          ['draws, 95 % of runs', count(draws95), ''],
          [`repeats in the ${count(drawsPerEpoch)} draws of an epoch`, expectedText(expectedRepeats), ''],
          ['effective sample size, rows', expectedText(effectiveSampleSize), ''],
        ],
      ),
    ],
  };
}

function imbalanceFigure(report: SeenReport): Figure {
  const nameOf = ({ ratio, own }: Imbalance): string => `${ratioText(ratio)}${own ? ' (this data)' : ''}`;
  const sizes = (counts: readonly number[]): string =>
    counts.length > 4
      ? `${count(counts.reduce((a, b) => Math.max(a, b)))} to ${count(counts.reduce((a, b) => Math.min(a, b)))}`
      : counts.map(count).join(', ');
  const title = 'Epochs to see everything, for the same number of rows at other imbalances';
  const curves = report.sweep.map((each) => ({
    name: nameOf(each),
    kde: each.epochs ? densityOf(each.epochs) : each.curve,
  }));
  return {
    picture: {
      name: 'imbalance',
      caption: `${title}${comparison(report)}`,
      specOf: (appearance) => coverageDensity(curves, appearance),
    },
    tables: [
      pageTable(
        title,
        ['ratio', 'rows of the classes', 'mode', 'median', 'mean', '95 %', 'simulated runs'],
        report.sweep.map((each) => [
          nameOf(each),
          sizes(each.counts),
          count(each.mode),
          count(each.median),
          each.mean.toFixed(2),
          count(each.p95),
          each.epochs ? count(each.epochs.length) : '(closed form)',
        ]),
      ),
    ],
  };
}
