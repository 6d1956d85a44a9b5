import type { FormatOptions, Understood } from '../../src/files/dialect.js';
import { LineIndex } from '../../src/files/line-index.js';
import { readTable } from '../../src/files/read-table.js';

export interface ReadText {
  readonly names: readonly string[];
  readonly rows: readonly string[][];
  /** The first line and the last line of each row. */
  readonly lines: readonly (readonly [number, number])[];
  /** The bytes of each row, with their line break. */
  readonly bytes: readonly (readonly [number, number])[];
  readonly understood: Understood;
  readonly doubts: readonly string[];
}

export interface ReadTextOptions extends FormatOptions {
  name?: string;
  /** The sizes of the pieces that come in; the last one is used again and again. Default: one piece. */
  sizes?: readonly number[];
  /** The columns to read. Default: all. */
  wanted?: readonly number[];
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = Math.max(1, sizes[Math.min(i, sizes.length - 1)]);
    yield bytes.slice(from, from + size);
    from += size;
  }
}

/** Unpacks gzip by what all engines have. */
async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts: BlobPart[] = [];
  for await (const each of bytes) parts.push(each as Uint8Array<ArrayBuffer>);
  const unpacked = new Blob(parts).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = unpacked.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** Reads a text, or its bytes, as the command and the demo page do. */
export async function readText(text: string | Uint8Array, options: ReadTextOptions = {}): Promise<ReadText> {
  const { name = 'a.csv', sizes = [1 << 20], wanted, ...format } = options;
  const bytes = typeof text === 'string' ? utf8(text) : text;
  let names: readonly string[] = [];
  let index: LineIndex | undefined;
  const rows: string[][] = [];
  const lines: [number, number][] = [];
  const places: [number, number][] = [];
  const file = { name, bytes: pieces(bytes, sizes), gunzip, parquet: 'a Parquet file' };
  const { understood, doubts } = await readTable(file, format, {
    header(found) {
      names = [...found];
      return wanted;
    },
    row(fields, line, last) {
      rows.push((wanted ?? names.map((_, i) => i)).map((column) => fields[column]));
      lines.push([line, last]);
      places.push((index as LineIndex).range(line, last));
    },
    bytes(chunk, { encoding }) {
      index ??= new LineIndex(encoding);
      index.add(chunk);
    },
  });
  return { names, rows, lines, bytes: places, understood, doubts };
}
