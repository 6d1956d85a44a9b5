import { finished, pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type Input, openInput } from './input.js';
import type { Progress } from './progress.js';
import { UserError } from './user-error.js';
import { Utf8Check } from './utf8.js';

export interface CsvReader {
  /** The names of the columns. */
  header(names: string[], ends: number): void;
  /** A row's fields; the byte at which it ends, where `ends` was asked for. */
  row(fields: string[], ends: number): void;
  /** The bytes as they come, where somebody wants to keep them. */
  bytes?(chunk: Buffer): void;
}

export interface CsvOptions {
  delimiter: string;
  /** Whether each row's end is wanted: it costs the parser as much again as the parsing. */
  ends: boolean;
  progress: Progress;
}

interface WithInfo {
  record: string[];
  info: { bytes: number };
}

/**
 * Streams a CSV of any size. Rows are numbered by the reader, from 0; empty lines are none.
 * @throws {UserError} It is empty, not UTF-8, badly quoted, or a row has more or fewer fields than the header: on which line.
 */
export async function readCsv(input: Input, options: CsvOptions, reader: CsvReader): Promise<void> {
  const source = openInput(input);
  const check = new Utf8Check(input.name);
  const parser = parse({
    delimiter: options.delimiter,
    // all of them: files are put together on several systems
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    skip_empty_lines: true,
    info: options.ends,
  });
  options.progress.start(`reading ${input.name}`, input.size);
  source.on('data', (chunk: Buffer) => {
    options.progress.add(chunk.length);
    reader.bytes?.(chunk);
  });
  let width = -1;
  parser.on('readable', () => {
    try {
      for (let item = parser.read(); item !== null; item = parser.read()) {
        const record = options.ends ? (item as WithInfo).record : (item as string[]);
        const ends = options.ends ? (item as WithInfo).info.bytes : 0;
        if (width === -1) reader.header(record, ends);
        else reader.row(record, ends);
        if (width === -1) width = record.length;
      }
    } catch (error) {
      parser.destroy(error as Error);
    }
  });
  try {
    await pipeline(source, check, parser);
    await finished(parser);
  } catch (error) {
    throw error instanceof CsvError ? new UserError(`${input.name}: ${sentence(error, width)}`) : error;
  } finally {
    options.progress.stop();
  }
  if (width === -1) throw new UserError(`${input.name} is empty: it has not even a header`);
}

/** What is wrong and where, lines counted from 1 on, the header's included. */
function sentence(error: CsvError, width: number): string {
  const { lines, record } = error as unknown as { lines: number; record: string[] };
  const what: Record<string, () => string> = {
    CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: () =>
      `has ${record.length} ${record.length === 1 ? 'field' : 'fields'}, the header ${width}`,
    CSV_QUOTE_NOT_CLOSED: () => 'opens a quote that is never closed',
    INVALID_OPENING_QUOTE: () => 'has a quote inside a field that does not begin with one',
    CSV_INVALID_CLOSING_QUOTE: () => 'goes on after a closing quote',
  };
  return `line ${lines} ${what[error.code]?.() ?? error.message}`;
}
