// npm run picture: draws docs/batches.svg from real draws, one shuffle and one weighted epoch of the README's 165 : 10.
import { writeFile } from 'node:fs/promises';
import { BatchSampler, RandomSampler, WeightedRandomSampler } from '../dist/index.js';

const RARE = 10;
const labels = [...Array(165).fill('Siamese'), ...Array(RARE).fill('Birman')];
const BATCH = 16;

const rareIn = (sampler) =>
  [...new BatchSampler(sampler, BATCH, true)].map((batch) => batch.filter((index) => index >= 165).length);

// the hypergeometric probability that a batch has none of the rare ones
const lacking = Array.from({ length: BATCH }, (_, i) => (165 - i) / (175 - i)).reduce(
  (product, factor) => product * factor,
);

const ways = [
  ['plain shuffle', rareIn(new RandomSampler(labels, { seed: 0 }))],
  ['WeightedRandomSampler', rareIn(WeightedRandomSampler.fromLabels(labels, { seed: 0 }))],
];

const BAR = 26;
const UNIT = 7;
const PANEL = 360;
const HEIGHT = BATCH * UNIT;
const svg = [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * PANEL + 20} ${HEIGHT + 96}" font-family="system-ui, sans-serif" role="img">`,
  '<title>Birman in batches of 16, from 165 Siamese and 10 Birman: plain shuffle and WeightedRandomSampler</title>',
  // colours of M. Okabe and K. Ito's palette, and a grey that stands on white and on black
  '<style>text{fill:#767676;font-size:13px}.t{font-size:15px;font-weight:600}.s{fill:#0072b2}.b{fill:#e69f00}</style>',
];
for (const [panel, [name, counts]] of ways.entries()) {
  const x = 10 + panel * PANEL;
  const none = counts.filter((count) => count === 0).length;
  svg.push(`<text class="t" x="${x}" y="20">${name}</text>`);
  svg.push(
    `<text x="${x}" y="40">${none ? `${none} of ${counts.length} batches have no Birman (${(10 * lacking).toFixed(1)} expected)` : 'every batch has both'}</text>`,
  );
  for (const [batch, count] of counts.entries()) {
    const left = x + batch * (BAR + 7);
    const rare = count * UNIT;
    svg.push(`<rect class="s" x="${left}" y="52" width="${BAR}" height="${HEIGHT - rare}"/>`);
    svg.push(`<rect class="b" x="${left}" y="${52 + HEIGHT - rare}" width="${BAR}" height="${rare}"/>`);
    svg.push(`<text x="${left + BAR / 2}" y="${HEIGHT + 68}" text-anchor="middle">${count}</text>`);
  }
}
svg.push(
  `<rect class="b" x="10" y="${HEIGHT + 79}" width="11" height="11"/><text x="27" y="${HEIGHT + 89}">Birman (their number below each batch of 16)</text>`,
);
svg.push(
  `<rect class="s" x="${PANEL + 10}" y="${HEIGHT + 79}" width="11" height="11"/><text x="${PANEL + 27}" y="${HEIGHT + 89}">Siamese</text></svg>`,
);
await writeFile('docs/batches.svg', `${svg.join('\n')}\n`);
