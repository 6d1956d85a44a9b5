// The demo page while a simulation goes on: how long it keeps its visitor waiting, beside the same page at rest.
import type { Page } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { open, serveDemo, text } from '../support/demo.js';

let address: string;
beforeAll(async () => {
  address = (await serveDemo()).isolated;
}, 120_000);

/** The longest of 40 waits of 5 ms, in milliseconds. */
const longestWait = (page: Page) =>
  page.evaluate(async () => {
    let longest = 0;
    for (let i = 0, last = performance.now(); i < 40; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
    return longest;
  });

it('a simulation lengthens the longest wait of 5 ms at most twentyfold', async () => {
  await withPage(async (page) => {
    await open(page, `${address}#v=1&classes=a:5000,b:5000&target=balanced&batch=16&draws=100&seed=1&sampler=weighted`);
    const toggle = page.locator('#trials-toggle');
    let [busy, idle] = [Infinity, Infinity];
    for (let round = 0; round < 6 && !(round > 1 && busy < 20 * idle); round++) {
      idle = Math.min(idle, await longestWait(page));
      await page.selectOption('#trials', '20000');
      const runs = async () => Number((await text(page, 'trials-done')).split(' ')[0].replace(',', ''));
      await expect.poll(() => toggle.textContent()).toBe('Stop');
      await expect.poll(runs, { timeout: 20_000 }).toBeGreaterThan(0);
      const before = await runs();
      busy = Math.min(busy, await longestWait(page));
      await expect.poll(runs, { timeout: 20_000 }).toBeGreaterThan(before);
      // it went on all the while
      expect(await toggle.textContent()).toBe('Stop');
      await page.selectOption('#trials', '200');
      await expect.poll(() => toggle.textContent(), { timeout: 60_000 }).toBe('Run again');
    }
    expect(busy / idle).toBeLessThan(20);
  });
});
