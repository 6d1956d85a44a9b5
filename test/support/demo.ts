// The demo page, built as by npm run demo -- --build, into a folder of its own.
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';
import { folder } from './cli.js';
import { serve } from './serve.js';

const ISOLATING = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/**
 * Builds the page once, and serves it with and without the headers for cross-origin isolation. Returns both addresses.
 */
export async function serveDemo(): Promise<{ isolated: string; plain: string }> {
  const outDir = folder();
  await build({
    configFile: 'examples/browser/vite.config.ts',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  const files = { '/demo/': pathToFileURL(`${outDir}/`) };
  const [isolated, plain] = await Promise.all([serve(files, ISOLATING), serve(files)]);
  return { isolated: `${isolated}/demo/index.html`, plain: `${plain}/demo/index.html` };
}

/** Opens the page, and waits until everything that it shows at first is there. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

/** Waits until the newest set-up is complete: numbers, comparison, trials and pictures. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('#results')?.getAttribute('aria-busy') === 'false' &&
      document.querySelector('#trials-toggle')?.textContent === 'Run again',
  );
}

/** The text of an element. */
export async function text(page: Page, id: string): Promise<string> {
  return (await page.locator(`#${id}`).textContent()) ?? '';
}

/** A table's cells, row by row, without the names of groups. */
export async function table(page: Page, id: string): Promise<string[][]> {
  return page
    .locator(`#${id} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td, th[scope=row]')].map((cell) => cell.textContent?.trim() ?? '')),
    );
}
