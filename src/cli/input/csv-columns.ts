import { UserError } from '../user-error.js';
import { ColumnSurvey } from './column-survey.js';
import { type ColumnOptions, type ColumnRequest, findColumns } from './columns.js';
import { type CsvReader, readCsv } from './csv.js';
import type { Inputs } from './find-input.js';
import { GrowingArray } from './growing-array.js';
import { chainedRows, csvRows, MOST_KEPT, type RowText } from './rows.js';

/**
 * Reads columns of CSV files, one after the other.
 * @returns The rows themselves, if they were asked for.
 * @throws {UserError} A column is missing: the message lists all columns. Or files have different headers.
 */
export async function readCsvColumns(
  { name, parts }: Inputs,
  requests: readonly ColumnRequest[],
  options: ColumnOptions,
): Promise<RowText | undefined> {
  let survey = options.survey;
  const texts: RowText[] = [];
  const rows: number[] = [];
  let places: number[] = [];
  let missing: ColumnRequest | undefined;
  let header: string[] | undefined;
  let left = MOST_KEPT;
  for (const input of parts) {
    const ends = new GrowingArray((length) => new Float64Array(length));
    const chunks: Buffer[] = [];
    let count = 0;
    const reader: CsvReader = {
      header(names, end) {
        if (header) checkHeader(names, header, input.name, parts[0].name);
        else {
          header = names;
          ({ places, missing } = findColumns(names, requests, name));
          if (missing) survey ??= new ColumnSurvey();
          survey?.header(names);
        }
        if (options.rows) ends.push(end);
      },
      row(fields, end) {
        count++;
        survey?.row(fields);
        if (!missing) for (let i = 0; i < requests.length; i++) requests[i].add(fields[places[i]]);
        if (options.rows) ends.push(end);
      },
    };
    // a pipe can be read only once
    if (options.rows && input.stats === undefined) reader.bytes = (chunk) => chunks.push(chunk);
    await readCsv(input, { delimiter: options.delimiter, ends: options.rows, progress: options.progress }, reader);
    rows.push(count);
    if (!options.rows || missing || count === 0) continue;
    texts.push(csvRows(input, ends.values(), reader.bytes && Buffer.concat(chunks), left));
    left = Math.max(0, left - ends.values()[count]);
  }
  if (missing && survey) throw survey.error(name, missing.option, missing.column);
  if (rows.every((count) => count === 0)) throw new UserError(`${name} has a header and no rows`);
  const counts = rows.filter((count) => count > 0);
  return options.rows ? chainedRows(texts, counts) : undefined;
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
