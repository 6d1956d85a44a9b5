// How far a run has come, and how long the rest takes.

/** Seconds of a row that no earlier run has measured. */
const GUESS = 8;

export class Progress {
  readonly #rows: readonly string[];
  readonly #expected: ReadonlyMap<string, number>;
  readonly #took = new Map<string, number>();
  #factorSum = 0;
  #expectedSum = 0;

  /** `expected` are the seconds that rows took in an earlier run. */
  constructor(rows: readonly string[], expected: Readonly<Record<string, number>> = {}) {
    this.#rows = rows;
    this.#expected = new Map(Object.entries(expected));
  }

  /** Notes that a row took some seconds. */
  done(row: string, seconds: number): void {
    this.#took.set(row, seconds);
    const expected = this.#expected.get(row);
    if (expected === undefined) return;
    this.#factorSum += seconds;
    this.#expectedSum += expected;
  }

  /** Seconds that the rows take which are not done: those of an earlier run, or the mean of rows until now. */
  get rest(): number {
    const took = [...this.#took.values()];
    const mean = took.length > 0 ? took.reduce((sum, each) => sum + each) / took.length : GUESS;
    // this machine beside that of the earlier run
    const factor = this.#expectedSum > 0 ? this.#factorSum / this.#expectedSum : 1;
    const left = this.#rows.filter((row) => !this.#took.has(row));
    return left.reduce((sum, row) => sum + (this.#expected.has(row) ? factor * this.#expected.get(row)! : mean), 0);
  }

  /** Such as "row 12 of 87, about 9 minutes left". */
  toString(): string {
    const count = this.#rows.filter((row) => this.#took.has(row)).length + 1;
    const minutes = this.rest / 60;
    const left =
      minutes < 1.5 ? `about ${Math.max(1, Math.round(this.rest))} s` : `about ${Math.round(minutes)} minutes`;
    return `row ${Math.min(count, this.#rows.length)} of ${this.#rows.length}, ${left} left`;
  }
}
