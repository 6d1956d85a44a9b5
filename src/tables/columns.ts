import { describe } from '../internal/describe.js';
import type { Engine } from './engine.js';
import { DUCKDB } from './sql/dialect.js';
import { TableError } from './table-error.js';

/** The columns of a relation: name to DuckDB's type. */
export type Columns = ReadonlyMap<string, string>;

/** The most names that an error lists. */
const LISTED = 8;

export async function columnsOf(engine: Engine, from: string): Promise<Columns> {
  const rows = await engine.rows(`DESCRIBE SELECT * FROM ${from}`);
  return new Map(rows.map(([name, type]) => [name as string, type as string]));
}

/** @throws {TypeError} An option is not the name of a column. */
export function checkName(option: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') return;
  throw new TypeError(`${option} must be the name of a column, got ${describe(value)}`);
}

/**
 * The name of a column as the table spells it: like DuckDB, it ignores case.
 * @throws {TableError} There is no such column.
 */
export function columnNamed(columns: Columns, name: string, option: string, where: string): string {
  if (columns.has(name)) return name;
  const names = [...columns.keys()];
  const found = names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new TableError(`${option}: ${where} has no column ${DUCKDB.quote(name)}${nearest(name, names, 'columns')}`);
}

/** The end of an error about a name: a similar name, or all names. */
export function nearest(name: string, names: readonly string[], what: string): string {
  const lower = name.toLowerCase();
  const [best] = names
    .map((each) => ({ each, steps: distance(lower, each.toLowerCase()) }))
    // any letter is one step from any other
    .filter(({ steps }) => steps <= Math.max(1, Math.floor(name.length / 3)) && steps < name.length)
    .sort((a, b) => a.steps - b.steps);
  if (best) return `: did you mean ${DUCKDB.quote(best.each)}?`;
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return names.length === 0 ? `: it has no ${what}` : `; its ${what} are ${names.slice(0, LISTED).join(', ')}${more}`;
}

/** The number of letters to insert, delete, replace or swap (optimal string alignment). */
function distance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

const INTEGERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(\d+,0\))$/;

export function isInteger(type: string): boolean {
  return INTEGERS.test(type);
}

export function isNumber(type: string): boolean {
  return isInteger(type) || /^(DOUBLE|FLOAT|DECIMAL\(.*)$/.test(type);
}

export function isText(type: string): boolean {
  return type === 'VARCHAR' || type.startsWith('ENUM(');
}
