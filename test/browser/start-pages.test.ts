// The whole pages of docs/start with a messy CSV: saved as files, opened by file://, and used as a reader does.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { answerCdns } from '../support/cdn.js';
import { withPage } from '../support/chromium.js';
import { blocksOf } from '../support/pages.js';
import { runNode } from '../support/snippets.js';

const FOLDER = 'build/start-pages';
const CSV = join(FOLDER, 'birds.csv');
const CSV_MESSY = join(FOLDER, 'messy.csv');
const CSV_1252 = join(FOLDER, 'animals.csv');
const [BROWSER, TENSORFLOW] = ['docs/start/browser.md', 'docs/start/tensorflow.md'];

/** What a page of docs shows in its `text` block. */
const shown = (page: string) =>
  blocksOf(page)
    .find(({ language }) => language === 'text')
    ?.code.trim();

/** Opens the block of HTML of a page that has this title, and picks the CSV and its labels. */
async function use(page: string, title: string, then: (page: Page) => Promise<void>, csv = CSV): Promise<void> {
  const block = blocksOf(page).find(({ code }) => code.includes(`<title>${title}</title>`));
  const file = join(FOLDER, 'page.html');
  writeFileSync(file, block?.code ?? '');
  await withPage(async (page, { messages }) => {
    const unanswered = await answerCdns(page, 'null');
    await page.goto(pathToFileURL(file).href);
    await page.getByLabel('CSV file').setInputFiles(csv);
    await page.getByLabel('Column of labels').locator('option', { hasText: 'Species' }).waitFor({ state: 'attached' });
    await page.getByLabel('Column of labels').selectOption('Species');
    await then(page);
    expect([...messages, ...unanswered]).toEqual([]);
  });
}

/** Waits until the page has trained, and can train again. */
const trained = (page: Page) =>
  page.waitForFunction(
    () =>
      /balanced draws\n.* of the batches/.test(document.getElementById('said')?.textContent ?? '') &&
      !(document.getElementById('train') as HTMLButtonElement).disabled,
    undefined,
    { timeout: 90_000 },
  );

/** A file with decimal commas, points for thousands, letters of windows-1252, and a short row near the top. */
function messyFile(): string {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const name = i % 10 === 0 ? ['Hündin', ' hÜNDIN'][(i / 10) % 2] : 'Katze';
    return `${i % 2 ? '1.041,9' : '27,1'};${i % 7},5;${name};ja`;
  });
  rows.splice(3, 0, '27,1;5,0');
  writeFileSync(CSV_MESSY, Buffer.from(`Größe;Alter;Species;Note\r\n${rows.join('\r\n')}`, 'latin1'));
  return CSV_MESSY;
}

const said = (page: Page) => page.locator('#said').textContent();

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const maker = blocksOf(TENSORFLOW).find(({ file }) => file === 'make-birds.mjs');
  writeFileSync(join(FOLDER, 'make-birds.mjs'), maker?.code ?? '');
  expect(await runNode(FOLDER, ['make-birds.mjs'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(CSV, 'utf8').split('\r\n')).toHaveLength(801);
});

it('a CSV is balanced and downloaded', async () => {
  await use(BROWSER, 'Balance a CSV', async (page) => {
    await expect.poll(async () => (await said(page))?.trim()).toBe(shown(BROWSER));
    const downloading = page.waitForEvent('download');
    await page.getByText('Download balanced.csv').click();
    const lines = readFileSync(await (await downloading).path(), 'utf8').split('\r\n');
    expect(lines[0]).toBe('\ufeff"Wing; mm";Mass;Species;Note');
    expect(lines).toHaveLength(785);
    expect(lines.filter((line) => /owl/i.test(line))).toHaveLength(385);
    // spellings that count as they are written are six classes
    await page.getByLabel('the same').uncheck();
    await expect.poll(() => said(page)).toMatch('6 labels may be 2 classes');
  });
});

