import type { Memory } from '../kernels/js/memory.js';
import { openStream } from '../kernels/js/stream.js';
import { lessThan, mulHigh } from '../kernels/js/u64.js';
import { PURPOSE } from '../sources/source.js';

/** What names an item: a safe integer, a bigint or a string. */
export type ItemId = number | string | bigint;

/**
 * Hashes ids and a seed to 64 bits. An id first becomes 64 bits: an integer its two's complement, a string a hash of
 * its UTF-16 code units. The hash is the word of SplitMix64 at this distance from a start that is hashed from the seed.
 * G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014, doi:10.1145/2660193.2660195.
 */
export class IdHash {
  /** The last hash, as signed 32-bit words. */
  high = 0;
  low = 0;
  readonly #start: Int32Array;
  readonly #wide = new BigInt64Array(1);
  readonly #words = new Int32Array(this.#wide.buffer);

  constructor(seed: number) {
    const bytes = new ArrayBuffer(16);
    const memory: Memory = { u32: new Uint32Array(bytes), f64: new Float64Array(bytes) };
    openStream(memory, 0, seed, 0, PURPOSE.reservoir);
    this.#start = new Int32Array(bytes);
  }

  hash(id: ItemId): void {
    if (typeof id === 'number') {
      const low = id | 0;
      this.#mix(low === id ? low >> 31 : Math.floor(id / 4294967296) | 0, low, 0);
    } else if (typeof id === 'string') {
      this.#hashText(id);
    } else {
      this.#hashWide(id);
    }
  }

  #hashWide(id: bigint): void {
    this.#wide[0] = id;
    // integers of more than 64 bits count by their digits
    if (this.#wide[0] === id) this.#mix(this.#words[1], this.#words[0], 0);
    else this.#hashText(`${id}n`);
  }

  /** Two lanes like the body of MurmurHash3 (A. Appleby, github.com/aappleby/smhasher), two code units at a time. */
  #hashText(text: string): void {
    const { length } = text;
    let a = this.#start[2];
    let b = this.#start[3];
    for (let i = 0; i < length; i += 2) {
      const word = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0);
      let k = Math.imul(word, 0xcc9e2d51);
      k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
      a ^= k;
      a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
      k = Math.imul(word, 0x239b961b);
      k = Math.imul((k << 16) | (k >>> 16), 0xab0e9789);
      b ^= k;
      b = (Math.imul((b << 17) | (b >>> 15), 5) + 0x561ccd1b) | 0;
    }
    this.#mix(a ^ length, b, 2);
  }

  /** `start` is 0 for integers and 2 for texts. */
  #mix(idHigh: number, idLow: number, start: 0 | 2): void {
    const startLow = this.#start[start];
    let low = (Math.imul(idLow, 0x7f4a7c15) + startLow) | 0;
    let high = (mulHigh(idHigh, idLow, 0x9e3779b9, 0x7f4a7c15) + this.#start[start + 1] + lessThan(low, startLow)) | 0;
    low ^= (low >>> 30) | (high << 2);
    high ^= high >>> 30;
    high = mulHigh(high, low, 0xbf58476d, 0x1ce4e5b9);
    low = Math.imul(low, 0x1ce4e5b9);
    low ^= (low >>> 27) | (high << 5);
    high ^= high >>> 27;
    high = mulHigh(high, low, 0x94d049bb, 0x133111eb);
    low = Math.imul(low, 0x133111eb);
    this.low = low ^ ((low >>> 31) | (high << 1));
    this.high = high ^ (high >>> 31);
  }
}
