import { checkBoolean, checkInteger, checkOneOf, checkOptions, checkSeed, type Seed } from '../../internal/check.js';
import { describe } from '../../internal/describe.js';
import { freshSeed } from '../../internal/entropy.js';
import type { Label, Target } from '../../weights/class-weights.js';
import { weightsOfClasses } from '../classes-by-share.js';
import { DIALECTS, type SqlDialect } from './dialect.js';

/** Options of {@link sampleQuery}. */
export interface SampleQueryOptions<L extends Label = Label> {
  /** The database that will run the query. MySQL's dialect is also MariaDB's. */
  dialect: SqlDialect;
  /**
   * The table's name, exactly as the database has it: Snowflake has capitals unless it was created in quotes. Dots
   * separate schemas; a part that contains a dot is written in double quotes: `'shop."orders.2026"'`. Either this or
   * `query`.
   */
  table?: string | undefined;
  /** A query in the database's SQL, whose rows are drawn from. It may run twice, and must give equal rows then. */
  query?: string | undefined;
  /** The column of weights: finite numbers of at least 0, on any scale. Either this or `labels`. */
  weights?: string | undefined;
  /** The column of class labels: each class is drawn equally often, or as `target` says. Either this or `weights`. */
  labels?: string | undefined;
  /** The share of each class, on any scale. Default: equal shares. Only with `labels`. */
  target?: Target<L> | undefined;
  /** The column of ids: integers, text or UUIDs, a different one in each row. */
  id: string;
  /** The number of draws, a positive integer. */
  n: number;
  /** Whether a row can be drawn more than once. Default true. */
  replacement?: boolean | undefined;
  /** The seed. Default: a fresh one, which the first line of the query tells. */
  seed?: Seed | undefined;
  /** Columns to select behind the id. Default: none. */
  columns?: readonly string[] | undefined;
}

export interface CheckedQuery {
  readonly dialect: SqlDialect;
  readonly table: readonly string[] | undefined;
  readonly query: string | undefined;
  readonly weights: string | undefined;
  readonly labels: string | undefined;
  readonly shares: ReadonlyMap<string, number> | undefined;
  readonly id: string;
  readonly n: number;
  readonly replacement: boolean;
  readonly seed: number;
  readonly columns: readonly string[];
}

const KNOWN = [
  'dialect',
  'table',
  'query',
  'weights',
  'labels',
  'target',
  'id',
  'n',
  'replacement',
  'seed',
  'columns',
] as const;

/** Divided by the count of a class, a smaller share could be below the least weight. */
const LEAST_SHARE = 1e-230;

/** Checks all options, and fills in defaults. */
export function checkQuery(options: SampleQueryOptions): CheckedQuery {
  const { dialect, table, query, weights, labels, target, id, n, replacement, seed, columns } = checkOptions(
    options,
    KNOWN,
  );
  const checked = checkOneOf('dialect', dialect, Object.keys(DIALECTS) as SqlDialect[]);
  checkOneGiven({ table, query }, 'a table or a query in SQL');
  checkOneGiven({ weights, labels }, 'the name of a column');
  checkName('id', id);
  if (weights !== undefined) checkName('weights', weights);
  if (labels !== undefined) checkName('labels', labels);
  if (target !== undefined && labels === undefined) throw new TypeError('target needs labels: weights have no classes');
  return {
    dialect: checked,
    table: table === undefined ? undefined : tableParts(table),
    query: query === undefined ? undefined : checkedQuery(query),
    weights,
    labels,
    shares: target === undefined ? undefined : sharesOf(target),
    id,
    n: checkInteger('n', n, 1),
    replacement: checkBoolean('replacement', replacement ?? true),
    seed: seed === undefined ? freshSeed() : checkSeed(seed),
    // the id is always there, and a table has each column once
    columns: [...new Set(checkColumns(columns ?? []))].filter((name) => name !== id),
  };
}

function checkOneGiven(options: Record<string, unknown>, what: string): void {
  const given = Object.values(options).filter((value) => value !== undefined);
  if (given.length === 1) return;
  const names = Object.keys(options).join(' or ');
  throw new TypeError(`options must have either ${names}, ${what}, got ${given.length ? 'both' : 'neither'}`);
}

function checkName(option: string, value: unknown, what = 'the name of a column'): string {
  // no database has a NUL in a name
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value;
  throw new TypeError(`${option} must be ${what}, got ${describe(value)}`);
}

function checkColumns(columns: unknown): readonly string[] {
  if (!Array.isArray(columns)) throw new TypeError(`columns must be an array of names, got ${describe(columns)}`);
  return columns.map((name, i) => checkName(`columns[${i}]`, name));
}

/** Splits a name at its dots, except for those within double quotes. */
function tableParts(table: unknown): string[] {
  const what = 'the name of a table';
  const text = checkName('table', table, what);
  const pattern = /(?:"((?:[^"]|"")+)"|([^".]+))(\.|$)/y;
  const parts: string[] = [];
  for (let more = true; more; ) {
    const [, quoted, plain, end] = pattern.exec(text) ?? [];
    if (end === undefined)
      throw new TypeError(`table must be ${what}, such as orders or shop.orders, got ${describe(text)}`);
    parts.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    more = end === '.';
  }
  return parts;
}

function checkedQuery(query: unknown): string {
  const text = checkName('query', query, 'a query in SQL').replace(/(\s|;)+$/, '');
  if (text.trim() === '') throw new TypeError(`query must be a query in SQL, got ${describe(query)}`);
  return text;
}

/** The share of each class, by its label as text. The shares sum to 1. */
function sharesOf(target: unknown): Map<string, number> {
  const isMap = Object.prototype.toString.call(target) === '[object Map]';
  const labels = (isMap ? [...(target as Map<Label, number>).keys()] : Object.keys(target ?? {})) as Label[];
  const shares = weightsOfClasses(new Array<number>(labels.length).fill(1), labels, target as Target);
  const byText = new Map<string, number>();
  for (const [i, share] of shares.entries()) {
    const text = String(labels[i]);
    if (byText.has(text)) throw new TypeError(`target must name each class once as text, got ${describe(text)} twice`);
    if (share > 0 && share < LEAST_SHARE) {
      throw new RangeError(
        `target[${describe(labels[i])}] must be 0 or at least ${LEAST_SHARE} of the sum of all shares`,
      );
    }
    byText.set(text, share);
  }
  return byText;
}
