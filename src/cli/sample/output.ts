import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { RowText } from '../input/rows.js';
import type { Progress } from '../progress.js';
import type { Sample } from './sample.js';

/** Writes a sample as lines: row numbers, or the rows themselves below their header. */
export async function writeSample({ epoch, text }: Sample, out: Writable, progress: Progress): Promise<void> {
  if (text) await write(out, text.begin);
  await writeChunks(epoch, out, progress, (chunk) => (text ? rowLines(chunk, text) : `${chunk.join('\n')}\n`));
}

/** Writes a sample as one JSON value: the header, with the key `draws` behind it. */
export async function writeSampleJson({ epoch, header }: Sample, out: Writable, progress: Progress): Promise<void> {
  await write(out, `${JSON.stringify(header).slice(0, -1)},"draws":[`);
  let comma = '';
  await writeChunks(epoch, out, progress, (chunk) => {
    const text = comma + chunk.join(',');
    comma = ',';
    return text;
  });
  await write(out, ']}\n');
}

/** Writes each chunk as soon as it is drawn. */
async function writeChunks(
  { length, chunks }: Sample['epoch'],
  out: Writable,
  progress: Progress,
  textOf: (chunk: Uint32Array) => string | Buffer,
): Promise<void> {
  progress.start('drawing', length);
  for (const chunk of chunks()) {
    await write(out, textOf(chunk));
    progress.add(chunk.length);
  }
  progress.stop();
}

function rowLines(chunk: Uint32Array, rows: RowText): Buffer {
  const parts: Buffer[] = [];
  for (const index of chunk) parts.push(rows.row(index), rows.lineBreak);
  return Buffer.concat(parts);
}

/** Writes, and waits where the reader is slower. */
export async function write(out: Writable, chunk: string | Buffer): Promise<void> {
  if (!out.write(chunk)) await once(out, 'drain');
}
