// The options that say how files are read, which all commands share.
import { InvalidArgumentError, Option } from 'commander';
import { decoderOf } from '../files/decode.js';
import { type FormatOptions, SPACES } from '../files/dialect.js';
import type { ReadOptions } from './input/dataset.js';
import type { Inputs } from './input/find-input.js';
import { type ImageOptions, imageFlags, imageOptions } from './input/image-options.js';
import type { Progress } from './progress.js';
import { UserError } from './user-error.js';

/** The options, as Commander gives them. */
export interface ReadingFlags {
  delimiter?: string;
  quote?: string;
  escape?: string;
  comment?: string;
  header?: boolean;
  encoding?: string;
  shortRows?: 'error' | 'fill';
  missing?: 'drop' | 'keep' | 'error';
  trim?: boolean;
  ignoreCase?: boolean;
  decimal?: '.' | ',';
  oneHot?: string;
  /** Only `sample` has it. */
  logits?: boolean;
  multiLabel?: string;
}

/** The names of the options, for those that they conflict with. */
export const READING = [
  'delimiter',
  'quote',
  'escape',
  'comment',
  'header',
  'encoding',
  'shortRows',
  'missing',
  'trim',
  'ignoreCase',
];

/** How a file is written. */
export const formatOptions = (): Option[] => [
  new Option(
    '--delimiter <char>',
    'the character between fields; \\t is a tab, spaces are any number of them (default: found)',
  ).argParser(delimiter),
  new Option('--quote <char>', `the character around fields: " or ' or none (default: ")`).argParser(quote),
  new Option(
    '--escape <char>',
    'the character before a quote within a field, such as \\ (default: it is doubled)',
  ).argParser(oneCharacter),
  new Option('--comment <text>', 'leave out lines that begin with it, such as #').argParser(comment),
  new Option('--no-header', 'the first row is data: columns are named by their numbers, from 1'),
  new Option(
    '--encoding <name>',
    'such as windows-1252, latin1 or utf-16le (default: utf-8, or by the byte-order mark)',
  ).argParser(encoding),
  new Option('--short-rows <what>', 'rows with fewer fields than the header: stop, or take what is missing as empty')
    .choices(['error', 'fill'])
    .default('error'),
];

/** What counts as a label. */
const labelOptions = (): Option[] => [
  new Option(
    '--missing <what>',
    'rows without a value (nothing, NA, ?, …): leave them out, keep them as a class, or stop',
  )
    .choices(['drop', 'keep', 'error'])
    .default('drop'),
  new Option('--trim', 'ignore white space around labels, and around the names of columns'),
  new Option('--ignore-case', 'ignore the case of labels'),
];

/** Rows that have several labels in one field. */
const multiLabelOption = (): Option =>
  new Option('--multi-label <separator>', 'fields of --column hold several labels, joined by it, such as |')
    .conflicts(['oneHot', 'weights', 'classes', 'limit', 'scheme', 'root', 'pattern'])
    .argParser(separator);

/** The classes of a table with a column of 0 and 1 for each. */
const oneHotOption = (): Option =>
  new Option(
    '--one-hot <a,b,…>',
    'in place of --column: the columns of which one has a 1, or several for rows with several labels; or first:last',
  ).conflicts('column');

/** How numbers are written. */
const decimalOption = (): Option =>
  new Option('--decimal <sign>', 'the decimal sign of weights (default: found)').choices(['.', ',']);

/** All options of commands that read labels or weights. */
export const readingOptions = (): Option[] => [
  oneHotOption(),
  multiLabelOption(),
  decimalOption(),
  ...labelOptions(),
  ...formatOptions(),
  ...imageFlags(),
];

/** How to read, from options. */
export function readingOf(
  input: Inputs,
  flags: ReadingFlags & ImageOptions,
  progress: Progress,
  { rows = false, print }: { rows?: boolean; print?: string } = {},
): ReadOptions {
  checkSigns(flags);
  const { missing = 'drop', trim = false, ignoreCase = false, decimal, oneHot, multiLabel, logits = false } = flags;
  return {
    format: { ...formatOf(flags), lists: multiLabel },
    trimNames: trim,
    labels: { missing, trim, ignoreCase, oneHot, multiLabel },
    decimal,
    logits,
    images: imageOptions(input, flags),
    progress,
    rows,
    printed: print,
  };
}

/** @throws {UserError} One character is to be two things. */
function checkSigns({ delimiter, quote, escape: escapeSign }: ReadingFlags): void {
  const same = [
    ['--delimiter', delimiter, '--quote', quote],
    ['--delimiter', delimiter, '--escape', escapeSign],
  ].find(([, one, , other]) => one !== undefined && one === other);
  if (same) throw new UserError(`${same[0]} and ${same[2]} are both ${JSON.stringify(same[1])}: they must differ`);
}

function formatOf(flags: ReadingFlags): FormatOptions {
  const { delimiter, quote, escape: escapeSign, comment, header, encoding } = flags;
  const shortRows = flags.shortRows === 'fill' ? 'fill' : undefined;
  return { delimiter, quote, escape: escapeSign, comment, header, encoding, shortRows };
}

/** One character; \t is a tab. */
function delimiter(text: string): string {
  if (text === SPACES || text === '\\s+' || text === ' +') return SPACES;
  const value = text === '\\t' || text === 'tab' ? '\t' : text;
  if (value.length === 1 && !'"\r\n'.includes(value)) return value;
  throw new InvalidArgumentError('It must be one character, \\t, or spaces.');
}

function separator(text: string): string {
  if (text !== '' && !/["\r\n]/.test(text)) return text === '\\t' ? '\t' : text;
  throw new InvalidArgumentError('It must be what stands between two labels, such as | or ;.');
}

function oneCharacter(text: string): string {
  if (text.length === 1 && !'\r\n'.includes(text)) return text;
  throw new InvalidArgumentError('It must be one character.');
}

function quote(text: string): string {
  return text === 'none' || text === '' ? 'none' : oneCharacter(text);
}

function comment(text: string): string {
  if (text !== '' && !/[\r\n]/.test(text)) return text;
  throw new InvalidArgumentError('It must be what a comment begins with, such as #.');
}

function encoding(text: string): string {
  try {
    return decoderOf(text).encoding;
  } catch {
    throw new InvalidArgumentError('It must be the name of an encoding, such as utf-8, windows-1252 or utf-16le.');
  }
}
