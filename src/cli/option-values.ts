// Parsers of option values. Commander shows their errors behind the name of the option.
import { InvalidArgumentError } from 'commander';
import { RecordError, RecordParser } from '../files/record-parser.js';
import type { WeightScheme } from '../index.js';

export function integer(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    if (/^\d+$/.test(text) && value !== 0) throw new InvalidArgumentError(`It must be at most ${most}.`);
    throw new InvalidArgumentError(`It must be ${least ? 'a positive' : 'a non-negative'} integer.`);
  };
}

/** Names between commas. A name that contains a comma is quoted, as in a CSV. The option may be repeated. */
export function names(text: string, before: string[] = []): string[] {
  const list = listOf(text);
  if (list.length === 0 || list.includes('')) throw new InvalidArgumentError('It must name classes: A,B,…');
  return [...before, ...list];
}

/** The fields of a text as a row of a CSV has them. @throws {InvalidArgumentError} Its quotes do not match. */
export function listOf(text: string): string[] {
  const lists: string[][] = [];
  const dialect = { delimiter: ',', quote: '"', escape: '', comment: '' };
  const parser = new RecordParser(dialect, (fields, count) => {
    lists.push(fields.slice(0, count));
  });
  try {
    parser.push(text);
    parser.end();
  } catch (error) {
    if (error instanceof RecordError) throw new InvalidArgumentError('Its quotes do not match.');
    throw error;
  }
  if (lists.length > 1) throw new InvalidArgumentError('It must be one line: a name with a line break needs quotes.');
  return lists[0] ?? [];
}

/** CLASS=VALUE; the option is repeated for each class. The name of a class may contain an equals sign. */
export function pairs(parseValue: (text: string) => number) {
  return (text: string, before: Map<string, number> = new Map()): Map<string, number> => {
    const at = text.lastIndexOf('=');
    if (at < 0) throw new InvalidArgumentError('It must be CLASS=VALUE.');
    const label = text.slice(0, at);
    if (/=[\d.]+,/.test(label)) {
      throw new InvalidArgumentError('It must be one CLASS=VALUE; give the option once for each class.');
    }
    if (before.has(label)) throw new InvalidArgumentError(`${JSON.stringify(label)} is given twice.`);
    return new Map(before).set(label, parseValue(text.slice(at + 1)));
  };
}

/** A finite number, in a range that `expected` names. */
export function number(expected: string, isIn: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && isIn(value)) return value;
    throw new InvalidArgumentError(`It must be a number ${expected}.`);
  };
}

/** inverse, sqrt, effective, power:P or effective:BETA. */
export function scheme(text: string): WeightScheme {
  if (text === 'inverse' || text === 'sqrt' || text === 'effective') return text;
  const [, kind, number] = /^(power|effective):(.+)$/.exec(text) ?? [];
  const value = number === undefined || number.trim() === '' ? Number.NaN : Number(number);
  if (kind === 'power' && value >= 0 && value < Infinity) return { power: value };
  if (kind === 'effective' && value >= 0 && value < 1) return { effective: value };
  if (kind === 'power') throw new InvalidArgumentError('A power must be a finite number of at least 0.');
  if (kind === 'effective') throw new InvalidArgumentError('It must be effective:BETA, with a number in [0, 1).');
  throw new InvalidArgumentError('It must be inverse, sqrt, effective, power:0.5 or effective:0.999.');
}

export function share(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value < Infinity) return value;
  throw new InvalidArgumentError('A share must be a finite number of at least 0.');
}
