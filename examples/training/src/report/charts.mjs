// The pictures of an experiment, as Vega-Lite specs.
import { ecdf } from 'loaded-dice/analysis';
import { timesSeenEcdf } from 'loaded-dice/charts';

/** M. Okabe, K. Ito, "Color universal design" (2008): a color for each way. */
const COLORS = ['#8c8c8c', '#0072b2', '#009e73', '#e69f00', '#cc79a7', '#56b4e9'];

const TEXT = { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal' };
const CONFIG = {
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: { ...TEXT, gridOpacity: 0.4 },
  header: { ...TEXT, labelFontSize: 13 },
  legend: { ...TEXT, labelLimit: 300 },
  title: { anchor: 'start', fontSize: 15, subtitleFontSize: 12, subtitlePadding: 4 },
};
const specOf = (description, title, subtitle, rest) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  description,
  title: { text: title, subtitle },
  config: CONFIG,
  ...rest,
});

/** The field of charts that have a panel without augmentation, and one with it. */
const AUGMENTATIONS = {
  field: 'augmentation',
  type: 'nominal',
  sort: ['without augmentation', 'with augmentation'],
  title: null,
};
/** Ways below a chart, as the lines that they are in it. */
const LEGEND = { orient: 'bottom', columns: 3, symbolOpacity: 1, symbolType: 'stroke' };
const augmentationOf = (augmented) => (augmented ? 'with augmentation' : 'without augmentation');
const colorOf = (ways) => ({
  field: 'way',
  type: 'nominal',
  sort: ways,
  scale: { domain: ways, range: COLORS },
  title: null,
});

/** Each way's mean with its interval: where it lies, and how sure that is. */
export function dotPlot({ rows, seeds }) {
  const ways = [...new Set(rows.map(({ way }) => way))];
  const values = rows.map(({ way, augmented, metrics: { balanced } }) => ({
    way,
    augmentation: augmentationOf(augmented),
    mean: 100 * balanced.mean,
    lower: 100 * balanced.lower,
    upper: 100 * balanced.upper,
  }));
  const y = { field: 'way', type: 'nominal', sort: ways, title: null };
  const x = { type: 'quantitative', title: 'balanced accuracy on unseen images, %', scale: { zero: false } };
  return specOf(
    `Balanced accuracy of ${ways.length} ways to draw, with and without augmentation: means with 95 % intervals.`,
    'Balanced accuracy of each way',
    `means of ${seeds} seeds, with 95 % intervals`,
    {
      data: { values },
      facet: { row: AUGMENTATIONS },
      spec: {
        width: 460,
        height: { step: 24 },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: {
              y,
              x: { ...x, field: 'lower' },
              x2: { field: 'upper' },
              color: { ...colorOf(ways), legend: null },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 70, opacity: 1 },
            encoding: { y, x: { ...x, field: 'mean' }, color: { ...colorOf(ways), legend: null } },
          },
        ],
      },
    },
  );
}

/** Each way's mean after each epoch. */
export function learningCurves({ curves, seeds }) {
  const ways = [...new Set(curves.map(({ way }) => way))];
  const values = curves.flatMap(({ way, augmented, balanced }) =>
    balanced.map((mean, epoch) => ({
      way,
      augmentation: augmentationOf(augmented),
      epoch: epoch + 1,
      mean: 100 * mean,
    })),
  );
  return specOf(
    `Balanced accuracy after each epoch, of ${ways.length} ways to draw, with and without augmentation.`,
    'While it learns',
    `balanced accuracy on unseen images after each epoch, means of ${seeds} seeds`,
    {
      data: { values },
      facet: { column: AUGMENTATIONS },
      spec: {
        width: 250,
        height: 240,
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: { field: 'epoch', type: 'quantitative', title: 'epoch', axis: { tickMinStep: 1 } },
          y: { field: 'mean', type: 'quantitative', title: 'balanced accuracy, %', scale: { zero: false } },
          color: { ...colorOf(ways), legend: LEGEND },
        },
      },
    },
  );
}

