// A DataLoader with workers on pages of a real Chromium: isolated, plain, and with a Content-Security-Policy.
import type * as dice from 'loaded-dice';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { GLOBALS, libraryPage } from '../support/library-page.js';
import { serve } from '../support/serve.js';

type Global = typeof globalThis & { dice: typeof dice };

const DATASET = `
export default ({ workerId }) => ({
  length: 10,
  async get(index) {
    if (index === 9) throw new RangeError('no such pixel');
    const canvas = new OffscreenCanvas(2, 1);
    canvas.getContext('2d').fillRect(0, 0, index, 1);
    return { index, workerId, pixels: Float32Array.of(index, index), bitmap: canvas.transferToImageBitmap() };
  },
});
export const transfer = true;`;
// a worker of one's own: serveDataset comes from the package
const SERVING = `
import { serveDataset } from '/dist/index.js';
serveDataset(['a', 'b', 'c'], { collate: (items) => items.join() });`;

const pages = (headers: Record<string, string>, head = '') =>
  serve({ ...libraryPage(GLOBALS, head), '/dataset.js': DATASET, '/serving.js': SERVING }, headers);

/** What loops over that data set give on a page. */
function loops(page: Page) {
  return page.evaluate(async () => {
    const { DataLoader } = (globalThis as Global).dice;
    const url = new URL('./dataset.js', location.href);
    interface Batch {
      index: Float32Array;
      workerId: Float32Array;
      pixels: { data: Float32Array };
      bitmap: ImageBitmap[];
    }
    const loader = await DataLoader.open<unknown, Batch>(url, { numWorkers: 2, batchSize: 2 });
    const seen: string[] = [`${loader.numItems} items`];
    const note = async (loader: AsyncIterable<Batch>) => {
      try {
        for await (const { index, workerId, pixels, bitmap } of loader) {
          seen.push([index, workerId, pixels.data, bitmap.map(({ width }) => width)].join(' '));
        }
      } catch (error) {
        seen.push(String(error));
      }
    };
    await note(loader);
    seen.push(`at ${loader.position}`);
    await loader.close();
    await note(loader);
    await note(new DataLoader<unknown, Batch>(new URL('./none.js', location.href), { numItems: 1, numWorkers: 1 }));
    return seen;
  });
}

/** What the items of serving.js give, made by a worker that the page starts. */
function served(page: Page) {
  return page.evaluate(async () => {
    const { DataLoader } = (globalThis as Global).dice;
    const start = () => new Worker(new URL('./serving.js', location.href), { type: 'module' });
    const loader = new DataLoader<string, string>(start, { numItems: 3, numWorkers: 2, batchSize: 2 });
    const batches: string[] = [];
    for await (const batch of loader) batches.push(batch);
    await loader.close();
    return batches;
  });
}

describe.each([
  ['isolated', { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }],
  ['plain', {}],
])('a page that is %s', (_, headers) => {
  it('gets batches from two workers, in order, and why one fails', async () => {
    const origin = await pages(headers as Record<string, string>);
    await withPage(async (page) => {
      const workers = new Set<unknown>();
      page.on('worker', (worker) => {
        workers.add(worker);
        worker.on('close', () => workers.delete(worker));
      });
      await page.goto(origin);
      expect(await loops(page)).toEqual([
        '10 items',
        '0,1 0,0 0,0,1,1 2,2',
        '2,3 1,1 2,2,3,3 2,2',
        '4,5 0,0 4,4,5,5 2,2',
        '6,7 1,1 6,6,7,7 2,2',
        'Error: dataset.get(9) failed: no such pixel',
        'at 4',
        'Error: the loader is closed: make a new DataLoader',
        expect.stringMatching(/^Error: the data set of http.*none\.js could not be loaded: Failed to fetch/),
      ]);
      expect(await served(page)).toEqual(['a,b', 'c']);
      // that of none.js has ended by itself
      await expect.poll(() => workers.size).toBe(0);
    });
  });
});

describe('a page whose Content-Security-Policy forbids workers from blobs', () => {
  const headers = { 'Content-Security-Policy': "worker-src 'self'" };

  it('says what to do', async () => {
    const origin = await pages(headers);
    await withPage(async (page) => {
      await page.goto(origin);
      const message = await page.evaluate(async () => {
        const { DataLoader } = (globalThis as Global).dice;
        const loader = new DataLoader(new URL('./dataset.js', location.href), { numItems: 10, numWorkers: 1 });
        return loader[Symbol.asyncIterator]().next().catch(String);
      });
      expect(message).toMatch(
        /^Error: worker 0 of .* did not start for the batch of item 0: .* forbids blobs, pass \(\) => new Worker/,
      );
    });
  });

  it('gets batches from workers that it starts', async () => {
    const origin = await pages(headers);
    await withPage(async (page, { messages }) => {
      await page.goto(origin);
      expect(await served(page)).toEqual(['a,b', 'c']);
      expect(messages).toEqual([]);
    });
  });
});
