import { GrowingArray } from '../../files/growing-array.js';
import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import { ByteSpool } from './byte-spool.js';
import type { Inputs } from './find-input.js';
import { csvLine, type RowText, spooledRows } from './rows.js';

/** Fields that are appended at once. */
const BATCH = 4096;

/** The fields of a column, to be printed: each is a line in UTF-8. One with a line break in it stands in quotes. */
export class PrintedColumn {
  readonly #spool = new ByteSpool();
  readonly #ends = new GrowingArray((length) => new Float64Array(length));
  #lines: string[] = [];
  #end = 0;

  constructor() {
    // in place of a header
    this.#ends.push(0);
  }

  add(field: string): void {
    const line = /[\r\n]/.test(field) ? csvLine([field]) : field;
    this.#end += Buffer.byteLength(line) + 1;
    this.#ends.push(this.#end);
    this.#lines.push(line);
    if (this.#lines.length === BATCH) this.#append();
  }

  text(): RowText {
    if (this.#lines.length > 0) this.#append();
    return spooledRows(this.#spool, this.#ends.values());
  }

  #append(): void {
    this.#spool.append(Buffer.from(`${this.#lines.join('\n')}\n`));
    this.#lines = [];
  }
}

/** The column of images that is to be printed, if one is. @throws {UserError} They have no such column. */
export function printedImages(
  input: Inputs,
  column: string | undefined,
  columns: Readonly<Record<string, readonly string[]>>,
): RowText | undefined {
  if (column === undefined) return undefined;
  if (!Object.hasOwn(columns, column)) {
    throw new UserError(`${input.name} is a folder of images: --print takes file or label, not ${quoted(column)}`);
  }
  const fields = new PrintedColumn();
  for (const field of columns[column]) fields.add(field);
  return fields.text();
}
