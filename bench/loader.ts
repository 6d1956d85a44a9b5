// A loader in memory, beside loops that people write by hand: batches of promised items, and a plain gather.
import { DataLoader } from 'loaded-dice';
import type { Task } from './measure.js';
import type { Table } from './table.js';

const COUNT = 1 << 16;

type Collate<T> = (items: T[]) => unknown;

/** Batches as an async generator: each item is awaited, as a data set on a disk needs it. */
async function* byPromises<T>(items: readonly T[], size: number, collate: Collate<T>): AsyncGenerator<unknown> {
  const get = async (index: number) => items[index];
  for (let i = 0; i < items.length; i += size) {
    const indices = Array.from({ length: Math.min(size, items.length - i) }, (_, j) => i + j);
    yield collate(await Promise.all(indices.map(get)));
  }
}

/** Batches as a generator, of items that are there. */
function* byHand<T>(items: readonly T[], size: number, collate: Collate<T>): Generator<unknown> {
  for (let i = 0; i < items.length; i += size) yield collate(items.slice(i, i + size));
}

function stacked(items: Float32Array[]): Float32Array {
  const out = new Float32Array(items.length * items[0].length);
  for (let i = 0; i < items.length; i++) out.set(items[i], i * items[i].length);
  return out;
}

let sink: unknown;

async function awaited(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const batch of batches) sink = batch;
}

function looped(batches: Iterable<unknown>): unknown {
  for (const batch of batches) sink = batch;
  return sink;
}

/** The table of loaders. */
export function loaderTable(): Table {
  const rowOf = <T>(name: string, items: () => T[], collate: Collate<T>, batchSize: number) => ({
    name,
    set() {
      const data = items();
      const loader = new DataLoader<T>(data, { batchSize });
      const tasks: Task[] = [
        ['for await', COUNT, () => awaited(loader)],
        ['for…of', COUNT, () => looped(loader)],
        ['by hand, promises', COUNT, () => awaited(byPromises(data, batchSize, collate))],
        ['by hand', COUNT, () => looped(byHand(data, batchSize, collate))],
      ];
      return { tasks };
    },
  });
  const numbers = () => Array.from({ length: COUNT }, (_, i) => i % 1000);
  const arrays = () => numbers().map((number) => new Float32Array(8).fill(number));
  return {
    id: 'loader',
    title: 'a loader of 2^16 items in memory (numbers, or Float32Arrays of 8), ns an item',
    rows: [
      rowOf('numbers, by 32', numbers, (items) => new Float32Array(items), 32),
      rowOf('numbers, by 64', numbers, (items) => new Float32Array(items), 64),
      rowOf('arrays, by 32', arrays, stacked, 32),
      rowOf('arrays, by 64', arrays, stacked, 64),
    ],
  };
}
