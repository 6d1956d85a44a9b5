// Finds out how a table is written from its name and its first rows.
import { type Dialect, delimiterName, delimiterOption, type FormatOptions, SPACES } from './dialect.js';
import { FileError } from './file-error.js';
import { RecordError, RecordParser } from './record-parser.js';

/** Rows that are looked at. */
const MOST_ROWS = 500;
/** The part of the rows that must have as many fields as the header. */
const ENOUGH = 0.8;

/** The first records of a text. */
export interface FirstRecords {
  readonly records: readonly string[][];
  /** Whether a record has a line break within a field, and the first line and last line of the first such one. */
  readonly lineBreak: readonly [number, number] | undefined;
  /** For each record, whether its last field has no character. */
  readonly lastIsEmpty: readonly boolean[];
}

/** Reads the first records of a text. A fault ends them. @param isWhole Whether the text is the whole file. */
export function firstRecords(text: string, dialect: Dialect, isWhole: boolean): FirstRecords {
  const records: string[][] = [];
  const lastIsEmpty: boolean[] = [];
  let lineBreak: [number, number] | undefined;
  const parser = new RecordParser(dialect, (fields, count) => {
    // a line of white space above the header is none
    if (records.length === 0 && count === 1 && parser.record.trim() === '') return;
    records.push(fields.slice(0, count));
    lastIsEmpty.push(parser.lastIsEmpty);
    if (parser.hasLineBreak) lineBreak ??= [parser.firstLine, parser.lastLine];
    if (records.length > MOST_ROWS) throw new Done();
  });
  try {
    parser.push(text);
    if (isWhole) parser.end();
  } catch (error) {
    if (!(error instanceof Done || error instanceof RecordError)) throw error;
  }
  return { records, lineBreak, lastIsEmpty };
}

/** Ends the reading of first records. */
class Done extends Error {}

/** What spreadsheets write in front of a table: sep=; */
const SEP_LINE = /^(?:sep=(.)|"sep=(.)")(?:\r\n|\n|\r)/i;

/** The delimiter that a first line such as sep=; names, and the length of this line. */
export function sepLine(text: string): { delimiter: string; length: number } | undefined {
  const found = SEP_LINE.exec(text);
  return found ? { delimiter: found[1] ?? found[2], length: found[0].length } : undefined;
}

/** Turns options into a dialect. @param text The beginning of the file. */
export function dialectOf(name: string, text: string, options: FormatOptions, isWhole: boolean): Dialect {
  const { quote = '"', comment = '' } = options;
  const dialect = { quote: quote === 'none' ? '' : quote, escape: options.escape ?? '', comment };
  const delimiter = options.delimiter ?? findDelimiter(name, text, dialect, isWhole, options.shortRows === 'fill');
  return { delimiter, ...dialect };
}

function findDelimiter(
  name: string,
  text: string,
  dialect: Omit<Dialect, 'delimiter'>,
  isWhole: boolean,
  mayBeShort = false,
): string {
  const own = /\.(tsv|tab)(\.gz)?$/i.test(name) ? '\t' : ',';
  const candidates = [...new Set([own, ',', '\t', ';', '|', SPACES])];
  const fit = (mayBeShort: boolean) =>
    candidates.flatMap((delimiter) => {
      const first = firstRecords(text, { ...dialect, delimiter }, isWhole);
      const part = partThatFits(first, mayBeShort);
      // a table in columns of spaces is easily mistaken for one of texts
      return part < ENOUGH || (delimiter === SPACES && !isAligned(first, text)) ? [] : [{ delimiter, first, part }];
    });
  let fitting = fit(false);
  if (mayBeShort && fitting.length === 0) fitting = fit(true);
  const most = Math.max(...fitting.map(({ part }) => part));
  const best = fitting.filter(({ part, delimiter }) => part === most && (delimiter !== SPACES || fitting.length === 1));
  if (best.length < 2 || best[0].delimiter === '\t') return (best[0] ?? fitting[0])?.delimiter ?? own;
  const [one, other] = best;
  // a comma within numbers is a decimal sign
  if (one.delimiter === ',' && commasAreInNumbers(other.first)) return other.delimiter;
  const [first, second] = [one, other].map(({ delimiter }) => delimiterName(delimiter));
  throw new FileError(
    `${name} reads in two ways, with ${first} or with ${second}: say which by --delimiter ` +
      `${delimiterOption(one.delimiter)} or --delimiter ${delimiterOption(other.delimiter)}`,
  );
}

