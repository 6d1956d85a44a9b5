// Reads tables that fuzz/table-writer.ts wrote, in pieces of any size: names, rows, lines and counts must be those that
// were written. Where csv-parse reads a text, the records must be the same.

import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { gunzip } from '../src/cli/input/text-table.js';
import { decoderOf } from '../src/files/decode.js';
import type { Dialect, FormatOptions, Understood } from '../src/files/dialect.js';
import { FileError } from '../src/files/file-error.js';
import { readTable } from '../src/files/read-table.js';
import { RecordError, RecordParser } from '../src/files/record-parser.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';
import { type TableCase, tables as tablesOf, written } from './table-writer.js';

/** What was read, or the error. */
export type Read =
  | {
      names: readonly string[];
      rows: string[][];
      /** The first line and the last line of the header and of each row. */
      spans: [number, number][];
      understood: Understood;
      error?: undefined;
    }
  | { error: string };

/** Pieces of these sizes, over and over. */
function* pieces(bytes: Uint8Array, sizes: readonly number[], first = 0): Generator<Uint8Array> {
  if (first > 0) yield bytes.subarray(0, first);
  for (let at = first, i = 0; at < bytes.length; at += sizes[i++ % sizes.length]) {
    yield bytes.subarray(at, at + sizes[i % sizes.length]);
  }
}

/** Reads a whole table. @param first The bytes of the first piece. @throws What is no error of the file. */
export async function read(
  name: string,
  bytes: Uint8Array,
  options: FormatOptions,
  sizes: readonly number[],
  first = 0,
): Promise<Read> {
  let names: readonly string[] = [];
  const rows: string[][] = [];
  const spans: [number, number][] = [];
  const file = {
    name,
    bytes: Readable.from(pieces(bytes, sizes, first)),
    gunzip,
    parquet: 'Parquet',
  };
  try {
    const { understood } = await readTable(file, options, {
      header(all, lines) {
        names = all;
        if (lines) spans.push([...lines]);
        return undefined;
      },
      row(fields, line, last) {
        rows.push(fields.slice(0, names.length));
        spans.push([line, last]);
      },
    });
    return { names, rows, spans, understood };
  } catch (error) {
    // what the command makes a sentence of
    const isZlib = (error as NodeJS.ErrnoException).code?.startsWith('Z_');
    if (!(error instanceof FileError || isZlib)) throw error;
    return { error: isZlib ? `${name} is damaged` : (error as Error).message };
  }
}

/** All that a user can say of a table. */
export const optionsOf = ({ delimiter, quote, escape: sign, comment, encoding, header }: TableCase): FormatOptions => ({
  delimiter,
  quote,
  escape: sign || undefined,
  comment: comment || undefined,
  encoding,
  header,
});

const sizes = fc.array(fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 40 })), {
  minLength: 1,
  maxLength: 4,
});

/** Compares what was read with what was written. */
function checkRead(table: TableCase, got: Read): void {
  const { lines, ragged } = written(table);
  if (ragged >= 0) {
    const told = got.error?.match(/^t\.csv: line (\d+) has \d+ fields?, the (?:header|first row) \d+; /);
    same('the line of a ragged row', told?.[1] ?? got.error, String(lines[ragged]));
    return;
  }
  checkRows(table, got);
}

/** Compares what was read with what was written. A short row has an empty field in the place of its last one. */
function checkRows(table: TableCase, got: Read): void {
  const { names, rows: all, lines, comments, emptyLines, trailing, ragged } = written(table);
  const rows = all.map((row, i) => (i === ragged ? [...row.slice(0, -1), ''] : row));
  if (got.error !== undefined) throw new Error(`not read: ${got.error}`);
  same('names', got.names, names);
  same('rows', got.rows, rows);
  same(
    'lines',
    got.spans.slice(-rows.length).map(([first]) => first),
    lines,
  );
  const { understood } = got;
  const counts = [understood.rows, understood.comments, understood.emptyLines];
  same('rows, comments, empty lines', counts, [rows.length, comments, emptyLines]);
  const odd = [understood.trailingDelimiters, understood.shortRows];
  same('trailing delimiters, short rows', odd, [trailing, Number(ragged >= 0)]);
}

