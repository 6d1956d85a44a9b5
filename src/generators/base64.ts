// Base64 of 32-bit words (RFC 4648, section 4), low byte first. Without btoa and atob, which QuickJS, AudioWorklets and
// Hermes do not have.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Encodes the bytes of the words as base64, padded with '='. */
export function encodeBase64(words: Uint32Array): string {
  const byte = (at: number) => (words[at >> 2] >>> (8 * (at & 3))) & 255;
  const bytes = 4 * words.length;
  let text = '';
  for (let at = 0; at < bytes; at += 3) {
    // bytes past the end are zeros
    const group = (byte(at) << 16) | (byte(at + 1) << 8) | byte(at + 2);
    for (const shift of [18, 12, 6, 0]) text += DIGITS[(group >> shift) & 63];
  }
  const padding = (3 - (bytes % 3)) % 3;
  return text.slice(0, text.length - padding) + '='.repeat(padding);
}

/** Decodes `count` words. The text must hold at least 4 * count bytes. */
export function decodeBase64(text: string, count: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(count);
  for (let at = 0; at < 4 * count; at++) {
    // byte `at` is bits 8 * at to 8 * at + 7 of the text, which has six bits per digit
    const digit = Math.floor((8 * at) / 6);
    const two = (DIGITS.indexOf(text[digit]) << 6) | DIGITS.indexOf(text[digit + 1]);
    words[at >> 2] |= ((two >> (4 - ((8 * at) % 6))) & 255) << (8 * (at & 3));
  }
  return words;
}
