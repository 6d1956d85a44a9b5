import type { ColumnSummary } from '../../files/column-survey.js';
import { type ReadNote, readText } from '../input/columns.js';
import type { SurveyedData } from '../input/dataset.js';
import { colors, NARROW, table, tableWidth, textWidth, warningLines } from '../terminal.js';
import {
  classNames,
  columnsOf as columnWidth,
  count,
  plural,
  printable,
  shellWord,
  shortened,
  wrapped,
} from '../text.js';

/** What `columns` shows, and prints as JSON. */
export interface Columns {
  readonly file: string;
  /** What was understood of the file, and the same in one line. */
  readonly read: ReadNote & { readonly text: string };
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  /** The column that looks like classes, if any. */
  readonly column: string | null;
  /** The options that make fewer classes of its spellings: --trim, --ignore-case, both or none. */
  readonly columnOptions: readonly string[];
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
  const columnOptions = column === null ? [] : survey.spellingOptions(column);
  const found = { column, columnOptions, oneHot, weights };
  return { file, read: { ...read, text }, rows, columns: survey.columns(), ...found, warnings: doubts };
}

/**
 * The columns for the terminal, and what to try.
 * @param args What the command was called with, the file among it: for the commands to try.
 * @param terminal The width of the terminal in columns. Default: 60, except for the names of columns, which are whole.
 */
export function columnsText(
  { file, read, rows, columns, column, columnOptions, oneHot, weights, warnings }: Columns,
  args: readonly string[],
  terminal?: number,
): string {
  const names = classNames(columns.map(({ name }) => name));
  const words = args.map(shellWord).join(' ');
  const hints = [
    ...(column === null ? [] : [['try balance', words, '--column', shellWord(column), ...columnOptions].join(' ')]),
    ...(oneHot === null ? [] : [`try balance ${words} --one-hot ${shellWord(oneHot)}`]),
    // numbers may also be prices or sizes, which nobody wants to sample by
    ...(weights === null
      ? []
      : [
          `if ${names[columns.findIndex(({ name }) => name === weights)]} holds weights:`,
          ...['balance', 'sample'].map((each) => `try ${each} ${words} --weights ${shellWord(weights)}`),
        ]),
  ];
  const width = terminal ?? NARROW;
  const head = ['column', 'holds', 'different', 'missing'];
  const cells = columns.map(({ type, others, values, more, missing }, i) => [
    names[i],
    values === 0 ? 'nothing' : others === 0 ? type : `${type}, ${count(others)} not`,
    `${count(values)}${more ? '+' : ''}`,
    count(missing),
  ]);
  const room = width - tableWidth(head, cells) - 2;
  return [
    colors.bold(`${printable(file)}: ${plural(rows, 'row')} of ${plural(columns.length, 'column')}`),
    wrapped(`read as: ${printable(read.text)}`, textWidth(width)),
    '',
    table(
      [...head, SUCH_AS],
      cells.map((row, i) => [...row, examplesText(columns[i].examples, room)]),
      // a name that is cut cannot be given to --column
      terminal ?? Infinity,
    ),
    '',
    ...(hints.length > 0 ? hints.map(printable) : ['none of them looks like classes or weights']),
    ...warningLines(warnings, width),
    '',
  ].join('\n');
}

const SUCH_AS = 'such as';
/** The longest example of a value, in terminal columns. */
const LONGEST_EXAMPLE = 16;

/** As many examples as fit in these columns; the first one is cut if it does not. */
function examplesText(examples: readonly string[], columns: number): string {
  const most = Math.max(columns, SUCH_AS.length);
  const shown = examples.map((example) => shortened(printable(example), LONGEST_EXAMPLE));
  while (shown.length > 1 && columnWidth(shown.join(', ')) > most) shown.pop();
  return shortened(shown.join(', '), most);
}
