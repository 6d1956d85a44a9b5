import { ColumnSurvey } from '../../files/column-survey.js';
import { delimiterName, type Understood } from '../../files/dialect.js';
import type { TableReader } from '../../files/table-reader.js';
import { UserError } from '../user-error.js';
import { type ColumnOptions, type ColumnRequest, findColumns, type Place, type ReadColumns } from './columns.js';
import type { Inputs } from './find-input.js';
import { RowCollector } from './row-collector.js';
import { chainedRows, MOST_KEPT, type RowText } from './rows.js';
import { readTextTable } from './text-table.js';

/**
 * Reads columns of text tables, one after the other.
 * @throws {UserError | FileError} A column is missing: the message lists all columns. Or files have different headers.
 */
export async function readTextColumns(
  { name, parts }: Inputs,
  requests: readonly ColumnRequest[],
  options: ColumnOptions,
  place: Place,
): Promise<ReadColumns> {
  let { survey } = options;
  const texts: RowText[] = [];
  const counts: number[] = [];
  const doubts = new Set<string>();
  let all: Understood | undefined;
  let missing: ColumnRequest | undefined;
  let header: readonly string[] | undefined;
  let left = MOST_KEPT;
  for (const input of parts) {
    let places: number[] = [];
    const rows = options.rows ? new RowCollector(input) : undefined;
    place.file = parts.length > 1 ? input.name : undefined;
    const reader: TableReader = {
      header(names, lines) {
        if (lines) rows?.header(...lines);
        if (header) checkHeader(names, header, input.name, parts[0].name);
        header ??= [...names];
        ({ places, missing } = findColumns(names, requests, name, true, options.trimNames));
        if (missing) survey ??= new ColumnSurvey();
        survey?.header(header);
        if (counts.length === 0) options.naming?.header(header);
        const group = missing ? [] : (options.group?.columns(names) ?? []);
        return survey || options.naming ? undefined : [...places, ...group];
      },
      row(fields, line, last) {
        place.row++;
        place.line = line;
        survey?.row(fields);
        options.naming?.row(fields);
        if (!missing) {
          for (let i = 0; i < requests.length; i++) requests[i].add(fields[places[i]]);
          options.group?.add(fields);
        }
        rows?.row(line, last);
      },
      ...(rows && { bytes: (chunk, packing) => rows.bytes(chunk, packing) }),
    };
    const { understood, doubts: found } = await readTextTable(input, options.format, reader, options.progress);
    for (const doubt of found) doubts.add(doubt);
    const difference = all && differenceOf(all, understood);
    if (difference && options.rows) {
      throw new UserError(`${input.name} ${difference} ${parts[0].name}: --rows needs files that are written alike`);
    }
    if (difference) doubts.add(`${input.name} ${difference} ${parts[0].name}`);
    all = all ? sumOf(all, understood) : understood;
    if (!rows || missing || understood.rows === 0) continue;
    counts.push(understood.rows);
    texts.push(rows.text(understood, left));
    left = Math.max(0, left - rows.end);
  }
  if (missing && survey) throw survey.error(name, missing.option, missing.column, options.format);
  if (all?.rows === 0) throw new UserError(`${name} has a header and no rows`);
  const read = { ...(all as Understood), files: parts.length };
  return { text: options.rows ? chainedRows(texts, counts) : undefined, read, doubts: [...doubts] };
}

/** How a file is written in another way than the first one: has semicolons, unlike. Undefined if it is not. */
function differenceOf(first: Understood, other: Understood): string | undefined {
  if (other.format !== first.format) return `is ${other.format === 'text' ? 'delimited text' : 'JSON Lines'}, unlike`;
  if (other.encoding !== first.encoding) return `is ${other.encoding.toUpperCase()}, unlike`;
  return other.delimiter === first.delimiter ? undefined : `has ${delimiterName(other.delimiter)}, unlike`;
}

function sumOf(one: Understood, other: Understood): Understood {
  return {
    ...one,
    rows: one.rows + other.rows,
    comments: one.comments + other.comments,
    emptyLines: one.emptyLines + other.emptyLines,
    trailingDelimiters: one.trailingDelimiters + other.trailingDelimiters,
    shortRows: one.shortRows + other.shortRows,
  };
}

/** @throws {UserError} A file has other columns than the first one. */
function checkHeader(names: readonly string[], first: readonly string[], file: string, firstFile: string): void {
  const at = Array.from({ length: Math.max(names.length, first.length) }, (_, i) => i).find(
    (i) => names[i] !== first[i],
  );
  if (at === undefined) return;
  const [one, other] = [names[at], first[at]].map((each) => (each === undefined ? 'none' : JSON.stringify(each)));
  throw new UserError(`${file} has other columns than ${firstFile}: column ${at + 1} is ${one}, there ${other}`);
}
