// The library as a page has it: the built files as they are, found by an import map, in a real Chromium.
import * as dice from 'loaded-dice';
import type * as parallel from 'loaded-dice/parallel';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../support/backends.js';
import { withPage } from '../support/chromium.js';
import type * as vectors from '../support/golden.js';
import { goldenBundle, heldVectors } from '../support/golden-bundle.js';
import { GLOBALS, libraryPage } from '../support/library-page.js';
import { expectSame } from '../support/sampler-cases.js';
import { serve } from '../support/serve.js';

/** What the page's scripts leave there. */
type Global = typeof globalThis & { dice: typeof dice; parallel: typeof parallel; vectors: typeof vectors };

const bundled = goldenBundle('iife');

const COUNT = 300_000;
const WEIGHTS = Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);

/** What a pool of two threads takes on a page, in two goes, and what it says. */
function take(page: Page): Promise<string> {
  return page.evaluate(
    async ({ weights, count }) => {
      const { dice, parallel } = globalThis as Global;
      const sampler = new dice.WeightedRandomSampler(weights, 200_000, { seed: 5, backend: 'wasm' });
      const pool = new parallel.SamplerPool({ threads: 2 });
      const draws = [...(await pool.take(sampler, count / 2)), ...(await pool.take(sampler, count / 2))];
      await pool.close();
      return draws.join();
    },
    { weights: WEIGHTS, count: COUNT },
  );
}

const alone = new dice.WeightedRandomSampler(WEIGHTS, 200_000, { seed: 5 }).take(COUNT);
const numbers = (text: string) => text.split(',').map(Number);

const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** What a pool warns of where they are missing. */
const HEADERS = new RegExp(
  '^warning: loaded-dice: drawing on the calling thread: .*Cross-Origin-Opener-Policy: ' +
    'same-origin .*Cross-Origin-Embedder-Policy: require-corp, or load coi-serviceworker where you cannot set headers$',
);

describe.each([
  ['that is cross-origin isolated', isolating, true],
  ['without such headers', {}, false],
])('a page %s', (_, headers, isolated) => {
  let origin: string;
  beforeAll(async () => {
    origin = await serve(
      { ...libraryPage(GLOBALS, '<script src="/vectors.js"></script>'), '/vectors.js': await bundled },
      headers,
    );
  });

  it('draws by two threads what Node draws', async () => {
    await withPage(async (page, { messages, requests }) => {
      const workers: string[] = [];
      page.on('worker', (worker) => workers.push(worker.url()));
      await page.goto(origin);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      expectSame(numbers(await take(page)), alone);
      if (isolated) {
        expect(workers).toHaveLength(2);
        expect(messages).toEqual([]);
      } else {
        expect(messages).toEqual([expect.stringMatching(HEADERS)]);
      }
      expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`))).toEqual([]);
    });
  });

  it('draws in parts: reports its progress, lets timers run, and stops at an abort', async () => {
    await withPage(async (page) => {
      await page.goto(origin);
      const seen = await page.evaluate(async () => {
        const { dice, parallel } = globalThis as Global;
        const sampler = new dice.WeightedRandomSampler([1, 2, 3], 1e6, { seed: 5, backend: 'wasm' });
        const pool = new parallel.SamplerPool({ threads: 2 });
        const out = new Uint32Array(30_000_000);
        const calls: number[] = [];
        let ticks = 0;
        const timer = setInterval(() => ticks++, 1);
        await pool.fill(sampler, out, { onProgress: (done) => calls.push(done) });
        clearInterval(timer);
        const state = JSON.stringify(sampler.state());
        const controller = new AbortController();
        setTimeout(() => controller.abort('enough'), 5);
        const reason = await pool.fill(sampler, out, { signal: controller.signal }).catch((reason) => reason);
        const { fallback } = pool;
        await pool.close();
        const stays = JSON.stringify(sampler.state()) === state;
        return { calls: calls.length, last: calls.at(-1), ticks, reason, stays, fallback };
      });
      expect(seen).toMatchObject({ last: 30_000_000, reason: 'enough', stays: true });
      expect(seen.calls).toBeGreaterThan(3);
      expect(seen.ticks).toBeGreaterThan(2);
      if (isolated) expect(seen.fallback).toBeUndefined();
      else expect(seen.fallback).toMatch(/^the page is not cross-origin isolated, so that threads cannot read/);
    });
  });

  it.each(backends)('draws the golden vectors (%s)', async (backend) => {
    await withPage(async (page, { messages }) => {
      await page.goto(origin);
      const drawn = await page.evaluate((backend) => {
        const { golden, goldenSamplers } = (globalThis as Global).vectors;
        return JSON.stringify([golden(backend), goldenSamplers(backend)]);
      }, backend);
      expect(JSON.parse(drawn)).toEqual(heldVectors());
      expect(messages).toEqual([]);
    });
  });
});

it('a page that is neither https nor localhost is told that its headers do not count', () =>
  withPage(async (page, { messages }) => {
    const origin = await serve(libraryPage(GLOBALS), isolating);
    await page.route('http://dice.example/**', async (route) => {
      const response = await route.fetch({ url: route.request().url().replace('http://dice.example', origin) });
      await route.fulfill({ response });
    });
    await page.goto('http://dice.example/');
    expect(numbers(await take(page))).toEqual([...alone]);
    expect(messages.filter((message) => message.includes('loaded-dice:'))).toEqual([
      'warning: loaded-dice: drawing on the calling thread: the page is not cross-origin isolated, so that threads ' +
        'cannot read the sampler; serve it by https or on localhost: browsers ignore its headers elsewhere',
    ]);
  }));
