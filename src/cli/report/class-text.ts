// Phrases that answers have in common.
import { count, namesOf, percent, plural, shortened } from '../text.js';
import type { Mix, Report } from './report.js';

/** Columns of a class's name in a sentence. */
const LONGEST = 40;

/** A probability: in percent, or how rarely. */
export function chance(p: number): string {
  if (p === 0) return 'none';
  if (p >= 0.01) return percent(p);
  return p > 1e-12 ? `about one in ${count(Number((1 / p).toPrecision(3)))}` : 'hardly any';
}

/** A number of items or epochs, with a decimal where there are few. */
export function about(value: number): string {
  // less is what rounding left
  if (value > 1e-9 && value < 0.05) return 'less than 0.1';
  return value < 10 ? String(Number(value.toFixed(1))) : count(Math.round(value));
}

/** A mean, as precise as it matters. */
export function mean(value: number): string {
  return value < 100 ? value.toFixed(1) : count(Math.round(value));
}

/** Some of the rows, with the verb that fits: 1 of 3 rows is, 1.2 of 3 rows are. */
export function aboutOf(part: number, whole: number, [one, many]: readonly [string, string]): string {
  const shown = about(part);
  return `${shown} of ${plural(whole, 'row')} ${shown === '1' || whole === 1 ? one : many}`;
}

export const ROWS = ['row', 'rows'] as const;
export const BATCHES = ['batch', 'batches'] as const;

export const epochs = (value: number): string => plural(value, 'epoch');

/** A list in a sentence; of many, the first few. */
export function list(parts: readonly string[], most = 4): string {
  if (parts.length > most) return `${parts.slice(0, most - 1).join(', ')} and ${count(parts.length - most + 1)} more`;
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

export function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

/** A class's name in a sentence: in quotes where it could be taken for another word, shortened where it is long. */
export function quoted(name: string): string {
  const short = shortened(name, LONGEST);
  return /^[\p{L}_(][\p{L}\p{N}_()-]*$/u.test(short) ? short : `“${short}”`;
}

/** The shares of the draws, the largest first. */
export function sharesText({ classes }: Pick<Report, 'classes'>, { shares }: Pick<Mix, 'shares'>): string {
  const names = namesOf(classes);
  const order = [...shares.keys()].sort((a, b) => shares[b] - shares[a]);
  return list(order.map((code) => `${quoted(names[code])} ${percent(shares[code])}`));
}

/** The rows that the target excludes, in words; nothing where it excludes none. */
export function excluded({ classes, counts, plan }: Pick<Report, 'classes' | 'counts' | 'plan'>): string {
  const never = [...counts.keys()].filter((code) => plan.shares[code] === 0);
  const rows = never.reduce((sum, code) => sum + counts[code], 0);
  const names = namesOf(classes);
  return rows === 0 ? '' : `${plural(rows, 'row')} of ${list(never.map((code) => quoted(names[code])))}`;
}

/** Whether draws are independent of one another, which closed form and trials are about. */
export function isIndependent({ sampler, replacement }: Pick<Report, 'sampler' | 'replacement'>): boolean {
  return sampler === 'weighted' && replacement;
}
