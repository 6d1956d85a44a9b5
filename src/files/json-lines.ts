import { FileError } from './file-error.js';
import { MOST_OF_RECORD } from './record-parser.js';
import { inQuotes } from './words.js';

/** Splits JSON Lines (https://jsonlines.org) into rows: an object a line. */
export class JsonLinesParser {
  /** The line that was taken last, from 1. */
  line = 0;
  emptyLines = 0;
  #rest = '';

  constructor(
    private readonly name: string,
    private readonly take: (row: Readonly<Record<string, unknown>>) => void,
  ) {}

  push(piece: string): void {
    const text = this.#rest + piece;
    const lines = text.split(/\r\n|\n|\r/);
    this.#rest = lines.pop() as string;
    // the LF of a CRLF may be in the next piece
    if (text.endsWith('\r')) this.#rest = `${lines.pop()}\r`;
    for (const line of lines) this.#line(line);
    if (this.#rest.length > MOST_OF_RECORD) {
      throw new FileError(`${this.name}: line ${this.line + 1} has more than 16 million characters, the most of a row`);
    }
  }

  end(): void {
    if (this.#rest !== '') this.#line(this.#rest.replace(/\r$/, ''));
    this.#rest = '';
  }

  #line(line: string): void {
    this.line++;
    if (line.trim() === '') {
      this.emptyLines++;
      return;
    }
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      throw new FileError(
        `${this.name}: line ${this.line} is not JSON: ${inQuotes(line.slice(0, 60))}; each line is an object`,
      );
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      const what = Array.isArray(row) ? 'a list' : row === null ? 'null' : `a ${typeof row}`;
      throw new FileError(
        `${this.name}: line ${this.line} is ${what}; each line must be an object, such as {"label":"cat"}`,
      );
    }
    this.take(row as Record<string, unknown>);
  }
}

/** Whether a value has other values in it. */
export const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * A value as the text that a CSV has in its place. A value that is missing is an empty text.
 * @throws {FileError} A number is an integer of 2^53 or more, which JavaScript cannot tell from its neighbors.
 */
export function fieldOf(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21) {
    throw new FileError(`${where} is an integer beyond 2^53, ${value}: write it as a text, in quotes`);
  }
  return isNested(value) ? JSON.stringify(value) : String(value);
}
