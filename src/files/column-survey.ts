import { FREE_TEXT, LABELS, OTHERS, WEIGHTS } from './column-names.js';
import type { FormatOptions } from './dialect.js';
import { FileError } from './file-error.js';
import { missingColumn } from './header.js';
import { classesOf, spellingOptions } from './label-spellings.js';
import { isMissing } from './missing.js';
import { owned } from './owned.js';
import { count, inQuotes, word } from './words.js';

/** A column with this many different values holds no classes: counting stops. */
const MOST_VALUES = 100_000;
/** The values that are shown of a column. */
const EXAMPLES = 3;

/** A column of numbers has at most this many different values that are none, in at most this share of its rows. */
const [MOST_OTHERS, MOST_OTHER_ROWS] = [100, 0.2];
/** The score of a column that may hold classes, but hardly does. */
const LEAST_SCORE = 0.01;

/** What all values of a column are. */
export type ColumnType = 'whole numbers' | 'numbers' | 'amounts' | 'dates' | 'texts';

interface Column {
  readonly name: string;
  readonly values: Set<string>;
  missing: number;
  /** What all values so far are; undefined before the first one. */
  type: ColumnType | undefined;
  /** What the numbers among them are; undefined before the first one. */
  numbers: ColumnType | undefined;
  /** Values that are no numbers, with their rows; undefined once there are too many. */
  others: Map<string, number> | undefined;
  /** Rows with 1, if all values are 0 or 1. */
  ones: number;
  isBinary: boolean;
}

/** What a column holds. */
export interface ColumnSummary {
  readonly name: string;
  /** The number of different values; with `more`, at least this many. Missing ones do not count. */
  readonly values: number;
  readonly more: boolean;
  /** The number of rows without a value: nothing, NA, ? and their like. */
  readonly missing: number;
  /** What the values are, apart from `others`. */
  readonly type: ColumnType;
  /** The number of rows that hold something else, in a column of numbers. */
  readonly others: number;
  /** The first different values, at most three; one of `others` comes before them, if there are any. */
  readonly examples: readonly string[];
}

/** A column before its first row. */
const UNKNOWN = { type: undefined, numbers: undefined, ones: 0, isBinary: true };

