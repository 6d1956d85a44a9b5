import type { Batches, BatchLayers } from './batch-layers.js';
import type { Frame } from './chart-options.js';
import { legendColumns } from './legend-columns.js';
import { plural } from './number-text.js';
import { colorRamp, textColor } from './theme.js';

/** More classes than these cannot be read. */
const MOST_CLASSES = 40;
/** The width of the legend's title in pixels. */
const TITLE = 90;

/** A heat map for many classes: a cell for each class in each batch, empty if the class was not drawn. */
export function heatLayers({ names, counts, totals }: Batches, frame: Frame): BatchLayers {
  const all = names.map((_, i) => i);
  // if all fit they keep their order, so that two charts can be compared
  const order = names.length <= MOST_CLASSES ? all : all.sort((a, b) => totals[a] - totals[b] || a - b);
  const shown = order.slice(0, MOST_CLASSES);
  const cells = shown.flatMap((i) => counts.map((batch, b) => ({ batch: b + 1, class: names[i], draws: batch[i] })));
  const drawn = cells.filter(({ draws }) => draws > 0).map(({ draws }) => draws);
  const most = drawn.reduce((largest, draws) => Math.max(largest, draws), 1);
  const values = steps(
    drawn.reduce((least, draws) => Math.min(least, draws), most),
    most,
  );
  const encoding = {
    x: {
      field: 'batch',
      type: 'ordinal',
      scale: { domain: counts.map((_, b) => b + 1) },
      axis: { title: 'batch', labelAngle: 0, labelOverlap: 'parity', labelSeparation: 8, ticks: false, domain: false },
    },
    y: {
      field: 'class',
      type: 'nominal',
      scale: { domain: shown.map((i) => names[i]) },
      axis: { title: null, ticks: false, domain: false },
    },
  };
  const hidden = names.length - shown.length;
  return {
    kind: 'Heat map, a column for each batch and a row for each class',
    reading: [
      ...(names.length > MOST_CLASSES ? ['the classes with the fewest draws first'] : []),
      'outline only: none of that class in the batch',
      ...(hidden > 0
        ? [`${plural(hidden, 'class', 'classes')} with more draws ${hidden === 1 ? 'is' : 'are'} not shown`]
        : []),
    ],
    height: 140 + 14 * shown.length,
    layer: [
      {
        data: { values: cells.filter(({ draws }) => draws === 0) },
        mark: {
          type: 'rect',
          fill: 'transparent',
          stroke: textColor(frame.theme),
          strokeOpacity: 0.16,
          strokeWidth: 1,
          aria: false,
        },
        encoding,
      },
      {
        data: { values: cells.filter(({ draws }) => draws > 0) },
        mark: { type: 'rect', strokeWidth: 0, aria: false },
        encoding: {
          ...encoding,
          color: {
            field: 'draws',
            type: 'quantitative',
            scale: { domain: [1, Math.max(most, 2)], range: colorRamp(frame.theme), nice: false },
            legend: {
              title: 'draws in a batch',
              titleOrient: 'left',
              // a gradient would have an id, which several charts on a page would share
              type: 'symbol',
              symbolType: 'square',
              symbolStrokeWidth: 0,
              columns: legendColumns(values.map(String), frame.width - TITLE),
              values,
              format: 'd',
            },
          },
        },
      },
    ],
  };
}

/** At most five whole numbers, from the least to the most. */
function steps(least: number, most: number): number[] {
  const count = Math.min(most - least + 1, 5);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? least : Math.round(least + (i * (most - least)) / (count - 1)),
  );
}
