// How a text table is written: what a user says of it, what was found, and both in words.

/** The value of `delimiter` for columns that any number of spaces and tabs separate. */
export const SPACES = 'spaces';

/** What a user says of a file. What is left out is found. */
export interface FormatOptions {
  /** The character between fields, or {@link SPACES}. Default: found from the name and the first rows. */
  delimiter?: string | undefined;
  /** The character around fields that contain delimiters or line breaks, or 'none'. Default ". */
  quote?: string | undefined;
  /** The character before a quote that is part of a field, such as \. Default: such a quote is doubled. */
  escape?: string | undefined;
  /** What lines that are left out begin with, such as #. Default: there are none. */
  comment?: string | undefined;
  /** Whether the first row names the columns. Without a header their names are 1, 2, 3, … Default true. */
  header?: boolean | undefined;
  /** The name of the encoding, as in TextDecoder. Default: by the byte-order mark, else utf-8. */
  encoding?: string | undefined;
  /** What to do with rows that have fewer fields than the header: refuse them (default), or add empty fields. */
  shortRows?: 'error' | 'fill' | undefined;
  /** What joins the labels of a list in JSON Lines. Default: lists are refused. */
  lists?: string | undefined;
}

/** How a file's records are written. */
export interface Dialect {
  /** One character, or {@link SPACES}. */
  readonly delimiter: string;
  /** One character; empty if quotes are plain characters. */
  readonly quote: string;
  /** One character; empty if there is none. A doubled quote is part of a field all the same. */
  readonly escape: string;
  /** Lines that begin with it are left out; empty if there are none. */
  readonly comment: string;
}

/** What was understood of a file. */
export interface Understood extends Dialect {
  readonly format: 'text' | 'json-lines';
  readonly header: boolean;
  /** As TextDecoder names it: utf-8, utf-16le, windows-1252, … */
  readonly encoding: string;
  /** Whether the bytes were compressed (gzip). */
  readonly compressed: boolean;
  /** Rows, without the header. */
  readonly rows: number;
  /** Lines that were left out because they begin with `comment`. */
  readonly comments: number;
  /** Lines without a character, which are no rows. */
  readonly emptyLines: number;
  /** Rows that end with a delimiter behind their last field. */
  readonly trailingDelimiters: number;
  /** Rows with fewer fields than the header, which were filled with empty ones. */
  readonly shortRows: number;
  /** Whether the first column, which the header does not name, holds names of rows. */
  readonly rowNames: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  '\t': 'tabs',
  ';': 'semicolons',
  '|': 'bars',
  [SPACES]: 'spaces',
};

/** A delimiter in words, such as semicolons. */
export const delimiterName = (delimiter: string): string => NAMES[delimiter] ?? `"${delimiter}" between fields`;

/** A delimiter as an option takes it. */
export const delimiterOption = (delimiter: string): string =>
  delimiter === SPACES ? SPACES : `'${delimiter === '\t' ? '\\t' : delimiter}'`;
