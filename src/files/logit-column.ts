// Reads a column of logits: numbers as programs write them.
import { FileError } from './file-error.js';
import { GrowingArray } from './growing-array.js';
import { isMissing, isNone, missingText } from './missing.js';
import type { ColumnWeights, WeightOptions } from './weight-column.js';
import { inQuotes } from './words.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** What Python, JavaScript, Java, R and C++ print for a logit of an item that is never drawn. */
const NEVER = /^-(inf|infinity|∞)$/i;

/**
 * Reads logits one after another, like `WeightColumn`: each is a finite number, or -inf. There are no percentages,
 * amounts or thousands among them.
 */
export class LogitColumn {
  readonly #options: WeightOptions;
  readonly #logits = new GrowingArray((length) => new Float64Array(length));
  readonly #missing = new Map<string, number>();
  #withoutLogit = 0;

  constructor(options: WeightOptions) {
    this.#options = options;
  }

  /** Adds the logit of the next row, as a text. @throws {FileError} It is neither a finite number nor -inf. */
  add(text: string): void {
    const bare = text.trim().replace(/^\u2212/, '-');
    const plain = this.#options.decimal === ',' ? bare.replace(',', '.') : bare;
    if (NUMBER.test(plain)) this.addNumber(Number(plain), text);
    else if (NEVER.test(bare)) this.#logits.push(-Infinity);
    else if (isMissing(text) || isNone(text)) this.#addMissing(text);
    else throw this.#invalid(text);
  }

  /** Adds the logit of the next row. @throws {FileError} It is not finite. */
  addNumber(value: number, text = String(value)): void {
    if (!Number.isFinite(value)) throw this.#invalid(text);
    this.#logits.push(value);
  }

  /** The logits of all rows that were added, NaN where one is missing. @throws {FileError} All of them are missing. */
  finish(): ColumnWeights {
    const missing = this.#missing;
    const weights = this.#logits.values();
    if (weights.length > 0 && this.#withoutLogit === weights.length) {
      const { file, column } = this.#options;
      throw new FileError(`${file}: ${column} has no logits: ${missingText(missing)}; name another column`);
    }
    return { weights, missing, notation: 'logits', guessed: undefined };
  }

  #addMissing(text: string): void {
    const { missing, file, column, where } = this.#options;
    if (missing !== 'drop') {
      const kept = missing === 'keep' ? ', and --missing keep is for labels' : '';
      throw new FileError(
        `${file}: ${where()}: ${column} has no logit, only ${inQuotes(text)}${kept}: correct it, or leave such rows ` +
          'out by --missing drop',
      );
    }
    this.#missing.set(text, (this.#missing.get(text) ?? 0) + 1);
    this.#withoutLogit++;
    this.#logits.push(Number.NaN);
  }

  #invalid(text: string): FileError {
    const { file, column, where } = this.#options;
    const isComma = text.includes(',') && this.#options.decimal !== ',' && NUMBER.test(text.trim().replace(',', '.'));
    const hint = isComma ? ': if its comma is a decimal sign, add --decimal ,' : '';
    return new FileError(
      `${file}: ${where()}: ${column} must be a finite number or -inf (--logits), got ${inQuotes(text)}${hint}`,
    );
  }
}
