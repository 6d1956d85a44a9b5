import type { ColumnSummary } from '../../files/column-survey.js';
import { type ReadNote, readText } from '../input/columns.js';
import type { SurveyedData } from '../input/dataset.js';
import { colors, NARROW, table, textWidth, warningLines } from '../terminal.js';
import { classNames, count, plural, printable, shellWord, shortened, wrapped } from '../text.js';

/** What `columns` shows, and prints as JSON. */
export interface Columns {
  readonly file: string;
  /** What was understood of the file, and the same in one line. */
  readonly read: ReadNote & { readonly text: string };
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  /** The column that looks like classes, if any. */
  readonly column: string | null;
  /** The columns that look like classes, of which each row has 1 in one, as FIRST:LAST. */
  readonly oneHot: string | null;
  /** The column that looks like weights, if any. */
  readonly weights: string | null;
  readonly warnings: readonly string[];
}

export function columnsOf(file: string, { survey, read, doubts }: SurveyedData): Columns {
  const [column, weights] = ['--column', '--weights'].map((option) => survey.suggestion(option) ?? null);
  const oneHot = survey.oneHot() ?? null;
  const { rows } = survey;
  const text = readText(read, new Map(), 'value');
  return { file, read: { ...read, text }, rows, columns: survey.columns(), column, oneHot, weights, warnings: doubts };
}

/**
 * The columns for the terminal, and what to try.
 * @param args What the command was called with, the file among it: for the commands to try.
 * @param terminal The width of the terminal in columns. Default 60.
 */
export function columnsText(
  { file, read, rows, columns, column, oneHot, weights, warnings }: Columns,
  args: readonly string[],
  terminal = NARROW,
): string {
  const names = classNames(columns.map(({ name }) => name));
  const words = args.map(shellWord).join(' ');
  const hints = [
    ...(column === null ? [] : [`balance ${words} --column ${shellWord(column)}`]),
    ...(oneHot === null ? [] : [`balance ${words} --one-hot ${shellWord(oneHot)}`]),
    ...(weights === null
      ? []
      : ['balance', 'sample'].map((each) => `${each} ${words} --weights ${shellWord(weights)}`)),
  ];
  return [
    colors.bold(`${printable(file)}: ${plural(rows, 'row')} of ${plural(columns.length, 'column')}`),
    wrapped(`read as: ${printable(read.text)}`, textWidth(terminal)),
    '',
    table(
      ['column', 'holds', 'different', 'missing', 'such as'],
      columns.map(({ type, values, more, missing, examples }, i) => [
        names[i],
        values === 0 ? 'nothing' : type,
        `${count(values)}${more ? '+' : ''}`,
        count(missing),
        examples.map((example) => shortened(printable(example), LONGEST_EXAMPLE)).join(', '),
      ]),
      terminal,
    ),
    '',
    ...(hints.length > 0
      ? hints.map((hint) => `try ${printable(hint)}`)
      : ['none of them looks like classes or weights']),
    ...warningLines(warnings, terminal),
    '',
  ].join('\n');
}

/** The longest example of a value, in terminal columns. */
const LONGEST_EXAMPLE = 16;
