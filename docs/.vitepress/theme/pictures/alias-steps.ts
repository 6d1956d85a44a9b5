// The construction of an alias table, step by step: the two-cursor sweep of docs/internals/alias-table.md.
import { exactShares } from './alias-shares.js';

/** One step closes one column of the table. */
export interface SweepStep {
  /** The column that this step closes. */
  readonly column: number;
  /** The item that fills what the column's own item leaves free. It is the column's own if nothing is free. */
  readonly alias: number;
  /** Whether the column's own item was light, or a heavy one that had given away the rest. */
  readonly light: boolean;
  /** Words of 32 bits in the column that draw its own item. */
  readonly own: number;
  /** (size,), words of each item that are in no column yet, after this step. */
  readonly left: readonly number[];
}

/** The table of some weights, and how it was built. */
export interface Construction {
  /** log2 of the number of columns. */
  readonly bits: number;
  /** The number of columns: a power of two, at least four. */
  readonly size: number;
  /** Words of 32 bits in each column. The last columns may have one word less. */
  readonly capacity: number;
  /** Words of 32 bits at the end of the range that stand for what 32 bits cannot express. */
  readonly escapes: number;
  /** (n,), the share of each item in words of 64 bits. */
  readonly shares: readonly bigint[];
  /** (size,), the whole words of 32 bits of each item. Columns without an item have 0. */
  readonly words: readonly number[];
  /** (size,), one for each column. */
  readonly steps: readonly SweepStep[];
}

/** The columns of a table of `count` weights, as log2. */
function bitsFor(count: number): number {
  return Math.max(2, 32 - Math.clz32(count - 1));
}

/**
 * Builds the table of some weights, and keeps each step: O(size).
 *
 * Hübschle-Schneider and Sanders, ESA 2019, doi:10.4230/LIPIcs.ESA.2019.59: one cursor goes over the light items, which
 * fill less than a column, and one over the heavy items. The heavy item fills up light columns until at most one column
 * of it is left. This closes its own column, and the next heavy item goes on.
 * @param weights Whole numbers of at least 0, at least one of them positive.
 */
export function construct(weights: readonly number[]): Construction {
  const bits = bitsFor(weights.length);
  const size = 2 ** bits;
  const capacity = 2 ** (32 - bits);
  const shares = exactShares(weights);
  const words = Array.from({ length: size }, (_, i) => Number((shares[i] ?? 0n) >> 32n));
  const escapes = 2 ** 32 - words.reduce((sum, each) => sum + each, 0);
  const table = { bits, size, capacity, escapes, shares, words };
  const only = words.indexOf(2 ** 32);
  return { ...table, steps: only < 0 ? sweep(table) : fillWith(only, table) };
}

/** The room of a column in words. */
export function roomOf({ size, capacity, escapes }: Omit<Construction, 'steps'>, column: number): number {
  return capacity - (column >= size - escapes ? 1 : 0);
}

/** A single positive weight: each column leads to it. */
function fillWith(only: number, { size, capacity }: Omit<Construction, 'steps'>): SweepStep[] {
  return Array.from({ length: size }, (_, column) => ({
    column,
    alias: only,
    light: column !== only,
    own: 0,
    left: Array.from({ length: size }, (_, i) => (i === only ? (size - column - 1) * capacity : 0)),
  }));
}

function sweep(table: Omit<Construction, 'steps'>): SweepStep[] {
  const { size, capacity, words } = table;
  const items = Array.from({ length: size }, (_, i) => i);
  const lights = items.filter((i) => words[i] < capacity);
  const heavies = items.filter((i) => words[i] >= capacity);
  const left = [...words];
  let giver = heavies.shift() as number;
  return items.map(() => {
    let column = giver;
    const light = left[giver] > roomOf(table, giver);
    if (light) column = lights.shift() as number;
    else giver = heavies.shift() ?? giver;
    const own = left[column];
    const given = roomOf(table, column) - own;
    left[column] = 0;
    if (given > 0) left[giver] -= given;
    return { column, alias: given === 0 ? column : giver, light, own, left: [...left] };
  });
}

/** What a word of 32 bits leads to. */
export interface LookUp {
  /** The column: the low bits of the word. */
  readonly column: number;
  /** How high in the column the word is, in [0, 1): its other bits. */
  readonly height: number;
  /** The index that it draws; undefined for an escape, which further words decide. */
  readonly index: number | undefined;
}

/** Looks up a word of 32 bits. */
export function lookUp({ size, capacity, escapes, steps }: Construction, word: number): LookUp {
  const column = word % size;
  const rest = Math.floor(word / size);
  const { own, alias } = steps.find((step) => step.column === column) as SweepStep;
  const index = word >= 2 ** 32 - escapes ? undefined : rest < own ? column : alias;
  return { column, height: rest / capacity, index };
}
