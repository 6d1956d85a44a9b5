import { type Dialect, SPACES } from './dialect.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;

/** The most characters of a field and of a record. Without a limit, what is not a table could use up the memory. */
export const MOST_OF_FIELD = 2 ** 20;
export const MOST_OF_RECORD = 2 ** 24;

/** What is wrong with a record, and the line on which it is. */
export class RecordError extends Error {
  constructor(
    readonly code: 'quote-not-closed' | 'text-after-quote' | 'long-quoted-field' | 'long-field' | 'long-record',
    readonly line: number,
  ) {
    super(`${code} on line ${line}`);
  }
}

/**
 * Takes a record.
 * @param fields Its fields: an array that is used again. Columns that are not wanted have any text.
 * @param count The number of its fields.
 */
export type TakeRecord = (fields: readonly string[], count: number) => void;

/**
 * Splits a text into records, in one pass over its characters. It takes the text in pieces of any size.
 *
 * A record ends at LF, CR or CRLF, whatever the others end at. A quote counts at the beginning of a field, behind
 * spaces as well; a quote in the middle of a field is a plain character, as in Python and Excel. Lines without a
 * character are no records.
 */
export class RecordParser {
  /** The columns to read, by their index; undefined for all. A field of another one is skipped. */
  wanted: Uint8Array | undefined;
  /** The first and the last line of the record that is being taken, from 1. */
  firstLine = 1;
  lastLine = 1;
  /** Whether its last field has no character, not even quotes. */
  lastIsEmpty = false;
  /** Whether a field of it contains a line break. */
  hasLineBreak = false;
  /** Lines so far that begin with the comment sign, and lines without a character. */
  comments = 0;
  emptyLines = 0;
  readonly #delimiter: number;
  readonly #spaces: boolean;
  readonly #quote: number;
  readonly #escape: number;
  readonly #comment: string;
  readonly #fields: string[] = [];
  #text = '';
  #begin = 0;
  #end = 0;
  /** The beginning of a record whose end has not come yet. */
  #rest = '';
  /** Fewer characters than this do not have the end of that record. */
  #least = 0;
  #line = 1;

  constructor(
    dialect: Dialect,
    private readonly take: TakeRecord,
  ) {
    const { delimiter, quote, comment } = dialect;
    this.#spaces = delimiter === SPACES;
    this.#delimiter = this.#spaces ? SPACE : delimiter.charCodeAt(0);
    this.#quote = quote === '' ? -1 : quote.charCodeAt(0);
    this.#escape = dialect.escape === '' || dialect.escape === quote ? -1 : dialect.escape.charCodeAt(0);
    this.#comment = comment;
  }

  /** The record that is being taken, as it is written. */
  get record(): string {
    return this.#text.slice(this.#begin, this.#end);
  }

  /** The line on which what was pushed last ends, for errors of what comes behind it. */
  get lineAtEnd(): number {
    return this.#line + (this.#rest.match(/\r\n|\n|\r/g)?.length ?? 0);
  }

  /** Counts a line in front of the text that is no part of it. */
  skipLine(): void {
    this.#line++;
  }

