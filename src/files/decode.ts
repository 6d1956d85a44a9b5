/** The characters of the bytes 0x80 to 0x9f in windows-1252 (https://encoding.spec.whatwg.org/#windows-1252). */
const HIGH =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** Turns the bytes of a text into characters, piece by piece. */
export interface Decoder {
  /** The name of the encoding in the encoding standard, such as utf-8. */
  readonly encoding: string;
  /** Takes the next bytes. @throws {DecodeError} They are not of this encoding. */
  decode(bytes: Uint8Array): string;
  /** What is left at the end. @throws {DecodeError} The text is cut off within a character. */
  end(): string;
}

/** Bytes that are not of the encoding. */
export class DecodeError extends Error {
  /**
   * @param before The text before them, of the same piece.
   * @param bytes The bytes themselves and what follows them, for UTF-8.
   */
  constructor(
    readonly before: string,
    readonly bytes?: Uint8Array,
  ) {
    super('the bytes are not of this encoding');
  }
}

/**
 * A decoder for an encoding by any of its names, such as latin1 for windows-1252.
 * @throws {RangeError} There is no such encoding.
 */
export function decoderOf(name: string): Decoder {
  const { encoding } = new TextDecoder(name);
  if (encoding === 'utf-8') return new Utf8();
  // some engines read windows-1252 as ISO-8859-1
  if (encoding === 'windows-1252') return { encoding, decode: windows1252, end: () => '' };
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const checked = (decode: () => string): string => {
    try {
      return decode();
    } catch {
      throw new DecodeError('');
    }
  };
  return {
    encoding,
    decode: (bytes) => checked(() => decoder.decode(bytes, { stream: true })),
    end: () => checked(() => decoder.decode()),
  };
}

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 && byte < 0xa0 ? HIGH.charCodeAt(byte - 0x80) : byte,
);

function windows1252(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) units[i] = TABLE[bytes[i]];
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(units);
}

/** UTF-8. Pieces are cut between characters, because engines decode whole texts faster than streams. */
class Utf8 implements Decoder {
  readonly encoding = 'utf-8';
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #rest = new Uint8Array(0);

  decode(bytes: Uint8Array): string {
    const all = this.#rest.length > 0 ? joined(this.#rest, bytes) : bytes;
    const end = all.length - unfinished(all);
    const text = this.#text(end === all.length ? all : all.subarray(0, end));
    this.#rest = all.slice(end);
    return text;
  }

  end(): string {
    return this.#text(this.#rest);
  }

  #text(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      const valid = validUtf8(bytes);
      throw new DecodeError(this.#decoder.decode(valid), bytes.subarray(valid.length));
    }
  }
}

/** The number of bytes at the end that begin a character and do not finish it, at most 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? back : 0;
  }
  return 0;
}

/** Two pieces as one. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** The bytes before the first one that is not UTF-8. */
function validUtf8(bytes: Uint8Array): Uint8Array {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const isValid = (end: number): boolean => {
    try {
      decoder.decode(bytes.subarray(0, end - unfinished(bytes.subarray(0, end))));
      return true;
    } catch {
      return false;
    }
  };
  let [from, to] = [0, bytes.length];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (isValid(middle)) from = middle;
    else to = middle - 1;
  }
  return bytes.subarray(0, from - unfinished(bytes.subarray(0, from)));
}

/** The encoding that a byte-order mark names, and the length of the mark in bytes. */
export function byteOrderMark(bytes: Uint8Array): { encoding: string; length: number } | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}
