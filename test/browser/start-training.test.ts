// The page of docs/start that trains on a CSV: what it takes for numbers, and what it says of a training.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blocksOf } from '../support/pages.js';
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

const { fileOf, use } = startPages('build/start-pages/training');

it('a column of thousands with points is learned from', async () => {
  await use(
    TENSORFLOW,
    TRAIN,
    async (page) => {
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      expect(await said(page)).toContain('learns Species (a guess: choose above if it is wrong) from Größe, Alter\n');
    },
    messyFile(fileOf('messy.csv')),
  );
});

it('numbers are read as their column writes them', () => {
  const code = blocksOf(TENSORFLOW).find(({ language }) => language === 'html')?.code ?? '';
  const functions = code.slice(code.indexOf('/** A number with this'), code.indexOf('const nameOf ='));
  const numbersOf = new Function(`${functions}; return numbersOf`)() as (column: (string | undefined)[]) => number[];
  const none = Number.NaN;
  expect(numbersOf(['$1,234.50', '$1,234', '-$5', '\u00a5 7', '3 %'])).toEqual([1234.5, 1234, -5, 7, 3]);
  expect(numbersOf(['12,5', '1.234', '1.234,5 \u20ac', '1 234,5', '+4,0'])).toEqual([12.5, 1234, 1234.5, 1234.5, 4]);
  expect(numbersOf(['1,234', '1.234'])).toEqual([1234, 1.234]);
  expect(numbersOf(["1'234'567", '1,234,567', '1.234.567', '1e3', '0.5'])).toEqual([
    1234567, 1234567, 1234567, 1000, 0.5,
  ]);
  const others = [
    '19.02.2024',
    '2024-02-19',
    '19.02.2024,5',
    '10.0.0.12',
    '0x1F',
    '12 mm',
    '12:30',
    '0.001.002',
    '5$3',
  ];
  for (const text of [
    ...others,
    '1.2.3,4',
    '1,2,3.5',
    '12 34',
    '',
    ' ',
    '-',
    '\u20ac',
    'n/a',
    'Infinity',
    '.',
    undefined,
  ]) {
    expect(numbersOf([text]), text).toEqual([none]);
  }
});

it('money, percent and spaces between thousands are numbers; dates and units are text, and said to be', async () => {
  const file = fileOf('money.csv');
  const rows = Array.from({ length: 40 }, (_, i) => {
    const day = `${String(1 + (i % 28)).padStart(2, '0')}.02.2024`;
    const numbers = `${i % 9}3,86 \u20ac;${i % 7} %;1 2${i % 10}4,5`;
    return `${day};${numbers};${i} mm;10.0.0.${i};$1,2${i % 10}0.5;${i % 5 ? 'b' : 'a'}`;
  });
  writeFileSync(file, `Date;Price;Part;Weight;Width;Host;Cost;Species\n${rows.join('\n')}`);
  await use(
    TENSORFLOW,
    TRAIN,
    async (page) => {
      expect(await page.locator('#inputs option').allTextContents()).toEqual(['Price', 'Part', 'Weight', 'Cost']);
      await page.getByLabel('Column of labels').selectOption('Species');
      // no seed is no training
      await page.getByLabel('Seeds, whose results are added up').fill('0');
      await page.getByRole('button', { name: 'Train' }).click();
      expect(await said(page)).not.toContain('learns');
      await page.getByLabel('Seeds, whose results are added up').fill('1');
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      const text = (await said(page)) as string;
      for (const left of ['Date, mostly no numbers, such as 01.02.2024', 'Width, mostly no numbers, such as 0 mm']) {
        expect(text).toContain(`not learned from: ${left}\n`);
      }
      expect(text).toContain('left out: 0 rows without a label, 0 without a number');
    },
    file,
  );
});

it('a model is trained on a CSV, by plain and by balanced draws', async () => {
  await use(TENSORFLOW, TRAIN, async (page) => {
    await page.getByRole('button', { name: 'Train' }).click();
    await trained(page);
    expect((await said(page))?.trim()).toBe(shown(TENSORFLOW));
    // a second training replaces the text of the first
    await page.getByLabel('Seeds, whose results are added up').fill('10');
    await page.getByRole('button', { name: 'Train' }).click();
    await trained(page);
    const text = (await said(page)) as string;
    expect(text.match(/^all: /gm)?.length).toBe(1);
    const [, owls = ''] = /^owl\n(.*?)^sparrow$/ms.exec(text) ?? [];
    const found = Array.from(owls.matchAll(/\((\d+) of (\d+) found, \d+ to \d+ a seed\)/g));
    const guessed = Array.from(owls.matchAll(/\(\d+ of (\d+) guesses right\)/g));
    const [plain, balanced] = found.map(([, right, own], way) => [right, own, guessed[way][1]]);
    expect(readFileSync(TENSORFLOW, 'utf8')).toContain(
      `With ten seeds, a plain shuffle finds ${plain[0]} of ${plain[1]} owls, in ${plain[2]} guesses. ` +
        `Balanced draws find ${balanced[0]} of ${balanced[1]}, in ${balanced[2]} guesses.`,
    );
  });
});

