import { kde } from '../../analysis.js';
import { coverageDensity, timesSeenEcdf, unseenOverEpochs } from '../../charts.js';
import { described } from '../sample/sampler-options.js';
import { count, namesOf, partOf, percent, plural } from '../text.js';
import { about, aboutOf, epochs, excluded, isIndependent, list, mean, quoted, ROWS } from './class-text.js';
import type { Drawn } from './epoch-stats.js';
import { type Imbalance, ratioText } from './imbalance-sweep.js';
import { EXCLUDED, type Table, tableOf } from './page-table.js';
import type { Report } from './report.js';
import type { Picture, Section } from './section.js';
import { span } from './section-balance.js';
import type { UntilAll } from './until-all-seen.js';

/** Whether all of it is seen: how often, how much never, and after how many epochs. */
export function seenSection(report: Report): Section {
  const { plan, twice, sweep } = report;
  const independent = isIndependent(report);
  const never = namesOf(report.classes).filter((_, code) => plan.shares[code] === 0);
  const forecast = independent ? '' : ', of independent draws for comparison';
  const times = (draws: number) => `One epoch of ${plural(draws, 'draw')}: how often each row was seen`;
  return {
    id: 'seen',
    question: 'Will all of it be seen?',
    answer: independent ? forecastAnswer(report) : runAnswer(report),
    notes: [
      ...(never.length > 0
        ? [
            `All that follows is about the ${plural(plan.untilAll.items, 'row')} that can be drawn: those of ${list(never.map(quoted))} never are, as the target has it.`,
          ]
        : []),
      ...epochNotes(report),
      ...(independent ? forecastNotes(report) : []),
    ],
    shown: [
      {
        picture: timesOf('times-seen', times(plan.epoch.tally.draws), report, plan.epoch),
        tables: [timesTable('How often rows were seen in one epoch', report, plan.epoch)],
      },
      ...(twice
        ? [
            {
              picture: timesOf('times-seen-twice', times(twice.tally.draws), report, twice),
              tables: [timesTable('How often rows were seen in an epoch twice as long', report, twice)],
            },
          ]
        : []),
      { picture: unseenOf(report), tables: [unseenTable(report)] },
      { picture: densityOf(report, forecast), tables: [untilTable(plan.untilAll)] },
      // of one class there is no other imbalance
      ...(report.classes.length > 1 ? [{ picture: sweepPicture(sweep, forecast), tables: [sweepTable(sweep)] }] : []),
    ],
  };
}

function forecastAnswer(report: Report): string {
  const { items, closedForm } = report.plan.untilAll;
  const { unseen, quantiles } = closedForm;
  const { median, p95 } = quantiles;
  const all = excluded(report) ? (items === 1 ? 'it' : 'them all') : 'everything';
  if (median === 1) {
    const runs =
      p95 === 1
        ? `95 % of runs have seen ${all} in the first epoch`
        : `half of all runs have seen ${all} in the first epoch, 95 % after ${epochs(p95)}`;
    return `${verdict(report, true)}: ${runs}.`;
  }
  return `${verdict(report, false)}: ${aboutOf(unseen[0], items, ['is', 'are'])} expected to be unseen after it, ${about(unseen[1])} after two; half of all runs have seen ${all} after ${epochs(median)}, 95 % after ${count(p95)}.`;
}

/** Whether an epoch shows everything; what the target excludes is not seen in any. */
function verdict(report: Report, inOne: boolean): string {
  const gone = excluded(report);
  const { items } = report.plan.untilAll;
  if (!gone) return inOne ? 'Yes' : 'Not in one epoch';
  const [others, are] = items === 1 ? ['The other row', 'is'] : [`The other ${count(items)}`, 'are'];
  return `No: the target excludes ${gone}. ${others} ${are} ${inOne ? 'seen' : `not ${items === 1 ? '' : 'all '}seen in one epoch`}`;
}

