// Draws with replacement: all arrivals of all rows up to a time, the horizon.
import type { Dialect } from './dialect.js';
import { withWaitingTime } from './waiting-time.js';

/** A number of arrivals that a Poisson number of this mean exceeds with a probability below 1e-27. */
const SLACK = { factor: 12, more: 72 };
/** A number that the arrivals of one row exceed with a probability below 1e-30. */
const ROW_SLACK = { factor: 12, more: 16 };

/** What is kept of each row. `row_key` is its first hash: ids may be equal by a collation, and differ. */
const ROW = ['row_id', 'row_key', 'weight', 'horizon', 'copies'];

/** Subqueries, and the query that gives `row_id`, `waited`, `h` and `copies` of all arrivals up to the horizon. */
export interface Arrivals {
  readonly ctes: readonly string[];
  readonly query: string;
  /** What stands before the whole query. */
  readonly prelude?: string;
}

/**
 * The horizon is the time by which n arrivals are certain to come. It decides nothing but how many there are to sort.
 * @param base Gives `row_id`, `weight` and `horizon` of each row.
 */
export function arrivalsOf(base: string, seed: number, dialect: Dialect): Arrivals {
  const { double: d, barrier, concat, md5, text, toInteger, toText } = dialect;
  const hash = md5(concat(text(`${seed}:`), toText('j'), text(':'), toText('row_id')));
  const first = `SELECT row_id, weight, horizon, ${md5(concat(text(`${seed}:1:`), toText('row_id')))} AS h
FROM (${base}${barrier}) AS q`;
  // v <= e, but for rounding
  const pruned = withWaitingTime(
    first,
    ['row_id', 'weight', 'horizon', 'h'],
    dialect,
    `v <= weight * horizon * ${d(1 + 2 ** -20)}`,
  );
  const mean = 'weight * horizon';
  const bound = toInteger(`CEIL(${mean} + ${d(ROW_SLACK.factor)} * SQRT(${mean}) + ${d(ROW_SLACK.more)})`);
  const firsts = `firsts AS (
SELECT row_id, h AS row_key, weight, horizon, COUNT(*) OVER (PARTITION BY h) AS copies, ${bound} AS bound, e
FROM (${pruned}${barrier}) AS q
WHERE e / weight <= horizon
)`;
  const kept = [...ROW, 'j'];
  const numbered = `numbered AS (\n${dialect.repeated?.(ROW.join(', '), 'firsts') ?? repeatedByDoubling()}\n)`;
  const waits = `waits AS (
${withWaitingTime(`SELECT ${kept.join(', ')}, ${hash} AS h\nFROM numbered`, [...kept, 'h'], dialect)}
)`;
  return { ...sums(dialect), ctes: [firsts, numbered, waits, ...sums(dialect).ctes] };
}

/** The number of arrivals up to the horizon, if `n` are needed. */
export function arrivalsNeeded(n: number): number {
  return n + SLACK.factor * Math.sqrt(n) + SLACK.more;
}

/** Makes numbers from 1 to `bound` by j -> 2 j, 2 j + 1: databases limit how deep a recursion may go. */
function repeatedByDoubling(): string {
  return `SELECT ${ROW.join(', ')}, bound, CAST(1 AS SIGNED) AS j FROM firsts
UNION ALL
SELECT ${ROW.map((column) => `n.${column}`).join(', ')}, n.bound, 2 * n.j + b.bit
FROM numbered AS n CROSS JOIN (SELECT 0 AS bit UNION ALL SELECT 1 AS bit) AS b
WHERE 2 * n.j + b.bit <= n.bound`;
}

function timesOf(from: string): string {
  return `SELECT row_id, sum_e / weight AS waited, h, copies\nFROM ${from}\nWHERE sum_e / weight <= horizon`;
}

