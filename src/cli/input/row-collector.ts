import type { Understood } from '../../files/dialect.js';
import { LineIndex } from '../../files/line-index.js';
import type { Packing } from '../../files/table-reader.js';
import { ByteSpool } from './byte-spool.js';
import type { Input } from './find-input.js';
import { fileBytes, RowPlaces, type RowText } from './rows.js';

/** Collects where rows stand, and their bytes where they cannot be read again. */
export class RowCollector {
  readonly #places = new RowPlaces();
  /** What comes from a pipe or is unpacked can be read only once. */
  #spool: ByteSpool | undefined;
  #index: LineIndex | undefined;
  #header: readonly [number, number] | undefined;

  constructor(private readonly input: Input) {}

  bytes(chunk: Uint8Array, { encoding, compressed }: Packing): void {
    this.#index ??= new LineIndex(encoding);
    this.#index.add(chunk);
    if (compressed || !this.input.stats)
      (this.#spool ??= new ByteSpool()).append(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  }

  header(line: number, last: number): void {
    this.#header = (this.#index as LineIndex).range(line, last);
  }

  row(line: number, last: number): void {
    const index = this.#index as LineIndex;
    this.#places.add(index.range(line, last), index.hasLineBreak(last));
  }

  get end(): number {
    return this.#places.end;
  }

  /**
   * The rows themselves.
   * @param most Files of at most this many bytes are kept in memory.
   * @throws {UserError} The file has changed.
   */
  text(understood: Understood, most?: number): RowText {
    const bytes = this.#spool ?? fileBytes(this.input, this.#places.end, most);
    return this.#places.rows(bytes, this.#header, understood.encoding);
  }
}
