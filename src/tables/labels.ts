import type { Label } from '../weights/class-weights.js';
import { isNumber, isText } from './columns.js';
import type { Engine } from './engine.js';
import { type From, rowNamed, rowsQuery } from './relation.js';
import { TableError } from './table-error.js';

/** The classes of a label column, in the order of their labels. */
export interface LabelCounts {
  readonly classes: readonly Label[];
  /** The labels as text, as SQL compares them. */
  readonly texts: readonly string[];
  readonly counts: readonly number[];
}

/** Counts the rows of each class. @throws {TableError} A row has no label. */
export async function labelCounts(engine: Engine, from: From, column: string, id: string | null): Promise<LabelCounts> {
  const query = rowsQuery(from, { id, value: column });
  const rows = (await engine.rows(
    `SELECT CAST(v AS VARCHAR), any_value(typeof(v)), count(*) FROM (${query}) GROUP BY 1 ORDER BY min(v)`,
  )) as [text: string | null, type: string, count: bigint][];
  const missing = rows.find(([text, type]) => text === null || (isNumber(type) && text === 'nan'));
  if (missing) {
    const test = missing[0] === null ? 'v IS NULL' : "CAST(v AS VARCHAR) = 'nan'";
    const [[row]] = await engine.rows(`SELECT id FROM (${query}) WHERE ${test} ORDER BY f, r, id LIMIT 1`);
    const value = missing[0] === null ? 'NULL' : 'NaN';
    const which = `the label of ${rowNamed(row)} in column "${column}"`;
    throw new TableError(`${which} is ${value}: each row needs a label: give it one, or leave the row out`);
  }
  return {
    classes: rows.map(([text, type]) => labelOf(text as string, type)),
    texts: rows.map(([text]) => text as string),
    counts: rows.map(([, , count]) => Number(count)),
  };
}

function labelOf(text: string, type: string): Label {
  if (type === 'BOOLEAN') return text === 'true';
  if (isText(type) || !isNumber(type)) return text;
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? BigInt(text) : value;
}
