// How the sentences of a report name classes.
import { classNames, list, nameInSentence, percent, plural } from '../text.js';
import type { Mix, Report } from './report.js';

/** The index of the largest value; of several, the first. */
export function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

/** The name of a class in a sentence. */
export function nameOf({ classes }: Pick<Report, 'classes'>, code: number): string {
  return nameInSentence(classNames(classes)[code]);
}

/** The names of classes in a sentence. */
function namesOf({ classes }: Pick<Report, 'classes'>, codes: readonly number[]): string {
  const names = classNames(classes);
  return list(codes.map((code) => nameInSentence(names[code])));
}

/** The shares of the draws, the largest first: "Siamese 75.0 % and Birman 25.0 %". */
export function sharesText({ classes }: Pick<Report, 'classes'>, { shares }: Pick<Mix, 'shares'>): string {
  const names = classNames(classes);
  const order = [...shares.keys()].sort((a, b) => shares[b] - shares[a]);
  return list(order.map((code) => `${nameInSentence(names[code])} ${percent(shares[code])}`));
}

/** The names of the classes that the target excludes; empty where it excludes none. */
export function excludedNames(report: Pick<Report, 'classes' | 'plan'>): string {
  const { shares } = report.plan;
  return namesOf(
    report,
    [...shares.keys()].filter((code) => shares[code] === 0),
  );
}

/** The rows that the target excludes, as in "165 rows of Siamese"; empty where it excludes none. */
export function excludedRows(report: Pick<Report, 'classes' | 'counts' | 'plan'>): string {
  const names = excludedNames(report);
  const rows = report.counts.reduce((sum, count, code) => sum + (report.plan.shares[code] === 0 ? count : 0), 0);
  return names && `${plural(rows, 'row')} of ${names}`;
}
