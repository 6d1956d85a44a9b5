import { type Dialect, delimiterName, type FormatOptions, SPACES } from './dialect.js';
import { FileError } from './file-error.js';
import { headerDoubt, numberedColumns } from './header.js';
import { RecordError, RecordParser } from './record-parser.js';
import { checkQuotes, dialectOf, type FirstRecords, firstRecords, otherDelimiter, sepLine } from './sniff.js';
import type { Rows, TableReader } from './table-reader.js';
import { counted, word } from './words.js';

/** Rows of delimited text, such as CSV. */
export class DelimitedRows implements Rows {
  readonly doubts: string[] = [];
  readonly #dialect: Dialect;
  readonly #parser: RecordParser;
  readonly #hasHeader: boolean;
  readonly #rowNames: boolean;
  /** The characters in front of the table that are no part of it: sep=; */
  #skip: number;
  /** The fields of a row; 0 before the header. */
  #columns = 0;
  #lastIsNameless = false;
  #rows = 0;
  #blankLines = 0;
  #trailing = 0;
  #short = 0;
  #isDoubted = false;

  constructor(
    private readonly name: string,
    private readonly head: string,
    isWhole: boolean,
    private readonly options: FormatOptions,
    private readonly reader: TableReader,
  ) {
    const sep = sepLine(head);
    this.#skip = sep?.length ?? 0;
    const text = head.slice(this.#skip);
    this.#dialect = dialectOf(
      name,
      text,
      sep ? { ...options, delimiter: options.delimiter ?? sep.delimiter } : options,
      isWhole,
    );
    if (options.quote === undefined) checkQuotes(name, text, this.#dialect, isWhole);
    this.#hasHeader = options.header ?? true;
    const first = firstRecords(text, this.#dialect, isWhole);
    this.#rowNames = this.#hasHeader && hasRowNames(first, this.#dialect);
    const [header = [], ...rows] = first.records;
    if (this.#hasHeader) {
      const names = this.#rowNames ? ['', ...header] : header;
      const doubt = headerDoubt(name, names, rows);
      if (doubt) this.doubts.push(doubt);
    }
    if (this.#dialect.comment === '' && header[0]?.startsWith('#')) {
      this.doubts.push(`${name}: the first line begins with #: if it is a comment: --comment '#'`);
    }
    this.#parser = new RecordParser(this.#dialect, (fields, count) => this.#take(fields, count));
    if (this.#skip > 0) this.#parser.skipLine();
    if (!this.#hasHeader && header.length > 0) this.#header(numberedColumns(header.length));
  }

  get lineAtEnd(): number {
    return this.#parser.lineAtEnd;
  }

  push(text: string): void {
    const from = this.#skip;
    this.#skip = 0;
    this.#checked(() => this.#parser.push(from === 0 ? text : text.slice(from)));
  }

  end(): void {
    this.#checked(() => this.#parser.end());
    if (this.#columns === 0) throw new FileError(`${this.name} is empty: it needs a header and rows`);
  }

  understood(): ReturnType<Rows['understood']> {
    return {
      format: 'text',
      ...this.#dialect,
      header: this.#hasHeader,
      rows: this.#rows,
      comments: this.#parser.comments,
      emptyLines: this.#parser.emptyLines + this.#blankLines,
      trailingDelimiters: this.#trailing,
      shortRows: this.#short,
      rowNames: this.#rowNames,
    };
  }

  #header(names: readonly string[]): void {
    const { firstLine, lastLine } = this.#parser;
    const wanted = this.reader.header(names, this.#hasHeader ? [firstLine, lastLine] : undefined);
    this.#columns = names.length;
    this.#lastIsNameless = this.#hasHeader && names.length > 1 && names[names.length - 1] === '';
    this.#parser.wanted = wanted && Uint8Array.from(names, (_, column) => Number(wanted.includes(column)));
  }

  #take(fields: readonly string[], count: number): void {
    const parser = this.#parser;
    if (this.#columns === 0) {
      if (count === 1 && parser.record.trim() === '') {
        this.#blankLines++;
        return;
      }
      this.#header(this.#rowNames ? ['', ...fields.slice(0, count)] : fields.slice(0, count));
      return;
    }
    if (count !== this.#columns) {
      if (count === this.#columns + 1 && parser.lastIsEmpty) {
        this.#trailing++;
      } else if (count === this.#columns - 1 && this.#lastIsNameless) {
        // the delimiter at the end of the header is no column
        (fields as string[])[count] = '';
      } else if (count === 1 && parser.record.trim() === '') {
        this.#blankLines++;
        return;
      } else if (count < this.#columns && this.options.shortRows === 'fill') {
        this.#fill(fields as string[], count);
      } else {
        throw this.#ragged(count);
      }
    }
    if (parser.hasLineBreak && this.options.quote === undefined) this.#checkLines(parser.record);
    this.#rows++;
    this.reader.row(fields, parser.firstLine, parser.lastLine);
  }

  /** Fills a row that is short. Says what else may be wrong with the first one, and with the first of several lines. */
  #fill(fields: string[], count: number): void {
    fields.fill('', count, this.#columns);
    this.#short++;
    const { record, hasLineBreak, firstLine } = this.#parser;
    const isNew = this.#short === 1 || (hasLineBreak && !this.#isDoubted);
    const hint = isNew ? this.#hint(record, count) : SHORT_HINT;
    if (hint === SHORT_HINT) return;
    this.#isDoubted ||= hasLineBreak;
    this.doubts.push(`${this.name}: line ${firstLine} has ${this.#fieldsOf(count)}, and is filled; ${hint}`);
  }

  /** Says where each line of a record would be a row by itself: a quote that is a plain character swallows rows. */
  #checkLines(record: string): void {
    if (this.#columns < 2 || this.#isDoubted) return;
    const { records } = firstRecords(record, { ...this.#dialect, quote: '' }, true);
    if (records.length < 2 || records.some(({ length }) => length !== this.#columns)) return;
    this.#isDoubted = true;
    const { firstLine, lastLine } = this.#parser;
    this.doubts.push(
      `${this.name}: the quote on line ${firstLine} closes on line ${lastLine}, and each of these lines would be a ` +
        `row: if quotes are plain characters: --quote none`,
    );
  }

  #ragged(count: number): FileError {
    const { record, firstLine } = this.#parser;
    const problem = `line ${firstLine} has ${this.#fieldsOf(count)}`;
    return new FileError(`${this.name}: ${problem}; ${this.#hint(record, count)}`);
  }

  #fieldsOf(count: number): string {
    return `${counted(count, 'field')}, the ${this.#hasHeader ? 'header' : 'first row'} ${this.#columns}`;
  }

  /** What may help where a record does not have the fields of the others. */
  #hint(record: string, count: number): string {
    const { delimiter, quote, escape: escapeSign, comment } = this.#dialect;
    const begin = [this.head, record].map((text) => /^(#|%|\/\/|;)/.exec(text)?.[0]).find(Boolean);
    if (comment === '' && begin) return `if lines that begin with ${begin} are comments: --comment '${begin}'`;
    if (escapeSign === '' && quote !== '' && record.includes(`\\${quote}`)) return ESCAPE_HINT;
    const other = otherDelimiter(this.name, this.head, this.#dialect);
    if (other) return `try ${other}`;
    if (this.#columns === 1 && this.#hasHeader && this.#rows < 2) {
      return `if line 1 is a title, leave it out: tail -n +2 ${word(this.name)} | loaded-dice … -`;
    }
    const isNamed = quote !== '' && record.startsWith(quote) && record.split(quote).length % 2 === 1;
    if (isNamed && count === this.#columns + 1) return 'if the first field names the row, name it in the header, too';
    const isShort = count < this.#columns;
    // a quote that swallows delimiters or lines makes a row short; one that does not has nothing to do with it
    const hasQuote = quote !== '' && record.includes(quote);
    if (hasQuote && (!isShort || this.#parser.hasLineBreak || this.#fitsWithoutQuotes(record))) return QUOTE_HINT;
    if (quote === '' && record.includes('"')) return `try it without --quote none`;
    if (quote !== "'" && /(^|[^\w])'[^']*'/.test(record) && !isShort) return `if ' is the quote: --quote "'"`;
    if (isShort) return SHORT_HINT;
    return `fields that contain ${delimiter === SPACES ? 'spaces' : delimiterName(delimiter)} need quotes`;
  }

  /** Whether a record's first line has as many fields as the header if quotes are plain characters. */
  #fitsWithoutQuotes(record: string): boolean {
    return firstRecords(record, { ...this.#dialect, quote: '' }, true).records[0]?.length === this.#columns;
  }

  /** Runs a step of the parser. @throws {FileError} A record is broken. */
  #checked(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      throw new FileError(`${this.name}: ${this.#problem(error)}`);
    }
  }

  #problem({ code, line }: RecordError): string {
    const { quote, escape: escapeSign } = this.#dialect;
    const other = otherDelimiter(this.name, this.head, { ...this.#dialect, quote: '' });
    const ofQuotes = escapeSign === '' && this.head.includes(`\\${quote}`) ? ESCAPE_HINT : QUOTE_HINT;
    const hint = this.options.delimiter !== undefined && other ? `try ${other}` : ofQuotes;
    switch (code) {
      case 'quote-not-closed':
        return `line ${line} opens a quote that is never closed; ${hint}`;
      case 'long-quoted-field':
        return `line ${line} opens a quote that is not closed within a million characters; ${hint}`;
      case 'text-after-quote':
        return `line ${line} goes on after a closing quote; ${hint}`;
      case 'long-field':
        return `line ${line} has a field of more than a million characters, the most that a field may have`;
      case 'long-record':
        return `line ${line} has more than 16 million characters, the most that a row may have`;
    }
  }
}

const QUOTE_HINT = 'if quotes are plain characters: --quote none';
const SHORT_HINT = 'if the fields that are missing are empty: --short-rows fill';
const ESCAPE_HINT = `if \\" is a quote within a field: --escape '\\'`;

/** Whether each row has one field more than the header, as R writes tables: the first one names the row. */
function hasRowNames({ records, lastIsEmpty }: FirstRecords, { delimiter }: Dialect): boolean {
  const [header, ...rows] = records;
  if (!header || rows.length < 2 || (delimiter !== SPACES && delimiter !== '\t')) return false;
  const names = new Set(rows.map(([name]) => name));
  const isOneMore = rows.every(({ length }, i) => length === header.length + 1 && !lastIsEmpty[i + 1]);
  return isOneMore && names.size === rows.length;
}
