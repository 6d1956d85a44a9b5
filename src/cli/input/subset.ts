import { RandomSampler } from '../../index.js';
import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import type { Labeled } from './dataset.js';

/** The epoch whose permutation chooses rows: another than the one that is shown beside the weighted draws. */
const CHOICE = 1;

/** The rows that are balanced: all, or some classes' and so many of them. */
export interface Subset {
  /** Row numbers in the file, ascending. */
  readonly rows: Uint32Array;
  /** (rows.length,), indexing `classes`. */
  readonly codes: Int32Array;
  readonly classes: string[];
  /** Rows of classes that were not named. */
  readonly otherClasses: { classes: number; rows: number };
  /** Rows beyond a limit, by class. */
  readonly beyondLimit: Map<string, number>;
}

/** Keeps the classes that are named and at most `limits` of a class's rows: which ones, by seed. */
export function takeSubset(
  data: Labeled,
  only: readonly string[] | undefined,
  limits: ReadonlyMap<string, number>,
  seed: number,
): Subset {
  for (const label of [...(only ?? []), ...limits.keys()]) checkClass(data, label);
  const codeOf = new Map(data.classes.map((label, code) => [label, code]));
  const wanted = only ? data.classes.filter((label) => only.includes(label)) : data.classes;
  for (const label of limits.keys()) {
    if (!wanted.includes(label)) throw new UserError(`--limit ${label}: --classes does not name it`);
  }
  const newCode = new Int32Array(data.classes.length).fill(-1);
  for (const [code, label] of wanted.entries()) newCode[codeOf.get(label) as number] = code;

  const left = wanted.map((label) => limits.get(label) ?? Number.POSITIVE_INFINITY);
  const keep = new Uint8Array(data.codes.length);
  const beyond = new Map<string, number>();
  const order = limits.size ? new RandomSampler(data.codes, { seed }).indices(CHOICE) : undefined;
  let others = 0;
  let kept = 0;
  for (let i = 0; i < keep.length; i++) {
    const row = order ? order[i] : i;
    const code = newCode[data.codes[row]];
    if (code === -1) others++;
    else if (left[code]-- > 0) kept += keep[row] = 1;
    else beyond.set(wanted[code], (beyond.get(wanted[code]) ?? 0) + 1);
  }
  const rows = new Uint32Array(kept);
  const codes = new Int32Array(kept);
  for (let row = 0, i = 0; row < keep.length; row++) {
    if (keep[row] === 0) continue;
    rows[i] = row;
    codes[i++] = newCode[data.codes[row]];
  }
  return {
    rows,
    codes,
    classes: wanted,
    otherClasses: { classes: data.classes.length - wanted.length, rows: others },
    beyondLimit: beyond,
  };
}

/** @throws {UserError} No row has this class. */
export function checkClass(data: { name: string; classes: readonly string[] }, label: string): void {
  if (data.classes.includes(label)) return;
  const same = data.classes.find((known) => known.toLowerCase() === label.toLowerCase());
  const some = data.classes.slice(0, 8).map((known) => quoted(known));
  const more = data.classes.length - some.length;
  const known = same
    ? `did you mean ${quoted(same)}?`
    : `there are ${some.join(', ')}${more ? ` and ${more} more` : ''}`;
  throw new UserError(`${data.name} has no class ${quoted(label)}; ${known}`);
}