it('a file with ids, short rows, a tiny class and windows-1252 is trained on, with a word about each', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const name = i % 30 === 0 ? 'K\u00e4tzchen' : ['dog', 'Cat '][i % 2];
    return `${i};${i % 7};${name}`;
  });
  const csv = `id;size;Species\r\n${[...rows, '60;3'].join('\r\n')}`;
  writeFileSync(fileOf('animals.csv'), Buffer.from(csv, 'latin1'));
  await use(
    TENSORFLOW,
    TRAIN,
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
      expect(text).toMatch(/^k\u00e4tzchen\n {2}batches: .*\n {2}recall: [\d.]+ % plain \([01] of 1 found\), /m);
      // ids in place of labels: the library says so
      await page.getByLabel('Column of labels').selectOption('id');
      await page.getByRole('button', { name: 'Train' }).click();
      await expect.poll(() => said(page)).toContain('60 classes: choose another column of labels');
      expect(await said(page)).toMatch(/check \([a-z-]+\)/);
    },
    fileOf('animals.csv'),
  );
});

it('a quote at a wrong place is told by its place, and no other row is left out for it', async () => {
  const file = fileOf('quotes.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 9};${i % 2 ? 'a' : 'b'}`);
  writeFileSync(file, `size;Species\n\n\n1;"a"b"\n${rows.join('\n')}\n3`);
  await use(
    TENSORFLOW,
    TRAIN,
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

it('months are not selected, and copies of rows are told', async () => {
  const file = fileOf('months.csv');
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [month, year] = [1 + (i % 12), 2023 + (i % 2)];
    const made = i % 5 ? `${year}.${month}` : '';
    return `${i},${String(month).padStart(2, '0')}.${year},${made},${i % 11}.5,${i % 4 ? 'b' : 'a'}`;
  });
  writeFileSync(file, `id,Batch,Made,Size,Species\n${[...rows, ...rows.slice(0, 7)].join('\n')}`);
  await use(
    TENSORFLOW,
    TRAIN,
    async (page) => {
      const text = await said(page);
      expect(text).toContain('check: 7 rows are copies of others. Of a balanced file, take the original: ');
      expect(text).toContain('check: Batch, Made may be months: not selected\n');
      expect(await page.locator('#inputs option').allTextContents()).toEqual(['id', 'Batch', 'Made', 'Size']);
      await page.getByRole('button', { name: 'Train' }).click();
      await trained(page);
      // with copies, ids repeat
      expect(await said(page)).toContain('learns Species (a guess: choose above if it is wrong) from id, Size\n');
    },
    file,
  );
});

it.each([
  [BROWSER, BALANCE],
  [TENSORFLOW, TRAIN],
])('%s: a small class may be none, and is left out where the reader says so', async (page, title) => {
  const file = fileOf('unknown.csv');
  const rows = Array.from({ length: 240 }, (_, i) => `${i % 13}.5,${i % 80 ? ['cat', 'dog'][i % 2] : 'Unknown'}`);
  writeFileSync(file, `Size,Species\n${rows.join('\n')}`);
  await use(
    page,
    title,
    async (page) => {
      const go = page.getByRole('button', { name: 'Train' });
      if (title === TRAIN) await go.click();
      await expect.poll(() => said(page)).toMatch(/check: rows of unknown: only 3 of 240\. /i);
      if (title === TRAIN) await trained(page);
      await page.getByLabel('Labels to leave out').fill('other, unknown');
      await page.getByLabel('Labels to leave out').blur();
      if (title === TRAIN) {
        await go.click();
        await trained(page);
      }
      await expect
        .poll(() => said(page))
        .toMatch(title === TRAIN ? /and 3 by their label/ : /3 rows left out by their/);
      expect(await said(page)).toContain('0 rows without a label');
      expect(await said(page)).not.toMatch(/unknown/i);
    },
    file,
  );
});
