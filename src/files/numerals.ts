// Reads one number as people write it: with a percent sign, a currency, a fraction stroke, thousands, a decimal comma.
import { nearestQuotient } from './quotient.js';

/** The sign between whole and part: 0.5 or 0,5. */
export type DecimalSign = '.' | ',';

/** What a number is written as. Percentages and per mille are read as the fractions that they are. */
export type Style = 'number' | 'fraction' | 'percentage' | 'per mille' | 'amount';

/** A number under one decimal sign. */
export interface Reading {
  readonly value: number;
  /** The sign between its thousands, if there is one. A space stands for all kinds of spaces. */
  readonly group: string | undefined;
}

/** A number, under both decimal signs. */
export interface Numeral {
  readonly style: Style;
  /** The currency of an amount: "$". Else empty. */
  readonly currency: string;
  /** Its reading where the point is the decimal sign; undefined if it has none. */
  readonly point: Reading | undefined;
  /** Its reading where the comma is the decimal sign; undefined if it has none. One of both is there. */
  readonly comma: Reading | undefined;
  /** Whether both readings are the same, because it has neither a point nor a comma. */
  readonly isAlike: boolean;
}

const SHARES: ReadonlyMap<string, { readonly style: Style; readonly power: number }> = new Map([
  ['%', { style: 'percentage', power: -2 }],
  ['‰', { style: 'per mille', power: -3 }],
]);

/** A longer text is no number. */
const LONGEST = 1000;

/** A letter or two may go before the sign of a currency, as in US$ and R$. */
const CURRENCY = '(?:[A-Z]{1,2})?\\p{Sc}|[A-Z]{3}';
/** Digits and all signs that may be between them: what they mean is for `plainText`. */
const BODY = "[\\d.,'’\\s/\\u2044eE+-]*?\\d[.,]?";
const SIGN = '[+\\-\\u2212]?';
/** A currency may stand before the number or behind it, and a minus sign on either side of it. */
const SHAPE = new RegExp(`^(${SIGN})\\s*(${CURRENCY})?\\s*(${SIGN})(${BODY})\\s*([%‰]|${CURRENCY})?$`, 'u');

/** The three letters of currencies, which engines know. */
let codes: ReadonlySet<string> | undefined;
const isCurrency = (symbol: string): boolean =>
  !/^[A-Z]{3}$/.test(symbol) || (codes ??= new Set(Intl.supportedValuesOf('currency'))).has(symbol);

/** Reads a number in any notation. @returns Undefined if it is none. */
export function readNumeral(text: string): Numeral | undefined {
  const match = text.length <= LONGEST ? SHAPE.exec(text.trim()) : null;
  if (!match) return undefined;
  const [, first, before = '', second, body, behind = ''] = match;
  const share = SHARES.get(behind);
  const currency = share ? before : before || behind;
  // two signs, or two units
  if ((first && second) || (before && behind) || !isCurrency(currency)) return undefined;
  const sign = first + second === '' || first + second === '+' ? 1 : -1;
  const parts = body.split(/\s*[/\u2044]\s*/);
  if (parts.length > 2 || (parts.length === 2 && (currency || share))) return undefined;
  const read = (decimal: DecimalSign): Reading | undefined => {
    const numbers = parts.map((part) => plainText(part, decimal));
    const [number, divisor] = numbers;
    if (number === undefined || (parts.length === 2 && divisor === undefined)) return undefined;
    const group = numbers.find((each) => each?.group)?.group;
    if (divisor) return { value: sign * nearestQuotient(number.text, divisor.text), group };
    return { value: sign * Number(share ? shifted(number.text, share.power) : number.text), group };
  };
  const [point, comma] = [read('.'), read(',')];
  if (!point && !comma) return undefined;
  const style = parts.length === 2 ? 'fraction' : (SHARES.get(behind)?.style ?? (currency ? 'amount' : 'number'));
  return { style, currency, point, comma, isAlike: !/[.,]/.test(body) };
}

/** Digits, with one sign between thousands, or with commas as in India: 12,34,567. Zeros do not begin them. */
const GROUPED = /^[1-9]\d{0,2}(?:([.,'’\s])\d{3})(?:\1\d{3})*$|^[1-9]\d?(?:,\d\d)+,\d{3}$/;

/** A number as `Number` takes it, and the sign between its thousands. Undefined if it has another decimal sign. */
function plainText(text: string, decimal: DecimalSign): { text: string; group: string | undefined } | undefined {
  const [, body, power] = /^([^eE]*)([eE][+-]?\d+)?$/.exec(text) ?? [];
  if (body === undefined) return undefined;
  const [whole, part = '', ...more] = body.split(decimal);
  if (more.length > 0 || !/^\d*$/.test(part) || whole + part === '') return undefined;
  if (/^\d*$/.test(whole)) return { text: `${whole}.${part}${power ?? ''}`, group: undefined };
  if (power !== undefined || !GROUPED.test(whole)) return undefined;
  const [sign] = /\D/.exec(whole) as RegExpExecArray;
  return { text: `${whole.replace(/\D/g, '')}.${part}`, group: sign === '’' ? "'" : /\s/.test(sign) ? ' ' : sign };
}

/** A decimal number, times a power of ten, as a text: nothing is rounded. */
function shifted(text: string, power: number): string {
  const [mantissa, exponent = '0'] = text.split(/e/i);
  return `${mantissa}e${Number(exponent) + power}`;
}

/** What is known of the notation of a column. */
export interface Known {
  style: Style;
  currency: string;
  decimal: DecimalSign | undefined;
  /** The sign between thousands. */
  group: string | undefined;
}

const FRACTION = /^(\d{1,15})\/(\d{1,15})$/;
/** Digits, and with either decimal sign. */
const WHOLE = /^\d+$/;
const WITH_POINT = /^(?:\d+\.?\d*|\.\d+)$/;
const WITH_COMMA = /^(?:\d+,?\d*|,\d+)$/;
/** Thousands, and a part behind the other sign. */
const COMMAS = /^[1-9]\d{0,2}(?:,\d{3})*(?:\.\d*)?$/;
const POINTS = /^[1-9]\d{0,2}(?:\.\d{3})*(?:,\d*)?$/;

/**
 * Reads a number that is written as is known of its column, in a tenth of the time of `readNumeral`.
 * @returns Undefined if it is not: `readNumeral` finds out what it is.
 */
export function readKnown(text: string, { style, currency, decimal, group }: Known): number | undefined {
  if (style === 'fraction') {
    const parts = FRACTION.exec(text);
    const divisor = parts ? Number(parts[2]) : 0;
    return parts && divisor > 0 ? Number(parts[1]) / divisor : undefined;
  }
  let body = text;
  let power = '';
  if (style === 'percentage') {
    if (!text.endsWith('%')) return undefined;
    body = text.slice(0, text.endsWith(' %') ? -2 : -1);
    power = 'e-2';
  } else if (style === 'amount') {
    if (!text.startsWith(currency)) return undefined;
    body = text.slice(currency.length);
  } else if (style !== 'number') return undefined;
  if (WHOLE.test(body)) return Number(body + power);
  if (decimal === '.') {
    if (WITH_POINT.test(body)) return Number(body + power);
    if (group === ',' && COMMAS.test(body)) return Number(body.replaceAll(',', '') + power);
  } else if (decimal === ',') {
    if (WITH_COMMA.test(body)) return Number(body.replace(',', '.') + power);
    if (group === '.' && POINTS.test(body)) return Number(body.replaceAll('.', '').replace(',', '.') + power);
  }
  return undefined;
}
