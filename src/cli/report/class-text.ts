// How the sentences of a report name classes.
import { classNames, list, nameInSentence, percent, plural } from '../text.js';
import type { Mix, Report } from './report.js';
import type { SeenReport } from './seen-report.js';

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

/** A report of classes, of which some may have no share of the draws. */
type ExcludingReport = Pick<Report, 'classes'> & { readonly plan: Pick<Mix, 'shares'> };

/** The names of the classes that the target excludes; empty where it excludes none. */
export function excludedNames(report: ExcludingReport): string {
  const { shares } = report.plan;
  return namesOf(
    report,
    [...shares.keys()].filter((code) => shares[code] === 0),
  );
}

/** The rows that the target excludes, as in "165 rows of Siamese"; empty where it excludes none. */
export function excludedRows(report: ExcludingReport & Pick<Report, 'counts'>): string {
  const names = excludedNames(report);
  const rows = report.counts.reduce((sum, count, code) => sum + (report.plan.shares[code] === 0 ? count : 0), 0);
  return names && `${plural(rows, 'row')} of ${names}`;
}

/** Why some rows are never drawn: what a sentence says of them, and of what is drawn. */
export interface Exclusion {
  /** As in "the target excludes 165 rows of Siamese". */
  readonly sentence: string;
  /** What follows a number of rows that can be drawn, as in "the target excludes those of Siamese". */
  readonly ofOthers: string;
  /** All rows that can be drawn. */
  readonly allowed: string;
}

/** Why some rows are never drawn; undefined where all can be. */
export function exclusionOf(report: SeenReport): Exclusion | undefined {
  const excluded = excludedRows(report);
  if (!excluded) return undefined;
  if (report.weights === undefined) {
    return {
      sentence: `the target excludes ${excluded}`,
      ofOthers: `the target excludes those of ${excludedNames(report)}`,
      allowed: 'all that the target allows',
    };
  }
  const rows = report.counts.reduce((sum, count, code) => sum + (report.plan.shares[code] === 0 ? count : 0), 0);
  return {
    sentence: `${plural(rows, 'row')} ${rows === 1 ? 'has' : 'have'} weight 0`,
    ofOthers: `${rows === 1 ? 'the other one has' : 'the others have'} weight 0`,
    allowed: 'all that can be drawn',
  };
}
