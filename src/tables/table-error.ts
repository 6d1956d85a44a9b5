/**
 * A problem with the data or with its place, such as a missing file or column, a negative weight or a full disk. The
 * message is one line that names the file, the row or the column. Wrong arguments are a TypeError or a RangeError.
 */
export class TableError extends Error {
  override readonly name: string = 'TableError';
}

/** What DuckDB's error says, in one line: the others show the query, which its user did not write, and its options. */
export function oneLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first, ...others] = text.split('\n').map((line) => line.trim());
  const message = first.replace(/^[\w ]+ Error: /, '');
  const row = /^CSV Error on Line: (\d+)/.exec(message);
  // the second line is the row itself
  const rest = others.filter((line) => line !== '');
  if (row) {
    const file = /^\s*file = (.*)$/m.exec(text)?.[1];
    const hint = /This type was auto-detected/.test(text)
      ? ' (the type is that of the first rows: choose other columns, or give a query that sets it)'
      : '';
    return `${file}, line ${row[1]}: ${rest[1]}${hint}`;
  }
  return message.endsWith(':') && rest.length > 0 ? `${message} ${rest[0]}` : message;
}