/** Whether each comma is in a number such as 0,5, and there are some. */
function commasAreInNumbers({ records }: FirstRecords): boolean {
  const withComma = records.slice(1).flatMap((record) => record.filter((field) => field.includes(',')));
  const header = records[0].filter((field) => field.includes(','));
  return [...withComma, ...header].every((field) => /^\s*[+-]?\d*,\d+\s*$/.test(field)) && withComma.length > 0;
}

/**
 * The part of the rows that have as many fields as the header, at least 2; 0 if the header has one.
 * @param mayBeShort Whether rows with fewer fields count, too, if they have at least 2.
 */
function partThatFits({ records, lastIsEmpty }: FirstRecords, mayBeShort = false): number {
  const [header, ...rows] = records;
  if (!header || header.length < 2) return 0;
  if (rows.length === 0) return 1;
  const more = rows.filter(({ length }) => length === header.length + 1).length;
  // as R writes row names, which the header does not name
  if (more === rows.length) return 1;
  const fits = rows.filter(
    ({ length }, i) =>
      length === header.length ||
      (length === header.length + 1 && lastIsEmpty[i + 1]) ||
      (mayBeShort && length > 1 && length < header.length),
  );
  return fits.length / rows.length;
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** Whether columns of spaces are what they seem: runs of them, or a column of numbers. */
function isAligned({ records }: FirstRecords, text: string): boolean {
  const [header, ...rows] = records;
  const isEven = records.every(({ length }) => length === header.length || length === header.length + 1);
  if (!isEven || rows.length === 0) return false;
  const hasNumbers = header.some((_, column) => rows.every((row) => isNumber(row[column] ?? '')));
  const lines = text.split(/\r\n|\n|\r/).slice(0, records.length);
  return hasNumbers || lines.filter((line) => /\S( {2}|\t)/.test(line)).length > lines.length / 2;
}

/**
 * Refuses a file that reads one way with quotes and another without, where both ways make rows of the same length.
 * @throws {FileError} The message names both options.
 */
export function checkQuotes(name: string, text: string, dialect: Dialect, isWhole: boolean): void {
  const { lineBreak, records } = firstRecords(text, dialect, isWhole);
  if (dialect.quote === '' || !lineBreak || records[0].length < 2) return;
  const plain = firstRecords(text, { ...dialect, quote: '' }, isWhole);
  const isSame = plain.records[0].length === records[0].length;
  if (!isSame || plain.records.length <= records.length || partThatFits(plain) < 1) return;
  const [first, last] = lineBreak;
  const [without, withQuotes] = [`--quote none`, `--quote '${dialect.quote}'`];
  throw new FileError(
    `${name}: quotes do not pair as fields: the one on line ${first} closes on line ${last}, and each line is a row ` +
      `if quotes are plain characters; say which it is: ${without} (a row a line) or ${withQuotes} ` +
      '(a field of several lines)',
  );
}

/**
 * The delimiter that fits a text in which none was given, or another one than was given.
 * @returns The option to use, such as --delimiter ';'; undefined if none fits.
 */
export function otherDelimiter(name: string, text: string, dialect: Dialect): string | undefined {
  let found: string;
  try {
    found = findDelimiter(name, text, dialect, false);
  } catch {
    return undefined;
  }
  const fits = partThatFits(firstRecords(text, { ...dialect, delimiter: found }, false)) >= ENOUGH;
  return fits && found !== dialect.delimiter ? `--delimiter ${delimiterOption(found)}` : undefined;
}
