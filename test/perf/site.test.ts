// The site on this machine: how long it takes to build, and what Lighthouse says of its start page.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { scores } from '../../scripts/lighthouse.mjs';
import { pagesOf, SITE } from '../support/site.js';

test('the site is built in less than a minute', { timeout: 300_000 }, () => {
  expect(pagesOf().length).toBeGreaterThan(100);
  let least = Infinity;
  // a second time where other work disturbed the first
  for (let time = 0; time < 2 && least >= 60_000; time++) {
    const begin = performance.now();
    execFileSync(process.execPath, ['scripts/docs.mjs'], { stdio: 'pipe' });
    least = Math.min(least, performance.now() - begin);
  }
  expect(least).toBeLessThan(60_000);
});

test('Lighthouse gives the start page at least 95', { timeout: 900_000 }, async () => {
  let measured = await scores(SITE);
  const least = (name: string) => Math.min(measured.phone[name], measured.desktop[name]);
  for (const name of ['accessibility', 'best-practices', 'seo']) {
    expect(least(name), JSON.stringify(measured)).toBeGreaterThanOrEqual(95);
  }
  // again where other work disturbed the measurement; what moves on a page is a test of its own
  for (let time = 0; time < 2 && least('performance') < 95; time++) measured = await scores(SITE);
  expect(least('performance'), JSON.stringify(measured)).toBeGreaterThanOrEqual(95);
});
