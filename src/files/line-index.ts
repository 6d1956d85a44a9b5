import { byteOrderMark } from './decode.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Knows at which byte the newest lines of a text begin. A line ends at LF, CR or CRLF. */
export class LineIndex {
  /** The bytes of a character that ends a line: 2 in UTF-16. */
  readonly #unit: number;
  readonly #isBigEndian: boolean;
  /** The first bytes of the lines from `#first` on. */
  #starts = new Float64Array(1 << 12);
  #first = 1;
  #count = 0;
  /** The line that was asked for last: lines before it are forgotten. */
  #asked = 1;
  #length = 0;
  #isBehindReturn = false;
  /** The first byte of a character of two, where a piece ends behind it. */
  #half: number | undefined;

  /** @param encoding As TextDecoder names it. */
  constructor(encoding: string) {
    this.#unit = encoding.startsWith('utf-16') ? 2 : 1;
    this.#isBigEndian = encoding === 'utf-16be';
  }

  /** Takes the next bytes, the byte-order mark among them. */
  add(bytes: Uint8Array): void {
    if (this.#count === 0) this.#push(byteOrderMark(bytes)?.length ?? 0);
    this.#forget();
    if (this.#unit === 1) {
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i];
        if (byte <= CARRIAGE_RETURN || this.#isBehindReturn) this.#character(byte, this.#length + i + 1);
      }
    } else {
      for (let i = 0; i < bytes.length; i++) {
        if (this.#half === undefined) {
          this.#half = bytes[i];
          continue;
        }
        const [high, low] = this.#isBigEndian ? [this.#half, bytes[i]] : [bytes[i], this.#half];
        this.#half = undefined;
        this.#character(high === 0 ? low : -1, this.#length + i + 1);
      }
    }
    this.#length += bytes.length;
  }

  /** The bytes of lines `first` to `last`, with the line break at their end. Lines before `first` are forgotten. */
  range(first: number, last: number): [from: number, to: number] {
    this.#asked = first;
    const next = last + 1 - this.#first;
    return [this.#starts[first - this.#first], next < this.#count ? this.#starts[next] : this.#length];
  }

  /** Whether a line has a line break at its end: all have but the last one. */
  hasLineBreak(line: number): boolean {
    return line + 1 - this.#first < this.#count;
  }

  /** @param end The byte behind the character. */
  #character(code: number, end: number): void {
    if (code === LINE_FEED && this.#isBehindReturn) this.#starts[this.#count - 1] = end;
    else if (code === LINE_FEED || code === CARRIAGE_RETURN) this.#push(end);
    this.#isBehindReturn = code === CARRIAGE_RETURN;
  }

  #push(start: number): void {
    if (this.#count === this.#starts.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.#count++] = start;
  }

  #forget(): void {
    const old = this.#asked - this.#first;
    if (old < this.#count / 2) return;
    this.#starts.copyWithin(0, old, this.#count);
    this.#first += old;
    this.#count -= old;
  }
}
