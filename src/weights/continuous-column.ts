// What a column of labels is: classes, or values that were measured.
import type { Label } from './class-weights.js';

/** Labels that are values more than classes. */
export interface Continuous {
  /** What they are. */
  readonly of: 'numbers' | 'dates';
  /** How many different ones there are, and in how many rows. */
  readonly values: number;
  readonly rows: number;
  /** Whether they are no classes for certain: whole numbers may be ids. */
  readonly certain: boolean;
}

/** The least number of different whole numbers that may be measured, and of values that come again. */
const FEW = 20;

/** From this many rows on, whole numbers far apart are no list of classes. */
const MANY = 1000;

/** The share of labels that have to be numbers or dates, of those that are not missing. */
const MOST = 0.9;

const MISSING = /^(-*|\?|\.|#?n\/?a|nan|null|none|undefined|[-+]?inf(inity)?)$/i;
/** 2020-01-31, 31.1.2020, 1/31/20 and such, with a time or not; or a month, 2020-01. */
const DATE = /^(\d{4}([-/.])\d\d?\2\d\d?|\d\d?([-/.])\d\d?\3(\d{4}|\d\d))([T ,]+\d\d?:\d\d\S*( \S+)?)?$|^\d{4}-\d\d$/;
const TIME = /^\d\d?:\d\d(:\d\d(\.\d+)?)?$/;
const UNIT = /[$€£¥₹₽₩%‰]/;
/** Digits in groups of three; or with a point or a comma. */
const NUMBER = /^-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+([.,]\d*)?|[.,]\d+)(e-?\d+)?$/i;

/**
 * A number, and whether it was measured for certain; or what else a label is. A code begins with 0, as zip codes do.
 */
function read(label: Label): { value: number; measured: boolean } | 'date' | 'missing' | 'name' | 'code' {
  if (typeof label === 'boolean') return 'name';
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
 * Whether labels are values of a continuous column: nine in ten that are not missing are numbers or dates, and of these
 * most come once.
 *
 * Fractions, dates and numbers with a unit are no classes, if they are at least a quarter of the values. Neither are
 * whole numbers far apart, of which hardly any comes again in 1,000 rows or more. Other whole numbers may be ids.
 * Whole numbers close together, once each, list the classes: row numbers, or the ids of COCO. So do fewer than 20 of
 * them, and codes.
 * @param codes (n,), the class of each row.
 */
export function continuousIn(codes: Int32Array, classes: readonly Label[]): Continuous | undefined {
  const counts = new Uint32Array(classes.length);
  for (const code of codes) counts[code]++;
  let [rows, others, measured, dates, least, most] = [0, 0, 0, 0, Infinity, -Infinity];
  let coded = false;
  const values = new Set<Label>();
  for (let code = 0; code < classes.length; code++) {
    const label = classes[code];
    const is = read(label);
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
  if (size < 2 || rows < MOST * (rows + others) || 2 * size <= rows) return undefined;
  const found = { of: 2 * dates > size ? 'dates' : 'numbers', values: size, rows } as const;
  if (4 * (measured + dates) >= size) return once || size >= FEW ? { ...found, certain: true } : undefined;
  if (coded || size < FEW || (once && most - least < 2 * size)) return undefined;
  return { ...found, certain: rows >= MANY && size >= MOST * rows && most - least >= 10 * size };
}
