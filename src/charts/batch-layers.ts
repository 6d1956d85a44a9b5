// What the two charts of batches have in common.
import type { Json } from './json.js';

export interface Batches {
  names: readonly string[];
  /** The draws of each class in the batches that are shown. */
  counts: readonly (readonly number[])[];
  /** The draws of each class in all batches. */
  totals: readonly number[];
  /** The target share of each class. They sum to 1. */
  target: readonly number[] | undefined;
  /** The share of the rows of each class. They sum to 1. */
  rows: readonly number[] | undefined;
  /** For each class whether its target is above 0. */
  wanted: readonly boolean[];
}

export interface BatchLayers {
  kind: string;
  /** How to read the chart. */
  reading: string[];
  /** The height of the whole chart in pixels. */
  height: number;
  layer: Json[];
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
