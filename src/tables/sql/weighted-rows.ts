// The rows of a query with their weights, and the check of all of them.
import type { Dialect } from './dialect.js';

/** Positive weights outside of these are refused: databases raise overflow and underflow as errors. */
export const LEAST_WEIGHT = 1e-250;
export const MOST_WEIGHT = 1e250;

/** Where rows come from. The names of columns are quoted. */
export interface RowSource {
  /** A table's name, or a query in parentheses. */
  readonly from: string;
  readonly id: string;
  /** The column of weights. */
  readonly weights?: string | undefined;
  /** The column of labels, instead of weights. */
  readonly labels?: string | undefined;
  /** The share of each class; they sum to 1. Default: equal shares. */
  readonly shares?: ReadonlyMap<string, number> | undefined;
}

export interface WeightedRows {
  /** Subqueries that the others need. */
  readonly ctes: readonly string[];
  /** Gives `row_id` and `weight` of each row. */
  readonly rows: string;
  /** Gives one row: `bad` (what is wrong with one row, or NULL), `positives` and `total`. */
  readonly totals: string;
  /** Whether `weight` is positive, and in range. */
  readonly positive: string;
}

export function weightedRows(source: RowSource, dialect: Dialect): WeightedRows {
  return source.labels === undefined ? byWeights(source, dialect) : byLabels(source, source.labels, dialect);
}

function byWeights({ from, id, weights }: RowSource, dialect: Dialect): WeightedRows {
  const { double: d, toText, text, concat } = dialect;
  const weight = (dialect.toWeight ?? dialect.toDouble)(`t.${weights}`);
  const rows = `SELECT t.${id} AS row_id, ${weight} AS weight FROM ${from} AS t`;
  const positive = `weight BETWEEN ${d(LEAST_WEIGHT)} AND ${d(MOST_WEIGHT)}`;
  // never NULL: ClickHouse may turn CASE into a filter by NOT
  const invalid = `row_id IS NULL OR weight IS NULL OR NOT (weight = ${d(0)} OR ${positive})`;
  const shown = (expression: string) => `COALESCE(${toText(expression)}, 'NULL')`;
  const rule = `: weights must be 0 or from ${LEAST_WEIGHT} to ${MOST_WEIGHT}, and ids not NULL`;
  const problem = concat(text('row '), shown('row_id'), text(' has the weight '), shown('weight'), text(rule));
  return {
    ctes: [],
    rows,
    positive,
    totals: `SELECT
  MIN(CASE WHEN ${invalid} THEN ${problem} END) AS bad,
  SUM(CASE WHEN ${positive} THEN 1 ELSE 0 END) AS positives,
  SUM(CASE WHEN ${positive} THEN weight ELSE ${d(0)} END) AS total
FROM (${rows}) AS r`,
  };
}

/** The weight of a row: 1 / the count of its class, times the share of the class, as in src/weights. */
function byLabels({ from, id, shares }: RowSource, labels: string, dialect: Dialect): WeightedRows {
  const { double: d, toText, toBytes, toDouble, text, concat } = dialect;
  const label = toText(`t.${labels}`);
  const classes = `classes AS (
SELECT ${toBytes(label)} AS class, MIN(${label}) AS class_name, COUNT(*) AS members, COUNT(t.${id}) AS ids
FROM ${from} AS t GROUP BY ${toBytes(label)}
)`;
  const weight = `${d(1)} / ${toDouble('c.members')}`;
  const problems = [
    `WHEN w.class_name IS NULL THEN ${text('a row has no label')}`,
    `WHEN w.ids < w.members THEN ${text('a row has no id')}`,
  ];
  let weighed = 'SELECT c.class, c.class_name, c.members, c.ids, ';
  const ctes = [classes];
  let absent = '';
  if (shares === undefined) {
    weighed += `${weight} AS weight FROM classes AS c`;
  } else {
    const given = Array.from(
      shares,
      ([name, share]) => `SELECT ${toBytes(text(name))} AS class, ${text(name)} AS class_name, ${d(share)} AS share_of`,
    );
    ctes.push(`shares AS (\n${given.join('\nUNION ALL ')}\n)`);
    weighed += `${weight} * g.share_of AS weight FROM classes AS c LEFT JOIN shares AS g ON g.class = c.class`;
    problems.push(
      `WHEN w.weight IS NULL THEN ${concat(text('target has no class '), 'w.class_name', text(', which is a label'))}`,
    );
    absent = `SELECT COUNT(*) AS classes, MIN(g.class_name) AS class_name
FROM shares AS g LEFT JOIN classes AS c ON c.class = g.class WHERE c.members IS NULL`;
  }
  ctes.push(`weighted AS (\n${weighed}\n)`);
  const totals = `SELECT
  MIN(CASE ${problems.join(' ')} END) AS bad,
  SUM(CASE WHEN w.weight > ${d(0)} THEN w.members ELSE 0 END) AS positives,
  SUM(${toDouble('w.members')} * w.weight) AS total
FROM weighted AS w`;
  return {
    ctes,
    rows: `SELECT r.row_id, w.weight
FROM (SELECT t.${id} AS row_id, ${toBytes(label)} AS class FROM ${from} AS t) AS r
JOIN weighted AS w ON w.class = r.class`,
    positive: `weight > ${d(0)}`,
    totals: absent
      ? `SELECT
  CASE WHEN q.bad IS NOT NULL THEN q.bad
    WHEN a.classes > 0 THEN ${concat(text('target has a class that is no label: '), 'a.class_name')} END AS bad,
  q.positives, q.total
FROM (${totals}) AS q CROSS JOIN (${absent}) AS a`
      : totals,
  };
}
