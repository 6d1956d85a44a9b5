import { join } from 'node:path';
import { csvLine } from '../input/rows.js';
import { checkNewFolder, writeAll } from '../output-files.js';
import type { Epoch } from '../sample/epoch.js';

/** The files that --out writes. */
const NAMES = ['indices.csv', 'counts.csv', 'summary.json'] as const;

/** The rows that take part, and the epoch that was drawn of them. An item is the index of such a row. */
export interface Draws {
  readonly epoch: Pick<Epoch, 'chunks'>;
  /** The number of rows that take part. */
  readonly length: number;
  /** The row number in the file. */
  rowOf(item: number): number;
  /** The class or the name of a row; undefined where rows have none. */
  readonly labelOf: ((item: number) => string) | undefined;
  /** The last columns of counts.csv. */
  readonly counts: Readonly<Record<string, (item: number) => number>>;
}

/** Lines that are written at once. */
const LINES = 8192;

/** Checks that --out can be written, before anything is read. @throws {UserError} It cannot. */
export async function checkBalanceOutput(folder: string, inputs: readonly string[]): Promise<void> {
  await checkNewFolder('--out', folder, NAMES, inputs);
}

/**
 * Writes indices.csv, counts.csv and summary.json: all of them, or none.
 * @throws {UserError} They cannot be written.
 */
export async function writeBalance(
  folder: string,
  summary: object,
  { epoch, length, rowOf, labelOf, counts }: Draws,
  inputs: readonly string[],
): Promise<void> {
  const names = labelOf ? ['row', 'label'] : ['row'];
  const named = (item: number): (string | number)[] => (labelOf ? [rowOf(item), labelOf(item)] : [rowOf(item)]);
  const columns = Object.values(counts);
  const contents: Record<(typeof NAMES)[number], Iterable<string>> = {
    'indices.csv': csv(['position', ...names], epoch.chunks(), (item, i) => [i, ...named(item)]),
    'counts.csv': csv([...names, ...Object.keys(counts)], [new Array<number>(length).keys()], (item) => [
      ...named(item),
      ...columns.map((cell) => cell(item)),
    ]),
    'summary.json': [`${JSON.stringify(summary, null, 2)}\n`],
  };
  await writeAll(
    NAMES.map((name) => ({ option: '--out', path: join(folder, name), chunks: contents[name] })),
    inputs,
  );
}

/** A CSV, some thousands of lines at a time. `line` gives the fields for an item and its position. */
function* csv(
  header: string[],
  chunks: Iterable<Iterable<number>>,
  line: (item: number, position: number) => (string | number)[],
): Generator<string> {
  yield `${csvLine(header)}\n`;
  let lines: string[] = [];
  let position = 0;
  for (const chunk of chunks) {
    for (const item of chunk) {
      lines.push(`${csvLine(line(item, position++))}\n`);
      if (lines.length === LINES) {
        yield lines.join('');
        lines = [];
      }
    }
  }
  yield lines.join('');
}
