// Writes tables in random dialects, and says where each row lies. It shares no code with the reader.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A table, and how it is written. */
export interface TableCase {
  /** A character, or spaces. */
  readonly delimiter: string;
  readonly quote: '"' | "'" | 'none';
  readonly escape: '' | '\\';
  readonly comment: '' | '#' | '//';
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly mark: boolean;
  /** Number of members of a gzip file; 0 for a plain one. */
  readonly members: number;
  readonly header: boolean;
  /** Whether some rows end with a delimiter. */
  readonly trailing: boolean;
  /** Whether there are spaces around quoted fields. */
  readonly padded: boolean;
  readonly lineEnds: readonly string[];
  readonly lastEnd: boolean;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where it can be told, one row has a field too many, or too few. */
  readonly ragged: { readonly row: number; readonly more: boolean } | undefined;
  /** Decides which fields are quoted, and where comments and empty lines are. */
  readonly seed: number;
}

/** What was written. */
export interface Written {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The file, unpacked. */
  readonly plain: Uint8Array;
  /** The names and rows as they have to be read: signs that the dialect cannot write are replaced. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The bytes of the header and of each row within `plain`. */
  readonly places: readonly (readonly [number, number])[];
  readonly comments: number;
  readonly emptyLines: number;
  readonly trailing: number;
  /** The line, from 1, on which each row begins. */
  readonly lines: readonly number[];
  /** The row with another number of fields than the header or the first row; -1 for none. */
  readonly ragged: number;
}

const PIECES = [
  ...['a', 'cat', 'NA', ' ', '  ', '\t', ',', ';', '|', ':', '"', '""', "'", '\\', '#', '/', '//', '\n', '\r\n', '\r'],
  ...['é', '€', '日', '😀', '\u00a0', '\u2028', '0', '-', '=', '<', '{', '}'],
];
const PLAIN = ['a', 'b', 'cat', 'dog', '7', '0.5', 'é'];

const textOf = (pieces: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...pieces), { maxLength }).map((parts) => parts.join(''));

