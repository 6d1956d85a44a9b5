// Golden vectors and two threads' draws in other engines: Firefox, Deno and Bun, over the library as it is built.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as dice from 'loaded-dice';
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/firefox.mjs';
import { goldenBundle, heldVectors } from '../support/golden-bundle.js';
import { GLOBALS, libraryPage } from '../support/library-page.js';
import { serve } from '../support/serve.js';

const COUNT = 200_000;
const WEIGHTS = Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
const here = (path: string) => new URL(path, import.meta.url);
const LIMIT = 120_000;

/** What an engine gives: golden vectors on both backends, and what two threads draw. */
interface Given {
  wasm: unknown[];
  js: unknown[];
  backend: string;
  threads: number[];
  warnings: string[];
}

function check({ wasm, js, backend, threads, warnings }: Given): void {
  expect(wasm).toEqual(heldVectors());
  expect(js).toEqual(heldVectors());
  expect(backend).toBe('wasm');
  expect(threads).toEqual([...new dice.WeightedRandomSampler(WEIGHTS, COUNT, { seed: 5 }).take(COUNT)]);
  expect(warnings).toEqual([]);
}

describe('Firefox', () => {
  let firefox: Browser;
  let origin: string;

  beforeAll(async () => {
    const executablePath = findFirefox();
    if (!executablePath) throw new Error('no Firefox found: npm test installs it, or set FIREFOX_PATH to its path');
    origin = await serve(
      { ...libraryPage(GLOBALS, '<script src="/vectors.js"></script>'), '/vectors.js': await goldenBundle('iife') },
      { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    );
    firefox = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, timeout: LIMIT });
  }, LIMIT);

  afterAll(() => firefox?.close());

  it('draws what Node draws, with threads', { timeout: LIMIT }, async () => {
    const page = await firefox.newPage();
    await page.goto(origin);
    const given = await page.evaluate(
      async (weights, count) => {
        const { dice, parallel, vectors } = globalThis as typeof globalThis & {
          dice: typeof import('loaded-dice');
          parallel: typeof import('loaded-dice/parallel');
          vectors: typeof import('../support/golden.js');
        };
        const warnings: string[] = [];
        console.warn = (text) => warnings.push(String(text));
        const pool = new parallel.SamplerPool({ threads: 2 });
        const sampler = new dice.WeightedRandomSampler(weights, count, { seed: 5 });
        const threads = [...(await pool.take(sampler as never, count))];
        await pool.close();
        const [wasm, js] = (['wasm', 'js'] as const).map((backend) => [
          vectors.golden(backend),
          vectors.goldenSamplers(backend),
        ]);
        return JSON.stringify({ wasm, js, backend: sampler.backend, threads, warnings });
      },
      WEIGHTS,
      COUNT,
    );
    check(JSON.parse(given));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });
});

describe.each([
  ['Deno', ['deno@2.9.6', 'run', '--allow-all', '--quiet']],
  ['Bun', ['bun@1.4.5', 'run']],
] as const)('%s', (engine, command) => {
  it('draws what Node draws, with threads', { timeout: 3 * LIMIT }, async () => {
    const folder = fileURLToPath(here('../../build/engines/'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}vectors.mjs`, await goldenBundle('esm', '../../dist/index.js'));
    writeFileSync(
      `${folder}run.mjs`,
      `import { WeightedRandomSampler } from '../../dist/index.js';
import { SamplerPool } from '../../dist/parallel.js';
import { golden, goldenSamplers } from './vectors.mjs';
const warnings = [];
console.warn = (text) => warnings.push(String(text));
const pool = new SamplerPool({ threads: 2 });
const sampler = new WeightedRandomSampler(${JSON.stringify(WEIGHTS)}, ${COUNT}, { seed: 5 });
const threads = [...(await pool.take(sampler, ${COUNT}))];
await pool.close();
const [wasm, js] = ['wasm', 'js'].map((backend) => [golden(backend), goldenSamplers(backend)]);
const engine = globalThis.Deno ? 'Deno' : globalThis.Bun ? 'Bun' : 'another';
console.log(JSON.stringify({ engine, wasm, js, backend: sampler.backend, threads, warnings }));
`,
    );
    const printed = execFileSync('npx', ['--yes', ...command, `${folder}run.mjs`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 28,
      timeout: 2 * LIMIT,
      shell: process.platform === 'win32',
    });
    const given = JSON.parse(printed);
    expect(given.engine).toBe(engine);
    check(given);
  });
});
