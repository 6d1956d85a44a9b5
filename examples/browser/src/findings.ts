// What may be wrong with how a file was understood: the same sentences as the command's.
import { lintWeights } from 'loaded-dice';
import { classDoubt } from '../../../src/files/header.js';
import { labelFindings, similarLabelsAdvice } from '../../../src/files/label-findings.js';
import type { ColumnClasses } from './classes.js';
import type { Sheet } from './reading-worker.js';
import { LIMITS } from './setup.js';

/** Findings about labels. Others are about weights, which are the sampler's. */
const ABOUT_LABELS = ['continuous', 'similar-labels', 'unique-labels'];

/** What may be wrong with a file and its column, a sentence each. */
export function findingsOf(sheet: Sheet, at: number, { classes }: Pick<ColumnClasses, 'classes'>): string[] {
  return [...headerFindings(sheet, at, classes), ...oneHotFindings(sheet, at), ...labelsFindings(sheet, at, classes)];
}

type Classes = ColumnClasses['classes'];

/** That the header looks like data: by the first rows, or because the name of the column is also a class. */
function headerFindings({ file, columns, doubts, understood }: Sheet, at: number, classes: Classes): readonly string[] {
  const isAsked = understood.header && doubts.length === 0;
  const names = classes.map(({ name }) => name);
  const doubt = isAsked ? classDoubt(file, columns[at], names) : undefined;
  return doubt === undefined ? doubts : [doubt];
}

/** That the column is one of several that have a 1 a row. */
function oneHotFindings({ file, columns, oneHot }: Sheet, at: number): string[] {
  if (oneHot === undefined) return [];
  const name = columns[at];
  const from = columns.findIndex((column) => oneHot.startsWith(`${column}:`));
  const to = columns.findLastIndex((column) => oneHot.endsWith(`:${column}`));
  if (at < from || at > to) return [];
  const names = `${JSON.stringify(name)} is one of ${to - from + 1} columns of which each row has a 1 in one`;
  return [`${file}: ${names}; if they are the classes: --one-hot '${oneHot}'`];
}

function labelsFindings({ columns }: Sheet, at: number, classes: Classes): string[] {
  const rows = classes.reduce((sum, { count }) => sum + count, 0);
  // more cannot be drawn, which the page says
  if (rows > LIMITS.ofFile.items) return [];
  const names = classes.map(({ name }) => name);
  const codes = new Int32Array(rows);
  let end = 0;
  classes.forEach(({ count }, code) => {
    codes.fill(code, end, (end += count));
  });
  const found = lintWeights(new Float64Array(rows).fill(1), { labels: Array.from(codes, (code) => names[code]) });
  const relevant = found.filter(
    (finding) =>
      ABOUT_LABELS.includes(finding.code) &&
      // labelFindings names the column
      !(finding.code === 'unique-labels' && finding.classes === finding.rows),
  );
  const messages = relevant.map((finding) =>
    finding.code === 'similar-labels' ? finding.message + similarLabelsAdvice(finding) : finding.message,
  );
  return [...messages, ...labelFindings({ column: columns[at], codes, classes: names }, found)];
}
