const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Counts the lines of a CSV as an editor does. csv-parse counts a CRLF inside quotes as two lines, and gives the last line of the file
 * for a quote that is never closed.
 */
export class CsvLines {
  #quoted = false;
  #before = 0;
  /** Lines so far: real ones, and as csv-parse counts them. */
  #line = 1;
  #counted = 1;
  /** The line numbers of csv-parse at which it counted one too many, ascending. */
  readonly #excess: number[] = [];
  /** The line of the last quote that began a field. */
  opened = 1;

  add(chunk: Buffer): void {
    for (const byte of chunk) {
      if (byte === QUOTE) {
        this.#quoted = !this.#quoted;
        if (this.#quoted) this.opened = this.#line;
      } else if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && this.#before !== CARRIAGE_RETURN)) {
        this.#line++;
        this.#counted++;
      } else if (byte === LINE_FEED && this.#quoted) {
        this.#excess.push(++this.#counted);
      }
      this.#before = byte;
    }
  }

  /** The real number of a line that csv-parse numbered so. */
  real(counted: number): number {
    const beyond = this.#excess.findIndex((line) => line > counted);
    return counted - (beyond === -1 ? this.#excess.length : beyond);
  }
}
