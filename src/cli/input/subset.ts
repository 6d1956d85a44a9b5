import { RandomSampler } from '../../index.js';
import { quoted, quotedList } from '../text.js';
import { UserError } from '../user-error.js';
import type { LabeledData, WeightedData } from './dataset.js';

/** The epoch whose shuffle selects the rows: not epoch 0, which is shown beside the weighted draws. */
const SELECTION_EPOCH = 1;

/** The rows of a data set that take part. */
export interface Subset {
  /** Their row numbers in the file, ascending. */
  readonly rows: Uint32Array;
  /** (rows.length,), the class of each as an index into `classes`. */
  readonly codes: Int32Array;
  readonly classes: string[];
  /** The spellings of missing labels or weights, with the numbers of their rows. */
  readonly missing: ReadonlyMap<string, number>;
  /** The classes that were not named, and the number of their rows. */
  readonly otherClasses: { readonly classes: number; readonly rows: number };
  /** For each class over its limit, the number of rows that were left out. */
  readonly beyondLimit: ReadonlyMap<string, number>;
}

export interface SubsetOptions {
  /** The classes to keep. Default: all. */
  classes?: readonly string[] | undefined;
  /** The most rows of a class. Default: no limits. */
  limit?: ReadonlyMap<string, number> | undefined;
  /** Selects the rows of a class that is over its limit. */
  seed: number;
}

/** Whether options select rows by their class. */
export const selectsRows = ({ classes, limit }: Omit<SubsetOptions, 'seed'>): boolean =>
  classes !== undefined || Boolean(limit?.size);

/** Selects the rows that take part. @throws {UserError} An option names a class that is not there. */
export function takeSubset(data: LabeledData, { classes: only, limit = new Map(), seed }: SubsetOptions): Subset {
  for (const label of [...(only ?? []), ...limit.keys()]) checkClass(data, label);
  const wanted = only ? data.classes.filter((label) => only.includes(label)) : data.classes;
  for (const label of limit.keys()) {
    if (!wanted.includes(label)) throw new UserError(`--limit ${label}: --classes does not name this class`);
  }
  const codeOf = new Map(wanted.map((label, code) => [label, code]));
  const newCodes = data.classes.map((label) => codeOf.get(label) ?? -1);

  const left = wanted.map((label) => limit.get(label) ?? Number.POSITIVE_INFINITY);
  const keep = new Uint8Array(data.codes.length);
  const beyondLimit = new Map<string, number>();
  const order = limit.size ? new RandomSampler(data.codes, { seed }).indices(SELECTION_EPOCH) : undefined;
  let others = 0;
  let kept = 0;
  for (let i = 0; i < keep.length; i++) {
    const row = order ? order[i] : i;
    const own = data.codes[row];
    // its label is missing
    if (own === -1) continue;
    const code = newCodes[own];
    if (code === -1) others++;
    else if (left[code]-- > 0) kept += keep[row] = 1;
    else beyondLimit.set(wanted[code], (beyondLimit.get(wanted[code]) ?? 0) + 1);
  }
  const rows = new Uint32Array(kept);
  const codes = new Int32Array(kept);
  for (let row = 0, i = 0; row < keep.length; row++) {
    if (keep[row] === 0) continue;
    rows[i] = row;
    codes[i++] = newCodes[data.codes[row]];
  }
  const otherClasses = { classes: data.classes.length - wanted.length, rows: others };
  return { rows, codes, classes: wanted, missing: data.missing, otherClasses, beyondLimit };
}

/**
 * The rows that have a weight.
 * @param subset The rows that take part. Default: all.
 * @returns Undefined where these are all rows.
 */
export function withWeights(
  { weights, missing }: Pick<WeightedData, 'weights' | 'missing'>,
  subset: Subset | undefined,
): Subset | undefined {
  if (missing.size === 0) return subset;
  const all = subset?.rows ?? Uint32Array.from(weights.keys());
  const kept = Uint32Array.from(all.keys()).filter((i) => !Number.isNaN(weights[all[i]]));
  const codes = subset ? Int32Array.from(kept, (i) => subset.codes[i]) : new Int32Array(kept.length);
  const none = { classes: [], otherClasses: { classes: 0, rows: 0 }, beyondLimit: new Map<string, number>() };
  const rows = kept.map((i) => all[i]);
  return { ...(subset ?? none), rows, codes, missing: summed(subset?.missing ?? new Map(), missing) };
}

/** The counts of both. */
function summed(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  const sums = new Map(one);
  for (const [key, count] of other) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}

/** @throws {UserError} No row has this class. The message suggests one. */
export function checkClass(data: { name: string; classes: readonly string[] }, label: string): void {
  if (data.classes.includes(label)) return;
  const similar = data.classes.find((known) => known.toLowerCase() === label.toLowerCase());
  const hint = similar ? `did you mean ${quoted(similar)}?` : `there are ${quotedList(data.classes)}`;
  throw new UserError(`${data.name} has no class ${quoted(label)}; ${hint}`);
}
