/**
 * A problem with the data or with its place, such as a missing file or column, a negative weight or a full disk. The
 * message is one line that names the file, the row or the column. Wrong arguments are a TypeError or a RangeError.
 */
export class TableError extends Error {
  override readonly name: string = 'TableError';
}

/** The first line of an error of DuckDB: the others show the query, which its user did not write. */
export function firstLine(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/^[\w ]+ Error: /, '');
}
