import { Inflate } from 'pako';
import { FileError } from '../../../src/files/file-error.js';

/** Bytes of a piece that comes out. */
const OUTPUT_BYTES = 2 ** 18;
/** zlib's window for gzip alone: 15 bits, and 16 for the format. */
const GZIP = 15 + 16;
/** What zlib answers where the end is missing. */
const CUT_OFF = -5;

/**
 * Unpacks gzip of any number of members. A browser's own DecompressionStream refuses all behind the first one.
 * @param name The name of the file, for errors.
 * @throws {FileError} The bytes are damaged, or their end is missing.
 */
export async function* gunzip(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const member = () =>
    Object.assign(new Inflate({ windowBits: GZIP, chunkSize: OUTPUT_BYTES }), {
      onData: (piece: Uint8Array) => pieces.push(piece),
    });
  let inflate = member();
  let isBegun = false;
  for await (const chunk of bytes) {
    if (chunk.length === 0) continue;
    if (inflate.ended) {
      // zeros may fill up the end of a file; anything else is another member
      if (chunk[0] === 0) continue;
      inflate = member();
    }
    isBegun = true;
    inflate.push(chunk, false);
    if (inflate.err !== 0) throw damaged(name, inflate.err);
    yield* pieces;
    pieces.length = 0;
  }
  if (isBegun && !inflate.ended) throw damaged(name, CUT_OFF);
}

function damaged(name: string, code: number): FileError {
  return new FileError(
    code === CUT_OFF
      ? `${name} is cut off: the end of its gzip is missing`
      : `${name} is damaged: its gzip cannot be unpacked`,
  );
}
