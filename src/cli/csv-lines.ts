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
    // in locals, and by index: a quarter of the time
    let [quoted, before, line, counted] = [this.#quoted, this.#before, this.#line, this.#counted];
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === QUOTE) {
        quoted = !quoted;
        if (quoted) this.opened = line;
      } else if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && before !== CARRIAGE_RETURN)) {
        line++;
        counted++;
      } else if (byte === LINE_FEED && quoted) {
        this.#excess.push(++counted);
      }
      before = byte;
    }
    [this.#quoted, this.#before, this.#line, this.#counted] = [quoted, before, line, counted];
  }

  /** The real number of a line that csv-parse numbered so. */
  real(counted: number): number {
    const beyond = this.#excess.findIndex((line) => line > counted);
    return counted - (beyond === -1 ? this.#excess.length : beyond);
  }
}
