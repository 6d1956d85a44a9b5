import type { ColumnSummary, ColumnSurvey } from '../input/column-survey.js';
import { colors, NARROW, table } from '../terminal.js';
import { classNames, count, plural, printable, shellWord } from '../text.js';

/** What `columns` shows, and prints as JSON. */
export interface Columns {
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  /** The column that looks like classes, if any. */
  readonly column: string | null;
  /** The column that looks like weights, if any. */
  readonly weights: string | null;
}

export function columnsOf(file: string, survey: ColumnSurvey): Columns {
  const [column, weights] = ['--column', '--weights'].map((option) => survey.suggestion(option) ?? null);
  return { file, rows: survey.rows, columns: survey.columns(), column, weights };
}

/**
 * The columns for the terminal, and what to try.
 * @param path The argument <file>.
 * @param terminal The width of the terminal in columns. Default 60.
 */
export function columnsText(
  { file, rows, columns, column, weights }: Columns,
  path: string,
  terminal = NARROW,
): string {
  const names = classNames(columns.map(({ name }) => name));
  const word = shellWord(path);
  return [
    colors.bold(`${printable(file)}: ${plural(rows, 'row')} of ${plural(columns.length, 'column')}`),
    '',
    table(
      ['column', 'different values', 'empty', 'holds'],
      columns.map(({ values, more, empty, numeric }, i) => [
        names[i],
        `${count(values)}${more ? ' or more' : ''}`,
        count(empty),
        numeric ? 'numbers' : 'texts',
      ]),
      terminal,
    ),
    '',
    ...(column === null ? [] : [printable(`try balance ${word} --column ${shellWord(column)}`)]),
    ...(weights === null ? [] : [printable(`try sample ${word} --weights ${shellWord(weights)}`)]),
    ...(column === null && weights === null ? ['none of them looks like classes or weights'] : []),
    '',
  ].join('\n');
}
