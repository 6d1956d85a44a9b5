import type { CoverageMark } from './coverage-input.js';
import { threeDigits } from './number-text.js';
import { estimateTextWidth } from './text-width.js';
import { LABEL_SIZE } from './theme.js';

/** A vertical line with its label. */
export interface PlacedMark {
  label: string;
  epochs: number;
  /** The row of the label, from the top. */
  row: number;
}

/** Pixels around a label. */
const GAP = 10;

/**
 * Places labels to the right of vertical lines, so that no label overlaps another label or a line. A line begins at its
 * own label. Where an earlier label would overlap it, it begins in the row below. The axis gets longer where a label
 * would reach beyond it.
 * @param pixels The width of the axis.
 */
export function placeMarks(
  marks: readonly CoverageMark[],
  [first, last]: readonly [number, number],
  pixels: number,
): { marks: PlacedMark[]; domain: [number, number] } {
  const labeled = [...marks]
    .sort((a, b) => a.epochs - b.epochs)
    .map(({ name, epochs }) => {
      const label = `${name}: ${threeDigits(epochs)}`;
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
