// Bytes of texts in encodings that Node does not write, and gzip without compression, so that no version of zlib
// changes a byte.
import { crc32 as zlibCrc32 } from 'node:zlib';

export const BOM = '\ufeff';

/** What windows-1252 has in place of Latin-1's control characters, for those that the files use. */
const WINDOWS = { '€': 0x80, '…': 0x85, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96, Ž: 0x8e };

export const utf8 = (text) => Buffer.from(text, 'utf8');
export const latin1 = (text) => Buffer.from(text, 'latin1');
export const utf16le = (text) => Buffer.from(text, 'utf16le');
export const utf16be = (text) => Buffer.from(text, 'utf16le').swap16();
export const windows1252 = (text) => Buffer.from(Array.from(text, (char) => WINDOWS[char] ?? char.codePointAt(0)));

function crc32(bytes) {
  if (zlibCrc32) return zlibCrc32(bytes);
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A gzip member (RFC 1952) that holds the bytes in one stored block. */
export function gzip(bytes, name) {
  const length = Buffer.alloc(4);
  length.writeUInt16LE(bytes.length, 0);
  length.writeUInt16LE(0xffff ^ bytes.length, 2);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length, 4);
  // deflate; a name or none; no time; an unknown system; the last block, stored
  const head = [0x1f, 0x8b, 8, name ? 8 : 0, 0, 0, 0, 0, 0, 255];
  return Buffer.concat([
    Buffer.from(head),
    name ? Buffer.from(`${name}\0`, 'latin1') : Buffer.alloc(0),
    Buffer.from([1]),
    length,
    bytes,
    end,
  ]);
}
