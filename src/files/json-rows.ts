import { FileError } from './file-error.js';
import { fieldOf, isNested, JsonLinesParser } from './json-lines.js';
import type { Rows, TableReader } from './table-reader.js';
import { inQuotes } from './words.js';

/** Rows of JSON Lines. Its columns are the keys that the first rows have. */
export class JsonRows implements Rows {
  readonly doubts: string[] = [];
  readonly #names: readonly string[];
  readonly #wanted: readonly number[];
  readonly #isWanted: boolean;
  readonly #known: Set<string>;
  readonly #fields: string[];
  readonly #parser: JsonLinesParser;
  #rows = 0;

  constructor(
    private readonly name: string,
    head: string,
    private readonly lists: string | undefined,
    private readonly reader: TableReader,
  ) {
    this.#names = keysOf(name, head);
    this.#known = new Set(this.#names);
    const wanted = reader.header(this.#names, undefined);
    this.#isWanted = wanted !== undefined;
    this.#wanted = wanted ?? [...this.#names.keys()];
    this.#fields = this.#names.map(() => '');
    this.#parser = new JsonLinesParser(name, (row) => this.#take(row));
  }

  get lineAtEnd(): number {
    return this.#parser.line + 1;
  }

  push(text: string): void {
    this.#parser.push(text);
  }

  end(): void {
    this.#parser.end();
  }

  #take(row: Readonly<Record<string, unknown>>): void {
    const { line } = this.#parser;
    for (const column of this.#wanted) {
      const key = this.#names[column];
      const value = Object.hasOwn(row, key) ? row[key] : undefined;
      const where = `${this.name}: line ${line}: ${inQuotes(key)}`;
      if (this.#isWanted && isNested(value)) this.#fields[column] = this.#joined(value, where);
      else this.#fields[column] = fieldOf(value, where);
    }
    if (this.#isWanted) this.#checkSpelling(row, line);
    else this.#checkKeys(row, line);
    this.#rows++;
    this.reader.row(this.#fields, line, line);
  }

  /** The labels of a list in one text. @throws {FileError} It is none, or lists are refused. */
  #joined(value: object, where: string): string {
    const { lists } = this;
    if (!Array.isArray(value) || lists === undefined) {
      const hint = Array.isArray(value) ? '; for rows with several labels use --multi-label "|"' : '';
      const what = Array.isArray(value) ? 'a list' : 'an object';
      throw new FileError(`${where} is ${what}: it must be a text, a number or a boolean${hint}`);
    }
    return value
      .map((each: unknown, i) => {
        const item = `${where}, item ${i + 1}`;
        if (isNested(each)) throw new FileError(`${item} is ${Array.isArray(each) ? 'a list' : 'an object'}`);
        const text = fieldOf(each, item);
        if (!text.includes(lists)) return text;
        throw new FileError(`${item} has ${inQuotes(lists)} in it: give --multi-label a sign that no label has`);
      })
      .join(lists);
  }

  /** Says where a row has a wanted key in another spelling only, such as Label for label. */
  #checkSpelling(row: Readonly<Record<string, unknown>>, line: number): void {
    if (this.doubts.length > 0) return;
    for (const column of this.#wanted) {
      const key = this.#names[column];
      if (Object.hasOwn(row, key)) continue;
      const plain = (text: string): string => text.trim().toLowerCase();
      const other = Object.keys(row).find((name) => plain(name) === plain(key));
      if (other === undefined) continue;
      const problem = `has ${inQuotes(other)} in place of ${inQuotes(key)}, which is missing there`;
      this.doubts.push(`${this.name}: line ${line} ${problem}`);
    }
  }

  /** Says where a key comes first that the first rows do not have. */
  #checkKeys(row: Readonly<Record<string, unknown>>, line: number): void {
    for (const key in row) {
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      const problem = `has the key ${inQuotes(key)}, which no row before it has: it is left out`;
      if (this.doubts.length < 3) this.doubts.push(`${this.name}: line ${line} ${problem}`);
    }
  }

  understood(): ReturnType<Rows['understood']> {
    const none = {
      delimiter: '',
      quote: '',
      escape: '',
      comment: '',
      comments: 0,
      trailingDelimiters: 0,
      shortRows: 0,
    };
    const { emptyLines } = this.#parser;
    return { ...none, format: 'json-lines', header: true, rows: this.#rows, emptyLines, rowNames: false };
  }
}

/** The keys of the first rows, in order of first appearance. */
function keysOf(name: string, head: string): string[] {
  const keys = new Set<string>();
  const parser = new JsonLinesParser(name, (row) => {
    for (const key in row) keys.add(key);
  });
  parser.push(head);
  try {
    // the last line may go on behind the head
    parser.end();
  } catch (error) {
    if (keys.size === 0) throw error;
  }
  return [...keys];
}
