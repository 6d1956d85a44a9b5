import { colors } from './colors.js';
import { columnsOf, shortened, unique } from './text.js';

/** Columns that a table always fits. Texts have as many where the output is no terminal. */
export const NARROW = 60;

/** Columns between cells, and the least that names keep. */
const GAP = 2;
const LEAST = 8;

/** A title above several columns. */
export interface Group {
  readonly title: string;
  /** The last of its columns, whose right edge it ends at. */
  readonly last: number;
}

/**
 * A table of `width` columns at most: names to the left, numbers to the right. Names that are too long are shortened in
 * their middle, and stay different from one another.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  groups: readonly Group[] = [],
): string {
  const widths = head.map((title, i) => rows.reduce((most, row) => Math.max(most, columnsOf(row[i])), title.length));
  const numbers = widths.slice(1).reduce((sum, each) => sum + each, 0);
  const roomWith = (gap: number): number => width - numbers - gap * (head.length - 1);
  const gap = roomWith(GAP) >= Math.min(LEAST, widths[0]) ? GAP : 1;
  const room = Math.max(LEAST / 2, roomWith(gap));
  const names = shortNames(
    rows.map(([name]) => name),
    room,
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

/** Names of so many columns at most. Different ones stay different. */
function shortNames(names: readonly string[], room: number): string[] {
  const taken = new Set(names.filter((name) => columnsOf(name) <= room));
  return names.map((name) => {
    if (columnsOf(name) <= room) return name;
    return unique(shortened(name, room), taken, (number) => {
      const mark = `~${number}`;
      return shortened(name, room - mark.length) + mark;
    });
  });
}