it('a file of windows-1252 with decimal commas and a short row is balanced, and keeps its letters', async () => {
  await use(
    BROWSER,
    'Balance a CSV',
    async (page) => {
      await expect.poll(() => said(page)).toMatch(/^now: (Hündin|Katze) \d+, (Hündin|Katze) \d+$/m);
      const text = await said(page);
      expect(text).toContain('check: the file is not UTF-8, so it is read as windows-1252\n91 rows, delimiter ";"\n');
      expect(text).toContain('row 4 below the header is kept if it has a label: Too few fields');
      expect(text).toContain('before: Hündin 9, Katze 81');
      const downloading = page.waitForEvent('download');
      await page.getByText('Download balanced.csv').click();
      const lines = readFileSync(await (await downloading).path(), 'utf8').split('\r\n');
      expect(lines[0]).toBe('\ufeffGröße;Alter;Species;Note');
      expect(lines.filter((line) => line.endsWith(';Hündin;ja')).length).toBeGreaterThan(20);
      expect(lines.filter((line) => !/;(Hündin;ja|Katze;ja)$/.test(line))).toEqual([lines[0]]);
      // one value is no choice of classes
      await page.getByLabel('Column of labels').selectOption('Note');
      await expect.poll(() => said(page)).toContain('there is one class: nothing to balance');
    },
    messyFile(),
  );
});

it('a column of thousands with points is learned from', async () => {
  await use(
    TENSORFLOW,
    'Balance a CSV and train on it',
    async (page) => {
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      expect(await said(page)).toContain('learns Species (a guess: choose above if it is wrong) from Größe, Alter\n');
    },
    messyFile(),
  );
});

it('money, percent and spaces between thousands are numbers; dates and units are text, and said to be', async () => {
  const file = join(FOLDER, 'money.csv');
  const rows = Array.from({ length: 40 }, (_, i) => {
    const day = `${String(1 + (i % 28)).padStart(2, '0')}.02.2024`;
    const numbers = `${i % 9}3,86 \u20ac;${i % 7} %;1 2${i % 10}4,5`;
    return `${day};${numbers};${i} mm;10.0.0.${i};$1,2${i % 10}0.5;${i % 5 ? 'b' : 'a'}`;
  });
  writeFileSync(file, `Date;Price;Part;Weight;Width;Host;Cost;Species\n${rows.join('\n')}`);
  await use(
    TENSORFLOW,
    'Balance a CSV and train on it',
    async (page) => {
      expect(await page.locator('#inputs option').allTextContents()).toEqual(['Price', 'Part', 'Weight', 'Cost']);
      const text = (await said(page)) as string;
      for (const left of ['Date, text such as 01.02.2024', 'Width, text such as 0 mm', 'Host, text such as 10.0.0.0']) {
        expect(text).toContain(`not learned from: ${left}\n`);
      }
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      expect(await said(page)).toContain('left out: 0 rows without a label, 0 without a number');
    },
    file,
  );
});

/** A header with commas and a line break in quotes, and blank lines. Species has more spellings than Color values. */
const LEAVES = ['\r\n"Width, mm, at\r\nthe widest";Plot;Color;Species', '"1,234.5";1;blau;F\u00e4ule']
  .concat(['1.234,5;2;rot; healthy', '"1,234,567";3;rot;Healthy', '27;4;gr\u00fcn;HEALTHY', '31;5;rot;f\u00e4ule '])
  .join('\r\n');
const utf16be = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

