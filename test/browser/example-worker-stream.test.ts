import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { BatchSampler, WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { runExample } from '../support/run-example.js';
import { serve } from '../support/serve.js';

/** What the page's scripts leave there. */
type Global = {
  openStream(options: typeof OPTIONS, made: (count: number) => void): Promise<ReadableStream<Uint32Array>>;
  reader: ReadableStreamDefaultReader<Uint32Array>;
  made: number;
};

const OPTIONS = { weights: [1, 2, 3, 4], numSamples: 1000, batchSize: 32, epochs: 3, seed: 1 };

/** The batches of `epochs` epochs, drawn here. */
function batchesOf({ weights, numSamples, batchSize, epochs, seed }: typeof OPTIONS): string[] {
  const batches = new BatchSampler(new WeightedRandomSampler(weights, numSamples, { seed }), batchSize);
  return Array.from({ length: epochs }, () => Array.from(batches, String)).flat();
}

async function bundle(file: string): Promise<string> {
  const entryPoints = [`examples/worker-stream/${file}`];
  // what a page never gets to
  const external = ['node:worker_threads'];
  const { outputFiles } = await build({ entryPoints, external, bundle: true, format: 'esm', write: false });
  return outputFiles[0].text;
}

it('streams what is drawn here, in Node', () => {
  const expected = batchesOf({ ...OPTIONS, numSamples: 10, batchSize: 4, epochs: 2 });
  expect(runExample('worker-stream/node.mjs')).toEqual(expected.map((batch) => batch.replaceAll(',', ' ')));
});

it('streams it to a page, drawing no more than is read', async () => {
  const html = `<!doctype html><script type="module">
    import { openStream } from './page.mjs';
    globalThis.openStream = openStream;
  </script>`;
  const [opening, worker] = await Promise.all(['page.mjs', 'worker.mjs'].map(bundle));
  const origin = await serve({ '/': html, '/page.mjs': opening, '/worker.mjs': worker });
  await withPage(async (page, { messages }) => {
    await page.goto(origin);
    await page.evaluate(async (options) => {
      const page = globalThis as unknown as Global;
      page.made = 0;
      page.reader = (await page.openStream(options, (made) => (page.made = made))).getReader();
    }, OPTIONS);
    const made = () => page.evaluate(() => (globalThis as unknown as Global).made);
    await wait(300);
    const ahead = await made();
    // two in the worker, and what the transfer holds on its way
    expect(ahead).toBeGreaterThan(0);
    expect(ahead).toBeLessThanOrEqual(5);
    const first = await page.evaluate(async () =>
      String((await (globalThis as unknown as Global).reader.read()).value),
    );
    await wait(300);
    expect(await made()).toBe(ahead + 1);

    const rest = await page.evaluate(async () => {
      const { reader } = globalThis as unknown as Global;
      const read: string[] = [];
      for (let next = await reader.read(); !next.done; next = await reader.read()) read.push(String(next.value));
      return read;
    });
    const expected = batchesOf(OPTIONS);
    expect([first, ...rest]).toEqual(expected);
    expect(await made()).toBe(expected.length);
    expect(messages).toEqual([]);
  });
});
