// Values as the text that they have in a CSV, in SQL.
import { sqlName, sqlText } from './duckdb.js';
import type { ParquetColumn } from './parquet.js';

/** The text of a value in a CSV. */
export const textOf = ({ queried }: ParquetColumn): string => `coalesce(CAST(${sqlName(queried)} AS VARCHAR), '')`;

/** Whether values of this type become the nearest f64 by a cast. */
export const isCast = (type: string): boolean => /^(DOUBLE|U?(TINY|SMALL|BIG)INT|U?INTEGER)$/.test(type);
/** These become the f64 that is nearest to their decimal text, as in a CSV. */
const PARSED = /^(FLOAT|U?HUGEINT|DECIMAL\(.*\))$/;
export const isNumeric = ({ type }: ParquetColumn): boolean => isCast(type) || PARSED.test(type);

/** The line of a CSV that a row has, without its line break. Fields are quoted where RFC 4180 requires it. */
export function sqlLine(columns: readonly ParquetColumn[], delimiter: string): string {
  const special = `["\\r\\n\\x{${(delimiter.codePointAt(0) as number).toString(16)}}]`;
  const field = (column: ParquetColumn): string => {
    const text = textOf(column);
    // no number contains one of these
    if (isNumeric(column) && [',', ';', '|', '\t'].includes(delimiter)) return text;
    const quoted = `'"' || replace(${text}, '"', '""') || '"'`;
    return `CASE WHEN regexp_matches(${text}, '${special}') THEN ${quoted} ELSE ${text} END`;
  };
  const line = columns.map(field).join(` || ${sqlText(delimiter)} || `);
  // an empty line would be no row
  return columns.length === 1 ? `coalesce(nullif(${line}, ''), '""')` : line;
}
