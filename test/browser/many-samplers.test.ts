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
  memories: number;
  bytes: number;
  foreign: boolean;
}
interface Kept extends Omit<Dropped, 'bytes'> {
  different: number;
  each: number;
}

const here = (path: string) => new URL(path, import.meta.url);
const MB = 2 ** 20;

describe('in Node', () => {
  const run = async <T>(code: string, ...options: string[]): Promise<T> => {
    const address = await serve({ '/': 'well' });
    const script = `import * as library from 'loaded-dice';
import { disposed, dropped, kept } from '${here('../support/many-samplers.mjs')}';
const address = '${address}';
console.log(JSON.stringify(${code}));`;
    const args = [...options, '--input-type=module', '-e', script];
    // not execFileSync: the server is this process's
    const { stdout } = await promisify(execFile)(process.execPath, args, { encoding: 'utf8', cwd: ROOT });
    return JSON.parse(stdout);
  };

  it('ten million, made and dropped: in one memory that stays small', async () => {
    const { wasm, memories, bytes, foreign } = await run<Dropped>('await dropped(library, 1e7, address)');
    expect([memories, foreign]).toEqual([1, true]);
    // 2.4 GB were made; 256 MiB may wait for a busy engine to collect, and then JavaScript takes over
    expect(bytes).toBeLessThan(300 * MB);
    expect(wasm).toBeGreaterThan(2e6);
  });

  it('ten million, made and disposed of in one turn of the event loop: in less than a MiB', async () => {
    const { wasm, memories, bytes, foreign } = await run<Dropped>('await disposed(library, 1e7, address)');
    expect([wasm, memories, foreign]).toEqual([1e7, 1, true]);
    expect(bytes).toBeLessThan(MB);
  });

  it('a million, kept: all on WebAssembly, at most 400 bytes each', async () => {
    const { each, ...all } = await run<Kept>('await kept(library, 1e6, address)', '--max-old-space-size=4096');
    expect(all).toEqual({ wasm: 1e6, different: 0, foreign: true, memories: 1 });
    expect(each).toBeLessThan(400);
  });

  it('twenty threads with a thousand each: others’ memories and fetch go on working', async () => {
    const address = await serve({ '/': 'well' });
    const script = `import { Worker } from 'node:worker_threads';
import { foreignWorks } from '${here('../support/many-samplers.mjs')}';
const code = \`import { parentPort } from 'node:worker_threads';
import { WeightedRandomSampler } from 'loaded-dice';
const samplers = Array.from({ length: 1000 }, (_, seed) => new WeightedRandomSampler([1, 2, 3], 10, { seed }));
for (const sampler of samplers) sampler.draw();
parentPort.once('message', () => {});
parentPort.postMessage(samplers.filter(({ backend }) => backend === 'wasm').length);\`;
const own = code.replace("'loaded-dice'", JSON.stringify(import.meta.resolve('loaded-dice')));
const from = new URL('data:text/javascript,' + encodeURIComponent(own));
const workers = Array.from({ length: 20 }, () => new Worker(from));
const told = (worker) =>
  new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
const counts = await Promise.all(workers.map(told));
const foreign = await foreignWorks('${address}');
for (const worker of workers) worker.postMessage('end');
console.log(JSON.stringify({ counts, foreign }));`;
    const args = ['--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { encoding: 'utf8', cwd: ROOT });
    expect(JSON.parse(stdout)).toEqual({ counts: new Array(20).fill(1000), foreign: true });
  });
});

describe('on a page', () => {
  const on = async <T>(code: string): Promise<T> => {
    const module = `import * as library from 'loaded-dice';
import * as many from '/many.js';
Object.assign(globalThis, { library, many });`;
    const many = readFileSync(here('../support/many-samplers.mjs'), 'utf8');
    const origin = await serve({ ...libraryPage(module), '/many.js': many });
    return withPage(async (page, { messages }) => {
      await page.goto(origin);
      const result = await page.evaluate<T>(code);
      expect(messages).toEqual([]);
      return result;
    });
  };

  it('a million, made and dropped: all on WebAssembly, in one memory that stays small', async () => {
    const { wasm, memories, bytes, foreign } = await on<Dropped>('many.dropped(library, 1e6, "/")');
    expect([wasm, memories, foreign]).toEqual([1e6, 1, true]);
    expect(bytes).toBeLessThan(300 * MB);
  });

  it('100,000, kept: all on WebAssembly, at most 400 bytes each', async () => {
    const { each, ...all } = await on<Kept>('many.kept(library, 1e5, "/")');
    expect(all).toEqual({ wasm: 1e5, different: 0, foreign: true, memories: 1 });
    expect(each).toBeLessThan(400);
  });

  it('large ones: forty, all on WebAssembly, and others’ memories still work', async () => {
    const large = `(async () => {
      const weights = new Float64Array(1e5).fill(1);
      const make = (_, seed) => new library.WeightedRandomSampler(weights, 10, { seed });
      const samplers = Array.from({ length: 40 }, make);
      const wasm = samplers.filter((sampler) => sampler.draw() >= 0 && sampler.backend === 'wasm').length;
      return { wasm, foreign: await many.foreignWorks('/') };
    })()`;
    expect(await on(large)).toEqual({ wasm: 40, foreign: true });
  });

  it('a thousand in each of twenty workers, and the page still has memories', async () => {
    const contents = `import { WeightedRandomSampler } from './dist/index.js';
const samplers = Array.from({ length: 1000 }, (_, seed) => new WeightedRandomSampler([1, 2, 3], 10, { seed }));
for (const sampler of samplers) sampler.draw();
postMessage(samplers.filter(({ backend }) => backend === 'wasm').length);
onmessage = () => postMessage(samplers.length);`;
    const bundled = await build({ stdin: { contents, resolveDir: ROOT }, bundle: true, write: false, format: 'iife' });
    const origin = await serve({ '/': '<!doctype html>', '/worker.js': bundled.outputFiles[0].text });
    await withPage(async (page) => {
      await page.goto(origin);
      const counts = await page.evaluate(async () => {
        const workers = Array.from({ length: 20 }, () => new Worker('/worker.js'));
        const told = workers.map(
          (worker) => new Promise<number>((resolve) => worker.addEventListener('message', ({ data }) => resolve(data))),
        );
        const counts = await Promise.all(told);
        // memories of somebody else's, while all of them live
        for (let i = 0; i < 20; i++) new WebAssembly.Memory({ initial: 16 });
        return counts;
      });
      expect(counts).toEqual(new Array(20).fill(1000));
    });
  });
});
