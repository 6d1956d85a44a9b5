// loaded-dice report: the article's data set as a page, looked at in a browser; its numbers; what is refused.
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { withPage } from './support/chromium.js';
import { cli, folder, PETS } from './support/cli.js';
import { marksOf } from './support/painted.js';

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
      'The weight of a row is 1 / (rows of its class): 0.1 for each of the 10 rows of Birman and 0.006061 for each of the 165 rows of Siamese. So each class gets 50.0 % of the draws.',
      'a batch of 16 has 4 to 12 draws of Birman (in 95 % of batches), and about one in 65,500 has none; with plain shuffling 37.3 % have none.',
      'Not in one epoch: 97 of 175 rows are expected to be unseen after it, 57 after two; half of all runs have seen everything after 11 epochs, 95 % after 16.',
      'with Birman 94.3 % and Siamese 5.7 %, a batch has 13 to 16 draws of Birman (95 %)',
      'Systematic draws are certain to show everything in any 2 epochs in a row; independent draws take 11 epochs in the median. Stratified batches have 8 draws of Birman each; weighted ones have 4 to 12 (95 %).',
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

describe('what is asked for', () => {
  const small = () => {
    const lines = Array.from({ length: 90 }, (_, i) => (i % 9 === 0 ? 'a "b" <c>' : i % 3 === 0 ? 'd' : 'e'));
    return folder({ 'small.csv': `label\n${lines.map((line) => `"${line.replaceAll('"', '""')}"`).join('\n')}\n` });
  };
  const json = (...args: string[]) =>
    JSON.parse(
      cli(['report', 'small.csv', '--column', 'label', '--seed', '1', '--json', ...args], { cwd: small() }).stdout,
    );

  test('a target, the numbers of epochs and trials, another sampler', () => {
    const report = json(
      '--target',
      'a "b" <c>=1',
      '--target',
      'd=2',
      '--target',
      'e=1',
      '--epochs',
      '7',
      '--trials',
      '33',
    );
    // classes by their number of rows: e, d, a
    expect(report.target).toEqual({ 'a "b" <c>': 1, d: 2, e: 1 });
    expect(report.plan.shares).toEqual([0.25, 0.5, 0.25]);
    expect(report.other).toMatchObject({ equal: true, shares: [1 / 3, 1 / 3, 1 / 3] });
    expect(report.plan.untilAll.unseen).toHaveLength(8);
    expect(report.plan.untilAll.trials.epochs).toHaveLength(33);
    const stratified = json('--sampler', 'stratified', '--batch-size', '9');
    expect(stratified.sampler).toBe('stratified');
    expect(stratified.plan.epoch.counts.every((row: number[]) => String(row) === '3,3,3')).toBe(true);
    expect(json('--distinct', '--batch-size', '9').plan.epoch.repeatsInBatch).toBe(0);
    expect(json('--without-replacement').twice).toBe(null);
  });

  test('few rows, whose other ratios coincide', () => {
    for (const [rows, ratios] of [
      ['aab', [2]],
      ['ab', [1]],
      ['aabb', [1]],
      ['aaab', [1, 3]],
      ['abc', [1]],
    ] as const) {
      const cwd = folder({ 'few.csv': `label\n${[...rows].join('\n')}\n` });
      const { status, stderr } = cli(['report', 'few.csv', '--column', 'label', '--seed', '1'], { cwd });
      expect([rows, status, stderr.replace(/warning.*/, '')]).toEqual([rows, 0, '']);
      const { sweep } = JSON.parse(cli(['report', 'few.csv', '--column', 'label', '--json'], { cwd }).stdout);
      expect([rows, sweep.map((each: { ratio: number }) => each.ratio)]).toEqual([rows, ratios]);
    }
  });

  test('classes that read the same are told apart, in pictures and in words', () => {
    const cwd = folder({ 'same.csv': 'n,label\n1,""\n2,(empty)\n3,"a\nb"\n4,a\\nb\n5,"a "\n6,a\n7,""\n' });
    const { status, stderr } = cli(['report', 'same.csv', '--column', 'label', '--seed', '1'], { cwd });
    expect([status, stderr]).toEqual([0, '']);
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    const names = [...html.matchAll(/<th scope="row">([^<]*)<\/th><td>\d<\/td><td>[\d.]+ %<\/td><td>\d<\/td>/g)];
    expect(names.map(([, name]) => name.replaceAll('&quot;', '"'))).toEqual([
      ...['""', '"(empty)"', '"a\\nb"', '"a\\\\nb"', '"a "', 'a'],
    ]);
  });

  test('classes of any name, in report.html unless it is said', () => {
    const cwd = small();
    expect(cli(['report', 'small.csv', '--column', 'label', '--seed', '1'], { cwd }).status).toBe(0);
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    expect(html).toContain('a &quot;b&quot; &lt;c&gt;');
    expect(html).not.toContain('<c>');
    expect(html).toContain('“a &quot;b&quot; &lt;c&gt;”');
    expect(readdirSync(cwd).sort()).toEqual(['report.html', 'small.csv']);
  });

  test('one class, and one row', () => {
    for (const rows of [3, 1]) {
      const cwd = folder({ 'one.csv': `label\n${'x\n'.repeat(rows)}` });
      const { status, stderr, stdout } = cli(['report', 'one.csv', '--column', 'label', '--seed', '1'], { cwd });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`one.csv has ${rows === 1 ? '1 row' : '3 rows'} of 1 class: ${rows} x.`);
      const report = JSON.parse(cli(['report', 'one.csv', '--column', 'label', '--json'], { cwd }).stdout);
      expect(report.plan.shares).toEqual([1]);
      expect(report.shuffle.balance[0].batch).toEqual({ mean: rows, lower: rows, upper: rows, lacking: 0 });
      expect(report.run.unseen.at(-1)).toBe(0);
    }
  });

  test('plain shuffling is forecast as it is, without replacement', () => {
    const { shuffle } = json('--batch-size', '30');
    // of 10 among 90, in batches of 30: 80! 60! / (90! 50!)
    let none = 1;
    for (let i = 0; i < 30; i++) none *= (80 - i) / (90 - i);
    expect(shuffle.balance[2].batch.lacking).toBeCloseTo(none, 12);
    expect(shuffle.balance[2].epoch).toEqual({ mean: 10, lower: 10, upper: 10, lacking: 0 });
    // a batch of all that there is
    expect(json('--batch-size', '500').shuffle.balance[2].batch).toEqual({
      mean: 10,
      lower: 10,
      upper: 10,
      lacking: 0,
    });
  });

  test('a plain shuffle is compared by as many draws, in batches as large', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => (i % 20 === 0 && i < 19_800 ? 'rare' : 'often'));
    const cwd = folder({ 'clean.csv': `label\n${lines.join('\n')}\n` });
    const args = ['clean.csv', '--column', 'label', '--num-samples', '5', '--seed', '1'];
    const { stdout } = cli(['report', ...args], { cwd });
    // 990 of 20,000 in none of 5 draws; 32 draws would have none in 19.7 %
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'an epoch, which is one batch of 5, has 0 to 5 draws of rare (in 95 % of batches), and 3.1 % have none; with plain shuffling 77.6 % have none.',
    );
    const made = JSON.parse(cli(['report', ...args, '--json'], { cwd }).stdout);
    let none = 1;
    for (let i = 0; i < 5; i++) none *= (19_010 - i) / (20_000 - i);
    expect(made.shuffle.balance[1].batch.lacking).toBeCloseTo(none, 12);
    expect(made.shuffle.epoch).toMatchObject({ draws: 5, batches: 1, neverSeen: 19_995 });
    for (const { batches, neverSeen } of made.alternatives) {
      expect(batches).toBe(1);
      expect(neverSeen).toBeGreaterThanOrEqual(19_995);
    }
    // what begins a shuffle anew shows everything in no number of epochs for certain
    expect(made.alternatives[0]).toMatchObject({ name: 'plain shuffle' });
    expect(made.alternatives[0].guarantee).toBeNull();

    const balanced = cli(['balance', ...args], { cwd }).stdout.replace(/\s+/g, ' ');
    expect(balanced).toMatch(/batches without it: [01] of 1 before, [01] of 1 now/);
    expect(balanced).toContain('before: plain shuffle, 5 draws in 1 batch, 19,995 rows unseen');
    const { shuffle } = JSON.parse(cli(['balance', ...args, '--json'], { cwd }).stdout);
    expect(shuffle).toEqual({ draws: 5, batches: 1, neverSeen: 19_995 });
    // more draws than rows: the shuffle goes on, too
    const twice = ['clean.csv', '--column', 'label', '--num-samples', '30000', '--batch-size', '100', '--json'];
    expect(JSON.parse(cli(['balance', ...twice], { cwd }).stdout).shuffle).toEqual({
      draws: 30_000,
      batches: 300,
      neverSeen: 0,
    });
  });

  test('more epochs than are drawn one by one change no figure', () => {
    const cwd = small();
    const answer = (...more: string[]) =>
      cli(['report', 'small.csv', '--column', 'label', '--seed', '1', ...more], { cwd }).stdout.replace(/\s+/g, ' ');
    expect(answer('--epochs', '700')).toBe(answer());
    expect(answer()).toMatch(/Not in one epoch: \d+ of 90 rows are expected to be unseen after it, \d/);
  });

  test('answers are about the sampler that is asked for', () => {
    const cwd = small();
    const told = (...more: string[]) =>
      cli(['report', 'small.csv', '--column', 'label', '--seed', '1', '--batch-size', '9', ...more], {
        cwd,
      }).stdout.replace(/\s+/g, ' ');
    const plain = told();
    expect(plain).toMatch(/in 95 % of batches/);
    const systematic = told('--sampler', 'systematic');
    expect(systematic).toMatch(
      /rows were unseen after one epoch of systematic draws; \d epochs showed everything, and any \d epochs in a row are certain to/,
    );
    expect(told('--sampler', 'stratified')).toMatch(/A batch has 3 draws of it; 0 of 10 batches have none/);
    const ordered = told('--without-replacement');
    expect(ordered).toContain('No: in an epoch of weighted draws without replacement');
    expect(ordered).toContain('Yes: one epoch of weighted draws without replacement showed everything');
    expect(ordered).toContain('warning: without replacement');
    const report = json('--sampler', 'systematic');
    expect(report.run.unseen[1]).toBe(report.plan.epoch.neverSeen);
  });

  test('the target is the plan in every answer and picture', () => {
    const cwd = small();
    const target = ['--target', 'a "b" <c>=7', '--target', 'd=2', '--target', 'e=1'];
    const args = ['report', 'small.csv', '--column', 'label', '--seed', '1', '--batch-size', '10', ...target];
    const { stdout } = cli([...args, '--svg', 'pictures'], { cwd });
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    const text = stdout.replace(/\s+/g, ' ');
    const named = '“a "b" <c>”';
    for (const sentence of [
      `The weight of a row is (share of its class) / (rows of its class): 0.07 for each of the 10 rows of ${named} and 0.001667 for each of the 60 rows of e.`,
      `So the draws have the shares of the target: ${named} 70.0 %, d 20.0 % and e 10.0 %.`,
      'Can I be certain that batches have these shares?',
      // of 10 draws of 0.7 each
      `a batch of 10 has 4 to 10 draws of ${named} (in 95 % of batches), and 34.9 % have no e; with plain shuffling `,
      'Give another target: with',
      `${named} 33.3 %`,
      'Stratified batches have 7 draws of',
    ]) {
      expect(text).toContain(sentence);
      expect(html).toContain(sentence.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    }
    expect(html).toContain('This example gives all classes the same share.');
    expect(html).toContain('Weighted draws, by the target ');
    // nothing claims that classes are balanced
    expect(text).not.toMatch(/balanc/);
    expect(html).not.toMatch(/balanced/);

    const made = JSON.parse(cli([...args, '--json'], { cwd }).stdout);
    const [e, d, rare] = [60, 20, 10];
    expect(made.counts).toEqual([e, d, rare]);
    expect(made.plan.shares).toEqual([0.1, 0.2, 0.7]);
    expect(made.plan.weights).toEqual([(1 / e) * 0.1, (1 / d) * 0.2, (1 / rare) * 0.7]);
    expect(made.plan.balance[2].batch.mean).toBeCloseTo(7, 12);
    // each way of drawing has the plan's shares: of 90 draws, within five standard deviations
    for (const { classes, draws } of [made.plan.epoch, made.twice, made.stratified]) {
      expect(Math.abs(classes[2].draws - 0.7 * draws)).toBeLessThan(5 * Math.sqrt(draws * 0.7 * 0.3));
    }
    expect(made.stratified.perBatch).toEqual([1, 2, 7].map((each) => ({ least: each, most: each })));
    const own = made.sweep.find((each: { own: boolean }) => each.own);
    expect(own.mean).toBeCloseTo(made.plan.untilAll.closedForm.mean, 10);
    const { median } = made.plan.untilAll.closedForm.quantiles;
    // a tenth of the draws for two thirds of the rows: longer than balanced ones
    expect(median).toBeGreaterThan(made.other.untilAll.closedForm.quantiles.median);
    const weighted = made.alternatives.find((each: { name: string }) => each.name === 'weighted');
    expect(weighted.epochsToAll).toBe(made.run.epochs);
    expect(weighted).toMatchObject({
      neverSeen: made.plan.epoch.neverSeen,
      batchesLacking: made.plan.epoch.batchesLacking,
    });
  });

  test('without a target the fourth answer turns the imbalance round; of a target of equal shares, too', () => {
    const equal = ['--target', 'a "b" <c>=2', '--target', 'd=2', '--target', 'e=2'];
    for (const more of [[], equal]) {
      const { other, counts } = json(...more);
      expect(other.equal).toBe(false);
      const turned = counts.map((rows: number) => 1 / rows);
      const sum = turned.reduce((all: number, each: number) => all + each, 0);
      other.shares.forEach((share: number, code: number) => {
        expect(share).toBeCloseTo(turned[code] / sum, 12);
      });
    }
  });

  test('what the target does not want is never drawn, missed nor waited for', () => {
    const cwd = small();
    const args = ['report', 'small.csv', '--column', 'label', '--seed', '1', '--batch-size', '20'];
    args.push('--target', 'a "b" <c>=0', '--target', 'd=1', '--target', 'e=1');
    expect(cli(args, { cwd }).stdout.replace(/\s+/g, ' ')).toContain('Yes, on average and in nearly every batch');
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    const named = '“a &quot;b&quot; &lt;c&gt;”';
    expect(html).toContain(
      `What follows is about the 80 rows that can be drawn: the target excludes those of ${named}.`,
    );
    expect(html).toContain(`With the given target, rows of ${named} are never drawn.`);
    const made = JSON.parse(cli([...args, '--json'], { cwd }).stdout);
    expect(made.plan.untilAll.items).toBe(80);
    expect(made.run.unseen[0]).toBe(80);
    expect(made.run.unseen.at(-1)).toBe(0);
    expect(made.plan.epoch).toMatchObject({ batchesLacking: 0, neverSeen: made.run.unseen[1] });
    for (const { name, epochsToAll, batchesLacking: lacking } of made.alternatives) {
      expect([name, lacking, epochsToAll < 30]).toEqual([name, 0, true]);
    }
  });

  test('the sweep is of as many draws as are asked for', () => {
    const { sweep, plan } = json('--num-samples', '500');
    const own = sweep.find((each: { own: boolean }) => each.own);
    expect(own.mean).toBe(plan.untilAll.closedForm.mean);
    for (const { counts } of sweep) expect(counts.reduce((sum: number, each: number) => sum + each, 0)).toBe(90);
  });

  /**
   * Runs it in a folder, and tells what it took: seconds of a processor, whatever else the machine does, and KiB of
   * memory.
   */
  const costs = (where: string, ...args: string[]) => {
    const code = 'process.on("exit", () => process._rawDebug("took " + JSON.stringify(process.resourceUsage())));';
    writeFileSync(join(where, 'took.mjs'), code);
    const ran = cli(['report', ...args, '--seed', '0'], { cwd: where, node: ['--import', './took.mjs'] });
    expect(ran.status).toBe(0);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(ran.stderr.match(/took (\{.*\})/)?.[1] ?? '');
    return { seconds: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS };
  };

  test('all breeds of the pets, in less than 10 s', () => {
    const where = folder();
    const { seconds } = costs(where, PETS, '--column', 'breed');
    expect(seconds).toBeGreaterThan(0.5);
    expect(seconds).toBeLessThan(10);
    expect(readFileSync(join(where, 'report.html'), 'utf8')).toContain('of 37 classes');
  });

  test('a million rows of a thousand classes, in less than 30 s and 1 GiB', () => {
    const lines = ['label'];
    for (let i = 0; i < 1e6; i++) lines.push(`class ${Math.floor(1000 * ((i * 0.618033988749895) % 1) ** 2)}`);
    const where = folder({ 'large.csv': lines.join('\n') });
    const { seconds, peak } = costs(where, 'large.csv', '--column', 'label');
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(30);
    expect(peak).toBeGreaterThan(10_000);
    expect(peak).toBeLessThan(2 ** 20);
  });
});

