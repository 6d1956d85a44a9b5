import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Balance, Draws } from './balance.js';
import { csvLine } from './rows.js';
import { UserError } from './user-error.js';

const LINES = 8192;

/**
 * Writes indices.csv, counts.csv and summary.json: all of them, or none.
 * @throws {UserError} They cannot be written.
 */
export async function writeBalance(folder: string, summary: Balance, { subset, epoch, times }: Draws): Promise<void> {
  const { rows, codes, classes } = subset;
  const label = (item: number): string => classes[codes[item]];
  const contents: Record<string, Iterable<string>> = {
    'indices.csv': csv(['position', 'row', 'label'], epoch.chunks(), (item, i) => [i, rows[item], label(item)]),
    'counts.csv': csv(['row', 'label', 'times'], [rows.keys()], (item) => [rows[item], label(item), times[item]]),
    'summary.json': [`${JSON.stringify(summary, null, 2)}\n`],
  };
  const names = Object.keys(contents);
  const part = (name: string): string => join(folder, `.${name}.part`);
  try {
    await mkdir(folder, { recursive: true });
    for (const name of names) await mustBeFile(join(folder, name));
    for (const name of names) await pipeline(Readable.from(contents[name]), createWriteStream(part(name)));
    for (const name of names) await rename(part(name), join(folder, name));
  } catch (error) {
    await Promise.allSettled(names.map((name) => rm(part(name), { force: true })));
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new UserError(
      `--out ${folder}: ${isFile ? 'is a file, not a folder' : `cannot be written (${code ?? error})`}`,
    );
  }
}

/** Whatever else lies there would stop the last step, when others were already done. */
async function mustBeFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) throw new UserError(`--out: ${path} is in the way, and no file`);
}

/** The lines of a CSV, some thousands at a time: one an item, `line` of the item and its number. */
function* csv(
  header: string[],
  chunks: Iterable<Iterable<number>>,
  line: (item: number, i: number) => (string | number)[],
): Generator<string> {
  yield `${csvLine(header)}\n`;
  let lines: string[] = [];
  let i = 0;
  for (const chunk of chunks) {
    for (const item of chunk) {
      lines.push(`${csvLine(line(item, i++))}\n`);
      if (lines.length === LINES) {
        yield lines.join('');
        lines = [];
      }
    }
  }
  yield lines.join('');
}
