// What Node has of its own: streams as data sets, and timers that may keep a process alive.
import { execFile } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { DataLoader } from '../../src/index.js';
import { collect } from '../support/slow-data.js';

it('reads a Readable, and destroys it when the loop is left', async () => {
  const lines = Readable.from(['a', 'b', 'c', 'd', 'e']);
  expect(await collect(new DataLoader<string>(lines, { batchSize: 2 }))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  const left = Readable.from(['a', 'b', 'c', 'd', 'e']);
  for await (const batch of new DataLoader<string>(left, { batchSize: 2 })) {
    expect(batch).toEqual(['a', 'b']);
    break;
  }
  expect(left.destroyed).toBe(true);
});

it('reads a web stream, and cancels it when the loop is left or collate fails', async () => {
  let cancelled = 0;
  const make = () => {
    let next = 0;
    return new ReadableStream<number>({
      pull: (controller) => (next < 5 ? controller.enqueue(next++) : controller.close()),
      cancel: () => {
        cancelled++;
      },
    });
  };
  expect(await collect(new DataLoader<number>(make(), { batchSize: 4 }))).toEqual([
    Float32Array.of(0, 1, 2, 3),
    Float32Array.of(4),
  ]);
  expect(cancelled).toBe(0);
  for await (const _ of new DataLoader<number>(make(), { batchSize: 2 })) break;
  expect(cancelled).toBe(1);
  const collate = (): never => {
    throw new Error('mine');
  };
  await expect(collect(new DataLoader<number>(make(), { batchSize: 2, collate }))).rejects.toThrow('mine');
  expect(cancelled).toBe(2);
});

it('names the item at which a stream fails', async () => {
  const stream = new PassThrough({ objectMode: true });
  stream.write('a');
  stream.write('b');
  setTimeout(() => stream.destroy(new Error('connection lost')), 20);
  await expect(collect(new DataLoader<string>(stream, { batchSize: 5 }))).rejects.toThrow(
    'item 2 of the data set failed: connection lost',
  );
});

const run = async (code: string) => {
  const program = `import { DataLoader } from 'loaded-dice';\n${code}`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });
};

it('a timeout of an hour keeps no process alive, whether loops are over, left or failed', async () => {
  const { stdout } = await run(`
    const make = (get) => new DataLoader({ length: 4, get }, { timeout: 3_600_000 });
    for await (const _ of make(async (i) => i));
    for await (const _ of make(async (i) => i)) break;
    const failing = make(async () => { throw new Error('mine'); });
    try { for await (const _ of failing); } catch {}
    const loop = make(() => new Promise(() => {}))[Symbol.asyncIterator]();
    const waiting = loop.next();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await loop.return();
    console.log((await waiting).done);
  `);
  expect(stdout).toBe('true\n');
}, 30_000);

it('a batch that never comes is told of, although nothing else keeps the process alive', async () => {
  const { stdout } = await run(`
    const loader = new DataLoader({ length: 4, get: () => new Promise(() => {}) }, { timeout: 30 });
    try { for await (const _ of loader); } catch (error) { console.log(error.message); }
  `);
  expect(stdout).toMatch(/^dataset\.get\(0\) timed out: batch 0 did not come within 30 ms/);
}, 30_000);
