// Pages of the site stay where they are while their scripts and pictures come, in a real browser.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { withPage } from '../support/chromium.js';
import { settled } from '../support/demo.js';
import { pagesOf, ready, SITE, serveSite } from '../support/site.js';

const pages = pagesOf();
const site = serveSite();
const sourceOf = (path: string) => readFileSync(`${SITE}${path.replace(/\/$/, '/index')}.html`, 'utf8');

/** Pages with pictures, and one of each folder: others differ by their text alone. */
const sample = [
  '/demo/',
  ...pages.filter(
    (path, i) => /<img |class="pic"/.test(sourceOf(path)) || !pages.slice(0, i).some((each) => inFolderOf(path, each)),
  ),
];

function inFolderOf(path: string, other: string): boolean {
  const folder = (each: string) => each.replace(/[^/]*$/, '');
  return folder(path) === folder(other);
}

/**
 * The cumulative layout shift (https://web.dev/articles/cls) of a page that has been painted before any script or
 * picture comes: what a reader with a slow connection sees.
 */
async function shiftOf(page: Page, address: string, complete: (page: Page) => Promise<void>): Promise<number> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.route(/\.(js|svg)$/, async (route) => {
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    await route.continue();
  });
  await page.goto(address);
  await complete(page);
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    return (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, each) => sum + each, 0);
  });
}

test.each([
  ['a phone', { width: 375, height: 812 }],
  ['a desktop computer', { width: 1280, height: 800 }],
])('on %s, nothing moves once it is painted', { timeout: 240_000 }, async (_, size) => {
  const origin = await site;
  const moved: string[] = [];
  for (const path of sample) {
    await withPage(async (page) => {
      await page.setViewportSize(size);
      const shift = await shiftOf(page, `${origin}${path}`, path === '/demo/' ? settled : ready);
      // a word in the bar below the top one takes another's place: 0.0003
      if (shift > 0.001) moved.push(`${path}: ${shift}`);
    });
  }
  expect(sample.length).toBeGreaterThan(20);
  expect(moved).toEqual([]);
});
