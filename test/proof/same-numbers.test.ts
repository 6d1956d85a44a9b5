// The proof of same numbers: every engine that is here draws all cases on both backends, by ranks and by threads.
// npm run proof -- same-numbers makes a page of what these tests keep.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformAsync } from '@babel/core';
import { build } from 'esbuild';
import { binary, dynamicBinary, extraBinary, trialsBinary, uniformBinary } from 'loaded-dice/wasm';
import puppeteer from 'puppeteer-core';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { expect, it } from 'vitest';
import { findFirefox } from '../../scripts/firefox.mjs';
import { importedKernels } from '../../scripts/variants.mjs';
import { withPage } from '../support/chromium.js';
import { numbersBundle } from '../support/golden-bundle.js';
import { GLOBALS, libraryPage, ROOT } from '../support/library-page.js';
import { npxFolder } from '../support/npx.js';
import { check, keep, recordOf } from '../support/proof-record.js';
import type * as numbersModule from '../support/same-numbers.js';
import type { EngineNumbers, ThreadNumbers } from '../support/same-numbers.js';
import { serve } from '../support/serve.js';
import { withWebKit } from '../support/webkit.js';
import { bundleWorker, withWorker } from '../support/workerd.js';

const LIMIT = 600_000;
const FOLDER = join(ROOT, 'build/proof/run');

interface Given {
  version: string;
  numbers: EngineNumbers;
  threads: Record<number, ThreadNumbers>;
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
    timeout: LIMIT,
    shell: process.platform === 'win32' && command === 'npx',
  });

/** A script over the built library for what runs files: Node, Deno, Bun. */
async function script(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'numbers.mjs'), await numbersBundle('esm', '../../../dist/index.js'));
  const file = join(FOLDER, 'run.mjs');
  writeFileSync(
    file,
    `import { SamplerPool } from '../../../dist/parallel.js';
import { engineNumbers, threadNumbers } from './numbers.mjs';
const version = globalThis.Deno?.version.deno ?? globalThis.Bun?.version ?? process.version.slice(1);
const [numbers, threads] = [engineNumbers(), await threadNumbers(SamplerPool)];
console.log(JSON.stringify({ version, numbers, threads }));
`,
  );
  return file;
}

it.each([
  ['Node, this one', [process.execPath]],
  ['Node 22', ['npx', '-y', '-p', 'node@22.23.3', 'node']],
  ['Node 24', ['npx', '-y', '-p', 'node@24.21.0', 'node']],
  ['Deno', ['npx', '--yes', 'deno@2.9.6', 'run', '--allow-all', '--quiet']],
  ['Bun', ['npx', '--yes', 'bun@1.4.5', 'run']],
] as const)('%s', { timeout: LIMIT }, async (engine, [command, ...args]) => {
  const { version, numbers, threads } = JSON.parse(run(command, ...args, await script())) as Given;
  keep(engine.startsWith('Node') ? `Node ${version.split('.')[0]}` : engine, version, numbers, threads);
});

const ISOLATING = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const served = async () =>
  serve(
    {
      ...libraryPage(GLOBALS, '<script src="/numbers.js"></script>'),
      '/numbers.js': await numbersBundle('iife'),
    },
    ISOLATING,
  );

/** Runs on a page that `served` gives. */
async function onPage(): Promise<string> {
  const { parallel, numbers } = globalThis as typeof globalThis & {
    parallel: typeof import('loaded-dice/parallel');
    numbers: typeof numbersModule;
  };
  return JSON.stringify({
    version: navigator.userAgent,
    numbers: numbers.engineNumbers(),
    threads: await numbers.threadNumbers(parallel.SamplerPool as never),
  });
}

const versionIn = (agent: string, name: RegExp): string => name.exec(agent)?.[1] ?? agent;

it('Chromium', { timeout: LIMIT }, async () => {
  const origin = await served();
  await withPage(async (page) => {
    page.setDefaultTimeout(LIMIT);
    await page.goto(origin);
    const { version, numbers, threads } = JSON.parse(await page.evaluate(onPage)) as Given;
    keep('Chromium', versionIn(version, /Chrome\/([\d.]+)/), numbers, threads);
  });
});

