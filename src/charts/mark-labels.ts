import type { CoverageMark } from './coverage-input.js';
import { figure } from './number-text.js';
import { estimateTextWidth } from './text-width.js';
import { LABEL_SIZE } from './theme.js';

/** A line with its label: how many labels down from the top. */
export interface PlacedMark {
  label: string;
  epochs: number;
  row: number;
}

/** Pixels between a line, its label, and what comes next. */
const GAP = 10;

/**
 * Rows for the labels to the right of upright lines, so that no label meets another, nor a line that begins at its own
 * label: a line within the reach of an earlier label begins below it. The axis is made longer where a label would reach
 * beyond it.
 */
export function placeMarks(
  marks: readonly CoverageMark[],
  [first, last]: readonly [number, number],
  pixels: number,
): { marks: PlacedMark[]; domain: [number, number] } {
  const labeled = [...marks]
    .sort((a, b) => a.epochs - b.epochs)
    .map(({ name, epochs }) => {
      const label = `${name}: ${figure(epochs)}`;
      return { label, epochs, part: Math.min(0.5, (estimateTextWidth(label, LABEL_SIZE) + GAP) / pixels) };
    });
  const end = labeled.reduce((most, { epochs, part }) => Math.max(most, (epochs - first * part) / (1 - part)), last);
  const placed: (PlacedMark & { reach: number })[] = [];
  for (const { label, epochs, part } of labeled) {
    const reach = epochs + part * (end - first);
    const row = placed.reduce(
      (below, earlier) => (earlier.reach > epochs ? Math.max(below, earlier.row + 1) : below),
      0,
    );
    placed.push({ label, epochs, row, reach });
  }
  return { marks: placed.map(({ label, epochs, row }) => ({ label, epochs, row })), domain: [first, end] };
}