/** Of draws that closed form knows nothing of: what a run shows, and what is certain. */
function runAnswer(report: Report): string {
  const { run, plan, alternatives } = report;
  const certain = report.sampler === 'systematic' && alternatives.find(({ name }) => name === 'systematic')?.guarantee;
  const surely =
    certain && certain < Infinity
      ? `, and ${certain === 1 ? 'every epoch is' : `any ${epochs(certain)} in a row are`} sure to`
      : '';
  const { median } = plan.untilAll.closedForm.quantiles;
  const instead = `independent draws, with replacement, take ${epochs(median)} in the median`;
  const all = excluded(report) ? (plan.untilAll.items === 1 ? 'it' : 'them all') : 'everything';
  const first = `${partOf(run.unseen[1], run.unseen[0], ROWS, ['was', 'were'])} unseen after one epoch of ${described(report)}`;
  if (run.epochs === 1) {
    return `${verdict(report, true)}: one epoch of ${described(report)} showed ${all}${surely}; ${instead}.`;
  }
  const end =
    run.epochs === undefined
      ? `after ${epochs(run.unseen.length - 1)} there ${run.unseen[run.unseen.length - 1] === 1 ? 'was' : 'were'} still ${count(run.unseen[run.unseen.length - 1])}`
      : `${epochs(run.epochs)} showed ${all}`;
  return `${verdict(report, false)}: ${first}; ${end}${surely}; ${instead}.`;
}

function epochNotes({ plan, twice, run }: Report): string[] {
  const { draws, neverSeen } = plan.epoch.tally;
  const longer = twice ? `; in one twice as long, ${count(twice.tally.neverSeen)}` : '';
  const left = run.unseen[run.unseen.length - 1];
  return [
    `In this epoch of ${plural(draws, 'draw')} ${partOf(neverSeen, run.unseen[0], ROWS, ['was', 'were'])} never seen${longer}. ${run.epochs === undefined ? `After ${epochs(run.unseen.length - 1)} of this run ${plural(left, 'row')} ${left === 1 ? 'was' : 'were'} left` : `This run saw everything after ${epochs(run.epochs)}`}.`,
  ];
}

function forecastNotes({ plan }: Report): string[] {
  const { closedForm, trials } = plan.untilAll;
  const { mode, quantiles } = closedForm;
  const tried = trials
    ? `${plural(trials.epochs.length, 'trial')} of real draws took ${mean(trials.mean)} epochs on average, ${count(trials.median)} in the median`
    : 'Trials of real draws would take too long here';
  return [
    `${tried}; the forecast is ${mean(closedForm.mean)} on average, ${count(mode)} most often, and 99 % of runs are done after ${count(quantiles.p99)}.`,
    ...(mode < quantiles.median
      ? [
          `At its peak the curve below says ${count(mode)} epochs: that is the most frequent number, and more than half of the runs take longer.`,
        ]
      : []),
  ];
}

function timesOf(file: string, caption: string, { classes, plan }: Report, { times }: Drawn): Picture {
  const groups = namesOf(classes).map((label, code) => ({ label, ecdf: times[code] }));
  return {
    name: file,
    caption,
    draw: (look) =>
      timesSeenEcdf(
        groups.filter((_, code) => plan.shares[code] > 0),
        look,
      ),
  };
}

function timesTable(caption: string, { classes, counts }: Report, { tally }: Drawn): Table {
  const names = namesOf(classes);
  return tableOf(
    caption,
    ['class', 'rows', 'never seen', 'on average', 'least', 'most'],
    classes.map((_, code) => {
      const { draws, neverSeen, fewest, most } = tally.classes[code];
      const unseen = neverSeen === null ? EXCLUDED : `${count(neverSeen)} (${percent(neverSeen / counts[code])})`;
      const mean = String(Number((draws / counts[code]).toPrecision(3)));
      return [names[code], count(counts[code]), unseen, mean, count(fewest), count(most)];
    }),
  );
}

