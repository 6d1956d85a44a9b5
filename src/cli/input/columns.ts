import type { Progress } from '../progress.js';
import { UserError } from '../user-error.js';
import type { ColumnSurvey } from './column-survey.js';

export interface ColumnOptions {
  /** The character between fields. */
  delimiter: string;
  progress: Progress;
  /** Whether to keep the rows themselves. */
  rows: boolean;
  /** Gets all columns. Default: a column is missing if it was not asked for, and the error lists all columns. */
  survey?: ColumnSurvey;
}

/** A column to read. */
export interface ColumnRequest {
  /** The option that names the column. */
  readonly option: string;
  /** The name of the column; undefined if the option was not given. */
  readonly column: string | undefined;
  /** Takes each field of the column. An empty cell is an empty text. */
  readonly add: (field: string) => void;
  /** Takes a finite number of at least 0 where a column consists of numbers: faster than its text. */
  readonly addNumber?: (value: number) => void;
}

/**
 * Finds the columns that were asked for.
 * @param names The names of all columns.
 * @param file The input, for errors.
 * @returns The index of each, -1 for one that is missing, and the first request of those.
 * @throws {UserError} Two columns have the name.
 */
export function findColumns(
  names: readonly string[],
  requests: readonly ColumnRequest[],
  file: string,
): { places: number[]; missing: ColumnRequest | undefined } {
  const places = requests.map(({ column }) => (column === undefined ? -1 : names.indexOf(column)));
  for (const [i, { column }] of requests.entries()) {
    if (places[i] !== -1 && names.lastIndexOf(column as string) !== places[i]) {
      throw new UserError(`${file} has two columns ${JSON.stringify(column)}: rename one of them`);
    }
  }
  return { places, missing: requests[places.indexOf(-1)] };
}
