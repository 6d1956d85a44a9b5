import { quoted, shellWord } from '../text.js';
import { UserError } from '../user-error.js';
import type { CsvReader } from './csv.js';

/** A column with this many different values holds no classes: counting stops. */
const MOST_VALUES = 100_000;

interface Column {
  readonly name: string;
  readonly values: Set<string>;
  empty: number;
  numeric: boolean;
}

/** What a column holds. */
export interface ColumnSummary {
  readonly name: string;
  /** The number of different values; with `more`, at least this many. */
  readonly values: number;
  readonly more: boolean;
  /** The number of rows in which it is empty. */
  readonly empty: number;
  /** Whether all its values are numbers. */
  readonly numeric: boolean;
}

/** Counts the values of all columns, and suggests one where none was named or it does not exist. */
export class ColumnSurvey implements CsvReader {
  #columns: Column[] = [];
  #rows = 0;

  header(names: string[]): void {
    this.#columns = names.map((name) => ({ name, values: new Set<string>(), empty: 0, numeric: true }));
  }

  row(fields: string[]): void {
    this.#rows++;
    for (const [i, column] of this.#columns.entries()) {
      const field = fields[i];
      if (column.values.size < MOST_VALUES) column.values.add(field);
      if (field === '') column.empty++;
      if (column.numeric && (field.trim() === '' || Number.isNaN(Number(field)))) column.numeric = false;
    }
  }

  get rows(): number {
    return this.#rows;
  }

  columns(): ColumnSummary[] {
    return this.#columns.map(({ name, values: { size }, empty, numeric }) => {
      return { name, values: size, more: size === MOST_VALUES, empty, numeric };
    });
  }

  /**
   * The error to throw. It lists the columns with their numbers of different values, and suggests one.
   * @param option The option that names the column, --column or --weights.
   * @param wrong The name that it gave, if any.
   */
  error(file: string, option: string, wrong: string | undefined): UserError {
    const problem = wrong === undefined ? `${option} is missing` : `no column ${quoted(wrong)}`;
    const [only] = this.#columns;
    const delimiter = this.#columns.length === 1 ? only.name.match(/[\t;|,]/)?.[0] : undefined;
    if (delimiter) {
      const shown = delimiter === '\t' ? '\\t' : delimiter;
      return new UserError(`${file}: ${problem}; its only column is ${quoted(only.name)}; try --delimiter '${shown}'`);
    }
    const columns = this.#columns.map(
      ({ name, values }) => `${quoted(name)} (${values.size}${values.size < MOST_VALUES ? '' : ' or more'})`,
    );
    const best = this.suggestion(option);
    const hint = best === undefined ? 'none of them looks right' : `try ${option} ${shellWord(best)}`;
    const list = `its columns, with their numbers of different values: ${columns.join(', ')}`;
    return new UserError(`${file}: ${problem}; ${list}; ${hint}`);
  }

  /**
   * The column to name, if any looks right. For labels: words rather than numbers, and few different values. For
   * weights: numbers, and many of them.
   * @param option --column or --weights.
   */
  suggestion(option: string): string | undefined {
    const weights = option === '--weights';
    const candidates = this.#columns.filter(({ values, numeric }) =>
      weights ? numeric && values.size > 0 : values.size > 1 && values.size <= this.#rows / 2,
    );
    candidates.sort((a, b) =>
      weights ? b.values.size - a.values.size : Number(a.numeric) - Number(b.numeric) || a.values.size - b.values.size,
    );
    return candidates[0]?.name;
  }
}
