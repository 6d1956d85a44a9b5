// Detects whether a column of labels holds measured values instead of classes.
import type { Label } from './class-weights.js';

/** Description of labels that look like measured values. */
export interface ContinuousColumn {
  /** Kind of the values. */
  readonly of: 'numbers' | 'dates';
  /** Number of unique values, and of rows that have a value. */
  readonly values: number;
  readonly rows: number;
  /** Whether they are certainly not classes. Integers may be ids. */
  readonly certain: boolean;
}

/** Fewer unique integers than this, or fewer values with repeats, count as classes. */
const MIN_VALUES = 20;

/** From this many rows on, integers far apart are certainly not a list of classes. */
const MIN_ROWS = 1000;

/** Least share of numbers or dates among the labels that are not missing. */
const MIN_SHARE = 0.9;

const MISSING = /^(-*|\?|\.|#?n\/?a|nan|null|none|undefined|[-+]?inf(inity)?)$/i;
/** 2020-01-31, 31.1.2020 or 1/31/20, with or without a time; or a month, 2020-01. */
const DATE = /^(\d{4}([-/.])\d\d?\2\d\d?|\d\d?([-/.])\d\d?\3(\d{4}|\d\d))([T ,]+\d\d?:\d\d\S*( \S+)?)?$|^\d{4}-\d\d$/;
const TIME = /^\d\d?:\d\d(:\d\d(\.\d+)?)?$/;
const UNIT = /[$€£¥₹₽₩%‰]/;
/** Digits in groups of three, or with a decimal point or comma. */
const NUMBER = /^-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+([.,]\d*)?|[.,]\d+)(e-?\d+)?$/i;

/**
 * Parses a label: a number, and whether it is certainly measured; or its kind. Codes begin with 0, as zip codes do.
 */
function parse(label: Label): { value: number; measured: boolean } | 'date' | 'missing' | 'name' | 'code' {
  if (typeof label === 'number') return numberOf(label);
  const text = String(label).trim();
  if (MISSING.test(text)) return 'missing';
  if (DATE.test(text) || TIME.test(text)) return 'date';
  const bare = text.replace(/[\s$€£¥₹₽₩%‰+]/g, '');
  const parts = NUMBER.exec(bare);
  if (!parts) return 'name';
  if (/^0\d+$/.test(text)) return 'code';
  return numberOf(Number(parts[2] ? bare.replace(/,/g, '') : bare.replace(',', '.')), UNIT.test(text));
}

function numberOf(value: number, unit = false): { value: number; measured: boolean } | 'missing' {
  return Number.isFinite(value) ? { value, measured: unit || !Number.isInteger(value) } : 'missing';
}

/**
 * Describes labels that look like a continuous column; undefined if they look like classes. At least nine in ten
 * labels, except missing ones, are numbers or dates, and more than half of these are unique.
 *
 * Fractions, dates and numbers with a unit are certainly measured, if they are at least a quarter of the values. So are
 * integers far apart that hardly repeat in 1,000 rows or more. Other integers may be ids. Integers close together that
 * come once each are classes: row numbers, or the ids of COCO. So are fewer than 20 integers, and codes.
 * @param codes (n,), the class of each row, as an index into `classes`.
 */
export function findContinuous(codes: Int32Array, classes: readonly Label[]): ContinuousColumn | undefined {
  const counts = new Uint32Array(classes.length);
  for (const code of codes) counts[code]++;
  let [rows, others, measured, dates, least, most] = [0, 0, 0, 0, Infinity, -Infinity];
  let coded = false;
  const values = new Set<Label>();
  for (let code = 0; code < classes.length; code++) {
    const label = classes[code];
    const is = parse(label);
    if (is === 'missing') continue;
    if (is === 'name' || is === 'code') {
      coded ||= is === 'code';
      others += counts[code];
      continue;
    }
    rows += counts[code];
    if (is === 'date') {
      dates++;
      values.add(label);
      continue;
    }
    if (is.measured) measured++;
    values.add(is.value);
    least = Math.min(least, is.value);
    most = Math.max(most, is.value);
  }
  const { size } = values;
  const once = size === rows;
  if (size < 2 || rows < MIN_SHARE * (rows + others) || 2 * size <= rows) return undefined;
  const found = { of: 2 * dates > size ? 'dates' : 'numbers', values: size, rows } as const;
  if (4 * (measured + dates) >= size) return once || size >= MIN_VALUES ? { ...found, certain: true } : undefined;
  if (coded || size < MIN_VALUES || (once && most - least < 2 * size)) return undefined;
  return { ...found, certain: rows >= MIN_ROWS && size >= MIN_SHARE * rows && most - least >= 10 * size };
}
