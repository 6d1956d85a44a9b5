// What the command says in JSON of how it read its input.

/** The key `read` for a folder of images. */
export const folderRead = (rows: number, text: string) => ({ format: 'folder', files: 1, rows, text });

/** The key `read` for a plain CSV. @param differing What differs from one in UTF-8 with commas and a header. */
export const csvRead = (rows: number, text: string, differing: Record<string, unknown> = {}) => ({
  format: 'text',
  ...{ delimiter: ',', quote: '"', escape: '', comment: '', header: true, rowNames: false },
  ...{ encoding: 'utf-8', compressed: false, files: 1 },
  ...{ rows, comments: 0, emptyLines: 0, trailingDelimiters: 0, shortRows: 0, text },
  ...differing,
});

/** How a file of 5,000 rows is read, in one line: what differs between formats and numbers of files. */
export const readAs = (file: string): string => {
  const files = file.includes('*') ? `${file.startsWith('parts/*.p') ? 4 : 3} files, ` : '';
  return `${files}${file.endsWith('csv') ? 'commas, header, UTF-8' : 'Parquet'}, 5,000 rows`;
};

/** The key `read` of JSON, without its text. */
export const readKey = (file: string) => {
  const { text: _, ...read } = csvRead(5000, '');
  const files = Number(/^\d/.exec(readAs(file))?.[0] ?? 1);
  return file.endsWith('csv') ? { ...read, files } : { format: 'parquet', files, rows: 5000 };
};

/** A text that names a file, without its name and without how it was read. */
export const withoutRead = (text: string, file: string): string =>
  text
    .replaceAll(file, 'FILE')
    .replace(/"read": ?\{[^}]*"text": ?"/, '"read": {"text": "')
    .replace(readAs(file), 'READ')
    // the name of the format decides where the line is broken
    .replace(/READ; \d+ without[^)]*\)/, (note) => note.replaceAll('\n', ' '));
