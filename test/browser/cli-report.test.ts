// loaded-dice report: the article's data set as a page, looked at in a browser; its numbers; what is refused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { withPage } from '../support/chromium.js';
import { cli, folder, PETS } from '../support/cli.js';
import { marksOf } from '../support/painted.js';

const ARTICLE =
  '--column breed --classes Siamese,Birman --limit Siamese=165 --limit Birman=10 --batch-size 16 --seed 0';
const article = (...more: string[]) => cli(['report', PETS, ...ARTICLE.split(' '), ...more]);

const PICTURES = [
  ...['classes', 'shares', 'batches-before', 'batches-after', 'times-seen', 'times-seen-twice'],
  ...['unseen', 'epochs-to-all', 'imbalance', 'batches-other', 'batches-stratified'],
];

describe("the article's data set", () => {
  const where = folder();
  const page = join(where, 'report.html');
  // biome-ignore lint/suspicious/noExplicitAny: JSON of the command's own making
  let numbers: any;
  let told = '';

  beforeAll(() => {
    const written = article('--out', page, '--svg', join(where, 'pictures'));
    expect(written.stderr).toBe('');
    expect(written.status).toBe(0);
    told = written.stdout;
    numbers = JSON.parse(article('--json').stdout);
  });

  test('has the known figures', () => {
    const { closedForm, trials, unseen } = numbers.plan.untilAll;
    expect(unseen[1].expected).toBeCloseTo(97.01, 2);
    expect(unseen[2].expected).toBeCloseTo(57.04, 2);
    expect(closedForm.quantiles).toEqual({ p5: 8, median: 11, p95: 16, p99: 19 });
    expect(closedForm.mode).toBe(10);
    expect(closedForm.mean).toBeCloseTo(11.21967, 5);
    expect(trials.epochs).toHaveLength(1000);
    expect(Math.abs(trials.mean - 11.22)).toBeLessThan(0.4);
    expect(numbers.classes).toEqual(['Siamese', 'Birman']);
    expect(numbers.counts).toEqual([165, 10]);
    expect(numbers.plan.weights).toEqual([1 / 165, 1 / 10]);
    expect(numbers.run.unseen.slice(0, 2)).toEqual([175, numbers.plan.epoch.neverSeen]);
    expect(numbers.run.unseen.at(-1)).toBe(0);
    expect(numbers.run.epochs).toBe(numbers.run.unseen.length - 1);
    expect(numbers.other.shares[1]).toBeCloseTo(165 / 175, 12);
    const systematic = numbers.alternatives.find((each: { name: string }) => each.name === 'systematic');
    expect(systematic).toMatchObject({ guarantee: 2, batchesLacking: 0 });
    expect(systematic.epochsToAll).toBeLessThanOrEqual(2);
    const own = numbers.sweep.find((each: { own: boolean }) => each.own);
    expect(own).toMatchObject({ ratio: 16.5, counts: [165, 10], median: 11, p95: 16, mode: 10 });
    expect(numbers.sweep[0].ratio).toBeLessThan(1.02);
    expect(numbers.sweep.at(-1).ratio).toBeGreaterThan(16.5);
  });

  test('is told in a sentence a question, on the terminal and on the page', () => {
    const text = told.replace(/\s+/g, ' ');
    const html = readFileSync(page, 'utf8');
    for (const sentence of [
      'has 7,349 rows of 37 classes, of which 175 rows take part: 165 Siamese and 10 Birman.',
      'The weight of a row is 1 / (rows of its class): 0.1 for each of the 10 rows of Birman and 0.006061 for each ' +
        'of the 165 rows of Siamese. So each class gets 50.0 % of the draws.',
      'a batch of 16 has 4 to 12 draws of Birman (in 95 % of batches), and about one in 65,500 has none; ' +
        'with plain shuffling 37.3 % have none.',
      'Not in one epoch: 97 of 175 rows are expected to be unseen after it, 57 after two; half ' +
        'of all runs have seen everything after 11 epochs, 95 % after 16.',
      'with Birman 94.3 % and Siamese 5.7 %, a batch has 13 to 16 draws of Birman (95 %)',
      'Systematic draws are certain to show everything in any 2 epochs in a row; independent draws take 11 epochs in ' +
        'the median. Stratified batches have 8 draws of Birman each; weighted ones have 4 to 12 (95 %).',
    ]) {
      expect(text).toContain(sentence);
      expect(html).toContain(sentence);
    }
    const imbalances = 'Epochs to see everything, for the same number of rows at other imbalances';
    expect(html).toContain(`<figcaption>${imbalances}</figcaption>`);
    expect(html).toContain(`<summary>${imbalances}</summary>`);
    expect(html).toContain(
      'The peak of the curve below is at 10 epochs: that is the most frequent number, not the median.',
    );
    expect(text).toContain(`wrote ${page} and 11 pictures`);
  });

  test('opens without a network, runs nothing and says nothing', async () => {
    const html = readFileSync(page, 'utf8');
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|<link|@import|url\((?!#)/);
    await withPage(
      async (tab, { messages, requests }) => {
        await tab.goto(pathToFileURL(page).href);
        expect(await tab.locator('h2').allTextContents()).toHaveLength(6);
        expect(messages).toEqual([]);
        expect(requests).toEqual([pathToFileURL(page).href]);
        const ids = await tab.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
      },
      { offline: true },
    );
  });

  test.each([375, 680, 1440])('shows every picture with its marks at %i px, and nothing overflows', async (width) => {
    await withPage(async (tab) => {
      await tab.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.emulateMedia({ colorScheme });
        await tab.goto(pathToFileURL(page).href);
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
      }
      const found: Record<string, Record<string, number>> = {};
      for (const picture of PICTURES) found[picture] = await marksOf(tab, picture);
      const bars = (epoch: { counts: number[][] }) => epoch.counts.flat().filter((count) => count > 0).length;
      // all rows of 37 classes, and those taken of two
      expect(found.classes['mark-rect']).toBe(37 + 2);
      // before and after, of two classes
      expect(found.shares['mark-symbol']).toBe(4);
      expect(found['batches-before']['mark-rect']).toBe(bars(numbers.shuffle.epoch));
      expect(found['batches-before']['mark-symbol']).toBe(numbers.shuffle.epoch.batchesLacking);
      expect(found['batches-after']['mark-rect']).toBe(bars(numbers.plan.epoch));
      expect(found['batches-after']['mark-symbol'] ?? 0).toBe(numbers.plan.epoch.batchesLacking);
      expect(found['batches-other']['mark-rect']).toBe(bars(numbers.other.epoch));
      expect(found['batches-stratified']['mark-rect']).toBe(bars(numbers.stratified));
      for (const times of ['times-seen', 'times-seen-twice']) {
        expect(found[times]['mark-line']).toBe(2);
        expect(found[times]['mark-area']).toBe(2);
      }
      const last = numbers.plan.untilAll.unseen.at(-1).epoch;
      expect(found.unseen['mark-symbol']).toBe(Math.min(last, numbers.run.unseen.length - 1) + 1);
      expect(found.unseen['mark-line']).toBe(1);
      expect(found['epochs-to-all']['mark-symbol']).toBeGreaterThan(10);
      expect(found.imbalance['mark-line']).toBe(numbers.sweep.length);
    });
  });

  test.each([375, 480, 500, 580, 600, 680, 711, 1440])('fills its column with pictures at %i px', async (width) => {
    await withPage(async (tab) => {
      await tab.setViewportSize({ width, height: 900 });
      await tab.goto(pathToFileURL(page).href);
      const found = await tab.locator('figure svg:visible').evaluateAll((svgs) =>
        svgs.map((svg) => {
          const { width } = svg.getBoundingClientRect();
          return { width, scale: width / Number(svg.getAttribute('width')) };
        }),
      );
      expect(found).toHaveLength(PICTURES.length);
      for (const picture of found) {
        expect(Math.abs(picture.width - Math.min(680, width - 32))).toBeLessThan(1);
        // letters of 11 px that can be read
        expect(picture.scale).toBeGreaterThan(0.8);
      }
    });
  });

  test('is painted: pictures without their marks look otherwise', async () => {
    await withPage(async (tab) => {
      await tab.goto(pathToFileURL(page).href);
      for (const picture of PICTURES) {
        const shown = tab.locator(`#${picture} .wide`);
        const before = await shown.screenshot();
        await tab.addStyleTag({ content: `#${picture} .role-mark { visibility: hidden }` });
        expect(before.equals(await shown.screenshot()), picture).toBe(false);
      }
    });
  });

  test('has a table behind each picture, and a name for it', async () => {
    await withPage(async (tab) => {
      await tab.goto(pathToFileURL(page).href);
      const names = await tab.locator('svg').evaluateAll((all) => all.map((svg) => svg.getAttribute('aria-label')));
      expect(names).toHaveLength(2 * PICTURES.length);
      for (const name of names) expect(name?.length).toBeGreaterThan(20);
      const captions = await tab.locator('table caption').allTextContents();
      expect(captions.length).toBeGreaterThanOrEqual(9);
      await tab.locator('summary', { hasText: 'Epochs until everything is seen' }).first().click();
      const cells = await tab.locator('#epochs-to-all td').allTextContents();
      expect(cells).toEqual(expect.arrayContaining(['8', '10', '11', '11.22', '16', '19']));
    });
  });

  test('is the same again, with its pictures as files', () => {
    expect(readdirSync(join(where, 'pictures')).sort()).toEqual(PICTURES.map((name) => `${name}.svg`).sort());
    for (const name of PICTURES) expect(readFileSync(join(where, 'pictures', `${name}.svg`), 'utf8')).toMatch(/^<svg /);
    const again = join(where, 'again.html');
    expect(article('--out', again).status).toBe(0);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(page, 'utf8'));
  });

  test('--json prints JSON alone and writes no page', () => {
    const empty = folder();
    const { stdout, stderr } = cli(['report', PETS, ...ARTICLE.split(' '), '--json'], { cwd: empty });
    expect(JSON.parse(stdout)).toEqual(numbers);
    expect(stderr).toBe('');
    expect(readdirSync(empty)).toEqual([]);
  });
});