describe('what is refused, in one line with exit code 2 and nothing written', () => {
  const refused = (args: string[], message: RegExp, where = folder()) => {
    const before = readdirSync(where);
    const { status, stdout, stderr } = cli(['report', ...args], { cwd: where });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([status, stdout]).toEqual([2, '']);
    expect(readdirSync(where)).toEqual(before);
  };

  test('places that cannot be written to', () => {
    refused([PETS, '--column', 'breed', '--out', 'none/report.html'], /--out: there is no folder none$/m);
    const where = folder({ file: '' });
    mkdirSync(join(where, 'folder'));
    refused(
      [PETS, '--column', 'breed', '--out', 'folder'],
      /--out folder is a folder: give the path of a file$/m,
      where,
    );
    refused([PETS, '--column', 'breed', '--out', 'file/report.html'], /--out: file is a file, not a folder$/m, where);
    refused([PETS, '--column', 'breed', '--svg', 'file'], /--svg: file is a file, not a folder$/m, where);
    refused([PETS, '--column', 'breed', '--svg', 'file/new'], /--svg: file is a file, not a folder$/m, where);
    refused([PETS, '--column', 'breed', '--out', ''], /--out must name a file$/m, where);
    refused([PETS, '--column', 'none', '--svg', 'new/deep'], /no column "none"/, where);
    mkdirSync(join(where, 'pictures', 'unseen.svg'), { recursive: true });
    const all = [PETS, ...ARTICLE.split(' '), '--out', 'page.html', '--svg', 'pictures'];
    refused(all, /--svg pictures.unseen\.svg is a folder: give the path of a file$/m, where);
    expect(readdirSync(join(where, 'pictures'))).toEqual(['unseen.svg']);
  });

  test('what is read is not written over, and a link stays one', () => {
    const where = folder({ 'in.csv': 'label\na\nb\n', 'page.html': 'old' });
    refused(
      ['in.csv', '--column', 'label', '--out', 'in.csv'],
      /--out: in\.csv is the input file: give another path$/m,
      where,
    );
    symlinkSync('page.html', join(where, 'link.html'));
    expect(cli(['report', 'in.csv', '--column', 'label', '--out', 'link.html'], { cwd: where }).status).toBe(0);
    expect(lstatSync(join(where, 'link.html')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(where, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('a file that cannot be made', () => {
    refused(
      [PETS, '--column', 'breed', '--out', `${'x'.repeat(300)}.html`],
      /--out: x+\.html cannot be written \(ENAMETOOLONG\)/,
    );
  });

  test('options and files', () => {
    refused([PETS, '--column', 'breed', '--trials', '0'], /--trials <n>.*must be a positive integer/);
    refused([PETS, '--column', 'breed', '--epochs', 'x'], /--epochs <n>.*must be a positive integer/);
    refused([PETS, '--column', 'none'], /no column "none"/);
    refused(['none.csv', '--column', 'breed'], /none\.csv/);
    refused([PETS, '--column', 'breed', '--target', 'Birman=1'], /--target must name every class/);
    refused([PETS, '--column', 'breed', '--sampler', 'stratified', '--distinct'], /--distinct goes with/);
  });
});
