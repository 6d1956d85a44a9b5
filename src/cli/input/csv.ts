import { finished, pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { Progress } from '../progress.js';
import { readError, UserError } from '../user-error.js';
import { CsvLines } from './csv-lines.js';
import type { Input } from './find-input.js';
import { Utf8Check } from './utf8.js';

/** What readCsv calls. `end` is the byte behind a row, or 0 unless the option `ends` asks for it. */
export interface CsvReader {
  header(names: string[], end: number): void;
  row(fields: string[], end: number): void;
  /** Gets every byte of the file, in order. */
  bytes?(chunk: Buffer): void;
}

export interface CsvOptions {
  delimiter: string;
  /** Whether to tell where rows end, which doubles the time of parsing. */
  ends: boolean;
  progress: Progress;
}

interface WithInfo {
  record: string[];
  info: { bytes: number };
}

/** What to do with Parquet on standard input, or in a file of another name. */
const PARQUET = [
  'this is Parquet, which cannot be read from a pipe: write it to a file that ends in .parquet',
  'this is a Parquet file: rename it, so that its name ends in .parquet',
] as const;

/** Whether these bytes are the first ones of a Parquet file. A CSV may begin with a column PAR1. */
const beginsLikeParquet = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 4) === 'PAR1' && bytes[4] < 32 && ![9, 10, 13].includes(bytes[4]);

/**
 * Streams a CSV of any size to a reader. Skips empty lines.
 * @throws {UserError} The file is empty, not UTF-8 or badly quoted, a field or row is too long, or a row has more or
 * fewer fields than the header. The message has the line.
 */
export async function readCsv(input: Input, options: CsvOptions, reader: CsvReader): Promise<void> {
  const source = input.open();
  const check = new Utf8Check(input.name);
  const lines = new CsvLines(options.delimiter);
  const parser = parse({
    delimiter: options.delimiter,
    // a file may have several kinds, because parts of it came from different systems
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    skip_empty_lines: true,
    info: options.ends,
  });
  options.progress.start(`reading ${input.name}`, input.stats?.size);
  let begins = true;
  let refusal: UserError | undefined;
  source.on('data', (chunk: Buffer) => {
    options.progress.add(chunk.length);
    const problem = begins && beginsLikeParquet(chunk) ? PARQUET[input.kind === 'stdin' ? 0 : 1] : lines.add(chunk);
    begins = false;
    if (problem) source.destroy((refusal = new UserError(`${input.name}: ${problem}`)));
    else reader.bytes?.(chunk);
  });
  let hasHeader = false;
  parser.on('readable', () => {
    try {
      for (let item = parser.read(); item !== null; item = parser.read()) {
        const record = options.ends ? (item as WithInfo).record : (item as string[]);
        const end = options.ends ? (item as WithInfo).info.bytes : 0;
        if (hasHeader) reader.row(record, end);
        else reader.header(record, end);
        hasHeader = true;
      }
    } catch (error) {
      parser.destroy(error as Error);
    }
  });
  try {
    await pipeline(source, check, parser);
    await finished(parser);
  } catch (error) {
    // what is no text is no UTF-8 either
    if (refusal) throw refusal;
    if (error instanceof CsvError) throw new UserError(`${input.name}: ${problemOf(error, lines)}`);
    throw readError(input.name, error);
  } finally {
    options.progress.stop();
  }
  if (!hasHeader) throw new UserError(`${input.name} is empty: it needs a header and rows`);
}

/** Says what is wrong, and on which line. The header begins on line 1. */
function problemOf(error: CsvError, lines: CsvLines): string {
  const { lines: counted, record } = error as unknown as { lines: number; record?: string[] };
  const last = lines.realLine(counted);
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const { length } = record as string[];
      // a row begins above its end by as many lines as its fields contain line breaks
      const breaks = (record as string[]).join('').match(/\r\n|\n|\r/g)?.length ?? 0;
      const expected = error.message.match(/expect (\d+)/)?.[1];
      return `line ${last - breaks} has ${length} ${length === 1 ? 'field' : 'fields'}, the header ${expected}`;
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return `line ${lines.openingLine} opens a quote that is never closed`;
    case 'INVALID_OPENING_QUOTE':
      return `line ${last} has a quote inside a field that does not begin with one`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `line ${last} goes on after a closing quote`;
    default:
      return `line ${last} ${error.message}`;
  }
}