/** Records that the parser makes of a text in pieces, or the error. */
function records(text: string, dialect: Dialect, sizes: readonly number[]): string[][] | string {
  const found: string[][] = [];
  const parser = new RecordParser(dialect, (fields, count) => {
    found.push([String(parser.firstLine), String(parser.lastLine), ...fields.slice(0, count)]);
  });
  try {
    for (let at = 0, i = 0; at < text.length; at += sizes[i++ % sizes.length]) {
      parser.push(text.slice(at, at + sizes[i % sizes.length]));
    }
    parser.end();
    return found;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return error.message;
  }
}

/** Texts of bytes that come in pieces. */
function decoded(bytes: Uint8Array, encoding: string, sizes: readonly number[]): string {
  const decoder = decoderOf(encoding);
  let text = '';
  for (const piece of pieces(bytes, sizes)) text += decoder.decode(piece);
  return text + decoder.end();
}

/** The part of a file that is looked at as a whole. */
const HEAD = 2 ** 18;
let runs = 0;

async function checkWritten(table: TableCase, sizes: readonly number[]): Promise<void> {
  const options = optionsOf(table);
  const { bytes, plain, text } = written(table);
  checkRead(table, await read('t.csv', bytes, options, sizes));
  if (table.ragged && !table.ragged.more) {
    checkRows(table, await read('t.csv', bytes, { ...options, shortRows: 'fill' }, sizes));
  }
  same('pieces of bytes', decoded(plain, table.encoding, sizes).replace(/^\ufeff/, ''), text);
  const { delimiter, quote, escape: sign, comment } = table;
  const dialect = { delimiter, quote: quote === 'none' ? '' : quote, escape: sign, comment };
  same('pieces of text', records(text, dialect, sizes), records(text, dialect, [text.length || 1]));
  // one in fifty goes on beyond the part that is looked at as a whole, in small pieces from there
  if (runs++ % 50 > 0 || table.ragged) return;
  const many = Math.ceil((HEAD * 1.01) / Math.max(1, plain.length)) * table.rows.length;
  const rows = Array.from({ length: many }, (_, i) => table.rows[i % table.rows.length]);
  const large = { ...table, rows, members: 0 };
  checkRead(large, await read('t.csv', written(large).bytes, options, sizes, HEAD));
}

/** Reads a plain table without options, except for what no reader can know. */
async function checkFound(table: TableCase, sizes: readonly number[]): Promise<void> {
  const { encoding, mark } = table;
  const isMarked = encoding === 'utf-8' || (mark && encoding.startsWith('utf-16'));
  checkRead(table, await read('t.csv', written(table).bytes, isMarked ? {} : { encoding }, sizes));
}

const SIGNS = ['a', 'b', ',', '"', '"', '\n', '\r', ' ', '#', '\t', ',"', '",', '"\n'];

/** A text that csv-parse takes is read as csv-parse does. */
function checkBeside(text: string, comment: string, delimiter: string): void {
  // csv-parse takes what is behind a closing quote for a comment
  if (comment !== '' && text.includes(`"${comment}`)) return;
  const ours = records(text, { delimiter, quote: '"', escape: '', comment }, [text.length || 1]);
  let theirs: string[][];
  try {
    theirs = parse(text, {
      delimiter,
      ...(comment && { comment, comment_no_infix: true }),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as string[][];
  } catch (error) {
    if (error instanceof CsvError) return;
    throw error;
  }
  same('csv-parse', typeof ours === 'string' ? ours : ours.map(([, , ...fields]) => fields), theirs);
}

export const tables: Fuzzer = {
  name: 'tables',
  property: fc.asyncProperty(
    tablesOf(false),
    tablesOf(true),
    sizes,
    fc.array(fc.constantFrom(...SIGNS), { maxLength: 16 }).map((parts) => parts.join('')),
    fc.constantFrom('', '', '#'),
    fc.constantFrom(',', '\t'),
    async (any, plain, sizes, text, comment, delimiter) => {
      await checkWritten(any, sizes);
      await checkFound(plain, sizes);
      checkBeside(text, comment, delimiter);
    },
  ),
  runs: 300,
};