/** What each class was told to be: the means of all seeds. */
export function confusions({ confusion, classes }) {
  const values = confusion.flatMap(({ way, augmented, parts }) =>
    parts.flatMap((row, code) =>
      row.map((part, told) => ({
        ...{ way: `${way}${augmented ? ', augmented' : ''}`, is: classes[code], told: classes[told], part: 100 * part },
      })),
    ),
  );
  const place = {
    x: { field: 'told', type: 'nominal', sort: classes, title: 'told to be', axis: { labelAngle: 0 } },
    y: { field: 'is', type: 'nominal', sort: classes, title: 'is' },
  };
  return specOf(
    'Confusion matrices: of each class, how many percent were told to be of which.',
    'What is taken for what',
    'of each class on unseen images, percent, means of all seeds',
    {
      data: { values },
      facet: { field: 'way', type: 'nominal', sort: [...new Set(values.map(({ way }) => way))], title: null },
      columns: 3,
      spec: {
        width: 150,
        height: 90,
        layer: [
          {
            mark: 'rect',
            encoding: {
              ...place,
              color: {
                field: 'part',
                type: 'quantitative',
                legend: null,
                scale: { domain: [0, 100], range: ['#f4f6f8', '#0072b2'] },
              },
            },
          },
          {
            mark: { type: 'text', fontSize: 13 },
            encoding: {
              ...place,
              text: { field: 'part', type: 'quantitative', format: '.0f' },
              color: { condition: { test: 'datum.part > 60', value: 'white' }, value: '#22262a' },
            },
          },
        ],
      },
    },
  );
}

/** How often the rare class was shown beside how much of it was learned. */
export function seenAndLearned({ seen, rare, seeds }) {
  const ways = [...new Set(seen.map(({ way }) => way))];
  const values = seen.map(({ way, augmented, draws, recall }) => ({
    ...{ way, augmentation: augmentationOf(augmented), draws, recall: 100 * recall },
  }));
  return specOf(
    `How often each image of ${rare} was drawn in a run, and how many percent of unseen ones were recognized.`,
    'What was seen, and what was learned',
    `${rare}, the rarest class: draws of each image in a run, and recall on unseen images; means of ${seeds} seeds`,
    {
      width: 460,
      height: 260,
      data: { values },
      mark: { type: 'point', size: 90, strokeWidth: 2 },
      encoding: {
        x: { field: 'draws', type: 'quantitative', title: 'draws of each image in a run' },
        y: { field: 'recall', type: 'quantitative', title: 'recall, %' },
        color: { ...colorOf(ways), legend: { orient: 'right' } },
        shape: AUGMENTATIONS,
      },
    },
  );
}

/** Balanced accuracy of each way, from no imbalance to the largest. */
export function sweepLines({ swept, seeds }) {
  const ways = [...new Set(swept[0].conclusion.rows.map(({ way }) => way))];
  const values = swept.flatMap(({ setup: { keep }, conclusion }) =>
    conclusion.rows.map(({ way, augmented, metrics: { balanced } }) => ({
      ...{ way, augmentation: augmentationOf(augmented), ratio: keep[0] / keep[keep.length - 1] },
      ...{ mean: 100 * balanced.mean, lower: 100 * balanced.lower, upper: 100 * balanced.upper },
    })),
  );
  const y = { type: 'quantitative', title: 'balanced accuracy, %', scale: { zero: false } };
  return specOf(
    'Balanced accuracy of each way over the imbalance of the training set, with and without augmentation.',
    'From no imbalance to the largest',
    `balanced accuracy on unseen images, means of ${seeds} seeds; pale, their 95 % intervals`,
    {
      data: { values },
      facet: { column: AUGMENTATIONS },
      spec: {
        width: 250,
        height: 240,
        encoding: {
          x: {
            field: 'ratio',
            type: 'quantitative',
            scale: { type: 'log', nice: false },
            axis: { values: [1, 2, 5, 10, 30, 80, 165] },
            title: 'images of the frequent class to one rare',
          },
          color: { ...colorOf(ways), legend: LEGEND },
        },
        layer: [
          { mark: { type: 'area', opacity: 0.15 }, encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' } } },
          { mark: { type: 'line', point: true, strokeWidth: 2 }, encoding: { y: { ...y, field: 'mean' } } },
        ],
      },
    },
  );
}

/** How often each image was seen in one run of weighted draws. */
export function timesSeen({ classes, seenOnce }) {
  const groups = classes.map((label, code) => ({ label, ecdf: ecdf(seenOnce[code]) }));
  return timesSeenEcdf(groups, { title: 'How often each image was seen in one run of weighted draws' });
}
