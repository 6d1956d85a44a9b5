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
async function shiftOf(page: Page, address: string, loaded: (page: Page) => Promise<void>): Promise<number> {
  await page.addInitScript(() => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    const add = (entries: PerformanceEntryList) => {
      for (const entry of entries) sum += (entry as PerformanceEntry & { value: number }).value;
    };
    observer.observe({ type: 'layout-shift', buffered: true });
    const shift = () => {
      add(observer.takeRecords());
      return sum;
    };
    Object.assign(globalThis, { shift });
  });
  let painted: Promise<number> | undefined;
  await page.route(/\.(js|svg)$/, async (route) => {
    // a table may still widen while its rows are read
    painted ??= page
      .waitForFunction(
        () => document.readyState !== 'loading' && performance.getEntriesByName('first-contentful-paint').length > 0,
      )
      .then(() => shiftSoFar(page));
    await painted;
    await route.continue();
  });
  await page.goto(address);
  await loaded(page);
  const shift = (await shiftSoFar(page)) - ((await painted) ?? 0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  return shift;
}

/** The shift of a page up to now, what is to be painted next included. */
function shiftSoFar(page: Page): Promise<number> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    return (globalThis as unknown as { shift: () => number }).shift();
  });
}

/** Waits until the pictures of a page can be used, and nothing is loaded anymore. */
async function complete(page: Page): Promise<void> {
  await ready(page);
  await page.waitForFunction(() => !document.querySelector('.pic[inert]'));
  await page.waitForLoadState('networkidle');
}

test('a page that moves is found out', async () => {
  const origin = await site;
  const shift = await withPage((page) =>
    shiftOf(page, `${origin}/guide/games`, async () => {
      await complete(page);
      await page.evaluate(() => {
        const picture = document.createElement('div');
        picture.style.height = '100px';
        document.querySelector('h1')?.before(picture);
      });
    }),
  );
  expect(shift).toBeGreaterThan(0.02);
});

test.each([
  ['a phone', { width: 375, height: 812 }],
  ['a desktop computer', { width: 1280, height: 800 }],
])('on %s, nothing moves once it is painted', { timeout: 240_000 }, async (_, size) => {
  const origin = await site;
  const moved: string[] = [];
  for (const path of sample) {
    await withPage(async (page) => {
      await page.setViewportSize(size);
      const shift = await shiftOf(page, `${origin}${path}`, path === '/demo/' ? settled : complete);
      // a word in the bar below the top one takes another's place: 0.0003
      if (shift > 0.001) moved.push(`${path}: ${shift}`);
    });
  }
  expect(sample.length).toBeGreaterThan(20);
  expect(moved).toEqual([]);
});
