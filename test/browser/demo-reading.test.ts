// How the demo page asks about a file: what helps is a button, a large file shows how far it is, and nothing is lost.
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { withPage } from '../support/chromium.js';
import { folder } from '../support/cli.js';
import { open, serveDemo, settled, text } from '../support/demo.js';
import { fileRead, shown } from '../support/demo-files.js';
import { VECTOR_FILES } from '../support/vector-files.js';

let address: string;
beforeAll(async () => {
  address = (await serveDemo()).isolated;
});

const choose = async (page: Page, name: string, contents?: string): Promise<void> => {
  const buffer = contents === undefined ? undefined : Buffer.from(contents);
  await page.setInputFiles('#file', buffer ? { name, mimeType: 'text/csv', buffer } : `${VECTOR_FILES}/${name}`);
  await fileRead(page);
};

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);
const isOpen = (page: Page) => page.locator('#format').evaluate((each) => (each as HTMLDetailsElement).open);

test('what would help is a button in the sentence, and its field has the focus', async () => {
  await withPage(async (page, { messages }) => {
    await open(page, address);
    expect(await page.isVisible('#format')).toBe(false);
    await choose(page, 'comma.csv');
    expect([await page.isVisible('#format'), await isOpen(page)]).toEqual([true, false]);
    const { url, classes } = { url: page.url(), classes: (await shown(page)).classes };

    await choose(page, 'quotes-pair.tsv');
    expect(await text(page, 'file-error')).toMatch(
      /: set Quotes to none \(a row a line\) or set Quotes to double \("\) \(a field of several lines\)$/,
    );
    expect([await focused(page), await isOpen(page)]).toEqual(['read-quote', true]);
    // the set-up is still that of the file before
    expect([page.url(), (await shown(page)).classes]).toEqual([url, classes]);
    await page.click('#file-error button:has-text("none")');
    await fileRead(page);
    expect(await text(page, 'file-error')).toBe('');
    expect(await page.inputValue('#read-quote')).toBe('none');
    expect(await focused(page)).toBe('read-quote');
    expect(await text(page, 'understood')).toBe('tabs, header, no quotes, UTF-8, 3 rows');
    // the same name again is the corrected file, read as before; another one is read anew
    await choose(page, 'quotes-pair.tsv', 'label\ttext\na\t"x\na\ty"\nb\tz\n');
    expect(await text(page, 'understood')).toBe('tabs, header, no quotes, UTF-8, 3 rows');
    await choose(page, 'quotes-pair-2.tsv', 'label\ttext\na\t"x\na\ty"\nb\tz\n');
    expect(await text(page, 'file-error')).toContain('set Quotes to none');
    expect(await page.inputValue('#read-quote')).toBe('');

    await choose(page, 'windows-1252.csv');
    await page.click('#file-error button');
    await fileRead(page);
    expect((await shown(page)).columns).toEqual(['id', 'label']);
    expect(await text(page, 'understood')).toBe('commas, header, windows-1252, 4 rows');

    await choose(page, 'colors.csv', 'red,1\nblue,2\nred,3\nblue,4\n');
    expect(await text(page, 'notes')).toContain('the header looks like data');
    await page.click('#notes button');
    await fileRead(page);
    expect(await page.inputValue('#read-header')).toBe('data');
    expect((await shown(page)).classes).toEqual([
      ['red', '2 items'],
      ['blue', '2 items'],
    ]);
    expect(await text(page, 'source')).toBe('colors.csv, column 1: 2 classes');
    expect(await page.isVisible('#notes')).toBe(false);

    await choose(page, 'animals.csv', 'label\ncat\n cat\nCAT\n?\ndog\ndog\n');
    expect((await shown(page)).classes.map(([name]) => name)).toEqual(['cat', '" cat"', 'CAT', 'dog']);
    for (const name of ['ignore white space', 'ignore case']) await page.click(`#notes button:has-text("${name}")`);
    expect((await shown(page)).classes).toEqual([
      ['cat', '3 items'],
      ['dog', '2 items'],
    ]);
    expect(await text(page, 'understood')).toBe('commas, header, UTF-8, 6 rows; 1 without a label left out ("?" 1)');
    await page.selectOption('#read-missing', 'error');
    expect(await text(page, 'file-error')).toBe(
      'animals.csv: line 5: label has no label, only "?": correct it, leave such rows out (set Missing labels to ' +
        'left out), or keep them as a class (set Missing labels to a class)',
    );
    // a field of the form has the focus, not the one that would help: a menu may still be open
    expect(await focused(page)).not.toBe('file');
    await page.click('#file-error button:has-text("a class")');
    expect((await shown(page)).classes).toEqual([
      ['cat', '3 items'],
      ['?', '1 item'],
      ['dog', '2 items'],
    ]);

    await choose(page, 'tags.csv', 'id,cat,dog,owl\n1,1,0,0\n2,0,1,0\n3,0,1,0\n4,0,0,1\n');
    await page.selectOption('#column', { label: 'dog' });
    await page.click('#notes button:has-text("set One-hot columns to cat:owl")');
    await fileRead(page);
    expect((await shown(page)).classes).toEqual([
      ['cat', '1 item'],
      ['dog', '2 items'],
      ['owl', '1 item'],
    ]);
    expect(page.url()).toMatch(/#v=1&classes=cat:1,dog:2,owl:1&.*&file=tags.csv&column=cat%3Aowl$/);

    await page.click('#by-hand');
    expect(await page.isVisible('#format')).toBe(false);
    expect([await text(page, 'understood'), await text(page, 'file-error')]).toEqual(['', '']);
    expect(messages).toEqual([]);
  });
});

test('names with white space, and without any character, are what a link opens', async () => {
  await withPage(async (page) => {
    await open(page, address);
    await choose(page, 'names.csv', 'id,label\n1, a\n2,a\n3,\n4,a\u00a0\n5,"a\nb"\n6, a\n');
    await page.selectOption('#column', { label: 'label' });
    await page.selectOption('#read-missing', 'keep');
    await settled(page);
    const names = ['" a"', 'a', '""', '"a\\u{a0}"', '"a\\u{a}b"'];
    expect((await shown(page)).classes.map(([name]) => name)).toEqual(names);
    await withPage(async (other) => {
      await open(other, page.url());
      expect((await shown(other)).classes).toEqual((await shown(page)).classes);
      expect(await text(other, 'status')).toBe(await text(page, 'status'));
      expect(await text(other, 'link-error')).toBe('');
    });
  });
});

test('a large file is read without keeping it, shows how far it is, and can be stopped', {
  timeout: 120_000,
}, async () => {
  const path = `${folder()}/large.csv`;
  const notes = 'x'.repeat(50_000);
  const rows = Array.from({ length: 1600 }, (_, i) => `${i}${notes},${i % 3 === 0 ? 'owl' : 'cat'}`);
  writeFileSync(path, `note,label\n${rows.join('\n')}\n`);
  await withPage(async (page, { messages }) => {
    await open(page, address);
    await page.setInputFiles('#file', path);
    await fileRead(page);
    expect(await text(page, 'understood')).toBe('commas, header, UTF-8, 1,600 rows');
    expect(await text(page, 'source')).toBe('large.csv, column label: 2 classes');
    expect((await shown(page)).classes).toEqual([
      ['owl', '534 items'],
      ['cat', '1,066 items'],
    ]);
    await page.selectOption('#column', { label: 'note' });
    expect(await text(page, 'file-error')).toMatch(
      /^Column note has more than \d+ different values, and at most 40 can be shown$/,
    );

    const before = page.url();
    writeFileSync(path, `id,label\n${'1,cat\n2,owl\n'.repeat(2_000_000)}`);
    await page.setInputFiles('#file', path);
    await expect.poll(async () => Number.parseFloat(await text(page, 'reading-part'))).toBeGreaterThan(0);
    expect(await page.isVisible('#stop-reading')).toBe(true);
    await page.click('#stop-reading');
    expect(await text(page, 'file-error')).toBe('large.csv was not read to its end: you stopped it');
    expect([await page.isVisible('#reading'), page.url()]).toEqual([false, before]);
    await page.waitForTimeout(500);
    expect(page.url()).toBe(before);

    // more items than can be drawn are told of, with their counts
    writeFileSync(path, `id,label\n${'1,cat\n2,owl\n'.repeat(500_001)}`);
    await page.setInputFiles('#file', path);
    await fileRead(page);
    expect(await text(page, 'classes-error')).toBe('There may be at most 1,000,000 items, not 1,000,002');
    expect((await shown(page)).classes).toEqual([
      ['cat', '500,001 items'],
      ['owl', '500,001 items'],
    ]);
    expect(messages).toEqual([]);
  });
});

test('a file that was changed behind the page, and a worker whose file is missing, are told of', async () => {
  const path = `${folder()}/changed.csv`;
  writeFileSync(path, 'id,label\n1,cat\n2,owl\n');
  await withPage(async (page) => {
    await open(page, address);
    await page.setInputFiles('#file', path);
    await fileRead(page);
    await page.click('#format summary');
    writeFileSync(path, 'id,label\n1,cat\n2,owl\n3,owl\n');
    await page.selectOption('#read-header', 'data');
    await fileRead(page);
    expect(await text(page, 'file-error')).toBe(
      'changed.csv cannot be read: was it changed or removed? Choose it again',
    );
    await page.setInputFiles('#file', path);
    await fileRead(page);
    expect(await text(page, 'understood')).toBe('commas, no header, UTF-8, 4 rows');

    await page.route(/reading-worker/, (route) => route.fulfill({ status: 404, body: 'none' }));
    await page.setInputFiles('#file', path);
    const said = 'a worker could not be started: check that the server has all files of the page';
    await expect.poll(() => text(page, 'file-error')).toBe(said);
    expect(await page.isVisible('#reading')).toBe(false);
  });
});
