// workerUrl that leads to anything but the package's worker, in Node: drawn on the calling thread, with one warning. On
// pages: package-csp.test.ts.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SamplerPool } from 'loaded-dice/parallel';
import { afterEach, expect, it, vi } from 'vitest';
import { WeightedRandomSampler } from '../../src/index.js';
import { folder } from '../support/cli.js';
import { expectSame } from '../support/sampler-cases.js';

afterEach(() => vi.restoreAllMocks());

const weighted = () => new WeightedRandomSampler([1, 2, 3], 1e6, { seed: 5, backend: 'wasm' });

/** What two draws of a pool with that worker warn of. */
async function warnings(workerUrl: string | URL): Promise<string[]> {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const pool = new SamplerPool({ threads: 2, workerUrl });
  const [sampler, alone] = [weighted(), weighted()];
  for (let i = 0; i < 2; i++) expectSame(await pool.take(sampler as never, 200_000), alone.take(200_000));
  await pool.close();
  return warned.mock.calls.map(String);
}

const HTML = '<!doctype html><title>Not found</title>';
const files = folder({
  'page.html': HTML,
  'page.js': HTML,
  'other.mjs': `import { parentPort } from 'node:worker_threads'; parentPort.postMessage('hello');`,
});

it.each([
  ['a file that is not there', 'none.js', /Cannot find module/],
  ['a page', 'page.html', /SyntaxError/],
  ['a page named .js', 'page.js', /SyntaxError/],
  ['another worker', 'other.mjs', /it is not loaded-dice\/worker/],
])('%s', async (_, name, why) => {
  const said = await warnings(pathToFileURL(join(files, name)));
  const words = `loaded-dice: drawing on the calling thread: workerUrl file://.*/${name} did not start a thread: `;
  expect(said).toEqual([expect.stringMatching(`^${words}`)]);
  expect(said[0]).toMatch(why);
});

it('an address that Node runs nothing from', async () => {
  expect(await warnings(new URL('http://127.0.0.1:1/worker.js'))).toEqual([
    expect.stringMatching(/URL must be of scheme file/),
  ]);
});

it('the package’s own runs', async () => {
  expect(await warnings(fileURLToPath(import.meta.resolve('loaded-dice/worker')))).toEqual([]);
});
