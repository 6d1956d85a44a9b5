import { PassThrough, pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FormatOptions, Understood } from '../../files/dialect.js';
import { FileError } from '../../files/file-error.js';
import { readTable } from '../../files/read-table.js';
import type { TableReader } from '../../files/table-reader.js';
import type { Progress } from '../progress.js';
import { readError } from '../user-error.js';
import type { Input } from './find-input.js';

/** What to do with Parquet on standard input, or in a file of another name. */
const PARQUET = {
  pipe: 'Parquet, which cannot be read from a pipe: write it to a file that ends in .parquet',
  file: 'a Parquet file: rename it, so that its name ends in .parquet',
};

/**
 * Streams a text table of any size to a reader, and shows how far it is.
 * @throws {UserError | FileError} It cannot be read, or is no table. The message has the line.
 */
export async function readTextTable(
  input: Input,
  options: FormatOptions,
  reader: TableReader,
  progress: Progress,
): Promise<{ understood: Understood; doubts: string[] }> {
  progress.start(`reading ${input.name}`, input.stats?.size);
  const source = input.open();
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      progress.add(chunk.length);
      yield chunk;
    }
  }
  const parquet = input.kind === 'stdin' ? PARQUET.pipe : PARQUET.file;
  try {
    return await readTable(
      { name: input.name, isNamed: input.kind !== 'stdin', bytes: bytes(), gunzip, parquet },
      options,
      reader,
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new FileError(`${input.name} is cut off: the end of its gzip is missing`);
    if (code?.startsWith('Z_')) throw new FileError(`${input.name} is damaged: its gzip cannot be unpacked (${code})`);
    throw readError(input.name, error);
  } finally {
    source.destroy();
    progress.stop();
  }
}

/** Unpacks gzip, of several members as well. */
export function gunzip(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  // the pieces that come out of zlib have 16 KiB by default
  const unpacked = new PassThrough();
  pipeline(Readable.from(bytes, { objectMode: false }), createGunzip({ chunkSize: 1 << 18 }), unpacked, () => {});
  return unpacked;
}
