// The page and the worker of docs/guide/threads.md, canceled as a user does: while the sampler is made, and in a draw.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { WeightedRandomSampler } from 'loaded-dice';
import { beforeAll, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { blocksOf } from '../support/pages.js';
import { ISOLATED, serveProject } from '../support/project-server.js';

const FOLDER = 'build/snippets/guide-threads';
const weights = Float64Array.from({ length: 10_000_000 }, (_, i) => 1 + (i % 100));
const fifth = new WeightedRandomSampler(weights, weights.length, { seed: 1 }).indices(4).subarray(5e6, 5e6 + 3);

beforeAll(() => {
  const blocks = blocksOf('docs/guide/threads.md');
  const worker = blocks.find(({ file }) => file === 'worker.js')?.code ?? '';
  const page = blocks.find(({ language }) => language === 'html')?.code ?? '';
  const longer = page.replace('count: 1_000_000', 'count: 45_000_000');
  expect(worker).not.toBe('');
  expect(longer).not.toBe(page);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/worker.js`, worker);
  writeFileSync(`${FOLDER}/index.html`, longer);
});

it.each([
  ['isolated', ISOLATED],
  ['not isolated', {}],
])('a page that is %s cancels a draw, and the next one begins where that began', async (_, headers) => {
  const origin = await serveProject(FOLDER, headers);
  await withPage(async (page) => {
    await page.goto(origin);
    const log = page.locator('pre');
    await page.getByText(/^made in \d+ ms/).waitFor();
    const draw = page.getByRole('button', { name: 'Draw a million' });
    // the bar is full from the making
    await page.locator('progress').evaluate((bar: HTMLProgressElement) => {
      bar.value = 0;
    });
    await draw.click();
    await page.waitForFunction(() => document.querySelector('progress')?.value);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await log.getByText('canceled').waitFor();
    await draw.click();
    await log.getByText(/45000000 draws in \d+ ms/).waitFor();
    expect(await log.innerText()).toContain('they begin with 4114717 9373095 256485');
    // 45 million draws are four epochs and a half: the next visit goes on in the fifth one
    await page.reload();
    const made = page.getByText(/^made in \d+ ms/);
    await made.waitFor();
    if ('Cross-Origin-Opener-Policy' in headers) {
      expect(await made.innerText()).toContain(`the first draw is ${fifth[0]}`);
    }
    await draw.click();
    await log.getByText(/45000000 draws in \d+ ms/).waitFor();
    expect(await log.innerText()).toContain(`they begin with ${fifth.join(' ')}`);
  });
});

it.each(['{', '5', '{}', '0', '{ "epoch": -1, "position": 0.5 }'])(
  'a saved position %s is the beginning',
  async (saved) => {
    const origin = await serveProject(FOLDER, ISOLATED);
    await withPage(async (page) => {
      await page.addInitScript((saved) => localStorage.setItem('ten-million', saved), saved);
      await page.goto(origin);
      await page.getByText('the first draw is 4114717').waitFor();
    });
  },
);

it('cancels the making of the sampler', async () => {
  const origin = await serveProject(FOLDER, ISOLATED);
  await withPage(async (page) => {
    await page.goto(origin);
    await page.waitForFunction(() => document.querySelector('progress')?.value);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('pre').getByText('canceled').waitFor();
    expect(await page.getByRole('button', { name: 'Draw a million' }).isDisabled()).toBe(true);
  });
});
