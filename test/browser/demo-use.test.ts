// The demo page in the hands of all sorts of people: with a keyboard, a screen reader, a telephone; who like it dark,
// or still; who err.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { withPage } from '../support/chromium.js';
import { open, serveDemo, settled, table, text } from '../support/demo.js';
import { marksOf } from '../support/painted.js';

let address: string;
beforeAll(async () => {
  address = (await serveDemo()).isolated;
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe as its script leaves it
    const { violations } = await (globalThis as any).axe.run();
    return violations.map((each: { id: string; nodes: { html: string }[] }) => `${each.id}: ${each.nodes[0].html}`);
  });
}

/** Whether a color is. */
const isLight = (color: string) =>
  color
    .match(/\d+/g)
    ?.slice(0, 3)
    .every((channel) => Number(channel) > 128);

test.each([1440, 360])(
  'at %i px every picture has its marks, nothing overflows, and axe finds nothing',
  async (width) => {
    await withPage(async (page, { messages }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, address);
      const sound = async () => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          expect(await violations(page)).toEqual([]);
          const [ground, ink] = await page.evaluate(() => [
            getComputedStyle(document.body).backgroundColor,
            getComputedStyle(document.querySelector('#after .role-title text') as Element).fill,
          ]);
          expect([isLight(ground), isLight(ink)]).toEqual([colorScheme === 'light', colorScheme === 'dark']);
        }
      };
      const marks = async () => ({
        before: await marksOf(page, 'before'),
        after: await marksOf(page, 'after'),
        times: await marksOf(page, 'times'),
        density: await marksOf(page, 'density'),
      });
      await expect.poll(marks).toMatchObject({
        // of 11 batches, 4 without Birmans
        before: { 'mark-rect': 18, 'mark-symbol': 4 },
        after: { 'mark-rect': 22 },
        times: { 'mark-line': 2, 'mark-area': 2 },
        density: { 'mark-line': 1, 'mark-area': 1, 'mark-text': 3, 'mark-symbol': expect.any(Number) },
      });
      await sound();

      // all that can be shown at once: a file's classes with shares, a wrong number, a column that will not do
      const rows = Array.from({ length: 90 }, (_, i) => `${i},${'a class with a long name '.repeat(2)}${i % 9}`);
      const buffer = Buffer.from(`number,class\n${rows.join('\n')}\n`);
      await page.setInputFiles('#file', { name: 'classes.csv', mimeType: 'text/csv', buffer });
      await page.check('input[value=own]');
      await settled(page);
      await page.fill('#batch', '0');
      await page.selectOption('#column', '0');
      await expect.poll(() => text(page, 'batch-error')).not.toBe('');
      await sound();

      // a file of which much is to be said, then one that asks before it is read
      const doubtful = Buffer.from('cat,1\n cat,2\nCAT,3\ncat,4\n?,5\n');
      await page.setInputFiles('#file', { name: 'doubtful.csv', mimeType: 'text/csv', buffer: doubtful });
      await page.fill('#batch', '16');
      await settled(page);
      await expect.poll(() => page.locator('#notes .mend').count()).toBe(3);
      await page.selectOption('#read-delimiter', 'other');
      await sound();
      const broken = Buffer.from('label\ttext\nham\t"so he said\nspam\twin a prize"\nham\tok\n');
      await page.setInputFiles('#file', { name: 'broken.tsv', mimeType: 'text/csv', buffer: broken });
      await expect.poll(() => page.locator('#file-error .mend').count()).toBe(2);
      await sound();
      expect(messages).toEqual([]);
    });
  },
);

test('a keyboard is enough', async () => {
  await withPage(async (page) => {
    await open(page, address);
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
    const tabTo = async (id: string) => {
      for (let i = 0; i < 60 && (await focused()) !== id; i++) await page.keyboard.press('Tab');
      expect(await focused()).toBe(id);
      const seen = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element.closest('.file') ?? element);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
      expect(seen, `focus on ${id}`).toBe(true);
    };
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the results');
    await tabTo('name-0');
    await tabTo('slider-0');
    const before = Number(await page.inputValue('#count-0'));
    await page.keyboard.press('ArrowRight');
    expect(Number(await page.inputValue('#count-0'))).toBeGreaterThan(before);
    expect(await page.getAttribute('#slider-0', 'aria-valuetext')).toBe(`${await page.inputValue('#count-0')} items`);
    await page.keyboard.press('End');
    await settled(page);
    expect(await text(page, 'status')).toContain('of 5,010 items');
    await tabTo('add-class');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('name-2');
    await page.keyboard.type('owl');
    await tabTo('file');
    await page.keyboard.press('Tab');
    // from one group of radios to the next
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('distinct');
    await page.keyboard.press('Space');
    await tabTo('batch');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('32');
    await settled(page);
    expect(page.url()).toMatch(
      new RegExp(
        '#v=1&classes=Siamese:5000,Birman:10,owl:10&target=as-is&batch=32&draws=items&seed=0' +
          '&sampler=systematic&distinct=yes$',
      ),
    );
    await tabTo('trials');
    await page.keyboard.press('ArrowUp');
    expect(await page.inputValue('#trials')).toBe('200');
    await tabTo('speed-toggle');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page, 'verdict'), { timeout: 20_000 }).toBe('same numbers');
    await page.keyboard.press('Enter');
    expect(await text(page, 'speed-toggle')).toBe('Start drawing');
  });
});

