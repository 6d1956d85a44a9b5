// What Node has of its own: warnings of leaks, and a kind of array.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DataLoader, defaultCollate } from '../../src/index.js';

it('gives each item a signal of its own: ten listeners to one would be a leak to Node', async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on('warning', warn);
  const dataset = {
    length: 64,
    get: (index: number, { signal }: { signal: AbortSignal }) => sleep(1, index, { signal }),
  };
  let batches = 0;
  for await (const batch of new DataLoader(dataset, { batchSize: 32 })) batches += batch.length / 32;
  expect(batches).toBe(2);
  await sleep(1);
  process.off('warning', warn);
  expect(warnings).toEqual([]);
});

it('collates Buffers, whose constructor takes something else', () => {
  const buffers = [Buffer.from([1]), Buffer.from([2])];
  expect(defaultCollate(buffers, Uint32Array.of(0, 1))).toStrictEqual({ data: Uint8Array.of(1, 2), shape: [2, 1] });
});
