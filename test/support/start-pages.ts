// The whole pages of docs/start with a messy CSV: saved as files, opened by file://, and used as a reader does.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { beforeAll, expect } from 'vitest';
import { answerCdns } from './cdn.js';
import { withPage } from './chromium.js';
import { blocksOf } from './pages.js';
import { runNode } from './snippets.js';

export const BROWSER = 'docs/start/browser.md';
export const TENSORFLOW = 'docs/start/tensorflow.md';
export const BALANCE = 'Balance a CSV';
export const TRAIN = 'Balance a CSV and train on it';

/** What a page of docs shows in its `text` block. */
export const shown = (page: string) =>
  blocksOf(page)
    .find(({ language }) => language === 'text')
    ?.code.trim();

/** What the open page says. */
export const said = (page: Page) => page.locator('#said').textContent();

/** Waits until the page has trained, and can train again. */
export const trained = (page: Page) =>
  page.waitForFunction(
    () =>
      /^all: /m.test(document.getElementById('said')?.textContent ?? '') &&
      !(document.getElementById('train') as HTMLButtonElement).disabled,
    undefined,
    { timeout: 90_000 },
  );

/** Where the tests of a file have their pages and files, the birds of the page among them. */
export function startPages(folder: string) {
  const fileOf = (name: string) => join(folder, name);

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const maker = blocksOf(TENSORFLOW).find(({ file }) => file === 'make-birds.mjs');
    writeFileSync(fileOf('make-birds.mjs'), maker?.code ?? '');
    expect(await runNode(folder, ['make-birds.mjs'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(fileOf('birds.csv'), 'utf8').split('\r\n')).toHaveLength(801);
  });

  /** Opens the block of HTML of a page that has this title, and picks the CSV and its labels. */
  async function use(
    page: string,
    title: string,
    then: (page: Page) => Promise<void>,
    csv = fileOf('birds.csv'),
  ): Promise<void> {
    const block = blocksOf(page).find(({ code }) => code.includes(`<title>${title}</title>`));
    const file = fileOf('page.html');
    writeFileSync(file, block?.code ?? '');
    await withPage(async (page, { messages }) => {
      const unanswered = await answerCdns(page, 'null');
      await page.goto(pathToFileURL(file).href);
      await page.getByLabel('CSV file').setInputFiles(csv);
      await page
        .getByLabel('Column of labels')
        .locator('option', { hasText: 'Species' })
        .waitFor({ state: 'attached' });
      // choosing what is chosen already would count as a choice
      const labels = page.getByLabel('Column of labels');
      if ((await labels.inputValue()) !== 'Species') await labels.selectOption('Species');
      await then(page);
      expect([...messages, ...unanswered]).toEqual([]);
    });
  }

  return { fileOf, use };
}

/** A file with decimal commas, points for thousands, letters of windows-1252, and a short row near the top. */
export function messyFile(file: string): string {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const name = i % 10 === 0 ? ['Hündin', ' hÜNDIN'][(i / 10) % 2] : 'Katze';
    return `${i % 2 ? '1.041,9' : '27,1'};${i % 7},5;${name};ja`;
  });
  rows.splice(3, 0, '27,1;5,0');
  writeFileSync(file, Buffer.from(`Größe;Alter;Species;Note\r\n${rows.join('\r\n')}`, 'latin1'));
  return file;
}