it.each([
  ['the mark of UTF-8 before letters of windows-1252', Buffer.from(`\u00ef\u00bb\u00bf${LEAVES}`, 'latin1'), true],
  ['a first line of Excel', `sep=;\r\n${LEAVES}`, false],
  ['a mark, and a first line of Excel', `\ufeffsep=;\n${LEAVES}`, false],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${LEAVES}`, 'utf16le'), false],
  ['UTF-16, the larger byte first', utf16be(LEAVES), false],
])('%s is read, and the labels are guessed by what they mean', async (_, csv, isCheck) => {
  const file = join(FOLDER, 'leaves.csv');
  writeFileSync(file, csv);
  for (const [page, title] of [
    [BROWSER, 'Balance a CSV'],
    [TENSORFLOW, 'Balance a CSV and train on it'],
  ]) {
    await use(page, title, (page) => expectLeaves(page, title, isCheck), file);
  }
});

async function expectLeaves(page: Page, title: string, isCheck: boolean): Promise<void> {
  const read = '5 rows, delimiter ";"\n';
  if (title === 'Balance a CSV') {
    await expect.poll(() => said(page)).toMatch(/^now: /m);
    const text = (await said(page)) as string;
    expect(text).toContain(`${read}labels: Species (a guess`);
    expect(text).toContain('before: F\u00e4ule 2, healthy 3');
    expect(text.startsWith('check: the file is not UTF-8')).toBe(isCheck);
    return;
  }
  expect(await page.locator('#inputs option').allTextContents()).toEqual(['Width, mm, at\r\nthe widest', 'Plot']);
  await page.getByRole('button', { name: 'Train' }).click();
  await trained(page);
  const text = (await said(page)) as string;
  expect(text).toContain(`${read}not learned from: Color, text such as blau\nlearns Species (a guess`);
  // no field of the width is misread, or lost
  expect(text).toContain('left out: 0 rows without a label, 0 without a number');
  // 1 of 2 and 1 of 3 rows are for the test
  expect(text).toContain('3 rows to learn from, 2 for the test');
}

it('a model is trained on a CSV, by plain and by balanced draws', async () => {
  await use(TENSORFLOW, 'Balance a CSV and train on it', async (page) => {
    await page.getByRole('button', { name: 'Train' }).click();
    await trained(page);
    expect((await said(page))?.trim()).toBe(shown(TENSORFLOW));
    // a second training replaces the text of the first
    await page.getByLabel('Seeds, whose results are added up').fill('10');
    await page.getByRole('button', { name: 'Train' }).click();
    await trained(page);
    const text = (await said(page)) as string;
    expect(text.match(/^plain shuffle$/gm)?.length).toBe(1);
    const sums = Array.from(text.matchAll(/ {2}owl: .*\n.*: (\d+) of (\d+) found\n.*: \d+ of (\d+) guesses/g));
    const [first, second] = sums.map(
      ([, found, own, guessed]) => `${found} of ${own} owls found, in ${guessed} guesses`,
    );
    const [, told = ''] = /^(Ten seeds .*)$/m.exec(readFileSync(TENSORFLOW, 'utf8')) ?? [];
    const balanced = second.replace(' owls found', '');
    expect(told).toBe(`Ten seeds add up to ${first}, by a plain shuffle, and to ${balanced}, by balanced draws.`);
  });
});

it('a file with ids, short rows, a tiny class and windows-1252 is trained on, with a word about each', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const name = i % 30 === 0 ? 'K\u00e4tzchen' : ['dog', 'Cat '][i % 2];
    return `${i};${i % 7};${name}`;
  });
  const csv = `id;size;Species\r\n${[...rows, '60;3'].join('\r\n')}`;
  writeFileSync(CSV_1252, Buffer.from(csv, 'latin1'));
  await use(
    TENSORFLOW,
    'Balance a CSV and train on it',
    async (page) => {
      const read = await said(page);
      expect(read).toContain('check: the file is not UTF-8, so it is read as windows-1252');
      expect(read).toContain('row 61 below the header is left out: Too few fields');
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      const text = await said(page);
      expect(text).toContain('learns Species (a guess: choose above if it is wrong) from size\n');
      expect(text).toContain('left out: 0 rows without a label, 0 without a number');
      // 1 of its 2 rows is left for the test
      expect(text).toMatch(/k\u00e4tzchen: [\d.]+ % of the batches\n +recall [\d.]+ %: [01] of 1 found\n/);
      // ids in place of labels: the library says so
      await page.getByLabel('Column of labels').selectOption('id');
      await page.getByRole('button', { name: 'Train' }).click();
      await expect.poll(() => said(page)).toContain('60 classes: choose another column of labels');
      expect(await said(page)).toMatch(/check \([a-z-]+\)/);
    },
    CSV_1252,
  );
});

it('a quote at a wrong place is told by its place, and no other row is left out for it', async () => {
  const file = join(FOLDER, 'quotes.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 9};${i % 2 ? 'a' : 'b'}`);
  writeFileSync(file, `size;Species\n\n\n1;"a"b"\n${rows.join('\n')}\n3`);
  await use(
    TENSORFLOW,
    'Balance a CSV and train on it',
    async (page) => {
      const text = (await said(page)) as string;
      expect(text).toMatch(/^near character 1\d: .*quote/im);
      expect(text).toMatch(/^row 4\d below the header is left out: Too few fields/m);
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      expect(await said(page)).toContain('left out: 0 rows without a label, 0 without a number');
    },
    file,
  );
});
