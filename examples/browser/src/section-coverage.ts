import { kde } from 'loaded-dice/analysis';
import { coverageDensity } from 'loaded-dice/charts';
import { byId, setText } from './dom.js';
import type { Numbers } from './numbers.js';
import { Picture } from './picture.js';
import type { Setup } from './setup.js';
import { fill } from './table.js';
import { count, plural } from './text.js';

const density = new Picture(byId('density', HTMLElement));
/** The fewest runs that make a curve. */
const LEAST_RUNS = 20;
/** The least bandwidth for whole numbers: a narrower kernel would show each number as a peak of its own. */
const LEAST_BANDWIDTH = 0.6;

type Forecast = Numbers['coverage'];

/** Shows how many epochs it takes to see everything: the forecast, and the simulated runs so far. */
export function showCoverage(setup: Setup, forecast: Forecast, epochs: Uint32Array): void {
  const { median, mode, mean, p95, distribution } = forecast;
  setText(
    byId('coverage-answer', HTMLElement),
    `Half of all runs have seen everything after ${plural(median, 'epoch')}, 95 % after ${count(p95)}; ` +
      `the most frequent number is ${count(mode)}.`,
  );
  setText(
    byId('coverage-note', HTMLElement),
    setup.sampler === 'weighted' ? '' : 'The forecast and the simulated runs are for independent weighted draws.',
  );
  const tried = epochs.length >= LEAST_RUNS;
  const name = tried ? plural(epochs.length, 'run') : 'forecast';
  const marks = [
    { name: 'mode', epochs: mode },
    { name: 'median', epochs: median },
    { name: '95 %', epochs: p95 },
  ];
  const curve = { name, kde: tried ? densityOf(epochs) : forecast.density };
  density.show((width) =>
    coverageDensity([curve], { width, theme: 'auto', marks, ...(tried && { forecast: distribution }) }),
  );
  fill(byId('epochs', HTMLTableElement), {
    caption: 'Epochs until everything is seen',
    head: ['', 'forecast', tried ? plural(epochs.length, 'run') : 'runs'],
    rows: [
      { cells: ['half of all runs (median)', count(median), tried ? count(quantileOf(epochs, 0.5)) : ''] },
      { cells: ['most often (mode)', count(mode), tried ? count(modeOf(epochs)) : ''] },
      {
        cells: [
          'on average (mean)',
          mean.toFixed(mean < 1000 ? 2 : 0),
          tried ? meanOf(epochs).toFixed(mean < 1000 ? 2 : 0) : '',
        ],
      },
      { cells: ['95 % of runs', count(p95), tried ? count(quantileOf(epochs, 0.95)) : ''] },
    ],
  });
}

/** The density of the epochs of simulated runs. */
function densityOf(epochs: Uint32Array): ReturnType<typeof kde> {
  const same = epochs.every((each) => each === epochs[0]);
  const bandwidth = same ? 0 : kde(epochs, { points: 1 }).bandwidth;
  return kde(epochs, { bandwidth: Math.max(LEAST_BANDWIDTH, bandwidth) });
}

/** The value that a share `p` of all values does not exceed. */
function quantileOf(epochs: Uint32Array, p: number): number {
  return epochs.slice().sort()[Math.ceil(p * epochs.length) - 1];
}

function meanOf(epochs: Uint32Array): number {
  return epochs.reduce((sum, each) => sum + each, 0) / epochs.length;
}

function modeOf(epochs: Uint32Array): number {
  const counts = new Map<number, number>();
  for (const each of epochs) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
