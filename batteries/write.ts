// Writes the numbers of a stream to standard output, until the reader has enough.
import { writeSync } from 'node:fs';
import type { Fill } from './words.js';

/** Numbers that are written at once. */
const BLOCK = 2 ** 16;

/** Writes 32-bit numbers in this machine's byte order. Returns how many, once the reader closes its end. */
export function writeNumbers(fill: Fill): number {
  const numbers = new Uint32Array(BLOCK);
  const bytes = new Uint8Array(numbers.buffer);
  for (let written = 0; ; written += BLOCK) {
    fill(numbers);
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(1, bytes, at);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') return written + Math.floor(at / 4);
        if (code !== 'EAGAIN') throw error;
      }
    }
  }
}
