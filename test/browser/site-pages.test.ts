// Every page of the site, as npm run docs builds it, in a real browser: at two widths, light and dark.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { type Seen, withPage } from '../support/chromium.js';
import { accessibility, ISOLATING, overflow, pagesOf, ready, serveSite } from '../support/site.js';

const pages = pagesOf();
const isolated = serveSite({ headers: ISOLATING });
const plain = serveSite();

const PHONE = { width: 375, height: 812 };
const DESKTOP = { width: 1280, height: 800 };

/** On a phone, pages differ by their contents alone: one of each folder is enough for axe there. */
const samples = new Set(new Map(pages.map((path) => [path.replace(/[^/]*$/, ''), path])).values());

/** What is wrong with the page that is open, at one width, light or dark. */
async function faults(page: Page, path: string, size: typeof PHONE, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction(
    (dark) => document.documentElement.classList.contains('dark') === dark,
    colorScheme === 'dark',
  );
  const found = await overflow(page);
  const sample = samples.has(path);
  // light and dark pages differ by their colors alone
  if (size === DESKTOP || sample)
    found.push(...(await accessibility(page, { colors: colorScheme === 'dark' && !sample })));
  return found.map((fault) => `${size.width} px, ${colorScheme}: ${fault}`);
}

/** What a page says and asks for that it should not. */
function noise(seen: Seen, origin: string): string[] {
  return [
    ...seen.messages.splice(0),
    ...seen.requests.splice(0).filter((url) => !url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)),
  ];
}

test.each(pages)('%s fits, is readable for everybody, and is silent', { timeout: 120_000 }, async (path) => {
  const origin = await isolated;
  const wrong = await withPage(async (page, seen) => {
    await page.setViewportSize(PHONE);
    await page.goto(`${origin}${path}`);
    await ready(page);
    const found: string[] = [];
    for (const size of [PHONE, DESKTOP]) {
      for (const scheme of ['light', 'dark'] as const) found.push(...(await faults(page, path, size, scheme)));
    }
    return [...found, ...noise(seen, origin)];
  });
  expect(wrong).toEqual([]);
});

test('without isolation headers, every page is silent, too', { timeout: 600_000 }, async () => {
  const origin = await plain;
  const wrong = await withPage(async (page, seen) => {
    const found: string[] = [];
    for (const path of pages) {
      await page.goto(`${origin}${path}`);
      await ready(page);
      found.push(...noise(seen, origin).map((each) => `${path}: ${each}`));
    }
    return found;
  });
  expect(wrong).toEqual([]);
});
