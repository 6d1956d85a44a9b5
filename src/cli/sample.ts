import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { WeightedRandomSampler } from '../index.js';
import type { Progress } from './progress.js';
import type { RowText } from './rows.js';

/** Draws a chunk, and then writes it: a hundred million draws take no more memory than one. */
const CHUNK = 65536;

/** Writes an epoch of a sampler: row numbers, one a line; or the rows themselves, below their header. */
export async function writeSample(
  sampler: WeightedRandomSampler,
  rows: RowText | undefined,
  out: Writable,
  progress: Progress,
): Promise<void> {
  progress.start('drawing', sampler.length);
  if (rows) await write(out, Buffer.concat([rows.header, NEWLINE]));
  for (let left = sampler.length; left > 0; left -= CHUNK) {
    const chunk = sampler.take(Math.min(left, CHUNK));
    await write(out, rows ? rowLines(chunk, rows) : `${chunk.join('\n')}\n`);
    progress.add(chunk.length);
  }
  progress.stop();
}

/** The same as one JSON value. */
export async function writeSampleJson(
  sampler: WeightedRandomSampler,
  head: object,
  out: Writable,
  progress: Progress,
): Promise<void> {
  progress.start('drawing', sampler.length);
  await write(out, `${JSON.stringify(head).slice(0, -1)},"draws":[`);
  for (let left = sampler.length, comma = ''; left > 0; left -= CHUNK, comma = ',') {
    const chunk = sampler.take(Math.min(left, CHUNK));
    await write(out, comma + chunk.join(','));
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
