// A text table of any size is read in a constant memory.
import { expect, test } from 'vitest';
import { LabelEncoder } from '../../../src/files/labels.js';
import { readTable } from '../../../src/files/read-table.js';

/** 300 MB: every thousandth row has a label that is new, so that each of these would keep the text around it. */
const PIECES = 1200;
const ROWS = 2500;

let most = 0;
async function* pieces(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('text,label\n');
  for (let piece = 0; piece < PIECES; piece++) {
    const rows: string[] = [];
    for (let i = 0; i < ROWS; i++) {
      const label = i % 1000 === 0 ? `a label of its own, ${piece * ROWS + i}` : 'a label like others';
      rows.push(`"${'x'.repeat(60)}","${label}"\n`);
    }
    yield new TextEncoder().encode(rows.join(''));
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    most = Math.max(most, heapUsed + arrayBuffers);
  }
}

test('300 MB take less than 100 MB', { timeout: 120_000 }, async () => {
  const options = { missing: 'drop', trim: false, ignoreCase: false, file: 'a.csv', column: 'label' } as const;
  const encoder = new LabelEncoder({ ...options, where: () => '' });
  const file = { name: 'a.csv', bytes: pieces(), gunzip: (all: AsyncIterable<Uint8Array>) => all, parquet: '' };
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const reader = { header: () => [1], row: (fields: readonly string[]) => encoder.add(fields[1]) };
  const { understood } = await readTable(file, {}, reader);
  expect(understood.rows).toBe(PIECES * ROWS);
  expect(encoder.result().classes).toHaveLength(1 + 3 * PIECES);
  // the codes of the rows have 4 bytes each, and are copied as they grow
  expect(most - heapUsed - arrayBuffers).toBeLessThan(100e6);
});
