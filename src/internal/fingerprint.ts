/**
 * Hashes settings to 64 bits, in hexadecimal, so that a state of other settings is refused. It detects mistakes, not
 * attacks. Two lanes, each like the 32-bit body and finalizer of MurmurHash3 (A. Appleby,
 * github.com/aappleby/smhasher).
 */
export function fingerprint(options: string, words: ArrayLike<number> = []): string {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  const add = (word: number) => {
    a = Math.imul(a ^ Math.imul(word, 0xcc9e2d51), 5);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ Math.imul(word ^ (word >>> 15), 0x1b873593), 9);
    b = (b << 17) | (b >>> 15);
  };
  for (let i = 0; i < options.length; i++) add(options.charCodeAt(i));
  for (let i = 0; i < words.length; i++) add(words[i]);
  add(words.length);
  return [finish(a), finish(b ^ a)].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

function finish(lane: number): number {
  lane = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  lane = Math.imul(lane ^ (lane >>> 13), 0xc2b2ae35);
  return lane ^ (lane >>> 16);
}
