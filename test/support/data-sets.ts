// Data sets for tests of data sets that are made of others.
import type { ConcatDataset, Subset } from '../../src/index.js';

export const letters = [...'abcdefghij'];

/** A data set that gives promises, and notes how it was asked. */
export function remote(items: readonly string[], calls: unknown[] = []) {
  return {
    length: items.length,
    get(index: number, { signal }: { signal: AbortSignal }): Promise<string> {
      calls.push([index, signal]);
      return Promise.resolve(items[index]);
    },
  };
}

/** A data set that also gives whole batches: at once, or as a promise. */
export function batched(items: readonly string[], calls: unknown[] = [], late = false) {
  return {
    ...remote(items, calls),
    getBatch(indices: Uint32Array, { signal }: { signal: AbortSignal }) {
      calls.push([[...indices], signal]);
      const batch = Array.from(indices, (index) => items[index]);
      return late ? Promise.resolve(batch) : batch;
    },
  };
}
/** What a class says of a data set that may give batches. */
export type Batched = { getBatch?(indices: Uint32Array, options?: { signal: AbortSignal }): unknown };
export const all = <T>({ length, get }: { length: number; get: (index: number) => T }) =>
  Array.from({ length }, (_, index) => get(index));
export const itemsOf = (dataset: Subset<string> | ConcatDataset<string>) =>
  all({ ...dataset, length: dataset.length, get: (i) => dataset.get(i) });
