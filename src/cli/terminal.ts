// What the terminal shows: colors, tables, warnings.
import picocolors from 'picocolors';
import { columnsOf, printable, shortened, unique, wrapped } from './text.js';

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;

/** Colors in a terminal, or where FORCE_COLOR is set; none with NO_COLOR (no-color.org). */
export const colors = picocolors.createColors(
  !NO_COLOR && (Boolean(FORCE_COLOR) || (Boolean(process.stdout.isTTY) && TERM !== 'dumb')),
);

/** The width that every table fits, in columns. Output to anything but a terminal has it. */
export const NARROW = 60;

/** The widest line of text: longer ones are hard to read. */
const WIDEST = 100;

/** The width of lines of text in a terminal of this width. */
export const textWidth = (terminal: number): number => Math.min(terminal, WIDEST);

/** Warnings, a paragraph each. */
export function warningLines(warnings: readonly string[], terminal: number): string[] {
  return warnings.map((warning) => colors.yellow(wrapped(`warning: ${printable(warning)}`, textWidth(terminal))));
}

/** Columns between two cells, and the fewest that names get. */
const GAP = 2;
const LEAST_NAME = 8;

/** The width of a table whose cells are whole. */
export function tableWidth(head: readonly string[], rows: readonly (readonly string[])[]): number {
  const widths = head.map((title, i) => rows.reduce((most, row) => Math.max(most, columnsOf(row[i])), title.length));
  return widths.reduce((sum, each) => sum + each, GAP * (head.length - 1));
}

/** The width of the output in columns: COLUMNS if it is set, or the terminal's. Undefined if there is neither. */
export function widthOf({ columns }: { readonly columns?: number }): number | undefined {
  const { COLUMNS = '' } = process.env;
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : columns;
}

/** A title above several columns of a table. */
export interface ColumnGroup {
  readonly title: string;
  /** The index of the last column, whose right edge the title ends at. */
  readonly last: number;
}

/**
 * A table of at most `width` columns: names to the left, numbers to the right. Names that are too long are cut in their
 * middle, and stay different from one another.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  groups: readonly ColumnGroup[] = [],
): string {
  const widths = head.map((title, i) => rows.reduce((most, row) => Math.max(most, columnsOf(row[i])), title.length));
  const numbers = widths.slice(1).reduce((sum, each) => sum + each, 0);
  const leftWith = (gap: number): number => width - numbers - gap * (head.length - 1);
  const gap = leftWith(GAP) >= Math.min(LEAST_NAME, widths[0]) ? GAP : 1;
  const names = shortNames(
    rows.map(([name]) => name),
    Math.max(LEAST_NAME / 2, leftWith(gap)),
  );
  widths[0] = names.reduce((most, name) => Math.max(most, columnsOf(name)), head[0].length);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat(Math.max(0, widths[i] - columnsOf(cell)));
        return i === 0 ? cell + padding : ' '.repeat(gap) + padding + cell;
      })
      .join('')
      .trimEnd();
  const edge = (column: number): number =>
    widths.slice(0, column + 1).reduce((sum, each) => sum + each, 0) + gap * column;
  const above = groups.reduce(
    (text, { title, last }) =>
      `${text}${text && ' '}${title.padStart(edge(last) - text.length - Math.sign(text.length))}`,
    '',
  );
  return [
    ...(groups.length ? [colors.dim(above)] : []),
    colors.dim(line(head)),
    ...rows.map((row, i) => line([names[i], ...row.slice(1)])),
  ].join('\n');
}

/** Names of at most this many columns. Different ones stay different. */
function shortNames(names: readonly string[], columns: number): string[] {
  const taken = new Set(names.filter((name) => columnsOf(name) <= columns));
  return names.map((name) => {
    if (columnsOf(name) <= columns) return name;
    return unique(shortened(name, columns), taken, (number) => {
      const mark = `~${number}`;
      return shortened(name, columns - mark.length) + mark;
    });
  });
}
