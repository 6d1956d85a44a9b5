// One-hot columns as labels: the class of a row is the column that holds its 1, or its labels are those that do.
import { FileError } from './file-error.js';
import { isMissing } from './missing.js';
import { inQuotes } from './words.js';

/** One of the columns that make up the labels. */
export interface OneHotColumn {
  /** Its name, which is the name of a class. */
  readonly name: string;
  /** Its index in the rows of the file. */
  readonly index: number;
}

/**
 * Finds one-hot columns.
 * @param wanted "A,B,C", or "FIRST:LAST" for these columns and all between them; both may be mixed. A column whose name
 * has a comma can be in a range only.
 * @param names The names of all columns.
 * @param find Finds a column by its name. It throws where there is none or more than one, so that all options say so
 * alike.
 * @throws {FileError} There are fewer than two, one comes twice, or a range goes backward; or what `find` throws.
 */
export function oneHotColumns(
  file: string,
  wanted: string,
  names: readonly string[],
  find: (name: string) => number,
): OneHotColumn[] {
  const found: OneHotColumn[] = [];
  for (const part of wanted.split(',')) {
    for (const index of indicesOf(file, part, names, find)) {
      const name = names[index];
      if (found.some((column) => column.index === index)) {
        throw new FileError(`${file}: --one-hot names the column ${inQuotes(name)} twice: name it once`);
      }
      if (found.some((column) => column.name === name)) {
        throw new FileError(`${file} has two columns ${inQuotes(name)} among those of --one-hot: rename one of them`);
      }
      found.push({ name, index });
    }
  }
  if (found.length < 2) {
    throw new FileError(
      `${file}: --one-hot names one column, ${inQuotes(found[0].name)}: name one for each class, as A,B,C or ` +
        'FIRST:LAST',
    );
  }
  return found;
}

/** The indices of a column, or of a range of columns. */
function indicesOf(file: string, text: string, names: readonly string[], find: (name: string) => number): number[] {
  const part = names.includes(text) ? text : text.trim();
  // a colon may be part of a name
  const colons = names.includes(part) ? [] : Array.from(part.matchAll(/:/g), ({ index }) => index);
  if (colons.length === 0) return [find(part)];
  const ends = colons.map((colon) => [part.slice(0, colon), part.slice(colon + 1)]);
  const [first, last] = ends.find((pair) => pair.every((name) => names.includes(name))) ?? ends[0];
  const [from, to] = [find(first), find(last)];
  if (from > to) {
    throw new FileError(
      `${file}: --one-hot ${first}:${last} goes backward: column ${inQuotes(last)} is before ${inQuotes(first)}; ` +
        'swap them',
    );
  }
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

const ONE = /^\s*\+?0*1(\.0*)?\s*$|^\s*true\s*$/i;
const ZERO = /^\s*[+-]?0+(\.0*)?\s*$|^\s*false\s*$/i;

/** Options of {@link OneHotLabels}. */
export interface OneHotOptions {
  /** The name of the file, for errors. */
  readonly file: string;
  /** Two or more columns. */
  readonly columns: readonly OneHotColumn[];
  /** Where the row that is being read stands, for errors: "line 17". */
  readonly where: () => string;
}

/** Turns the fields of a row into its label. */
export class OneHotLabels {
  constructor(private readonly options: OneHotOptions) {}

  /**
   * The name of the column that holds 1 or true; an empty text if none of them does. All others hold 0 or false, or are
   * empty.
   * @param fields All fields of a row.
   * @throws {FileError} Two columns hold a 1, or one holds something else.
   */
  label(fields: readonly string[]): string {
    const [first = '', second] = this.labels(fields);
    if (second !== undefined) throw this.#two(first, second);
    return first;
  }

  /**
   * The names of the columns that hold 1 or true. All others hold 0 or false, or are empty.
   * @param fields All fields of a row.
   * @throws {FileError} One holds something else.
   */
  labels(fields: readonly string[]): string[] {
    const found: string[] = [];
    for (const { name, index } of this.options.columns) {
      const field = fields[index];
      if (field === '0') continue;
      if (field === '1' || ONE.test(field)) found.push(name);
      else if (!ZERO.test(field) && !isMissing(field)) throw this.#wrong(name, field);
    }
    return found;
  }

  #two(first: string, second: string): FileError {
    const { file, where } = this.options;
    return new FileError(
      `${file}: ${where()} has a 1 in ${inQuotes(first)} and in ${inQuotes(second)}, and needs one label here: leave ` +
        'one of them (balance, sample and report of the command take several, without a column of weights)',
    );
  }

  #wrong(name: string, field: string): FileError {
    const { file, where } = this.options;
    return new FileError(
      `${file}: ${where()}: ${name} must be 0 or 1, as a column of --one-hot, got ${inQuotes(field)}`,
    );
  }
}
