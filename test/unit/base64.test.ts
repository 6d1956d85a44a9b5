// Base64 of words against the platform's own, of the bytes in the order that every platform here has: low byte first.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/generators/base64.js';

const words = fc.array(fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2 ** 32 - 1)));

it('is what btoa makes of the bytes, and comes back the same', () => {
  fc.assert(
    fc.property(words, (numbers) => {
      const given = Uint32Array.from(numbers);
      const text = encodeBase64(given);
      expect(text).toBe(btoa(String.fromCharCode(...new Uint8Array(given.buffer))));
      expect(decodeBase64(text, given.length)).toEqual(given);
    }),
    { numRuns: 500 },
  );
});

it('holds a generator’s 625 words in 3,336 digits', () => {
  const given = Uint32Array.from({ length: 625 }, (_, i) => Math.imul(i, 0x9e3779b1));
  expect(encodeBase64(given)).toHaveLength(3336);
  expect(decodeBase64(encodeBase64(given), 625)).toEqual(given);
});