/** Sums the waiting times of each row from left to right, since sums in another order have other last bits. */
function sums({ arrivals }: Dialect): Arrivals {
  if (arrivals === 'lists') return { ctes: listSums(), query: timesOf('summed') };
  if (arrivals === 'arrays') {
    return {
      ctes: [],
      query: timesOf(`(
SELECT row_id, weight, horizon, copies, pair.2 AS h, sum_e
FROM (
SELECT ${ROW.join(', ')}, arraySort(groupArray((j, h, e))) AS pairs FROM waits GROUP BY ${ROW.join(', ')}
) AS q ARRAY JOIN pairs AS pair, arrayCumSum(arrayMap(x -> x.3, pairs)) AS sum_e
) AS q`),
    };
  }
  if (arrivals === 'function') {
    return {
      prelude: `CREATE TEMP FUNCTION running_sums(waits ARRAY<FLOAT64>) RETURNS ARRAY<FLOAT64> LANGUAGE js
AS 'let sum = 0; return waits.map((wait) => (sum += wait));';
`,
      ctes: [],
      query: timesOf(`(
SELECT row_id, weight, horizon, copies, hashes[OFFSET(place)] AS h, sums[OFFSET(place)] AS sum_e
FROM (
SELECT ANY_VALUE(row_id) AS row_id, ANY_VALUE(weight) AS weight, ANY_VALUE(horizon) AS horizon,
  ANY_VALUE(copies) AS copies, ARRAY_AGG(h ORDER BY j ASC) AS hashes, running_sums(ARRAY_AGG(e ORDER BY j ASC)) AS sums
FROM waits GROUP BY row_key
) AS q CROSS JOIN UNNEST(GENERATE_ARRAY(0, ARRAY_LENGTH(sums) - 1)) AS place
) AS q`),
    };
  }
  if (arrivals === 'join') {
    return {
      ctes: [
        `summed (${[...ROW, 'j', 'h', 'sum_e'].join(', ')}) AS (
SELECT ${ROW.join(', ')}, j, h, e FROM waits WHERE j = 1
UNION ALL
SELECT ${ROW.map((column) => `w.${column}`).join(', ')}, w.j, w.h, s.sum_e + w.e
FROM summed AS s JOIN waits AS w ON w.row_key = s.row_key AND w.j = s.j + 1
WHERE (s.sum_e + w.e) / w.weight <= w.horizon
)`,
      ],
      query: timesOf('summed'),
    };
  }
  return {
    ctes: [],
    query: timesOf(`(
SELECT row_id, weight, horizon, copies, h,
  SUM(e) OVER (PARTITION BY row_key ORDER BY j ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sum_e
FROM waits
) AS q`),
  };
}

/** Waiting times that are summed as one list: to make a list of k sums, DuckDB copies k (k + 1) / 2 numbers. */
const BLOCK = 512;

/** Sums blocks of waiting times: first what is before each block, then within it. */
function listSums(): string[] {
  const row = ROW.join(', ');
  return [
    `blocks AS (
SELECT ${row}, (j - 1) // ${BLOCK} AS block, list(e ORDER BY j ASC) AS block_waits, list(h ORDER BY j ASC) AS hashes
FROM waits GROUP BY ${row}, block
)`,
    `started AS (
SELECT ${row}, list(hashes ORDER BY block ASC) AS all_hashes, list(block_waits ORDER BY block ASC) AS all_waits,
  list_reduce(all_waits, lambda sums, block: list_append(sums, list_reduce(block, lambda a, b: a + b, sums[-1])),
    [0::DOUBLE]) AS starts
FROM blocks GROUP BY ${row}
)`,
    `summed AS (
SELECT ${row}, unnest(hashes) AS h,
  unnest(list_reduce(list_transform(block_waits, lambda e: [e]), lambda sums, e: list_append(sums, sums[-1] + e[1]),
    [start])[2:]) AS sum_e
FROM (
SELECT ${row}, unnest(all_hashes) AS hashes, unnest(all_waits) AS block_waits, unnest(starts[:-2]) AS start FROM started
) AS q
)`,
  ];
}
