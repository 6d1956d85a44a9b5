import { estimateTextWidth } from './text-width.js';
import { LABEL_LIMIT, LABEL_SIZE } from './theme.js';

/** The number of legend entries beside each other that fit a chart of this width in pixels. */
export function legendColumns(names: readonly string[], width: number): number {
  const widest = names.reduce((most, name) => Math.max(most, estimateTextWidth(name, LABEL_SIZE)), 0);
  const fit = Math.floor((width - 80) / (Math.min(widest, LABEL_LIMIT) + 34));
  return Math.max(1, Math.min(names.length, fit));
}
