import { BatchSampler, WeightedRandomSampler } from 'loaded-dice';
import type { Page } from 'playwright';
import { build, type Plugin, type Rollup } from 'vite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withPage } from '../support/chromium.js';
import { serve } from '../support/serve.js';

const NAMES = ['common', 'rare', 'epic'];
const make = (seed: number) => new WeightedRandomSampler([70, 25, 5], 100, { seed });
const drops = (seed: number, count: number) => Array.from(make(seed).take(count), (index) => NAMES[index]).join(' ');
function batch(seed: number, epoch: number): string {
  const batches = new BatchSampler(make(seed), 8);
  batches.setEpoch(epoch);
  return batches.draw().join(' ');
}

/** Counts on the page how many samplers are made. */
const counting: Plugin = {
  name: 'counting',
  enforce: 'pre',
  resolveId: (id, importer) => (id === 'loaded-dice' && importer !== '\0counting' ? '\0counting' : undefined),
  load: (id) =>
    id === '\0counting'
      ? `import { WeightedRandomSampler as Sampler } from 'loaded-dice';
        export { BatchSampler } from 'loaded-dice';
        export class WeightedRandomSampler extends Sampler {
          constructor(...args) {
            super(...args);
            globalThis.made = (globalThis.made ?? 0) + 1;
          }
        }`
      : undefined,
};

/** The page as Vite builds it, with React for development or production. */
async function pages(mode: string): Promise<Record<string, string>> {
  // it decides which React and which JSX; under test it is neither
  vi.stubEnv('NODE_ENV', mode);
  const { output } = (await build({
    root: 'examples/react-vite',
    plugins: [counting],
    build: { write: false, minify: false },
    logLevel: 'error',
  })) as Rollup.RollupOutput;
  const files = output.map((file) => [`/${file.fileName}`, String(file.type === 'chunk' ? file.code : file.source)]);
  return Object.fromEntries([...files, ['/', files.find(([path]) => path === '/index.html')?.[1]]]);
}

afterEach(() => vi.unstubAllEnvs());

const made = (page: Page) => page.evaluate(() => (globalThis as unknown as { made: number }).made);

describe.each([
  ['development', 'where StrictMode renders and mounts twice'],
  ['production', 'where it does not'],
])('a React app in %s, %s', (mode) => {
  it('shows the draws of its seed', async () => {
    const origin = await serve(await pages(mode));
    await withPage(async (page, { messages }) => {
      await page.goto(origin);
      const output = page.locator('output');
      const preview = page.locator('#batch');
      await expect.poll(() => preview.textContent({ timeout: 5000 })).toBe(batch(1, 0));
      const once = 2;
      if (mode === 'production') expect(await made(page)).toBe(once);
      else expect(await made(page)).toBeGreaterThan(once);

      const draw = async (times: number) => {
        for (let i = 0; i < times; i++) await page.getByRole('button', { name: 'Draw' }).click();
      };
      await draw(12);
      await expect.poll(() => output.textContent()).toBe(drops(1, 12));
      await page.getByRole('button', { name: 'Next' }).click();
      await expect.poll(() => preview.textContent()).toBe(batch(1, 1));
      // neither other renders nor the effect have moved what is drawn from
      await draw(3);
      await expect.poll(() => output.textContent()).toBe(drops(1, 15));

      await page.getByLabel('Seed').fill('5');
      await expect.poll(() => preview.textContent()).toBe(batch(5, 1));
      await expect.poll(() => output.textContent()).toBe('');
      await draw(6);
      await expect.poll(() => output.textContent()).toBe(drops(5, 6));
      expect(messages.filter((message) => !message.includes('React DevTools'))).toEqual([]);
    });
  });
});
