// What readers do on the site, as npm run docs builds it, in a real browser.
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { wrongLinks } from '../../scripts/site-links.mjs';
import { withPage } from '../support/chromium.js';
import { folder } from '../support/cli.js';
import { settled } from '../support/demo.js';
import { ISOLATING, ready, SITE, serveSite } from '../support/site.js';

const PHONE = { width: 375, height: 812 };
const isolated = serveSite({ headers: ISOLATING });
const plain = serveSite();

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await ready(page);
}

test('all links lead somewhere, and pages load nothing from elsewhere', () => {
  expect(wrongLinks(SITE)).toEqual([]);
});

describe('search', () => {
  test.each([
    ['alias', /alias/i],
    ['coverageEpochs', /SystematicSampler|coverage/i],
    ['multinomial', /multinomial/],
  ])('for %s finds pages, and leads to one', async (words, title) => {
    await withPage(async (page, { messages }) => {
      await open(page, `${await plain}/`);
      await page.locator('#local-search button').click();
      await page.locator('#localsearch-input').fill(words);
      const results = page.locator('#localsearch-list a.result');
      await results.filter({ hasText: title }).first().click();
      await page.waitForURL((url) => url.pathname !== '/');
      expect(await page.locator('h1').textContent()).toBeTruthy();
      expect((await page.locator('main').textContent())?.toLowerCase()).toContain(words.toLowerCase());
      expect(messages).toEqual([]);
    });
  });

  test('for nonsense finds none, and says so', async () => {
    await withPage(async (page) => {
      await open(page, `${await plain}/`);
      await page.locator('#local-search button').click();
      await page.locator('#localsearch-input').fill('qqxzzy');
      await page.getByText('No results for').waitFor();
      expect(await page.locator('#localsearch-list a.result').count()).toBe(0);
    });
  });
});

describe('on a phone', () => {
  test('the menu leads to each section, and the sidebar to its pages', async () => {
    await withPage(async (page, { messages }) => {
      await page.setViewportSize(PHONE);
      await open(page, `${await plain}/`);
      await page.getByRole('button', { name: 'mobile navigation' }).click();
      await page.locator('.VPNavScreen').getByRole('link', { name: 'Guides' }).click();
      await page.waitForURL('**/guide/*');
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.locator('.VPSidebar').getByRole('link', { name: 'Which sampler?' }).click();
      await page.waitForURL('**/guide/which-sampler');
      expect(await page.locator('h1').first().textContent()).toContain('Which sampler?');
      // the sidebar is closed again
      await page.waitForFunction(() => document.querySelector('.VPSidebar.open') === null);
      expect(messages).toEqual([]);
    });
  });

  test('dark mode is a button, and stays', async () => {
    await withPage(async (page) => {
      await page.setViewportSize(PHONE);
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, `${await plain}/`);
      await page.getByRole('button', { name: 'mobile navigation' }).click();
      await page.locator('.VPNavScreen .VPSwitchAppearance').click();
      const dark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));
      expect(await dark()).toBe(true);
      await page.reload();
      expect(await dark()).toBe(true);
    });
  });
});

test('the demo page is part of it, and leads back', { timeout: 60_000 }, async () => {
  await withPage(async (page, { messages, requests }) => {
    const origin = await isolated;
    await open(page, `${origin}/`);
    await page.getByRole('navigation').getByRole('link', { name: 'Demo' }).first().click();
    await page.waitForURL('**/demo/');
    await settled(page);
    await page.getByRole('link', { name: 'Documentation' }).click();
    await page.waitForURL(`${origin}/`);
    expect(messages).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(origin) && !/^(blob|data):/.test(url))).toEqual([]);
  });
});

test('the start page transfers less than 400 KB', async () => {
  await withPage(async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await open(page, `${await plain}/`);
    await page.waitForLoadState('networkidle');
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(400_000);
  });
});

test('a site in a folder of a server works', { timeout: 240_000 }, async () => {
  const base = '/sub/folder/';
  const outDir = folder();
  const vitepress = 'docs/node_modules/vitepress/bin/vitepress.js';
  execFileSync(process.execPath, [vitepress, 'build', 'docs', '--base', base, '--outDir', outDir], { stdio: 'pipe' });
  // npm run docs puts the demo page beside the others
  const wrong = wrongLinks(outDir, base).filter((line) => !line.startsWith(`no page ${base}demo/`));
  expect(wrong).toEqual([]);
  const start = await serveSite({ folder: outDir, base });
  await withPage(async (page, { messages, requests }) => {
    for (const path of ['/', '/guide/which-sampler', '/reference/loaded-dice/WeightedRandomSampler']) {
      await open(page, `${start}${path}`);
    }
    await page.getByRole('navigation').getByRole('link', { name: 'Guides' }).first().click();
    await page.waitForURL(`${start}/guide/*`);
    expect(messages).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${start}/`) && !/^data:|favicon/.test(url))).toEqual([]);
  });
});
