import { type Batches, type BatchLayers, sum } from './batch-layers.js';
import type { Frame } from './chart-options.js';
import { legendColumns } from './legend-columns.js';
import { percent } from './number-text.js';
import { COLORS } from './theme.js';

/** Stacked bars, for classes that have a color each. */
export function stackLayers(batches: Batches, frame: Frame): BatchLayers {
  const { names, counts, target, rows, wanted } = batches;
  const last = names.length - 1;
  const largest = counts.map(sum).reduce((a, b) => Math.max(a, b), 1);
  const bars = counts.flatMap((batch, b) =>
    batch.flatMap((draws, i) => (draws > 0 ? [{ batch: b + 1, class: names[i], draws, order: last - i }] : [])),
  );
  // rings are above each other, in the order of the bars
  const step = largest / 16;
  const rings = counts.flatMap((batch, b) =>
    names
      .map((name, i) => ({ name, i }))
      .filter(({ i }) => wanted[i] && batch[i] === 0)
      .reverse()
      .map(({ name }, above) => ({ batch: b + 1, class: name, at: sum(batch) + step * (above + 0.8) })),
  );
  const top = rings.reduce((most, { at }) => Math.max(most, at + step / 2), largest);
  const x = {
    field: 'batch',
    type: 'ordinal',
    scale: { domain: counts.map((_, b) => b + 1), paddingInner: 0.15, paddingOuter: 0.1 },
    axis: { title: 'batch', labelAngle: 0, labelOverlap: 'parity', labelSeparation: 8, ticks: false },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, top], nice: false },
    axis: { title: 'draws', tickMinStep: 1, format: ',d' },
  });
  const color = {
    field: 'class',
    type: 'nominal',
    scale: { domain: names, range: COLORS.slice(0, names.length) },
    legend: { columns: legendColumns(names, frame.width), symbolType: 'square' },
  };
  const shares = rows ?? target;
  const borders = shares ? bordersOf(counts, shares) : [];
  return {
    kind: 'Stacked bars, one for each batch',
    reading: [
      ...(shares ? [`dashed: ${rows ? rowsText(names, rows) : targetText(names, shares)}`] : []),
      ...(rings.length > 0 ? ['a ring above a batch: it has none of that class'] : []),
    ],
    height: 320,
    layer: [
      {
        data: { values: bars },
        mark: { type: 'bar' },
        encoding: { x, y: { ...y('draws'), stack: 'zero' }, color, order: { field: 'order', type: 'quantitative' } },
      },
      ...(borders.length > 0
        ? [
            {
              data: { values: borders },
              mark: { type: 'rule', strokeDash: [5, 3], strokeWidth: 1.6 },
              encoding: {
                x: { ...x, field: 'from', bandPosition: 0 },
                x2: { field: 'to', bandPosition: 1 },
                y: y('at'),
              },
            },
          ]
        : []),
      ...(rings.length > 0
        ? [
            {
              data: { values: rings },
              mark: { type: 'point', filled: false, size: 42, strokeWidth: 2, opacity: 1 },
              encoding: { x, y: y('at'), color },
            },
          ]
        : []),
    ],
  };
}

/** The borders between classes of these shares, for each run of batches of one size. */
function bordersOf(counts: Batches['counts'], shares: readonly number[]): { from: number; to: number; at: number }[] {
  const runs: { from: number; to: number; size: number }[] = [];
  counts.forEach((batch, b) => {
    const size = sum(batch);
    const run = runs[runs.length - 1];
    if (run?.size === size) run.to = b + 1;
    else runs.push({ from: b + 1, to: b + 1, size });
  });
  return runs.flatMap(({ from, to, size }) =>
    shares.slice(1).map((_, i) => ({ from, to, at: size * sum(shares.slice(i + 1)) })),
  );
}

function targetText(names: readonly string[], target: readonly number[]): string {
  if (names.length === 2) return `the target, ${percent(target[1])} ${names[1]}`;
  if (areEqual(target)) return 'the target, equal shares';
  return 'the borders between classes by the target';
}

function rowsText(names: readonly string[], rows: readonly number[]): string {
  if (names.length === 2) return `${names[1]}’s share of the rows, ${percent(rows[1])}`;
  if (areEqual(rows)) return 'the shares of the rows, all equal';
  return 'the borders between classes by their shares of the rows';
}

function areEqual(shares: readonly number[]): boolean {
  return shares.every((share) => Math.abs(share * shares.length - 1) < 1e-9);
}
