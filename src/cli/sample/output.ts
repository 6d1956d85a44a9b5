import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { RowText } from '../input/rows.js';
import type { Progress } from '../progress.js';
import type { Sample } from './sample.js';

/**
 * Writes an epoch, a chunk as soon as it is drawn: row numbers, one a line; or the rows themselves, below their header.
 */
export async function writeSample(
  epoch: Sample['epoch'],
  rows: RowText | undefined,
  out: Writable,
  progress: Progress,
): Promise<void> {
  progress.start('drawing', epoch.length);
  if (rows) await write(out, Buffer.concat([rows.header, NEWLINE]));
  for (const chunk of epoch.chunks()) {
    await write(out, rows ? rowLines(chunk, rows) : `${chunk.join('\n')}\n`);
    progress.add(chunk.length);
  }
  progress.stop();
}

/** The same as one JSON value. */
export async function writeSampleJson(
  epoch: Sample['epoch'],
  head: object,
  out: Writable,
  progress: Progress,
): Promise<void> {
  progress.start('drawing', epoch.length);
  await write(out, `${JSON.stringify(head).slice(0, -1)},"draws":[`);
  let comma = '';
  for (const chunk of epoch.chunks()) {
    await write(out, comma + chunk.join(','));
    comma = ',';
    progress.add(chunk.length);
  }
  await write(out, ']}\n');
  progress.stop();
}

const NEWLINE = Buffer.from('\n');

function rowLines(chunk: Uint32Array, rows: RowText): Buffer {
  const parts: Buffer[] = [];
  for (const index of chunk) parts.push(rows.row(index), NEWLINE);
  return Buffer.concat(parts);
}

async function write(out: Writable, chunk: string | Buffer): Promise<void> {
  if (!out.write(chunk)) await once(out, 'drain');
}
