import { isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import { UserError } from '../user-error.js';

const NEWLINE = 10;

/** Passes UTF-8 on. Fails on the first line that is not UTF-8; whole lines are checked, as no character spans two. */
export class Utf8Check extends Transform {
  #line = 1;
  #rest: Buffer[] = [];

  constructor(private readonly name: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const lines = Buffer.concat([...this.#rest, chunk.subarray(0, end)]);
      const error = this.#check(lines);
      if (error) {
        done(error);
        return;
      }
      this.#rest = [];
    }
    if (end < chunk.length) this.#rest.push(chunk.subarray(end));
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.#check(Buffer.concat(this.#rest)));
  }

  #check(lines: Buffer): Error | null {
    const valid = isUtf8(lines);
    for (let from = 0, end: number; from < lines.length; from = end) {
      end = lines.indexOf(NEWLINE, from) + 1 || lines.length;
      if (!valid && !isUtf8(lines.subarray(from, end))) {
        return new UserError(`${this.name} is not UTF-8: line ${this.#line}`);
      }
      if (lines[end - 1] === NEWLINE) this.#line++;
    }
    return null;
  }
}
