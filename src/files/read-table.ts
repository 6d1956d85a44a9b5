// Reads a text table of any size, row by row, in a constant memory. The command and the demo page read by it.
import { byteOrderMark, DecodeError, type Decoder, decoderOf, joined } from './decode.js';
import { DelimitedRows } from './delimited-rows.js';
import type { FormatOptions, Understood } from './dialect.js';
import { FileError } from './file-error.js';
import { checkKind, isGzip, zerosMean } from './file-kind.js';
import { JsonRows } from './json-rows.js';
import type { Rows, TableReader } from './table-reader.js';
import { inQuotes, word } from './words.js';

/** A file, or anything else that has a name and bytes. */
export interface TableFile {
  /** The name in messages; its ending tells the format. */
  readonly name: string;
  /** Whether `name` is the path of a file. Default true. */
  readonly isNamed?: boolean;
  /** The bytes as they are, in order. They are read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Unpacks gzip. */
  gunzip(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** What to do about a Parquet file, which needs another reader. */
  readonly parquet: string;
}

/** The part of a file by which it is understood, in bytes. */
const HEAD = 2 ** 18;

/**
 * Reads a text table: delimited text or JSON Lines, compressed or not.
 * @returns What was understood, and what might be wrong with it.
 * @throws {FileError} It is no table, or a row of it is broken. The message has the line, and the option that helps.
 */
export async function readTable(
  file: TableFile,
  options: FormatOptions,
  reader: TableReader,
): Promise<{ understood: Understood; doubts: string[] }> {
  const { name } = file;
  let source = file.bytes[Symbol.asyncIterator]();
  try {
    let { head, isWhole } = await beginOf(source);
    const compressed = isGzip(head);
    if (compressed) {
      source = file.gunzip(restored(head, isWhole, source))[Symbol.asyncIterator]();
      ({ head, isWhole } = await beginOf(source));
    }
    if (head.length === 0) throw new FileError(`${name} is empty: it needs a header and rows`);
    checkKind(name, head, file.parquet);
    const mark = byteOrderMark(head);
    // somebody may have put the mark of UTF-8 in front of other bytes
    const isOther = mark?.encoding === 'utf-8' && !options.encoding?.startsWith('utf-16');
    const decoder = decoderOf(
      (isOther ? options.encoding : undefined) ?? mark?.encoding ?? options.encoding ?? 'utf-8',
    );
    const body = head.subarray(mark?.length ?? 0);
    if (!decoder.encoding.startsWith('utf-16')) checkZeros(name, body.subarray(0, HEAD));
    const packing = { encoding: decoder.encoding, compressed };
    let rows: Rows | undefined;
    const take = (bytes: Uint8Array | undefined, isEnd: boolean): string => {
      let text = '';
      try {
        if (bytes) text = decoder.decode(bytes);
        return isEnd ? text + decoder.end() : text;
      } catch (error) {
        throw error instanceof DecodeError ? decodeProblem(name, text, error, decoder, rows) : error;
      }
    };
    const text = take(body, isWhole);
    if (text === '') throw new FileError(`${name} is empty: it needs a header and rows`);
    const beginsLikeJson = options.delimiter === undefined && /^\s*\{\s*["}]/.test(text);
    const isJson = /\.(jsonl|ndjson)(\.gz)?$/i.test(name) || beginsLikeJson;
    const isList = /\.json(\.gz)?$/i.test(name) ? /^\s*\[/ : /^\s*\[\s*\{\s*"/;
    if (options.delimiter === undefined && isList.test(text)) {
      const how = file.isNamed === false ? '' : ` ${word(name)}`;
      throw new FileError(`${name} is a JSON list: make an object a line of it: jq -c '.[]'${how}`);
    }
    rows = isJson
      ? new JsonRows(name, text, options.lists, reader)
      : new DelimitedRows(name, text, isWhole, options, reader);
    reader.bytes?.(head, packing);
    const push = (piece: string): void => {
      checkZero(name, piece, rows as Rows);
      rows?.push(piece);
    };
    push(text);
    while (!isWhole) {
      const { value, done } = await source.next();
      if (done) break;
      reader.bytes?.(value, packing);
      push(take(value, false));
    }
    if (!isWhole) push(take(undefined, true));
    rows.end();
    return { understood: { ...rows.understood(), ...packing }, doubts: [...rows.doubts] };
  } finally {
    await source.return?.();
  }
}

/** The first bytes, and whether they are all. */
async function beginOf(source: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array; isWhole: boolean }> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < HEAD) {
    const { value, done } = await source.next();
    if (done) return { head, isWhole: true };
    head = head.length === 0 ? value : joined(head, value);
  }
  return { head, isWhole: false };
}

/** All bytes again, those that were looked at first. */
async function* restored(head: Uint8Array, isWhole: boolean, source: AsyncIterator<Uint8Array>) {
  try {
    yield head;
    while (!isWhole) {
      const { value, done } = await source.next();
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    await source.return?.();
  }
}

/** @throws {FileError} The text has zeros, as UTF-16 and binary files do. */
function checkZeros(name: string, bytes: Uint8Array): void {
  const meaning = zerosMean(bytes);
  if (meaning === undefined) return;
  if (meaning === 'binary') throw new FileError(`${name} is a binary file, not a text table: it has bytes of 0`);
  throw new FileError(`${name} is not UTF-8, but looks like UTF-16: try --encoding ${meaning}`);
}

/** @throws {FileError} A text has a character of code 0, as binary files do. */
function checkZero(name: string, piece: string, rows: Rows): void {
  const at = piece.indexOf('\0');
  if (at === -1) return;
  rows.push(piece.slice(0, at));
  throw new FileError(`${name}: line ${rows.lineAtEnd} has a byte of 0: this is no text table, or it is damaged`);
}

/** Says on which line the text is not of its encoding, and how it reads in a likely one. */
function decodeProblem(
  name: string,
  decoded: string,
  error: DecodeError,
  { encoding }: Decoder,
  rows: Rows | undefined,
): FileError {
  const before = decoded + error.before;
  rows?.push(before);
  const line = rows?.lineAtEnd ?? (before.match(/\r\n|\n|\r/g)?.length ?? 0) + 1;
  if (error.bytes === undefined)
    return new FileError(`${name} is not ${encoding}, from line ${line} on: try another --encoding`);
  const lineBefore = before.split(/\r\n|\n|\r/).at(-1) as string;
  const other = decoderOf('windows-1252').decode(error.bytes.subarray(0, 60));
  const shown = inQuotes((lineBefore.slice(-30) + other).split(/[\r\n]/)[0].slice(0, 60));
  const byte = `0x${error.bytes[0].toString(16)}`;
  return new FileError(
    `${name}: line ${line} is not UTF-8 (byte ${byte}); as windows-1252 (Latin-1) it reads ${shown}: ` +
      'try --encoding windows-1252',
  );
}
