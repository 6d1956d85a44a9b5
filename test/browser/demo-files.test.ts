// Files on the demo page: it understands them as the command does.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { setupOf } from '../../examples/browser/src/link.js';
import { visible } from '../../examples/browser/src/text.js';
import { withPage } from '../support/chromium.js';
import { cli, folder } from '../support/cli.js';
import { open, serveDemo } from '../support/demo.js';
import { chooseFile, type OnPage } from '../support/demo-files.js';
import {
  argumentsOf,
  nameOf,
  VECTOR_FILES,
  type VectorFile,
  type VectorOptions,
  vectorFiles,
} from '../support/vector-files.js';

let address: string;
beforeAll(async () => {
  // not isolated: the page then takes a worker that the test puts in place of another
  address = (await serveDemo()).plain;
});

/** Each file is a set-up of its own, and its simulated runs would only take time. */
const NO_RUNS = '// none';

/** What the page says where the command names an option. */
const WORDS: readonly (readonly [option: string, words: string])[] = [
  ['--quote none', 'set Quotes to none'],
  ['--quote', 'set Quotes to'],
  ['--escape', 'set Escape sign to'],
  ["--comment '#'", 'set Comment sign to #'],
  ['--encoding ', 'set Encoding to '],
  ['--encoding', '(set|another) Encoding'],
  ['--delimiter', 'set Separator to'],
  ['--no-header', 'set First row to data'],
  ['--missing keep', 'set Missing labels to a class'],
  ['--trim', 'ignore white space'],
  ['--ignore-case', 'ignore case'],
  ['\\.parquet', 'the command loaded-dice'],
];

/** A pattern of the command's words as one of the page's. */
function pattern(text: string): RegExp {
  return new RegExp(
    WORDS.reduce((words, [option, other]) => words.replaceAll(option, other), text),
    'i',
  );
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'commas',
  '\t': 'tabs',
  ';': 'semicolons',
  '|': 'bars',
  spaces: 'spaces',
};

/** What the line of a file must say, and must not. */
function parts({ read = {} }: VectorFile): { has: string[]; hasNot: string[] } {
  const { format, delimiter, quote, header, encoding, rows, missing, compressed } = read;
  const has: string[] = [];
  const hasNot: string[] = [];
  if (format === 'json-lines') has.push('JSON Lines');
  if (delimiter !== undefined) has.push(DELIMITERS[String(delimiter)] ?? `"${delimiter}"`);
  if (quote === '') has.push('no quotes');
  if (quote === "'") has.push("quotes are '");
  if (header !== undefined) has.push(header ? ', header' : 'no header');
  if (encoding !== undefined) has.push(String(encoding).toUpperCase());
  if (rows !== undefined) has.push(rows === 1 ? ', 1 row' : `, ${rows} rows`);
  if (missing === 0) hasNot.push('left out');
  else if (missing !== undefined) has.push(`; ${missing} without a label left out`);
  if (compressed !== undefined) (compressed ? has : hasNot).push('gzip');
  return { has, hasNot };
}

/** In what a file and what the page shows of it differ, a line each. */
function differences(entry: VectorFile, page: OnPage): string[] {
  const found: string[] = [];
  const compare = (what: string, actual: unknown, isRight: boolean): void => {
    if (!isRight) found.push(`${nameOf(entry)}: ${what} ${JSON.stringify(actual)}`);
  };
  const error = entry.pageError ?? entry.error;
  if (error !== undefined) {
    // the page offers the columns that there are, so that nobody names another one
    const isOffered = page.columns.includes(entry.options.column ?? '');
    if (page.error === '')
      compare('no error, and the column among', page.columns, !isOffered && page.columns.length > 0);
    else compare('error', page.error, pattern(error).test(page.error) && !/[\p{Cc}]|--/u.test(page.error));
    return found;
  }
  compare('error', page.error, page.error === '');
  const classes = (entry.classes ?? []).map(([name, rows]) => [visible(name), `${rows} item${rows === 1 ? '' : 's'}`]);
  compare('classes', page.classes, JSON.stringify(page.classes) === JSON.stringify(classes));
  const { has, hasNot } = parts(entry);
  const line = page.understood.toLowerCase();
  for (const part of has) compare(`without ${part}`, page.understood, line.includes(part.toLowerCase()));
  for (const part of hasNot) compare(`with ${part}`, page.understood, !line.includes(part.toLowerCase()));
  const warnings = (entry.warnings ?? []).map(pattern);
  const areMet = warnings.every((warning) => page.notes.some((note) => warning.test(note)));
  compare('notes', page.notes, areMet && page.notes.length === warnings.length && !page.notes.join().includes('--'));
  return found;
}

