// Reads a column of weights, in whatever notation its owner writes numbers.
import { FileError } from './file-error.js';
import { GrowingArray } from './growing-array.js';
import { isMissing, isNone, missingText } from './missing.js';
import { Notation, type NotationOptions } from './notation.js';
import { type Reading, readNumeral } from './numerals.js';
import { inQuotes } from './words.js';

/** Options of {@link WeightColumn}. */
export interface WeightOptions extends NotationOptions {
  /** What to do with rows whose weight is missing: leave them out, or stop with an error. `keep` is an error, too. */
  readonly missing: 'drop' | 'keep' | 'error';
}

/** The weights of all rows. */
export interface ColumnWeights {
  /** (rows,), finite and at least 0; NaN where the weight is missing. */
  readonly weights: Float64Array;
  /** The spellings of missing weights, with their numbers of rows. */
  readonly missing: ReadonlyMap<string, number>;
  /** How the weights are written: "percentages with decimal commas". */
  readonly notation: string;
  /** A weight such as 1.234 that may as well be 1234, if no other weight tells. */
  readonly guessed: string | undefined;
}

/** What JavaScript reads as people mean it. */
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * Reads weights one after another: call `add` or `addNumber` for each row, then `finish` once.
 *
 * Each weight is the f64 nearest to what is written: a number, a fraction such as 1/381, a percentage, an amount of
 * money, with thousands and with a decimal comma. A column has one notation.
 */
export class WeightColumn {
  readonly #options: WeightOptions;
  readonly #notation: Notation;
  readonly #weights = new GrowingArray((length) => new Float64Array(length));
  readonly #missing = new Map<string, number>();
  /** The rows whose decimal sign is not known yet, and what they are with a decimal comma. */
  readonly #openRows = new GrowingArray((length) => new Int32Array(length));
  readonly #withComma = new GrowingArray((length) => new Float64Array(length));

  constructor(options: WeightOptions) {
    this.#options = options;
    this.#notation = new Notation(options);
  }

  /**
   * Adds the weight of the next row, as a text.
   * @throws {FileError} It is no finite number of at least 0, or is written in another way than those before it.
   */
  add(text: string): void {
    if (NUMBER.test(text)) {
      const value = Number(text);
      if (value >= 0 && value < Infinity && this.#notation.takes(text, value)) {
        this.#weights.push(value);
        return;
      }
    }
    this.#addOther(text);
  }

  /** Adds the weight of the next row. NaN is missing. @throws {FileError} It is negative or infinite. */
  addNumber(value: number): void {
    if (value >= 0 && value < Infinity) this.#weights.push(value);
    else if (Number.isNaN(value)) this.#addMissing('NaN');
    else throw this.#invalid(String(value));
  }

  /**
   * The weights of all rows that were added.
   * @throws {FileError} Their decimal sign is not clear, or all of them are missing.
   */
  finish(): ColumnWeights {
    const isComma = this.#notation.finish() === ',';
    const weights = this.#weights.values();
    if (isComma) {
      const withComma = this.#withComma.values();
      for (const [i, row] of this.#openRows.values().entries()) weights[row] = withComma[i];
    }
    const missing = this.#missing;
    if (weights.length > 0 && [...missing.values()].reduce((sum, rows) => sum + rows, 0) === weights.length) {
      const { file, column } = this.#options;
      throw new FileError(`${file}: ${column} has no weights: ${missingText(missing)}; name another column`);
    }
    return { weights, missing, notation: this.#notation.name, guessed: this.#notation.guessed };
  }

  #addOther(text: string): void {
    const known = this.#notation.readKnown(text);
    if (known !== undefined && known < Infinity) {
      this.#weights.push(known);
      return;
    }
    if (this.#notation.isEither(text)) {
      this.#addOpen(Number(text), Number(text.replace('.', '')));
      return;
    }
    if (isMissing(text) || isNone(text)) {
      this.#addMissing(text);
      return;
    }
    const numeral = readNumeral(text);
    const isWeight = (reading: Reading | undefined) => !reading || (reading.value >= 0 && reading.value < Infinity);
    if (!numeral || !isWeight(numeral.point) || !isWeight(numeral.comma)) throw this.#invalid(text);
    const reading = this.#notation.read(text, numeral);
    const { point, comma } = numeral;
    if (reading) this.#weights.push(reading.value);
    else this.#addOpen((point as Reading).value, (comma as Reading).value);
  }

  /** Adds a weight that depends on the decimal sign. */
  #addOpen(withPoint: number, withComma: number): void {
    this.#openRows.push(this.#weights.length);
    this.#withComma.push(withComma);
    this.#weights.push(withPoint);
  }

  #addMissing(text: string): void {
    const { missing } = this.#options;
    if (missing === 'drop') {
      this.#missing.set(text, (this.#missing.get(text) ?? 0) + 1);
      this.#weights.push(Number.NaN);
      return;
    }
    const { file, column, where } = this.#options;
    const kept = missing === 'keep' ? ', and --missing keep is for labels' : '';
    throw new FileError(
      `${file}: ${where()}: ${column} has no weight, only ${inQuotes(text)}${kept}: correct it, or leave such rows ` +
        'out by --missing drop',
    );
  }

  #invalid(text: string): FileError {
    const { file, column, where } = this.#options;
    const problem = `${column} must be a finite number of at least 0, got ${inQuotes(text)}`;
    // such as 1:381, 5k or <0.1
    const hint = /^\s*[^\d\s-]{0,2}\d/.test(text) && Number.isNaN(Number(text)) ? HINT : '';
    return new FileError(`${file}: ${where()}: ${problem}${hint}`);
  }
}

const HINT = ': write it as a number, a fraction, a percentage or an amount, such as 0.5, 1/381, 2% or $5';
