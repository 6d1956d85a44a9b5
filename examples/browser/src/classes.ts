// Turns the texts of a column into classes, as the command does.
import { LabelEncoder } from '../../../src/files/labels.js';
import type { LabelChoice } from './format-fields.js';
import type { Sheet } from './reading-worker.js';
import { type ClassSetup, LIMITS } from './setup.js';
import { count, plural, short } from './text.js';

/** The classes of a column. */
export interface ColumnClasses {
  readonly classes: readonly ClassSetup[];
  /** The spellings of missing labels, with the numbers of their rows, which are left out. */
  readonly missing: ReadonlyMap<string, number>;
}

/** The name of a column as the page shows it. */
export function columnName(columns: readonly string[], at: number): string {
  const name = columns[at];
  const isOnly = columns.indexOf(name) === at && columns.lastIndexOf(name) === at;
  return isOnly && name.trim() !== '' ? name : `${name.trim() === '' ? '' : `${name} `}(column ${at + 1})`;
}

/**
 * The labels of a column with their numbers of rows, in order of first appearance.
 * @throws {Error} They are too many or too long to be shown, or a label is missing that must not be. The message is one
 * line.
 */
export function classesOf(
  { file, columns, values, understood }: Sheet,
  at: number,
  choice: LabelChoice,
): ColumnClasses {
  const column = values[at];
  const name = `Column ${short(columnName(columns, at))}`;
  const most = LIMITS.ofFile.classes;
  if ('moreThan' in column) {
    throw new Error(
      `${name} has more than ${count(column.moreThan)} different values, and at most ${most} can be shown`,
    );
  }
  const { texts, rows, lines } = column;
  let line = 0;
  // a class is the same whether its text is added once or for each of its rows
  const encoder = new LabelEncoder({ ...choice, file, column: columns[at], where: () => `line ${line}` });
  texts.forEach((text, i) => {
    line = lines[i];
    encoder.add(text);
  });
  const { codes, classes } = encoder.result();
  const counts = classes.map(() => 0);
  const missing = new Map<string, number>();
  codes.forEach((code, i) => {
    if (code === -1) missing.set(texts[i], rows[i]);
    else counts[code] += rows[i];
  });
  if (classes.length > most) {
    const isUnique = classes.length === understood.rows;
    throw new Error(
      isUnique
        ? `${name} has a different value in each of ${plural(understood.rows, 'row')}: choose a column of classes`
        : `${name} has ${count(classes.length)} different values, and at most ${most} can be shown`,
    );
  }
  const long = classes.find((each) => each.length > LIMITS.name);
  if (long) throw new Error(`${name} has values of more than ${LIMITS.name} characters, such as ${short(long)}`);
  return { classes: classes.map((label, code) => ({ name: label, count: counts[code], share: 1 })), missing };
}
