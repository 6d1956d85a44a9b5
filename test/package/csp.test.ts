// The installed package on pages with a Content-Security-Policy, and with a worker file that is none, in Chromium: the
// same numbers, or an error that says what to do.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundlers } from '../support/bundlers.js';
import { withPage } from '../support/chromium.js';
import { expected, poolApp } from '../support/pool-app.js';
import { installed, project } from '../support/project.js';
import { serve } from '../support/serve.js';

const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Logs what a sampler with that backend is given, or why not. */
const ASK = `import { WeightedRandomSampler } from 'loaded-dice';
try {
  console.log(new WeightedRandomSampler([1, 2], 2, { backend: 'wasm' }).backend);
} catch (error) {
  console.log(error.message);
}`;

interface OpenPage {
  logs: string[];
  warnings: string[];
  errors: string[];
  workers: string[];
}

/** Opens a page with an app and a policy; what it says until it logs something. */
async function open(
  app: string,
  policy: string,
  files: Readonly<Record<string, string>> = {},
  threads = 0,
): Promise<OpenPage> {
  const folder = project({ 'app.js': app });
  await bundlers.esbuild({ folder, platform: 'browser' });
  const package_ = pathToFileURL(join(installed(), 'node_modules/loaded-dice/dist/'));
  const html = '<!doctype html><script type="module" src="/out/app.js"></script>';
  const headers = { ...isolating, ...(policy && { 'Content-Security-Policy': policy }) };
  const origin = await serve(
    { '/': html, '/out/': pathToFileURL(join(folder, 'out/')), '/dist/': package_, ...files },
    headers,
  );
  return withPage(async (page, { messages }) => {
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url().replace(origin, '')));
    await page.goto(origin);
    const all = (type: string) => messages.filter((message) => message.startsWith(`${type}: `));
    await expect.poll(() => all('log'), { timeout: 30_000 }).toHaveLength(1);
    // the browser may tell of a worker after the page has used it
    await expect.poll(() => workers.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(threads);
    return { logs: all('log'), warnings: all('warning'), errors: all('error'), workers };
  });
}

const SELF = "script-src 'self'";
const WASM = `${SELF} 'wasm-unsafe-eval'`;
const WORKER = `{ threads: 2, workerUrl: '/dist/worker.js' }`;

describe(`under ${WASM}`, () => {
  it('WebAssembly runs', async () => {
    const { logs, warnings, errors } = await open(ASK, WASM);
    expect([logs, warnings, errors]).toEqual([['log: wasm'], [], []]);
  });

  it('a pool has no threads from blobs: it draws here, and one warning names worker-src and workerUrl', async () => {
    const { logs, warnings } = await open(poolApp(), WASM);
    expect(logs).toEqual([`log: ${expected('wasm')}`]);
    expect(warnings).toEqual([expect.stringMatching(/^warning: loaded-dice: .*worker-src .*workerUrl/)]);
  });

  it('a pool has threads from blobs where worker-src allows them', async () => {
    const { logs, warnings, errors, workers } = await open(poolApp(), `${WASM}; worker-src blob:`, {}, 2);
    expect([logs, warnings, errors]).toEqual([[`log: ${expected('wasm')}`], [], []]);
    expect(workers).toHaveLength(2);
  });

  it('a pool has threads with workerUrl', async () => {
    const { logs, warnings, errors, workers } = await open(poolApp(WORKER), WASM, {}, 2);
    expect([logs, warnings, errors]).toEqual([[`log: ${expected('wasm')}`], [], []]);
    expect(workers).toEqual(['/dist/worker.js', '/dist/worker.js']);
  });
});

describe(`under ${SELF}`, () => {
  it('‘auto’ goes on in JavaScript, with the same numbers', async () => {
    const { logs, warnings } = await open(poolApp(WORKER), SELF);
    expect(logs).toEqual([`log: ${expected('js')}`]);
    expect(warnings).toEqual([expect.stringMatching(/^warning: loaded-dice: .*JavaScript backend/)]);
  });

  it('‘wasm’ throws and names the directive', async () => {
    const { logs } = await open(ASK, SELF);
    expect(logs).toEqual([
      expect.stringMatching(
        new RegExp(
          "^log: backend 'wasm' is not available here: a Content-Security-Policy forbids " +
            "WebAssembly; add 'wasm-unsafe-eval' to its script-src, or leave it to 'auto'",
        ),
      ),
    ]);
  });
});

describe('a worker file', () => {
  const files = {
    '/page.js': '<!doctype html><title>Not found</title>',
    '/page.html': '<!doctype html><title>Not found</title>',
    '/other.js': 'postMessage("hello")',
  };

  it.each([
    ['that is not there', '/none.js', /check that it is JavaScript, allowed by worker-src/],
    ['that is a page', '/page.html', /check that it is JavaScript, allowed by worker-src/],
    ['that is a page named .js', '/page.js', /check that it is JavaScript, allowed by worker-src/],
    ['that is another worker', '/other.js', /it is not loaded-dice\/worker/],
    ['of another origin', 'https://127.0.0.1:1/worker.js', /cannot be accessed from origin/],
  ])('%s: drawn here, with one warning', async (_, url, why) => {
    const { logs, warnings } = await open(poolApp(`{ threads: 2, workerUrl: '${url}' }`), '', files);
    expect(logs).toEqual([`log: ${expected('wasm')}`]);
    expect(warnings).toEqual([expect.stringMatching(/^warning: loaded-dice: drawing on the calling thread: /)]);
    expect(warnings[0]).toMatch(why);
    expect(warnings[0]).toContain(url);
  });

  it('that never comes: drawn here after 10 s', async () => {
    const folder = project({ 'app.js': poolApp(`{ threads: 2, workerUrl: '/never.js' }`) });
    await bundlers.esbuild({ folder, platform: 'browser' });
    await withPage(async (page, { messages }) => {
      const html = '<!doctype html><script type="module" src="/out/app.js"></script>';
      const origin = await serve({ '/': html, '/out/': pathToFileURL(join(folder, 'out/')) }, isolating);
      await page.route('**/never.js', () => {});
      await page.goto(origin);
      await expect.poll(() => messages, { timeout: 30_000 }).toContain(`log: ${expected('wasm')}`);
      expect(messages.filter((message) => message.startsWith('warning'))).toEqual([
        expect.stringMatching(/workerUrl \/never\.js did not start a thread: no answer from a thread in 10 s$/),
      ]);
    });
  });
});
