import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Balance, Draws } from './balance.js';
import { csvLine } from './rows.js';
import { UserError } from './user-error.js';

const LINES = 8192;

/** Writes indices.csv, counts.csv and summary.json: all of them, or none. */
export async function writeBalance(folder: string, summary: Balance, { subset, indices, times }: Draws): Promise<void> {
  const { rows, codes, classes } = subset;
  const label = (item: number): string => classes[codes[item]];
  const contents: Record<string, Iterable<string>> = {
    'indices.csv': csv(['position', 'row', 'label'], indices.length, (i) => [i, rows[indices[i]], label(indices[i])]),
    'counts.csv': csv(['row', 'label', 'times'], rows.length, (i) => [rows[i], label(i), times[i]]),
    'summary.json': [`${JSON.stringify(summary, null, 2)}\n`],
  };
  const unfinished = Object.keys(contents).map((name) => [join(folder, `.${name}.part`), join(folder, name)]);
  try {
    await mkdir(folder, { recursive: true });
    for (const [i, lines] of Object.values(contents).entries()) {
      await pipeline(Readable.from(lines), createWriteStream(unfinished[i][0]));
    }
    for (const [part, whole] of unfinished) await rename(part, whole);
  } catch (error) {
    await Promise.allSettled(unfinished.map(([part]) => rm(part, { force: true })));
    const { code } = error as NodeJS.ErrnoException;
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new UserError(
      `--out ${folder}: ${isFile ? 'is a file, not a folder' : `cannot be written (${code ?? error})`}`,
    );
  }
}

function* csv(header: string[], length: number, line: (i: number) => (string | number)[]): Generator<string> {
  yield `${csvLine(header)}\n`;
  for (let from = 0; from < length; from += LINES) {
    const lines = [];
    for (let i = from; i < Math.min(from + LINES, length); i++) lines.push(csvLine(line(i)));
    yield `${lines.join('\n')}\n`;
  }
}