const WHOLE = /^\s*[+-]?\d+\s*$/;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const DATE = /^\s*\d{4}-\d\d?-\d\d?([ T]\d\d?:\d\d.*)?\s*$/;
/** Fractions, percentages, currencies, and numbers with thousands or a decimal comma: what weights may be. */
const AMOUNT = /^\s*\p{Sc}?\s*\+?\d[\d.,'\u00a0\u202f ]*(\s*[%‰\p{Sc}]|\s*\/\s*\d[\d.,]*)?\s*$/u;
const ZERO_OR_ONE = /^\s*[01](\.0+)?\s*$/;

/** Four words or more: a class rarely has as many. */
const SENTENCE = /\S\s+\S+\s+\S+\s+\S/;

/** Counts the values of all columns, and suggests one where none was named or it does not exist. */
export class ColumnSurvey {
  #columns: Column[] = [];
  #rows = 0;

  header(names: readonly string[]): void {
    if (this.#columns.length > 0) return;
    this.#columns = names.map((name) => {
      return { name, values: new Set<string>(), missing: 0, ...UNKNOWN, others: new Map() };
    });
  }

  row(fields: readonly string[]): void {
    this.#rows++;
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i];
      const field = fields[i];
      // what all values are, the different ones tell
      const isKnown = column.values.has(field);
      if (!isKnown && isMissing(field)) {
        column.missing++;
        continue;
      }
      if (column.isBinary && field.charCodeAt(0) === 49) column.ones++;
      if (isKnown) {
        const times = column.others?.get(field);
        if (times !== undefined) column.others?.set(field, times + 1);
        continue;
      }
      if (column.isBinary && !ZERO_OR_ONE.test(field)) column.isBinary = false;
      const own = ownType(field);
      column.type = typeOf(own, column.type);
      const value = column.values.size < MOST_VALUES ? owned(field) : undefined;
      if (value !== undefined) column.values.add(value);
      if (own !== 'texts' && own !== 'dates') column.numbers = typeOf(own, column.numbers);
      else if (value === undefined || column.others?.size === MOST_OTHERS) column.others = undefined;
      else column.others?.set(value, 1);
    }
  }

  get rows(): number {
    return this.#rows;
  }

  get names(): string[] {
    return this.#columns.map(({ name }) => name);
  }

  columns(): ColumnSummary[] {
    return this.#columns.map((column) => {
      const { name, values, missing, type = 'texts' } = column;
      const summary = { name, values: values.size, more: values.size === MOST_VALUES, missing };
      const mixed = this.#mixed(column);
      if (!mixed) return { ...summary, type, others: 0, examples: [...values].slice(0, EXAMPLES) };
      const [other] = mixed.others.keys();
      const numbers = [...values].filter((value) => !mixed.others.has(value));
      const examples = [other, ...numbers.slice(0, EXAMPLES - 1)];
      return { ...summary, type: mixed.type, others: sumOf(mixed.others), examples };
    });
  }

  /** What a column of numbers holds beside them; undefined if it holds numbers alone, or something else. */
  #mixed({ type, numbers, others, values, missing }: Column) {
    if (type !== 'texts' || !numbers || !others) return undefined;
    const rows = this.#rows - missing;
    const isMixed = sumOf(others) <= MOST_OTHER_ROWS * rows && values.size >= 3 * others.size;
    return isMixed ? { type: numbers, others } : undefined;
  }

  /** The options that make fewer classes of a column's spellings: --trim, --ignore-case, both or none. */
  spellingOptions(name: string): readonly string[] {
    const column = this.#columns.find((each) => each.name === name);
    return column ? spellingOptions(column.values) : [];
  }

  /** What to add to --column or --weights: the name, and the options that make fewer classes of its spellings. */
  #words(option: string, name: string): string {
    return [word(name), ...(option === '--column' ? this.spellingOptions(name) : [])].join(' ');
  }

  /**
   * The error to throw. It lists the columns with their numbers of different values, and suggests one.
   * @param option The option that names the column, --column or --weights.
   * @param wrong The name that it gave, if any.
   */
  error(file: string, option: string, wrong: string | undefined, format: FormatOptions): FileError {
    const names = this.names;
    const best = option === '--print' ? undefined : this.suggestion(option);
    if (wrong !== undefined) {
      const text = missingColumn(names, { option, column: wrong }, format.header ?? true);
      const isOther = format.delimiter !== undefined && !text.includes('--delimiter');
      if (names.length === 1 && isOther && /[\t;|,]/.test(names[0])) {
        return new FileError(`${file}: ${text}; try it without --delimiter`);
      }
      const isHinted = text.includes('did you mean') || best === undefined;
      return new FileError(`${file}: ${text}${isHinted ? '' : `; try ${option} ${this.#words(option, best)}`}`);
    }
    const columns = this.#columns.map(({ name, values }) => {
      return `${inQuotes(name)} (${count(values.size)}${values.size < MOST_VALUES ? '' : ' or more'})`;
    });
    const shown = columns.length > 20 ? [...columns.slice(0, 19), `and ${columns.length - 19} more`] : columns;
    const list = `its columns, with their numbers of different values: ${shown.join(', ')}`;
    const oneHot = option === '--column' ? this.oneHot() : undefined;
    const hint = best === undefined ? 'none of them looks right' : `try ${option} ${this.#words(option, best)}`;
    const help =
      oneHot && !LABELS.test(best ?? '') ? `try --one-hot ${word(oneHot)}, columns that have one 1 a row` : hint;
    return new FileError(`${file}: ${option} is missing; ${list}; ${help}`);
  }

  /**
   * The column to name, if any looks right. For labels: few values, which repeat, by a name such as label; texts rather
   * than numbers. For weights: numbers, and many of them.
   * @param option --column or --weights.
   */
  suggestion(option: string): string | undefined {
    const scores = this.#columns.map((column) =>
      option === '--weights' ? this.#asWeights(column) : this.#asLabels(column),
    );
    // a call takes at most some 100,000 arguments
    const best = scores.reduce((most, score) => Math.max(most, score), 0);
    return best > 0 ? this.#columns[scores.indexOf(best)].name : undefined;
  }

  /** How well a column fits, above 0. */
  #asLabels(column: Column): number {
    const { name, values, missing, type } = column;
    if (values.size < 2 || values.size === MOST_VALUES) return 0;
    const classes = classesOf(values);
    if (classes > this.#rows / 2) return 0;
    const numbers = this.#mixed(column)?.type ?? type;
    if (numbers === 'numbers' || numbers === 'amounts' || type === 'dates' || name === '') return 0;
    const byName = LABELS.test(name) ? 8 : OTHERS.test(name) ? -3 : 0;
    const isFree = FREE_TEXT.test(name) || [...values].some((value) => SENTENCE.test(value));
    // some rows without a label are fine, but a column of remarks has few
    const lacking = (isFree ? 3 : 0) + (2 * missing) / this.#rows;
    const score = 4 + byName + (type === 'texts' ? 2 : 0) + 1 / classes - lacking;
    return Math.max(LEAST_SCORE, score);
  }

  #asWeights({ name, values: { size }, type, isBinary }: Column): number {
    if (size === 0 || name === '' || type === undefined || type === 'texts' || type === 'dates') return 0;
    const isNamed = WEIGHTS.test(name);
    const isOther = !isNamed && (OTHERS.test(name) || LABELS.test(name));
    // numbers of rows and of classes are no weights, and neither is a column of 0 and 1
    const isCount = type === 'whole numbers' && size === this.#rows && this.#rows > 2;
    if (isOther || (!isNamed && (isCount || (isBinary && this.#rows > 2)))) return 0;
    return 1 + (isNamed ? 4 : 0) + (type === 'amounts' ? 1 : 0) + size / (this.#rows + 1);
  }

  /** Columns in a row of which most rows may have the value 1 in one, as FIRST:LAST; undefined if there are none. */
  oneHot(): string | undefined {
    const columns = this.#columns;
    for (let from = 0; from < columns.length; from++) {
      let to = from;
      while (to < columns.length && columns[to].isBinary && columns[to].missing === 0 && columns[to].values.size > 0)
        to++;
      const ones = columns.slice(from, to).reduce((sum, column) => sum + column.ones, 0);
      const [first, last] = [columns[from].name, columns[Math.max(from, to - 1)].name];
      // a row may have none, but hardly most of them; and a comma ends a name in the option
      const isLikely = ones <= this.#rows && ones > this.#rows / 2 && !/[,:]/.test(first + last);
      if (to - from >= 3 && isLikely) return `${first}:${last}`;
      from = to;
    }
    return undefined;
  }
}

const sumOf = (others: ReadonlyMap<string, number>): number =>
  [...others.values()].reduce((sum, rows) => sum + rows, 0);

/** What a value is. */
function ownType(field: string): ColumnType {
  if (WHOLE.test(field)) return 'whole numbers';
  if (NUMBER.test(field)) return 'numbers';
  if (DATE.test(field)) return 'dates';
  return AMOUNT.test(field) ? 'amounts' : 'texts';
}

/** What a value and those before it are. */
function typeOf(own: ColumnType, before: ColumnType | undefined): ColumnType {
  if (before === 'texts') return before;
  if (before === undefined || before === own) return own;
  if (own === 'dates' || own === 'texts' || before === 'dates') return 'texts';
  return own === 'amounts' || before === 'amounts' ? 'amounts' : 'numbers';
}
