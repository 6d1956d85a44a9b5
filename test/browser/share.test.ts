// A sampler that a page shares with Workers, which import the built library from the same server.
import * as dice from 'loaded-dice';
import { describe, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { GLOBALS, libraryPage } from '../support/library-page.js';
import { serve } from '../support/serve.js';

type Global = typeof globalThis & { dice: typeof dice };

const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Draws from the sampler that it gets. */
const WORKER = `
import { WeightedRandomSampler } from '/dist/index.js';
let sampler;
onmessage = ({ data: { shared, count, options } }) => {
  if (shared) sampler = WeightedRandomSampler.attach(shared, options);
  postMessage({ draws: sampler.take(count).join(), state: sampler.state(), backend: sampler.backend });
};`;

describe.each([
  ['that is cross-origin isolated', isolating, true],
  ['without such headers', {}, false],
])('a page %s', (_, headers, isolated) => {
  it.each([
    [10, 'auto'],
    [100_000, 'auto'],
    [100_000, 'js'],
  ] as const)('draws in two workers what it draws itself: %i weights, backend %s', async (n, backend) => {
    const origin = await serve({ ...libraryPage(GLOBALS), '/worker.js': WORKER }, headers);
    await withPage(async (page, { messages }) => {
      await page.goto(origin);
      const found = await page.evaluate(
        async ({ n, backend }) => {
          const { WeightedRandomSampler } = (globalThis as Global).dice;
          const weights = Float64Array.from({ length: n }, (_, i) => (i * 37 + 1) % 91);
          const sampler = new WeightedRandomSampler(weights, 1000, { seed: 5 });
          sampler.skip(700);
          const ask = (worker: Worker, message: object, transfer: ArrayBuffer[] = []) =>
            new Promise((resolve, reject) => {
              worker.onmessage = ({ data }) => resolve(data);
              worker.onerror = ({ message }) => reject(new Error(message));
              worker.postMessage(message, transfer);
            });
          const workers = [1, 2].map(() => new Worker('/worker.js', { type: 'module' }));
          const first = workers.map((worker) => {
            const shared = sampler.share();
            return ask(worker, { shared, count: 2000, options: { backend } }, shared.transfer);
          });
          const answers = await Promise.all(first);
          sampler.take(2000);
          const state = sampler.state();
          const isShared = sampler.share().memory !== undefined;
          (sampler as unknown as Record<symbol, undefined | (() => void)>)[Symbol.dispose ?? Symbol()]?.();
          answers.push(...(await Promise.all(workers.map((worker) => ask(worker, { count: 50 })))));
          for (const worker of workers) worker.terminate();
          return { answers, state, isShared };
        },
        { n, backend },
      );
      const weights = Float64Array.from({ length: n }, (_, i) => (i * 37 + 1) % 91);
      const alone = new dice.WeightedRandomSampler(weights, 1000, { seed: 5 });
      alone.skip(700);
      const used = backend === 'js' ? 'js' : 'wasm';
      const draws = alone.take(2000).join();
      const first = { draws, state: alone.state(), backend: used };
      expect(found.state).toEqual(alone.state());
      const next = { draws: alone.take(50).join(), state: alone.state(), backend: used };
      expect(found.answers).toEqual([first, first, next, next]);
      expect(found.isShared).toBe(isolated && n === 100_000);
      expect(messages).toEqual([]);
    });
  });
});