// the page takes classes, not weights
const entries = vectorFiles.filter(({ options }) => options.weights === undefined);

test('every file of labels is understood as its owner does', { timeout: 300_000 }, async () => {
  expect(entries.length).toBeGreaterThan(150);
  await withPage(async (page, { messages }) => {
    await open(page, address);
    await page.route(/trials-worker/, (route) => route.fulfill({ contentType: 'text/javascript', body: NO_RUNS }));
    const found: string[] = [];
    for (const entry of entries) {
      found.push(...differences(entry, await chooseFile(page, `${VECTOR_FILES}/${entry.file}`, entry.options)));
    }
    expect(found).toEqual([]);
    expect(messages).toEqual([]);
  });
});

/** Labels as people write them: in every case, with spaces, missing in many ways, composed in two ways, quoted. */
const SPELLINGS = [
  ...['cat', 'cat', ' cat', 'CAT', 'Cat', 'cat ', 'dog', 'Dog', 'dog\t', 'owl', 'owl, barn', 'the "big" owl'],
  ...['', '', ' ', 'NA', 'n/a', 'nan', 'NULL', '?', '-', 'none', 'caf\u00e9', 'cafe\u0301', 'CAF\u00c9', 'stra\u00dfe'],
  ...['1', '1.0', '01', 'two\nlines', '\u65e5\u672c', '\u00a0fox', 'fox', 'a;b', '__proto__', 'constructor'],
];

/** A table of 20,000 rows with such labels, by a fixed seed: the more in front in the list, the more frequent. */
function messyTable(delimiter: string): string {
  let state = 20_000;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const quoted = (text: string) => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = Array.from({ length: 20_000 }, (_, i) => {
    const label = SPELLINGS[Math.floor(SPELLINGS.length * random() ** 2)];
    return [i, quoted(label), random().toFixed(3)].join(delimiter);
  });
  return `${['id', 'label', 'width'].join(delimiter)}\n${rows.join('\n')}\n`;
}

test('20,000 rows of messy labels give the classes and counts of the command', { timeout: 120_000 }, async () => {
  const path = `${folder()}/messy.csv`;
  const variants: VectorOptions[] = [{}, { trim: true }, { ignoreCase: true }, { trim: true, ignoreCase: true }];
  const all = [...variants, { missing: 'keep' as const }].map((options) => ({ column: 'label', ...options }));
  await withPage(async (page, { messages }) => {
    await open(page, address);
    await page.route(/trials-worker/, (route) => route.fulfill({ contentType: 'text/javascript', body: NO_RUNS }));
    for (const [delimiter, encode] of [
      [',', (text: string) => Buffer.from(text)],
      [';', (text: string) => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ] as const) {
      writeFileSync(path, encode(messyTable(delimiter)));
      for (const options of all) {
        const { status, stdout, stderr } = cli(['balance', path, ...argumentsOf(options), '--json']);
        expect(status, stderr).toBe(0);
        const { read, perClass } = JSON.parse(stdout);
        const classes: [string, number][] = perClass.map((each: { class: string; rows: number }) => [
          each.class,
          each.rows,
        ]);
        expect(classes.length).toBeGreaterThan(15);
        const onPage = await chooseFile(page, path, options);
        expect(onPage.error).toBe('');
        expect(onPage.understood).toBe(read.text);
        expect(onPage.classes).toEqual(
          classes.map(([name, rows]) => [
            visible(name),
            `${rows.toLocaleString('en-US')} item${rows === 1 ? '' : 's'}`,
          ]),
        );
        // the set-up in the link has the very names
        expect(setupOf(new URL(page.url()).hash)?.classes.map(({ name, count }) => [name, count])).toEqual(classes);
      }
    }
    expect(messages).toEqual([]);
  });
});
