// What the two pictures of batches have in common.
import type { Json } from './spec.js';

export interface Batches {
  names: readonly string[];
  /** Those that are shown. */
  counts: readonly (readonly number[])[];
  /** The draws of each class, in the batches that are not shown too. */
  totals: readonly number[];
  /** Sums to 1. */
  target: readonly number[] | undefined;
  /** The shares of the rows, which sum to 1. */
  rows: readonly number[] | undefined;
  /** Classes of which something is wanted. */
  wanted: readonly boolean[];
}

export interface BatchLayers {
  kind: string;
  /** How it is read. */
  reading: string[];
  /** Of the whole picture, in pixels. */
  height: number;
  layer: Json[];
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
