// The demo page's gunzip, beside Node's.
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip } from '../../examples/browser/src/gunzip.js';

/** Unpacks bytes that come in pieces of `size`. */
async function unpacked(bytes: Uint8Array, size: number): Promise<Buffer> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const out: Uint8Array[] = [];
  for await (const piece of gunzip('x.gz', pieces())) out.push(piece);
  return Buffer.concat(out);
}

const members = [
  Buffer.from('id,label\n'),
  Buffer.alloc(0),
  Buffer.from('1,cat\n'.repeat(200_000)),
  // hardly to be compressed
  Buffer.from(Uint8Array.from({ length: 5000 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255)),
].map((text) => gzipSync(text));

test.each([1, 7, 100, 2 ** 16, 2 ** 30])(
  'members come whole from pieces of %i bytes, wherever they end',
  async (size) => {
    const bytes = Buffer.concat(members);
    const expected = gunzipSync(bytes);
    expect(expected.length).toBe(9 + 1_200_000 + 5000);
    expect((await unpacked(bytes, size)).equals(expected)).toBe(true);
    // a piece ends where a member does
    expect((await unpacked(Buffer.concat(members.slice(0, 1)), members[0].length)).toString()).toBe('id,label\n');
    // zeros fill up the last block of a tape
    expect((await unpacked(Buffer.concat([...members, Buffer.alloc(1000)]), size)).equals(expected)).toBe(true);
  },
);

test.each([1, 100, 2 ** 30])('what is cut off or damaged is refused, in pieces of %i bytes', async (size) => {
  const [first, , third] = members;
  const cutOff = 'x.gz is cut off: the end of its gzip is missing';
  const damaged = 'x.gz is damaged: its gzip cannot be unpacked';
  for (const length of [1, 9, 12, first.length - 9, first.length - 8, first.length - 1]) {
    await expect(unpacked(first.subarray(0, length), size)).rejects.toThrow(cutOff);
    await expect(unpacked(Buffer.concat([third, first.subarray(0, length)]), size)).rejects.toThrow(cutOff);
  }
  for (const at of [2, 12, first.length - 8, first.length - 4]) {
    const wrong = Buffer.from(first);
    wrong[at] ^= 0xff;
    await expect(unpacked(wrong, size)).rejects.toThrow(damaged);
    await expect(unpacked(Buffer.concat([third, wrong]), size)).rejects.toThrow(damaged);
  }
  await expect(unpacked(Buffer.concat([first, Buffer.from('no gzip')]), size)).rejects.toThrow(damaged);
});