it('Firefox', { timeout: LIMIT }, async () => {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('no Firefox found');
  const firefox = await puppeteer.launch({
    ...{ browser: 'firefox', executablePath, headless: true, timeout: LIMIT, protocolTimeout: LIMIT },
  });
  try {
    const page = await firefox.newPage();
    await page.goto(await served());
    const { version, numbers, threads } = JSON.parse(await page.evaluate(onPage)) as Given;
    keep('Firefox', versionIn(version, /Firefox\/([\d.]+)/), numbers, threads);
  } finally {
    await firefox.close();
  }
});

it('WebKit', { timeout: LIMIT }, async () => {
  const origin = await served();
  // WebKitGTK posts no shared memory to workers without it
  await withWebKit(
    async (page) => {
      await page.goto(origin);
      const { version, numbers, threads } = JSON.parse(await page.evaluate(onPage)) as Given;
      keep('WebKit', versionIn(version, /Version\/([\d.]+)/), numbers, threads);
    },
    { JSC_useSharedArrayBuffer: '1' },
  );
});

const NO_WORKERS = 'it has no threads that share memory';

it('workerd', { timeout: LIMIT }, async () => {
  const folder = await bundleWorker({
    'app.js': `import { engineNumbers } from './numbers.js';
export default { fetch: () => Response.json(engineNumbers()) };`,
    'numbers.js': await numbersBundle('esm', 'loaded-dice', importedKernels),
    'kernels.wasm': binary(),
    'kernels-extra.wasm': extraBinary(),
    'kernels-dynamic.wasm': dynamicBinary(),
    'kernels-trials.wasm': trialsBinary(),
    'kernels-uniform.wasm': uniformBinary(),
  });
  const numbers = await withWorker(folder, async (origin) => (await fetch(origin)).json());
  const { version } = JSON.parse(
    readFileSync(join(npxFolder('wrangler', '4.86.0'), '../workerd/package.json'), 'utf8'),
  );
  keep('workerd', version, numbers, NO_WORKERS);
});

it('QuickJS', { timeout: LIMIT }, async () => {
  const variant = '@jitl/quickjs-wasmfile-release-sync';
  const runtime = (await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'))).newRuntime();
  const context = runtime.newContext();
  const code = `${await numbersBundle('iife')}\nglobalThis.result = JSON.stringify(numbers.engineNumbers());`;
  context.unwrapResult(context.evalCode(code, 'main.js')).dispose();
  const printed = context.getProp(context.global, 'result').consume((result) => context.getString(result));
  context.dispose();
  runtime.dispose();
  const { version } = JSON.parse(readFileSync(join(ROOT, `node_modules/${variant}/package.json`), 'utf8'));
  keep('QuickJS', version, JSON.parse(printed), NO_WORKERS);
});

it('Hermes', { timeout: LIMIT }, async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `${await numbersBundle('esm', 'loaded-dice')}\nprint(JSON.stringify(engineNumbers(1000)));`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: 'iife',
    conditions: ['react-native'],
  });
  const presets = ['@babel/preset-env'];
  const result = await transformAsync(outputFiles[0].text, { presets, configFile: false, compact: false });
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, 'hermes.js');
  writeFileSync(path, String(result?.code));
  const folders: Readonly<Record<string, string>> = { linux: 'linux64', darwin: 'osx', win32: 'win64' };
  const version = '0.12.0';
  const program = join(npxFolder('hermes-engine-cli', version), `${folders[process.platform]}-bin`, 'hermes');
  keep('Hermes', version, JSON.parse(run(program, '-O', '-w', path)), NO_WORKERS);
});

it('a case that differs would be seen', () => {
  const ranks = { 2: { cases: 120, same: 120 } };
  const js = recordOf({ text: '1 2\n', ranks });
  expect(js).toMatchObject({ cases: 1, indices: 2, ranks });
  const record = { engine: 'another', version: '0', wasm: 'none', js, threads: NO_WORKERS };
  expect(() => check(record)).toThrow();
});
