// What the first bytes of a file say of it.
import { FileError } from './file-error.js';

const GZIP = [0x1f, 0x8b];

const begins = (bytes: Uint8Array, first: readonly number[]): boolean => first.every((byte, i) => bytes[i] === byte);
const codes = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

export const isGzip = (bytes: Uint8Array): boolean => begins(bytes, GZIP);

/** Kinds of files that are no text tables: their first bytes, what they are, and what to do. */
const OTHERS: readonly (readonly [first: number[], what: string])[] = [
  [codes('PK\x03\x04'), 'a ZIP archive or an Excel workbook (.xlsx): unpack it, or save its sheet as CSV'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an Excel workbook (.xls): save its sheet as CSV'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed by Zstandard: unpack it first: zstd -d'],
  [codes('BZh'), 'compressed by bzip2: unpack it first: bunzip2'],
  [[0xfd, ...codes('7zXZ')], 'compressed by xz: unpack it first: unxz'],
  [codes('7z\xbc\xaf'), 'a 7-Zip archive: unpack it first'],
  [codes('ARROW1'), 'an Arrow file: write it as Parquet or CSV'],
  [codes('\x93NUMPY'), 'a NumPy array: write it by numpy.savetxt'],
  [codes('\x89HDF'), 'an HDF5 file: write its table as Parquet or CSV'],
  [codes('SQLite format 3'), 'an SQLite database: write its table as CSV'],
  [codes('%PDF-'), 'a PDF'],
  [codes('version https://git-lfs'), 'a pointer of Git LFS, not the file itself: get it by git lfs pull'],
];

/** UTF-32, which no decoder of an engine reads, begins with the mark of UTF-16. */
const isUtf32 = (bytes: Uint8Array): boolean => begins(bytes, [0xff, 0xfe, 0, 0]) || begins(bytes, [0, 0, 0xfe, 0xff]);

/** Parquet begins with PAR1. So may a CSV, whose first column has this name. */
const isParquet = (bytes: Uint8Array): boolean =>
  begins(bytes, codes('PAR1')) && bytes[4] < 32 && ![9, 10, 13].includes(bytes[4]);

/**
 * Refuses what is no text table by its first bytes.
 * @param parquet What to do about a Parquet file.
 * @throws {FileError} The message says what it is and what to do.
 */
export function checkKind(name: string, bytes: Uint8Array, parquet: string): void {
  if (isParquet(bytes)) throw new FileError(`${name}: this is ${parquet}`);
  if (isUtf32(bytes)) throw new FileError(`${name} is UTF-32: convert it: iconv -f utf-32 -t utf-8`);
  const other = OTHERS.find(([first]) => begins(bytes, first));
  if (other) throw new FileError(`${name} is ${other[1]}`);
  if (isGzip(bytes)) throw new FileError(`${name} is compressed twice: unpack it once: gunzip`);
  const text = new TextDecoder('windows-1252').decode(bytes.subarray(0, 256)).trimStart();
  if (/^<(!doctype html|html|\?xml)/i.test(text)) {
    const what = text[1] === '?' ? 'an XML file' : 'a web page';
    throw new FileError(`${name} is ${what}, not a table: download the table itself, or save it as CSV`);
  }
}

/** The encoding that bytes with zeros in every second place have; undefined if there are none. */
export function zerosMean(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'binary' | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2]++;
  if (zeros[0] + zeros[1] === 0) return undefined;
  const [even, odd] = zeros.map((found) => found / (bytes.length / 2));
  if (odd > 0.4 && even < 0.1) return 'utf-16le';
  return even > 0.4 && odd < 0.1 ? 'utf-16be' : 'binary';
}
