import { join } from 'node:path';
import { csvLine } from '../input/rows.js';
import { checkNewFolder, writeAll } from '../output-files.js';
import type { Balance, Draws } from './balance.js';

/** The files that --out writes. */
const NAMES = ['indices.csv', 'counts.csv', 'summary.json'] as const;

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
  summary: Balance,
  draws: Draws,
  inputs: readonly string[],
): Promise<void> {
  const { subset, epoch, times } = draws;
  const { rows, codes, classes } = subset;
  const label = (item: number): string => classes[codes[item]];
  const contents: Record<(typeof NAMES)[number], Iterable<string>> = {
    'indices.csv': csv(['position', 'row', 'label'], epoch.chunks(), (item, i) => [i, rows[item], label(item)]),
    'counts.csv': csv(['row', 'label', 'times'], [rows.keys()], (item) => [rows[item], label(item), times[item]]),
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
