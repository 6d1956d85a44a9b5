// The page and the worker of docs/guide/threads.md, canceled as a user does: while the sampler is made, and in a draw.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { blocksOf } from '../support/pages.js';

const FOLDER = 'build/snippets/guide-threads';
const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const servers: ViteDevServer[] = [];

async function serve(headers: Record<string, string>): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: resolve(FOLDER),
    cacheDir: resolve(FOLDER, '.vite'),
    logLevel: 'silent',
    optimizeDeps: { exclude: ['loaded-dice'] },
    server: { port: 0, host: '127.0.0.1', headers, hmr: false, watch: null, fs: { allow: [resolve('.')] } },
  });
  servers.push(server);
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

beforeAll(() => {
  const blocks = blocksOf('docs/guide/threads.md');
  const worker = blocks.find(({ file }) => file === 'worker.js')?.code ?? '';
  const page = blocks.find(({ language }) => language === 'html')?.code ?? '';
  const longer = page.replace('count: 1_000_000', 'count: 40_000_000');
  expect(worker).not.toBe('');
  expect(longer).not.toBe(page);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/worker.js`, worker);
  writeFileSync(`${FOLDER}/index.html`, longer);
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

it.each([
  ['isolated', HEADERS],
  ['not isolated', {}],
])('a page that is %s cancels a draw, and the next one begins where that began', async (_, headers) => {
  const origin = await serve(headers);
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
    await log.getByText(/40000000 draws in \d+ ms/).waitFor();
    expect(await log.innerText()).toContain('they begin with 4114717 9373095 256485');
  });
});

it('cancels the making of the sampler', async () => {
  const origin = await serve(HEADERS);
  await withPage(async (page) => {
    await page.goto(origin);
    await page.waitForFunction(() => document.querySelector('progress')?.value);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('pre').getByText('canceled').waitFor();
    expect(await page.getByRole('button', { name: 'Draw a million' }).isDisabled()).toBe(true);
  });
});
