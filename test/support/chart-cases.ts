// Small charts of every sort, and the marks that each must have.
import {
  batchBars,
  beforeAfter,
  type ChartOptions,
  classBars,
  coverageDensity,
  shareBars,
  timesSeenEcdf,
  unseenOverEpochs,
  type VegaLiteSpec,
} from '../../src/charts.js';

export interface ChartCase {
  name: string;
  make: (options?: ChartOptions) => VegaLiteSpec;
  title: string;
  /** The number of marks of each sort that Vega renders. */
  marks: Record<string, number>;
  /** The number of vertices of all lines together. */
  vertices?: number;
}

const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
export const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `class ${i + 1}`);

/** 20 batches. The first classes are in each batch, the others in some. */
export const sparse = (classes: number): number[][] =>
  Array.from({ length: 20 }, (_, b) =>
    Array.from({ length: classes }, (_, i) => (i < 2 ? 2 : (i * 7 + b * 3) % 5 === 0 ? 1 : 0)),
  );
const cells = (classes: number) => sparse(classes).flat();

const ecdf = (y: number[], x = y.map((_, i) => i)) => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  lower: y.map((value) => Math.max(0, value - 0.1)),
  upper: y.map((value) => Math.min(1, value + 0.1)),
});

/** A triangle of area 1 around a mode. */
export const kde = (mode: number) => {
  const x = Float64Array.from({ length: 21 }, (_, i) => mode - 5 + i / 2);
  return { x, y: x.map((at) => 0.2 * Math.max(0, 1 - Math.abs(at - mode) / 5)), bandwidth: 0.5 };
};

const share = (at: number) => ({ epoch: at, expected: 100 / 3 ** at, lower: 80 / 3 ** at, upper: 120 / 3 ** at });

