// The demo page's set-ups as links and from files, in a real browser.
import * as fc from 'fast-check';
import { SystematicSampler } from 'loaded-dice';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { linkOf, setupOf } from '../../examples/browser/src/link.js';
import { SAMPLERS, TARGETS } from '../../examples/browser/src/setup.js';
import { withPage } from '../support/chromium.js';
import { PETS } from '../support/cli.js';
import { open, serveDemo, settled, table, text } from '../support/demo.js';
import { marksOf } from '../support/painted.js';

let address: string;
beforeAll(async () => {
  address = (await serveDemo()).isolated;
});

/** All that tells numbers. */
async function told(page: Page): Promise<unknown> {
  const answers = ['status', 'batches-answer', 'seen-answer', 'coverage-answer', 'compare-answer'];
  const tables = ['balance', 'unseen', 'epochs', 'compare'];
  return [
    await Promise.all(answers.map((id) => text(page, id))),
    await Promise.all(tables.map((id) => table(page, id))),
  ];
}

test('a link holds it all: what one has set up another sees', async () => {
  await withPage(async (page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, address);
    await page.click('#add-class');
    await page.fill('#name-0', 'a, "b": 100 % & ü#=');
    await page.fill('#count-2', '77');
    await page.check('input[value=own]');
    for (const [i, share] of ['1', '0.5', '2'].entries()) await page.fill(`#share-${i}`, share);
    await page.check('input[value=systematic]');
    await page.check('#distinct');
    await page.fill('#batch', '12');
    await page.uncheck('#as-items');
    await page.fill('#draws', '300');
    await page.fill('#seed', '42');
    await settled(page);
    await page.click('#copy');
    await expect.poll(() => text(page, 'status')).toMatch(/^The link was copied/);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('#v=1&classes=');
    expect(link).toMatch(
      /,Birman:10,class%203:77&target=own&shares=1,0.5,2&batch=12&draws=300&seed=42&sampler=systematic&distinct=yes$/,
    );
    const [, ours] = (await told(page)) as unknown[];
    await withPage(async (other) => {
      await open(other, link);
      const [, theirs] = (await told(other)) as unknown[];
      expect(theirs).toEqual(ours);
      expect(await other.inputValue('#name-0')).toBe('a, "b": 100 % & ü#=');
      expect(other.url()).toBe(link);
      const sampler = new SystematicSampler(
        [...new Array(165).fill(1 / 165), ...new Array(10).fill(0.5 / 10), ...new Array(77).fill(2 / 77)],
        300,
      );
      expect((await table(other, 'compare'))[3].at(-1)).toBe(String(sampler.coverageEpochs));
    });
  });
});

test('a broken link says so and shows the default', async () => {
  const rest = 'target=balanced&batch=16&draws=items&seed=0&sampler=weighted';
  await withPage(async (page, { messages }) => {
    await open(page, `${address}#v=1&classes=a:5,b:50&${rest}`);
    expect(await page.inputValue('#name-1')).toBe('b');
    for (const [hash, why] of [
      ['#v=1&classes=a:5', 'it has no target'],
      ['#v=2', 'this page reads version 1, the link has version 2'],
      [`#v=1&classes=a:5,b:0&${rest}`, 'Items must be a whole number from 1 to 5,000'],
      [`#v=1&classes=a:5,a:1&${rest}`, 'Name must differ from that of class 1'],
      [`#v=1&classes=a:5,%E0:1&${rest}`, '%E0 is not valid text'],
      [`#v=1&classes=a:5,b:1&${rest.replace('balanced', 'own')}&shares=1`, 'it has 2 classes and 1 shares'],
      [`#v=1&classes=a:5,b:1&${rest.replace('weighted', 'fair')}`, 'sampler must be weighted or'],
      ['#nonsense', 'it has no v'],
    ]) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, hash);
      await expect.poll(() => text(page, 'link-error')).toContain(`This link is broken: ${why}`);
      expect(await page.inputValue('#name-1')).toBe('Birman');
    }
    await settled(page);
    expect(await text(page, 'status')).toContain('101 of 175 items');
    expect(messages).toEqual([]);
  });
});

test('every set-up is what its link opens', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter((text) => text.trim() === text && text.length <= 60);
  const whole = (min: number, max: number) => fc.integer({ min, max });
  const classes = fc.uniqueArray(
    fc.record({ name, count: whole(1, 5000), share: fc.double({ min: 1e-9, max: 1e6, noNaN: true }) }),
    { minLength: 2, maxLength: 6, selector: (each) => each.name },
  );
  const setups = fc.record({
    classes,
    source: fc.option(fc.record({ file: name, column: name }), { nil: undefined }),
    target: fc.constantFrom(...TARGETS),
    batchSize: whole(1, 4096),
    draws: fc.oneof(fc.constant('items' as const), whole(1, 50_000)),
    seed: fc.maxSafeNat(),
    sampler: fc.constantFrom(...SAMPLERS),
    distinct: fc.boolean(),
  });
  fc.assert(
    fc.property(setups, (given) => {
      const setup = { ...given, distinct: given.distinct && given.sampler !== 'stratified' };
      // shares that are not in use are in no link
      const used = setup.classes.map((each) => (setup.target === 'own' ? each : { ...each, share: 1 }));
      const link = linkOf(setup);
      expect(setupOf(link)).toEqual({ ...setup, classes: used });
      expect(new URL(link, 'http://a/').hash).toBe(link);
    }),
    { seed: 0 },
  );
});