  /** Takes the next piece. @throws {RecordError} A quote does not fit, or a field or record is too long. */
  push(piece: string): void {
    const text = this.#rest + piece;
    // a record that goes on over several pieces is read again and again: not with each of them
    if (text.length < this.#least) this.#rest = text;
    else this.#parse(text, false);
  }

  /** Takes what is left. @throws {RecordError} A quote does not fit. */
  end(): void {
    this.#parse(this.#rest, true);
  }

  #parse(text: string, isLast: boolean): void {
    const [delimiter, quote, escapeSign, comment] = [this.#delimiter, this.#quote, this.#escape, this.#comment];
    const spaces = this.#spaces;
    const fields = this.#fields;
    const length = text.length;
    this.#text = text;
    let begin = 0;
    let i = 0;
    let field = 0;
    more: for (;;) {
      begin = i;
      field = i;
      if (i >= length) break;
      let line = this.#line;
      if (comment !== '' && text.startsWith(comment, i)) {
        while (i < length && text.charCodeAt(i) !== LINE_FEED && text.charCodeAt(i) !== CARRIAGE_RETURN) i++;
        if (i + 1 >= length && !isLast) break;
        if (text.charCodeAt(i) === CARRIAGE_RETURN && text.charCodeAt(i + 1) === LINE_FEED) i++;
        i++;
        this.comments++;
        this.#line++;
        continue;
      }
      if (comment.length > length - i && !isLast) break;
      let count = 0;
      let lastIsEmpty = false;
      for (;;) {
        // one field, and what comes behind it
        if (spaces) while (text.charCodeAt(i) === SPACE || text.charCodeAt(i) === TAB) i++;
        field = i;
        let at = i;
        let first = text.charCodeAt(at);
        if (quote !== -1 && (first === SPACE || first === TAB) && first !== delimiter) {
          do first = text.charCodeAt(++at);
          while ((first === SPACE || first === TAB) && first !== delimiter);
          if (at >= length && !isLast) break more;
        }
        if (quote !== -1 && first === quote && !(spaces && at >= length)) {
          const openingLine = line;
          let from = ++at;
          let value = '';
          for (; ; at++) {
            if (at >= length) {
              if (!isLast) break more;
              throw new RecordError('quote-not-closed', openingLine);
            }
            const c = text.charCodeAt(at);
            if (c === quote) {
              if (at + 1 >= length && !isLast) break more;
              if (text.charCodeAt(at + 1) !== quote) break;
              value += text.slice(from, ++at);
              from = at + 1;
            } else if (c === escapeSign) {
              if (at + 1 >= length && !isLast) break more;
              const next = text.charCodeAt(at + 1);
              if (next === quote || next === escapeSign) {
                value += text.slice(from, at++);
                from = at;
              }
            } else if (c === LINE_FEED) {
              line++;
            } else if (c === CARRIAGE_RETURN) {
              if (at + 1 >= length && !isLast) break more;
              if (text.charCodeAt(at + 1) === LINE_FEED) at++;
              line++;
            }
          }
          if (at - field > MOST_OF_FIELD) throw new RecordError('long-quoted-field', openingLine);
          if (this.wanted === undefined || this.wanted[count] === 1) {
            fields[count] = value === '' ? text.slice(from, at) : value + text.slice(from, at);
          }
          i = at + 1;
          let behind = text.charCodeAt(i);
          while (!spaces && (behind === SPACE || behind === TAB) && behind !== delimiter) behind = text.charCodeAt(++i);
          if (i >= length) {
            if (!isLast) break more;
          } else if (
            behind !== delimiter &&
            behind !== LINE_FEED &&
            behind !== CARRIAGE_RETURN &&
            !(spaces && behind === TAB)
          ) {
            throw new RecordError('text-after-quote', line);
          }
          lastIsEmpty = false;
        } else {
          let value = '';
          let from = i;
          for (; i < length; i++) {
            const c = text.charCodeAt(i);
            if (c === delimiter || c === LINE_FEED || c === CARRIAGE_RETURN || (spaces && c === TAB)) break;
            if (c !== escapeSign) continue;
            if (i + 1 >= length && !isLast) break more;
            const next = text.charCodeAt(i + 1);
            const isBreak = next === LINE_FEED || next === CARRIAGE_RETURN;
            if (next !== quote && next !== escapeSign && next !== delimiter && !isBreak) continue;
            value += text.slice(from, i++);
            from = i;
            if (!isBreak) continue;
            if (i + 1 >= length && !isLast) break more;
            if (next === CARRIAGE_RETURN && text.charCodeAt(i + 1) === LINE_FEED) i++;
            line++;
          }
          if (i - field > MOST_OF_FIELD) throw new RecordError('long-field', line);
          if (this.wanted === undefined || this.wanted[count] === 1) {
            fields[count] = value === '' ? text.slice(from, i) : value + text.slice(from, i);
          }
          lastIsEmpty = i === field;
        }
        count++;
        if (spaces) while (text.charCodeAt(i) === SPACE || text.charCodeAt(i) === TAB) i++;
        if (i >= length) {
          if (!isLast) break more;
          break;
        }
        const end = text.charCodeAt(i);
        if (end === LINE_FEED) {
          i++;
          break;
        }
        if (end === CARRIAGE_RETURN) {
          if (i + 1 >= length && !isLast) break more;
          i += text.charCodeAt(i + 1) === LINE_FEED ? 2 : 1;
          break;
        }
        // a run of spaces is behind us already
        if (!spaces) i++;
      }
      if (i - begin > MOST_OF_RECORD) throw new RecordError('long-record', this.#line);
      this.firstLine = this.#line;
      this.lastLine = line;
      this.hasLineBreak = line > this.#line;
      this.#line = line + 1;
      if (count === 1 && lastIsEmpty) {
        this.emptyLines++;
      } else {
        this.lastIsEmpty = lastIsEmpty;
        this.#begin = begin;
        this.#end = i;
        this.take(fields, count);
      }
    }
    this.#rest = text.slice(begin);
    this.#least = begin === 0 ? 2 * length : 0;
    if (length - begin > MOST_OF_RECORD) throw new RecordError('long-record', this.#line);
    if (length - Math.max(field, begin) > MOST_OF_FIELD) throw this.#longField(text, begin, field);
  }

  /** A quote that is never closed makes a field too long: it is told apart. */
  #longField(text: string, begin: number, field: number): RecordError {
    const line = this.#line + (text.slice(begin, field).match(/\r\n|\n|\r/g)?.length ?? 0);
    const isQuoted =
      text
        .slice(field, field + 100)
        .trimStart()
        .charCodeAt(0) === this.#quote;
    return new RecordError(isQuoted ? 'long-quoted-field' : 'long-field', line);
  }
}
