// npm run pictures: renders the README's pictures from real runs of the built library, with 165 Siamese and 10 Birman
// in batches of 16. The chart and the table of speed are those of the last run of npm run bench.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { batchClassCounts, coverage, kde, simulateCoverage } from '../dist/analysis.js';
import { batchBars, coverageDensity, unseenOverEpochs } from '../dist/charts.js';
import { BatchSampler, RandomSampler, sampleWeights, WeightedRandomSampler } from '../dist/index.js';
import { svgOf } from '../dist/svg.js';
import { runBundled } from './bundled.mjs';
import { buildWhereNeeded } from './setup.mjs';

const labels = [...Array(165).fill('Siamese'), ...Array(10).fill('Birman')];
const weights = sampleWeights(labels);
const sampler = new WeightedRandomSampler(weights, 175, { seed: 0 });
const forecast = coverage(weights);

const batchesOf = (sampler) => batchClassCounts(new BatchSampler(sampler, 16), labels);

/** The number of rows that a run has not seen after each of these epochs. */
function unseen(epochs) {
  const seen = new Set();
  return Array.from({ length: epochs + 1 }, (_, epoch) => {
    if (epoch > 0) for (const index of sampler.indices(epoch - 1)) seen.add(index);
    return { epoch, unseen: labels.length - seen.size };
  });
}

const { epochs } = await simulateCoverage(weights, 175, { trials: 4000, seed: 0 });
const marks = [
  { name: 'mode', epochs: forecast.mode },
  { name: 'median', epochs: forecast.quantile(0.5) },
  { name: '95 %', epochs: forecast.quantile(0.95) },
];
const look = { theme: 'auto', width: 440 };
const pictures = {
  'batches-before': batchBars(batchesOf(new RandomSampler(labels, { seed: 0 })), look),
  'batches-after': batchBars(batchesOf(sampler), { ...look, target: [1, 1] }),
  unseen: unseenOverEpochs(
    {
      forecast: Array.from({ length: 17 }, (_, epoch) => ({
        epoch,
        expected: forecast.expectedUnseen(epoch),
        ...forecast.unseenRange(epoch),
      })),
      simulated: unseen(16),
    },
    look,
  ),
  'epochs-to-all': coverageDensity([{ name: '4,000 trials', kde: kde(epochs, { bandwidth: 0.6 }) }], {
    ...look,
    marks,
  }),
};
// a picture on its own page inherits no colors: choose a gray that can be read on white and on black
const colors = '<style>svg{color:#57606a}@media(prefers-color-scheme:dark){svg{color:#adbac7}}</style>';
for (const [name, spec] of Object.entries(pictures)) {
  const svg = await svgOf(spec);
  await writeFile(`docs/${name}.svg`, `${svg.replace(/<svg [^>]*>/, (tag) => `${tag}${colors}`)}\n`);
}
if (existsSync('bench/results/history.jsonl')) {
  await runBundled('bench', { prepare: buildWhereNeeded, args: ['--readme'] });
}