const DIFFERENT = 'Column a has a different value in each of 41 rows: choose a column of classes';
const MANY = 'Column a has 41 different values, and at most 40 can be shown';

describe('a CSV', () => {
  test('is chosen, gives its classes, and a link opens without it', async () => {
    await withPage(async (page, { messages }) => {
      await open(page, address);
      await page.setInputFiles('#file', PETS);
      await expect.poll(() => text(page, 'source')).toBe('labels.csv, column breed: 37 classes');
      await settled(page);
      expect(await page.locator('#column option').allTextContents()).toEqual(['file', 'breed']);
      expect(await text(page, 'status')).toContain('of 7,349 items');
      expect((await marksOf(page, 'after'))['mark-rect']).toBeGreaterThan(100);
      const ours = await told(page);
      await page.selectOption('#column', '0');
      expect(await text(page, 'file-error')).toBe(
        'Column file has a different value in each of 7,349 rows: choose a column of classes',
      );
      await withPage(async (other) => {
        await open(other, page.url());
        expect(await told(other)).toEqual(ours);
        expect(await text(other, 'source')).toBe('labels.csv, column breed: 37 classes');
        await other.click('#by-hand');
        await settled(other);
        expect(await text(other, 'status')).toContain('101 of 175 items');
      });
      expect(messages).toEqual([]);
    });
  });

  test('is dropped; and one that will not do says why', async () => {
    await withPage(async (page) => {
      await open(page, address);
      const drop = async (name: string, contents: string) => {
        const data = await page.evaluateHandle(
          ([name, contents]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([contents], name));
            return transfer;
          },
          [name, contents],
        );
        await page.dispatchEvent('#drop', 'drop', { dataTransfer: data });
      };
      const plain = 'if quotes are plain characters: set Quotes to none';
      for (const [contents, why] of [
        ['', 'x.csv is empty: it needs a header and rows'],
        ['a,b\n', 'x.csv has a header and no rows'],
        ['a\n"x\nx\n', `x.csv: line 2 opens a quote that is never closed; ${plain}`],
        [
          'a,b\n1\n2,3\n',
          'x.csv: line 2 has 1 field, the header 2; if the fields that are missing are empty: set Short rows to filled',
        ],
        [
          `a;b\r\n\r\n"x\r\ny";1\r\n${'3;4\r\n'.repeat(4)}3;4;5\r\n`,
          'x.csv: line 9 has 3 fields, the header 2; fields that contain semicolons need quotes',
        ],
        [
          `a,b\n1,2\n\n3,"${'x\n'.repeat(2 ** 19)}y"\n`,
          `x.csv: line 4 opens a quote that is not closed within a million characters; ${plain}`,
        ],
        [
          `${'a'.repeat(2 ** 20 + 1)}\n1\n`,
          'x.csv: line 1 has a field of more than a million characters, the most that a field may have',
        ],
        ['id,a\n1,b\0c\n', 'x.csv is a binary file, not a text table: it has bytes of 0'],
        ['PAR1\x15\x04', 'x.csv: this is a Parquet file, which this page does not read: the command loaded-dice does'],
        [`a\n${'x\n'.repeat(2)}`, ''],
        [`a\n${Array.from({ length: 41 }, (_, i) => `${i}\n`).join('')}`, DIFFERENT],
        [`a\n${Array.from({ length: 82 }, (_, i) => `${i >> 1}\n`).join('')}`, MANY],
        [`a\n${'x'.repeat(61)}\n`, 'Column a has values of more than 60 characters, such as xxxxxxxxxxxxxxxxxxxxxxx…'],
      ]) {
        await drop('x.csv', contents);
        await expect.poll(() => text(page, 'file-error')).toBe(why);
      }
      // the set-up before is still drawn, and the one class says why it is not
      expect(await text(page, 'classes-error')).toBe('There is only one class, x: there is nothing to balance');
      await page.click('#reset');
      await settled(page);
      expect(await text(page, 'status')).toContain('101 of 175 items');
      await drop('good.csv', 'id;kind\n1;b\n2;a\n3;\n4;a\n');
      await expect.poll(() => text(page, 'source')).toBe('good.csv, column kind: 2 classes');
      await settled(page);
      expect(page.url()).toMatch(/#v=1&classes=b:1,a:2&.*&file=good.csv&column=kind$/);
      expect(await text(page, 'file-error')).toBe('');
    });
  });
});
