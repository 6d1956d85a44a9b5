// The whole pages of docs/start that read a CSV: what they make of the kinds of files that there are.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import {
  BALANCE,
  BROWSER,
  messyFile,
  said,
  shown,
  startPages,
  TENSORFLOW,
  TRAIN,
  trained,
} from '../support/start-pages.js';

const { fileOf, use } = startPages('build/start-pages/files');

it('a CSV is balanced and downloaded', async () => {
  await use(BROWSER, BALANCE, async (page) => {
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
    BALANCE,
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
    messyFile(fileOf('messy.csv')),
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
  const file = fileOf('leaves.csv');
  writeFileSync(file, csv);
  for (const [page, title] of [
    [BROWSER, BALANCE],
    [TENSORFLOW, TRAIN],
  ]) {
    await use(page, title, (page) => expectLeaves(page, title, isCheck), file);
  }
});

async function expectLeaves(page: Page, title: string, isCheck: boolean): Promise<void> {
  const read = '5 rows, delimiter ";"\n';
  if (title === BALANCE) {
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
  expect(text).toContain(`${read}learns Species (a guess`);
  expect(text).toContain('not learned from: Color, mostly no numbers, such as blau\n');
  // no field of the width is misread, or lost
  expect(text).toContain('left out: 0 rows without a label, 0 without a number');
  // 1 of 2 and 1 of 3 rows are for the test
  expect(text).toContain('3 rows to learn from, 2 for the test');
}
