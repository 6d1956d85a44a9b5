// The small files of test/vectors/files, each with what is to be understood. Tests of the command and of pages compare
// what they understood.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of the files. */
export const VECTOR_FILES = resolve('test/vectors/files');

/** What the command is told. A page has a field for each. */
export interface VectorOptions {
  readonly column?: string;
  readonly weights?: string;
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly comment?: string;
  /** False: the first row is data. */
  readonly header?: false;
  readonly encoding?: string;
  readonly missing?: 'drop' | 'keep' | 'error';
  readonly trim?: true;
  readonly ignoreCase?: true;
  readonly decimal?: string;
  readonly oneHot?: string;
}

/** What is to be understood of a file, read with some options. */
export interface VectorFile {
  readonly file: string;
  /** What the file is about, in a sentence; also why, where others may understand it otherwise. */
  readonly about: string;
  readonly options: VectorOptions;
  /** A regular expression for the one line of the error. An entry with it has nothing below. */
  readonly error?: string;
  /** How the bytes were understood. Keys that are not here do not matter to the file. */
  readonly read?: Readonly<Record<string, string | number | boolean | null>>;
  /** The classes in order of first appearance, and their rows. */
  readonly classes?: readonly (readonly [string, number])[];
  /** The labels in order of first appearance, where a row may have several, and the rows that have each. */
  readonly labels?: readonly (readonly [string, number])[];
  /** A regular expression for the one line of the page's error, where the command has none. */
  readonly pageError?: string;
  /** The weights in the order of rows, without missing ones. */
  readonly weights?: readonly number[];
  /** Regular expressions, one for each warning about the file, in any order. */
  readonly warnings?: readonly string[];
  /** The bytes [start, end) of the header, as it is unpacked; null without one. */
  readonly header?: readonly [number, number] | null;
  /** The bytes [start, end) of each row, those without a label included. */
  readonly rows?: readonly (readonly [number, number])[];
}

/** What was understood, or the error. */
export type Understood =
  | {
      readonly read: object;
      readonly classes?: readonly (readonly [string, number])[] | undefined;
      readonly labels?: readonly (readonly [string, number])[] | undefined;
      readonly weights?: readonly number[] | undefined;
      readonly warnings: readonly string[];
    }
  | { readonly error: string };

/** All entries of the index. A file has one for each way to read it. */
export const vectorFiles: readonly VectorFile[] = JSON.parse(readFileSync(`${VECTOR_FILES}/index.json`, 'utf8'));

const FLAGS: Readonly<Record<keyof VectorOptions, string>> = {
  column: '--column',
  weights: '--weights',
  delimiter: '--delimiter',
  quote: '--quote',
  escape: '--escape',
  comment: '--comment',
  header: '--no-header',
  encoding: '--encoding',
  missing: '--missing',
  trim: '--trim',
  ignoreCase: '--ignore-case',
  decimal: '--decimal',
  oneHot: '--one-hot',
};

/** The arguments of the command for options. */
export function argumentsOf(options: VectorOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = FLAGS[name as keyof VectorOptions];
    return typeof value === 'boolean' ? [flag] : [flag, value];
  });
}

/** A short name of an entry, for tests. */
export const nameOf = ({ file, options }: VectorFile): string => [file, ...argumentsOf(options)].join(' ');

/** In what an entry and what was understood differ, a line each. Empty where they agree. */
export function differences(entry: VectorFile, understood: Understood): string[] {
  if ('error' in understood || entry.error !== undefined) {
    const error = 'error' in understood ? understood.error : undefined;
    const isOneLine = error !== undefined && !/[\p{Cc}\u2028\u2029]/u.test(error);
    if (entry.error !== undefined && isOneLine && new RegExp(entry.error, 'i').test(error)) return [];
    return [`error: ${JSON.stringify(error)}, expected: ${entry.error ?? 'none'}`];
  }
  const found: string[] = [];
  const compare = (what: string, actual: unknown, expected: unknown): void => {
    const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
    if (a !== b) found.push(`${what}: ${a}, expected: ${b}`);
  };
  const read = understood.read as Record<string, unknown>;
  for (const [key, value] of Object.entries(entry.read ?? {})) compare(key, read[key], value);
  compare('classes', understood.classes, entry.classes);
  compare('labels', understood.labels, entry.labels);
  compare('weights', understood.weights, entry.weights);
  const patterns = (entry.warnings ?? []).map((text) => new RegExp(text, 'i'));
  const isMet = patterns.every((pattern) => understood.warnings.some((warning) => pattern.test(warning)));
  if (!isMet || understood.warnings.length !== patterns.length)
    compare('warnings', understood.warnings, entry.warnings);
  return found;
}