test('what is wrong is told beside the field, and nothing else changes', async () => {
  await withPage(async (page, { messages }) => {
    await open(page, address);
    const before = [page.url(), await table(page, 'balance')];
    const wrong = async (id: string, value: string, why: string) => {
      const good = await page.inputValue(`#${id}`);
      await page.fill(`#${id}`, value);
      await expect.poll(() => text(page, `${id}-error`)).toBe(why);
      expect(await text(page, 'status')).toBe(`Not drawn: ${why}. The results below are those of the previous set-up.`);
      expect(await page.getAttribute(`#${id}`, 'aria-invalid')).toBe('true');
      await page.fill(`#${id}`, good);
      await expect.poll(() => text(page, `${id}-error`)).toBe('');
    };
    await wrong('name-0', '  ', 'Name must not be empty');
    await wrong('name-1', 'Siamese', 'Name must differ from that of class 1');
    await wrong('count-0', '0', 'Items must be a whole number from 1 to 5,000');
    await wrong('count-1', '', 'Items must be a whole number from 1 to 5,000');
    await wrong('batch', '2.5', 'Batch size must be a whole number from 1 to 4,096');
    await wrong('seed', '-1', 'Seed must be a whole number from 0 to 9,007,199,254,740,991');
    await page.uncheck('#as-items');
    await wrong('draws', '1e9', 'Draws must be a whole number from 1 to 1,000,000');
    await page.fill('#draws', '1000000');
    await page.fill('#batch', '1');
    await expect.poll(() => text(page, 'batch-error')).toBe('Batch size must be at least 20 for 1,000,000 draws');
    await page.fill('#batch', '16');
    await page.check('#as-items');
    await page.check('input[value=own]');
    await wrong('share-0', '-1', 'Share must be a number from 0 to 1,000,000');
    for (const id of ['share-0', 'share-1']) await page.fill(`#${id}`, '0');
    await expect.poll(() => text(page, 'target-error')).toBe('At least one class must have a share above 0');
    await page.check('input[value=balanced]');
    await settled(page);
    expect([page.url(), await table(page, 'balance')]).toEqual(before);

    // one class left out on purpose is no mistake
    await page.check('input[value=own]');
    await page.fill('#share-0', '1');
    await settled(page);
    expect(await text(page, 'status')).toContain('of 165 items');
    await page.click('#reset');
    await settled(page);
    expect([page.url(), await table(page, 'balance')]).toEqual(before);
    for (let i = 0; i < 4; i++) await page.click('#add-class');
    expect(await page.isDisabled('#add-class')).toBe(true);
    for (let i = 0; i < 4; i++) await page.click('[aria-label="Remove class 3"]');
    expect(await page.isDisabled('[aria-label="Remove class 1"]')).toBe(true);
    await settled(page);
    expect([page.url(), await table(page, 'balance')]).toEqual(before);
    expect(messages).toEqual([]);
  });
});

test('what takes for ever is told, and a page that shall be still is drawn at the end', async () => {
  await withPage(async (page, { messages }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, address);
    expect(await page.getAttribute('#density', 'aria-label')).toContain('simulated runs');
    await page.check('input[value=own]');
    await page.fill('#share-0', '1e6');
    await page.fill('#share-1', '1e-9');
    await expect
      .poll(() => text(page, 'trials-error'))
      .toMatch(/epochs on average to show everything, which is too long to simulate/);
    await settled(page);
    expect((await table(page, 'compare'))[1].at(-2)).toBe('too long');
    expect(messages).toEqual([]);
  });
});

test('a worker whose file is missing is told of, and nothing waits for it', async () => {
  await withPage(async (page) => {
    await page.route(/trials-worker|speed-worker/, (route) => route.fulfill({ status: 404, body: 'none' }));
    await page.goto(address);
    const said = 'a worker could not be started: check that the server has all files of the page';
    await expect.poll(() => page.locator('body').innerText(), { timeout: 20_000 }).toContain(said);
    await page.locator('#speed-toggle').click();
    await expect.poll(() => page.locator('#verdict').innerText(), { timeout: 20_000 }).toBe(said);
    expect(await page.locator('#speed-toggle').innerText()).toBe('Start drawing');
  });
});