function unseenOf(report: Report): Picture {
  const { plan, run } = report;
  const forecast = plan.untilAll.unseen;
  const last = forecast[forecast.length - 1].epoch;
  const simulated = run.unseen.map((unseen, epoch) => ({ epoch, unseen })).filter(({ epoch }) => epoch <= last);
  return {
    name: 'unseen',
    caption: isIndependent(report)
      ? 'Epoch after epoch: the rows that nobody has seen yet, as forecast and in one run'
      : `Epoch after epoch: the rows that nobody has seen yet, of independent draws (line) and in a run of ${described(report)} (dots)`,
    draw: (look) => unseenOverEpochs({ forecast, simulated }, look),
  };
}

function unseenTable({ plan, run }: Report): Table {
  return tableOf(
    'Rows that are unseen after so many epochs',
    ['epochs', 'forecast', '95 %', 'in this run'],
    plan.untilAll.unseen.map(({ epoch, expected, lower, upper }) => [
      count(epoch),
      expected.toFixed(expected < 100 ? 2 : 0),
      span(Math.floor(lower + NOISE), Math.ceil(upper - NOISE)),
      epoch < run.unseen.length ? count(run.unseen[epoch]) : run.epochs === undefined ? '' : '0',
    ]),
  );
}

/** What rounding leaves of a whole number. */
const NOISE = 1e-6;

/** Of whole numbers: a narrower kernel would show each as a hill of its own. */
const NARROWEST = 0.6;

function densityOfTrials(values: readonly number[]) {
  const same = values.every((value) => value === values[0]);
  const bandwidth = same ? 0 : kde(values, { points: 1 }).bandwidth;
  return kde(values, { bandwidth: Math.max(NARROWEST, bandwidth) });
}

function densityOf(report: Report, forecast: string): Picture {
  const { plan, run } = report;
  const { trials, closedForm, chances } = plan.untilAll;
  const { mode, quantiles } = closedForm;
  const curve = {
    name: trials ? `${plural(trials.epochs.length, 'trial')}` : 'closed form',
    kde: trials ? densityOfTrials(trials.epochs) : plan.untilAll.curve,
    ...(run.epochs !== undefined && isIndependent(report) && { epochs: run.epochs }),
  };
  const marks = [
    { name: 'mode', epochs: mode },
    { name: 'median', epochs: quantiles.median },
    { name: '95 %', epochs: quantiles.p95 },
  ];
  return {
    name: 'epochs-to-all',
    caption: `How many epochs it takes to see everything: ${trials ? `${plural(trials.epochs.length, 'trial')} and the forecast` : 'the forecast'}${forecast}`,
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

function sweepPicture(sweep: readonly Imbalance[], forecast: string): Picture {
  const curves = sweep.map((each) => ({
    name: `${ratioText(each.ratio)}${each.own ? ' (this data)' : ''}`,
    kde: each.epochs ? densityOfTrials(each.epochs) : each.curve,
  }));
  return {
    name: 'imbalance',
    caption: `Epochs to see everything, for the same number of rows at other imbalances${forecast}`,
    draw: (look) => coverageDensity(curves, look),
  };
}

function sweepTable(sweep: readonly Imbalance[]): Table {
  return tableOf(
    'Epochs to see everything, for the same number of rows at other imbalances',
    ['ratio', 'rows of the classes', 'mode', 'median', 'mean', '95 %', 'trials'],
    sweep.map(({ ratio, counts, p95, epochs, own, ...forecast }) => [
      `${ratioText(ratio)}${own ? ' (this data)' : ''}`,
      counts.length > 4
        ? `${count(counts.reduce((a, b) => Math.max(a, b)))} to ${count(counts.reduce((a, b) => Math.min(a, b)))}`
        : counts.map(count).join(', '),
      count(forecast.mode),
      count(forecast.median),
      forecast.mean.toFixed(2),
      count(p95),
      epochs ? count(epochs.length) : '(closed form)',
    ]),
  );
}
