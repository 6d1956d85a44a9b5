import { finished, pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { Progress } from '../progress.js';
import { UserError, unreadable } from '../user-error.js';
import { CsvLines } from './csv-lines.js';
import type { Input } from './find-input.js';
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
 * @throws {UserError} It is empty, not UTF-8, badly quoted, a field or row is too long, or a row has more or fewer
 * fields than the header: on which line.
 */
export async function readCsv(input: Input, options: CsvOptions, reader: CsvReader): Promise<void> {
  const source = input.open();
  const check = new Utf8Check(input.name);
  const lines = new CsvLines(options.delimiter);
  const parser = parse({
    delimiter: options.delimiter,
    // all of them: files are put together on several systems
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    skip_empty_lines: true,
    info: options.ends,
  });
  options.progress.start(`reading ${input.name}`, input.found?.size);
  source.on('data', (chunk: Buffer) => {
    options.progress.add(chunk.length);
    const tooLong = lines.add(chunk);
    if (tooLong) source.destroy(new UserError(`${input.name}: ${tooLong}`));
    else reader.bytes?.(chunk);
  });
  let begun = false;
  parser.on('readable', () => {
    try {
      for (let item = parser.read(); item !== null; item = parser.read()) {
        const record = options.ends ? (item as WithInfo).record : (item as string[]);
        const ends = options.ends ? (item as WithInfo).info.bytes : 0;
        if (begun) reader.row(record, ends);
        else reader.header(record, ends);
        begun = true;
      }
    } catch (error) {
      parser.destroy(error as Error);
    }
  });
  try {
    await pipeline(source, check, parser);
    await finished(parser);
  } catch (error) {
    if (error instanceof CsvError) throw new UserError(`${input.name}: ${sentence(error, lines)}`);
    throw unreadable(input.name, error);
  } finally {
    options.progress.stop();
  }
  if (!begun) throw new UserError(`${input.name} is empty: it has not even a header`);
}

/** What is wrong, and on which line. Lines count from 1, with the header's. */
function sentence(error: CsvError, lines: CsvLines): string {
  const { lines: counted, record } = error as unknown as { lines: number; record?: string[] };
  const last = lines.real(counted);
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const { length } = record as string[];
      // a row begins as many lines above its end as its fields hold line breaks
      const breaks = (record as string[]).join('').match(/\r\n|\n|\r/g)?.length ?? 0;
      const expected = error.message.match(/expect (\d+)/)?.[1];
      return `line ${last - breaks} has ${length} ${length === 1 ? 'field' : 'fields'}, the header ${expected}`;
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return `line ${lines.opened} opens a quote that is never closed`;
    case 'INVALID_OPENING_QUOTE':
      return `line ${last} has a quote inside a field that does not begin with one`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `line ${last} goes on after a closing quote`;
    default:
      return `line ${last} ${error.message}`;
  }
}
