// Samplers by the thousand, in Node and on a page: live memories are scarce there, and others want some too.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { libraryPage, ROOT } from '../support/library-page.js';
import { serve } from '../support/serve.js';

interface Dropped {
  wasm: number;
  grown: number;
  foreign: boolean;
}
interface Kept {
  wasm: number;
  different: number;
  foreign: boolean;
  alive: number;
}

const here = (path: string) => new URL(path, import.meta.url);
const MB = 2 ** 20;

describe('20,000 samplers in Node', () => {
  const run = async <T>(code: string): Promise<T> => {
    const address = await serve({ '/': 'well' });
    const script = `import * as library from 'loaded-dice';
import { dropped, kept } from '${here('../support/many-samplers.mjs')}';
const address = '${address}';
console.log(JSON.stringify(${code}));`;
    const args = ['--input-type=module', '--expose-gc', '-e', script];
    const options = { encoding: 'utf8', timeout: 120_000, cwd: ROOT } as const;
    // not execFileSync: the server is this process's
    return JSON.parse((await promisify(execFile)(process.execPath, args, options)).stdout);
  };

  it('made and dropped: none is too many, and memory stays flat', async () => {
    const { wasm, grown, foreign } = await run<Dropped>(
      'await dropped(library, () => (gc(), process.memoryUsage().rss), address)',
    );
    expect(wasm).toBeGreaterThan(1000);
    expect(grown).toBeLessThan(60 * MB);
    expect(foreign).toBe(true);
  });

  it('kept: beyond the budget they go on in JavaScript, with the same numbers', async () => {
    expect(await run<Kept>('await kept(library, address)')).toEqual({
      wasm: 1000,
      different: 0,
      foreign: true,
      alive: 20_000,
    });
  });
});

describe('20,000 samplers on a page', () => {
  const on = async <T>(use: (page: import('playwright').Page) => Promise<T>): Promise<T> => {
    const module = `import * as library from 'loaded-dice';
import * as many from '/many.js';
Object.assign(globalThis, { library, many });`;
    const many = readFileSync(here('../support/many-samplers.mjs'), 'utf8');
    const origin = await serve({ ...libraryPage(module), '/many.js': many });
    return withPage(async (page, { messages }) => {
      await page.goto(origin);
      const result = await use(page);
      expect(messages).toEqual([]);
      return result;
    });
  };

  it('made and dropped: none is too many, and memory stays flat', async () => {
    const { wasm, grown, foreign } = await on(async (page) => {
      const run = () => page.evaluate<Dropped>('many.dropped(library, () => 0, "/")');
      const used = async () => {
        await page.requestGC();
        return page.evaluate<number>('performance.memory.usedJSHeapSize');
      };
      await run();
      const before = await used();
      return { ...(await run()), grown: (await used()) - before };
    });
    expect(wasm).toBeGreaterThan(30);
    expect(grown).toBeLessThan(10 * MB);
    expect(foreign).toBe(true);
  });

  it('kept: beyond the budget they go on in JavaScript, with the same numbers', async () => {
    const kept = await on((page) => page.evaluate<Kept>('many.kept(library, "/")'));
    expect(kept).toEqual({ wasm: 32, different: 0, foreign: true, alive: 20_000 });
  });

  it('kept in a dozen workers: each has a budget of its own, and the page still has memories', async () => {
    const contents = `import { WeightedRandomSampler } from './dist/index.js';
const samplers = Array.from({ length: 40 }, (_, seed) => new WeightedRandomSampler([1, 2, 3], 10, { seed }));
postMessage(samplers.filter(({ backend }) => backend === 'wasm').length);
onmessage = () => postMessage(samplers.length);`;
    const bundled = await build({ stdin: { contents, resolveDir: ROOT }, bundle: true, write: false, format: 'iife' });
    const origin = await serve({ '/': '<!doctype html>', '/worker.js': bundled.outputFiles[0].text });
    await withPage(async (page) => {
      await page.goto(origin);
      const counts = await page.evaluate(async () => {
        const workers = Array.from({ length: 12 }, () => new Worker('/worker.js'));
        const told = workers.map(
          (worker) => new Promise<number>((resolve) => worker.addEventListener('message', ({ data }) => resolve(data))),
        );
        const counts = await Promise.all(told);
        // a memory of somebody else's, while all of them live
        new WebAssembly.Memory({ initial: 16 });
        return counts;
      });
      expect(counts).toEqual(new Array(12).fill(6));
    });
  });
});
