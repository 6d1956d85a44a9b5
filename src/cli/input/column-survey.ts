import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import type { CsvReader } from './csv.js';

/** Beyond so many distinct values a column is no class, and counting stops. */
const MOST = 100_000;

interface Column {
  readonly name: string;
  readonly values: Set<string>;
  numeric: boolean;
}

/** What the columns of a file hold: read in place of the one that was not named, or is not there. */
export class ColumnSurvey implements CsvReader {
  #columns: Column[] = [];
  #rows = 0;

  header(names: string[]): void {
    this.#columns = names.map((name) => ({ name, values: new Set<string>(), numeric: true }));
  }

  row(fields: string[]): void {
    this.#rows++;
    for (const [i, column] of this.#columns.entries()) {
      const field = fields[i];
      if (column.values.size < MOST) column.values.add(field);
      if (column.numeric && (field.trim() === '' || Number.isNaN(Number(field)))) column.numeric = false;
    }
  }

  /**
   * Lists the columns with their numbers of distinct values, and suggests one. `flag` names a column of labels or of
   * weights.
   */
  error(file: string, flag: string, wrong: string | undefined): UserError {
    const known = this.#columns.map(
      ({ name, values }) => `${quoted(name)} (${values.size}${values.size < MOST ? '' : ' or more'})`,
    );
    const best = this.#suggest(flag);
    const problem = wrong === undefined ? `${flag} is missing` : `no column ${quoted(wrong)}`;
    const hint = best === undefined ? 'none of them looks right' : `try ${flag} ${shellWord(best)}`;
    const [only] = this.#columns;
    const delimiter = this.#columns.length === 1 ? only.name.match(/[\t;|,]/)?.[0] : undefined;
    if (delimiter) {
      const shown = delimiter === '\t' ? '\\t' : delimiter;
      return new UserError(`${file}: ${problem}; its only column is ${quoted(only.name)}; try --delimiter '${shown}'`);
    }
    return new UserError(
      `${file}: ${problem}; its columns, with their numbers of distinct values: ${known.join(', ')}; ${hint}`,
    );
  }

  /**
   * For labels: words rather than numbers, few distinct ones, each several times. For weights: numbers, many distinct
   * ones.
   */
  #suggest(flag: string): string | undefined {
    const weights = flag === '--weights';
    const able = this.#columns.filter(({ values, numeric }) =>
      weights ? numeric && values.size > 0 : values.size > 1 && values.size <= this.#rows / 2,
    );
    able.sort((a, b) =>
      weights ? b.values.size - a.values.size : Number(a.numeric) - Number(b.numeric) || a.values.size - b.values.size,
    );
    return able[0]?.name;
  }
}

/** A word that a shell takes as it is. */
export function shellWord(word: string): string {
  return /^[\w.=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
