import type { Label } from '../../weights/class-weights.js';
import { type Arrivals, arrivalsNeeded, arrivalsOf } from './arrivals.js';
import { DIALECTS, type Dialect } from './dialect.js';
import { type CheckedQuery, checkQuery, type SampleQueryOptions } from './query-options.js';
import { withWaitingTime } from './waiting-time.js';
import { type WeightedRows, weightedRows } from './weighted-rows.js';

/**
 * Writes a query that draws rows of a table where the data are. It gives the ids of the drawn rows in order of draws:
 * the same as `sampleTable` gives for the same ids, weights, `n`, `replacement` and `seed`.
 *
 * The query fails if a weight or an id is invalid (NULL, negative, infinite, NaN, positive and outside of
 * [1e-250, 1e250]), if no weight is positive, if there are fewer than `n` positive weights without replacement, or if
 * two drawn rows have the same id.
 * @returns One statement in SQL; for BigQuery with replacement two, of which the first defines a function. Ends without
 * a semicolon.
 * @throws {TypeError | RangeError} An option is invalid.
 */
export function sampleQuery<L extends Label>(options: SampleQueryOptions<L>): string {
  const checked = checkQuery(options as SampleQueryOptions);
  const dialect = DIALECTS[checked.dialect];
  const { quote } = dialect;
  const from = checked.table ? checked.table.map(quote).join('.') : `(\n${checked.query}\n)`;
  const id = quote(checked.id);
  const rows = weightedRows(
    {
      from,
      id,
      weights: checked.weights && quote(checked.weights),
      labels: checked.labels && quote(checked.labels),
      shares: checked.shares,
    },
    dialect,
  );
  const arrivals = checked.replacement
    ? withReplacement(rows, checked, dialect)
    : firstArrivals(rows, checked, dialect);
  const ctes = [...rows.ctes, checkedTotals(rows, checked, dialect), ...arrivals.ctes];
  const recursive = checked.replacement && (dialect.arrivals === 'join' || !dialect.repeated);
  return `${comments(checked, dialect)}${arrivals.prelude ?? ''}WITH ${recursive ? 'RECURSIVE ' : ''}${ctes.join(',\n')}
${selected(firstOf(arrivals.query, checked.n), from, id, checked, dialect)}${dialect.suffix ?? ''}`;
}

function comments({ n, seed, replacement }: CheckedQuery, { notes }: Dialect): string {
  const lines = [
    `loaded-dice: n ${n}, seed ${seed}, ${replacement ? 'with' : 'without'} replacement; ${notes[0]}.`,
    `If a weight or an id is invalid, the query fails${notes[1] ? `: ${notes[1]}` : ' and says which'}.`,
  ];
  return `${lines.map((line) => `-- ${line}`).join('\n')}\n`;
}

/** The sum of the weights, after all rows were checked. */
function checkedTotals({ totals }: WeightedRows, { n, replacement }: CheckedQuery, dialect: Dialect): string {
  const { concat, guard, text, toText } = dialect;
  const few = replacement
    ? `WHEN COALESCE(positives, 0) < 1 THEN ${text('no row has a positive weight')}`
    : `WHEN COALESCE(positives, 0) < ${n} THEN ${concat(
        text(`n is ${n}, but the number of rows with a positive weight is `),
        toText('COALESCE(positives, 0)'),
      )}`;
  return `checked AS (
SELECT 1 AS one, total, ${guard('problem')} AS failed
FROM (
SELECT total, CASE WHEN bad IS NOT NULL THEN bad ${few} END AS problem
FROM (
${totals}
) AS q
) AS q
)`;
}

function withReplacement({ rows, positive }: WeightedRows, { n, seed }: CheckedQuery, dialect: Dialect): Arrivals {
  const { double: d } = dialect;
  const needed = arrivalsNeeded(n);
  // the least waiting time is 2^-62: smaller weights have no arrival, and their products could underflow
  const base = `SELECT r.row_id, r.weight, ${d(needed)} / c.total AS horizon
FROM (${rows}) AS r CROSS JOIN checked AS c
WHERE ${positive} AND r.weight >= c.total * ${d(2 ** -63 / needed)}`;
  return arrivalsOf(base, seed, dialect);
}

function firstArrivals({ rows, positive }: WeightedRows, { seed }: CheckedQuery, dialect: Dialect): Arrivals {
  const { barrier, concat, md5, text, toText } = dialect;
  const hashed = `SELECT row_id, weight, ${md5(concat(text(`${seed}:1:`), toText('row_id')))} AS h
FROM (${rows}) AS r
WHERE ${positive}`;
  return {
    ctes: [],
    query: `SELECT row_id, e / weight AS waited, h, 1 AS copies
FROM (${withWaitingTime(hashed, ['row_id', 'weight', 'h'], dialect)}${barrier}) AS q`,
  };
}

/** The n first arrivals. Two of the same hash are of rows with the same id. */
function firstOf(arrivals: string, n: number): string {
  return `SELECT 1 AS one, row_id, waited, h, copies, COUNT(*) OVER (PARTITION BY h) AS equal_hashes
FROM (
${arrivals}
ORDER BY waited ASC, h ASC LIMIT ${n}
) AS q`;
}

/** Selects the id and the other columns, after a last check. */
function selected(drawn: string, from: string, id: string, { columns }: CheckedQuery, dialect: Dialect): string {
  const { concat, guard, quote, text, toBytes, toText } = dialect;
  const names = columns.map(quote);
  // an id may be equal to others by a collation
  const joined = `SELECT d.*, ${names.map((name, i) => `t.${name} AS column_${i}`).join(', ')},
  COUNT(*) OVER (PARTITION BY d.h) AS rows_of_id
FROM (${drawn}) AS d JOIN ${from} AS t
ON t.${id} = d.row_id AND ${toBytes(toText(`t.${id}`))} = ${toBytes(toText('d.row_id'))}`;
  const doubles = `s.copies > 1 OR s.equal_hashes > 1${names.length ? ' OR s.rows_of_id > 1' : ''}`;
  const problem = `CASE WHEN ${doubles} THEN ${concat(text('two rows have the id '), toText('s.row_id'))} END`;
  return `SELECT ${[`s.row_id AS ${id}`, ...names.map((name, i) => `s.column_${i} AS ${name}`)].join(', ')}
FROM checked AS c LEFT JOIN (
${names.length ? joined : drawn}
) AS s ON s.one = c.one
WHERE c.failed = 0 AND ${guard(problem)} = 0
ORDER BY s.waited ASC, s.h ASC`;
}