/** Tables of any texts, or of plain ones. */
export function tables(plain: boolean): fc.Arbitrary<TableCase> {
  const text = plain
    ? fc.array(fc.constantFrom(...PLAIN), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(''))
    : textOf(PIECES, 5);
  return fc.integer({ min: plain ? 2 : 1, max: 4 }).chain((columns) =>
    fc.record({
      delimiter: fc.constantFrom(...[',', '\t', ';', '|'], ...(plain ? [] : ['spaces', ':', '^', ' ', '§'])),
      quote: plain ? fc.constant('"' as const) : fc.constantFrom('"', '"', "'", 'none'),
      escape: plain ? fc.constant('' as const) : fc.constantFrom('', '', '\\'),
      comment: plain ? fc.constant('' as const) : fc.constantFrom('', '#', '//'),
      encoding: fc.constantFrom('utf-8', 'utf-8', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
      mark: fc.boolean(),
      members: fc.constantFrom(0, 0, 0, 1, 3),
      header: plain ? fc.constant(true) : fc.boolean(),
      trailing: fc.boolean(),
      padded: fc.boolean(),
      lineEnds: fc.oneof(
        fc.constantFrom(['\n'], ['\r\n'], ['\r']),
        fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
      ),
      lastEnd: fc.boolean(),
      names: fc.array(text, { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.array(text, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
      ragged: fc.oneof(
        { weight: 8, arbitrary: fc.constant(undefined) },
        { weight: plain ? 0 : 1, arbitrary: fc.record({ row: fc.nat(7), more: fc.boolean() }) },
      ),
      seed: fc.nat(2 ** 31 - 1),
    }),
  );
}

/** Random decisions from a seed (mulberry32). */
function deciding(seed: number): (odds: number) => boolean {
  let state = seed;
  return (odds) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 < odds;
  };
}

/** The text itself, or one like it that the dialect can write. @param isFirst Whether it begins a row. */
function fitting(text: string, table: TableCase, isFirst: boolean): string {
  const { delimiter, quote, escape: sign, comment, encoding, names } = table;
  let fit = encoding === 'windows-1252' ? text.replace(/日|😀|\u2028/gu, 'ü') : text;
  // an escaped CR and the LF that ends the row would be one line break
  if (sign !== '') fit = fit.replace(/\r$/, '\n');
  if (quote !== 'none') return fit;
  if (sign === '') fit = fit.replace(/[\r\n]/g, '.').replaceAll(delimiter, '.');
  // an escape does not turn tabs or spaces between columns into a part of a field
  if (delimiter === 'spaces') fit = fit.replace(/[ \t]/g, '.') || 'x';
  if (names.length === 1) fit ||= 'x';
  return isFirst && comment !== '' && fit.startsWith(comment) ? `x${fit}` : fit;
}

/** A field as it is written. */
function field(text: string, table: TableCase, isFirst: boolean, decide: (odds: number) => boolean): string {
  const { delimiter, quote, escape: sign, comment, padded, names } = table;
  const separator = delimiter === 'spaces' ? /[ \t\r\n]/ : /[\r\n]/;
  const splits = separator.test(text) || (delimiter !== 'spaces' && text.includes(delimiter));
  const begin = delimiter === '\t' ? text.replace(/^ +/, '') : text.replace(/^[ \t]+/, '');
  const needs =
    splits ||
    (text === '' && (delimiter === 'spaces' || names.length === 1)) ||
    begin.startsWith(quote) ||
    (isFirst && comment !== '' && text.startsWith(comment));
  if (quote === 'none' || (!needs && decide(0.6))) {
    if (sign === '') return text;
    return text
      .replaceAll(sign, sign + sign)
      .replaceAll(delimiter, `${sign}${delimiter}`)
      .replace(/\r\n|\n|\r/g, `${sign}$&`);
  }
  let inside = text.replaceAll(sign || '\0', sign + sign);
  inside = inside.replaceAll(quote, () => (sign !== '' && decide(0.5) ? sign : quote) + quote);
  const space = (): string => (padded && delimiter !== ' ' && delimiter !== 'spaces' && decide(0.5) ? ' ' : '');
  return `${isFirst ? '' : space()}${quote}${inside}${quote}${space()}`;
}

/** The bytes of windows-1252 that are not those of Latin-1, for what the pieces have. */
const encoded = (text: string, encoding: TableCase['encoding']): Buffer => {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'windows-1252') return Buffer.from(Array.from(text, (c) => (c === '€' ? 0x80 : c.charCodeAt(0))));
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
};

/** The row that has another number of fields; -1 for none. */
function raggedRow(table: TableCase): number {
  const { ragged, header, names, rows } = table;
  if (!ragged) return -1;
  // without a header, the first row that is no blank line says how many fields there are
  const isBlank = (row: readonly string[]): boolean => row.length === 1 && fitting(row[0], table, true).trim() === '';
  const first = header
    ? 0
    : Math.max(
        0,
        rows.findIndex((row) => !isBlank(row)),
      ) + 1;
  if (rows.length <= first) return -1;
  const row = first + (ragged.row % (rows.length - first));
  // a short row may be an empty line, or a header's last name may be no column
  const isTold =
    names.length > 2 &&
    fitting(names[names.length - 1], table, false) !== '' &&
    fitting(rows[row][0], table, true).trim() !== '';
  return ragged.more || isTold ? row : -1;
}

/** Writes a table. */
export function written(table: TableCase): Written {
  const { delimiter, comment, encoding, mark, members, header, lineEnds } = table;
  const ragged = raggedRow(table);
  const decide = deciding(table.seed);
  const all = [...(header ? [table.names] : []), ...table.rows].map((row) =>
    row.map((text, i) => fitting(text, table, i === 0)),
  );
  // a line of white space is no header, and such lines alone are no table
  const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0].trim() === '';
  if (header ? isBlank(all[0]) : all.every(isBlank)) all[0][0] = 'x';
  const texts: string[] = [];
  let lineCount = 1;
  const counts = { comments: 0, emptyLines: 0, trailing: 0 };
  const places: [number, number][] = [];
  const lines: number[] = [];
  const byteOrderMark = encoded(mark && encoding !== 'windows-1252' ? '\ufeff' : '', encoding);
  let length = byteOrderMark.length;
  const add = (text: string): void => {
    texts.push(text);
    length += encoded(text, encoding).length;
  };
  let end = '';
  const nextEnd = (): string => (end = lineEnds[lineCount % lineEnds.length]);
  const between = (): void => {
    while (decide(0.15)) {
      const isComment = comment !== '' && decide(0.5);
      counts[isComment ? 'comments' : 'emptyLines']++;
      // CR and an empty line that ends in LF would be one line end
      const own = !isComment && end === '\r' ? '\r' : nextEnd();
      add(`${isComment ? `${comment} a "b', c` : ''}${own}`);
      end = own;
      lineCount++;
    }
  };
  between();
  for (const [i, row] of all.entries()) {
    const isRow = i >= (header ? 1 : 0);
    const isRagged = isRow && i - (header ? 1 : 0) === ragged;
    const given = isRagged ? (table.ragged?.more ? [...row, 'more'] : row.slice(0, -1)) : row;
    const fields = given.map((text, column) => field(text, table, column === 0, decide));
    const gap = (): string => (delimiter === 'spaces' ? (decide(0.5) ? ' ' : ' \t ') : delimiter);
    let line = fields.reduce((before, each, column) => (column === 0 ? each : before + gap() + each), '');
    if (table.trailing && header && isRow && !isRagged && delimiter !== 'spaces' && decide(0.5)) {
      line += delimiter;
      counts.trailing++;
    }
    const from = length;
    add(line);
    places.push([from, length]);
    if (isRow) lines.push(lineCount);
    lineCount += (line.match(/\r\n|\n|\r/g)?.length ?? 0) + 1;
    if (i < all.length - 1 || table.lastEnd) {
      add(nextEnd());
      between();
    }
  }
  const text = texts.join('');
  const plain = Buffer.concat([byteOrderMark, encoded(text, encoding)]);
  const part = Math.ceil(plain.length / Math.max(members, 1)) || 1;
  const zipped = Array.from({ length: members }, (_, i) => gzipSync(plain.subarray(i * part, (i + 1) * part)));
  return {
    ...{ text, plain, lines, ragged, ...counts },
    bytes: members === 0 ? plain : Buffer.concat(zipped),
    names: header ? all[0] : all[0].map((_, i) => String(i + 1)),
    rows: header ? all.slice(1) : all,
    places,
  };
}
