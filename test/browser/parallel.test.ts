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
    'same-origin .*Cross-Origin-Embedder-Policy: require-corp \\(DataCloneError',
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