export const CASES: readonly ChartCase[] = [
  {
    name: 'class-bars',
    make: (options) =>
      classBars(
        [
          { label: 'Birman', count: 10 },
          { label: 'Siamese', count: 165 },
        ],
        options,
      ),
    title: 'Siamese has 16.5 times as many items as Birman',
    marks: { rect: 2, text: 2 },
  },
  {
    name: 'class-bars-taken',
    make: (options) =>
      classBars(
        [
          { label: 'Siamese', count: 200, taken: 165 },
          { label: 'Birman', count: 190, taken: 10 },
          { label: 'Pug', count: 0 },
        ],
        options,
      ),
    title: '175 of 390 items were kept, from 2 of 3 classes',
    marks: { rect: 6, text: 3 },
  },
  {
    name: 'share-bars',
    make: (options) =>
      shareBars(
        [
          { label: 'coin', share: 0.7475 },
          { label: 'dagger', share: 0.25 },
          { label: 'gem', share: 0.0025 },
          { label: 'shield', share: 0 },
        ],
        options,
      ),
    title: 'coin gets 74.8 % of the draws, 299 times as many as gem',
    marks: { rect: 4, text: 4 },
  },
  {
    name: 'batch-bars',
    make: (options) =>
      batchBars(
        {
          classes: ['Siamese', 'Birman'],
          counts: [Uint32Array.of(16, 0), Uint32Array.of(14, 2), Uint32Array.of(15, 0)],
        },
        { ...options, target: Float32Array.of(1, 1) },
      ),
    title: '2 of 3 batches have no Birman',
    // four stacked parts that are not empty, a line for each batch size, a ring for each class missing from a batch
    marks: { rect: 4, rule: 2, symbol: 2 },
  },
  {
    name: 'batch-bars-seven',
    make: (options) =>
      batchBars(
        {
          classes: seven,
          counts: [
            [1, 2, 1, 2, 1, 2, 1],
            [2, 1, 2, 1, 2, 1, 1],
          ],
        },
        { ...options, target: [2, 1, 1, 1, 1, 1, 1] },
      ),
    title: 'Every batch has all 7 classes',
    marks: { rect: 14, rule: 6 },
  },
  {
    name: 'batch-bars-heat',
    make: (options) => batchBars({ classes: many(9), counts: sparse(9) }, options),
    title: 'On average a batch misses 5.6 of 9 classes',
    marks: { rect: cells(9).length },
  },
  {
    name: 'times-seen-ecdf',
    make: (options) =>
      timesSeenEcdf(
        [
          { label: 'Siamese', ecdf: ecdf([0.6, 0.9, 1]) },
          { label: 'Birman', ecdf: ecdf([0.5, 1], [3, 6]) },
        ],
        options,
      ),
    title: '60 % of Siamese items were never seen, and 0 % of Birman',
    marks: { area: 2, line: 2 },
    // the steps at 0, 1, 2 and the end at 6; then 0 (still 0), 3 and 6; two vertices for each step
    vertices: 2 * 4 - 1 + (2 * 3 - 1),
  },
  {
    name: 'unseen-over-epochs',
    make: (options) =>
      unseenOverEpochs(
        {
          forecast: [0, 1, 2, 3, 4, 5].map(share),
          simulated: [0, 1, 2].map((epoch) => ({ epoch, unseen: 100 >> epoch })),
        },
        options,
      ),
    title: 'Less than one item is expected to be unseen after 5 epochs',
    marks: { area: 1, line: 1, symbol: 3 },
    vertices: 6,
  },
  {
    name: 'coverage-density',
    make: (options) =>
      coverageDensity([{ name: '16.5 : 1', kde: kde(11), epochs: 13 }], {
        ...options,
        marks: [
          { name: 'mode', epochs: 10 },
          { name: 'median', epochs: 11 },
          { name: '95 %', epochs: 14.5 },
        ],
        forecast: [9, 10, 11, 12, 13].map((epoch) => ({ epoch, probability: 0.2 - Math.abs(11 - epoch) / 25 })),
      }),
    title: 'Half of all runs have seen everything after 11 epochs',
    marks: { area: 1, line: 1, symbol: 5, rule: 4, text: 3 },
    // without the two ends, which are 0
    vertices: 19,
  },
  {
    name: 'coverage-density-three',
    make: (options) =>
      coverageDensity(
        [6, 8, 12].map((mode, i) => ({ name: `${2 ** i} : 1`, kde: kde(mode), epochs: mode + 1 })),
        options,
      ),
    title: 'Half of all runs have seen everything after 6 epochs (1\u00a0:\u00a01) to 12 epochs (4\u00a0:\u00a01)',
    marks: { line: 3, rule: 3 },
    // from the first value that is not 0 to the last; zeros between them are drawn
    vertices: 63 - (1 + 1),
  },
  {
    name: 'coverage-density-far',
    make: (options) =>
      coverageDensity(
        [6, 300].map((mode) => {
          const { x, y } = kde(mode);
          return { name: `about ${mode}`, kde: { x, y } };
        }),
        options,
      ),
    title: 'Half of all runs have seen everything after 6 epochs (about\u00a06) and 300 epochs (about\u00a0300)',
    marks: { line: 2 },
    vertices: 42 - 2,
  },
  {
    name: 'before-after',
    make: (options) =>
      beforeAfter(
        { classes: ['Siamese', 'Birman'], before: Uint32Array.of(165, 10), after: [90, 85], target: [0.5, 0.5] },
        options,
      ),
    title: 'Birman goes from 5.7 % to 48.6 % of the draws',
    marks: { rule: 2, rect: 2, symbol: 4 },
  },
  {
    name: 'before-after-labels',
    make: (options) =>
      beforeAfter(
        {
          ...{ classes: ['cat', 'dog', 'bird'], before: [0.714, 0.429, 0.286], after: [0.476, 0.476, 0.476] },
          ...{ target: [0.476, 0.476, 0.476], severalLabels: true },
        },
        options,
      ),
    title: 'cat goes from 71.4 % to 47.6 % of the draws',
    marks: { rule: 3, rect: 3, symbol: 6 },
  },
];
