// Columns of labels as data sets have them, and what lintWeights says of weights by them: classes, values that were
// measured, or either.
import { describe, expect, it } from 'vitest';
import { type Finding, type Label, lintWeights, PcgGenerator, sampleWeights } from '../../src/index.js';

const ROWS = 300;
const rng = new PcgGenerator(13);
const below = (count: number) => Math.floor(rng.nextFloat() * count);
const rows = <L>(count: number, label: (i: number) => L): L[] => Array.from({ length: count }, (_, i) => label(i));
const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i, 3, 4, 5));
const iso = (i: number) => day(i).toISOString();
const pad = (i: number) => String(i).padStart(2, '0');
const prices = (count: number) => rows(count, (i) => (3 + 1.37 * i).toFixed(2));
/** COCO's 80 categories have ids from 1 to 90. */
const COCO = rows(90, (i) => i + 1).filter((id) => ![12, 26, 29, 30, 45, 66, 68, 69, 71, 83].includes(id));
/** Half of the rows hold values of their own, the others are missing. */
const sparse = rows(ROWS, (i) => (i % 2 ? '' : String(0.37 * i + 1)));

const MISSING = '| |NA|n/a|#N/A|#na|NaN|null|None|undefined|-|--|?|.| - |inf|-inf|Infinity|+Infinity'.split('|');

const MEASURED = ['continuous'];
/** Ids, or a list of classes: as many weights. */
const LIST = ['unique-labels', 'class-weights', 'rare-class'];
const CLASSES = ['rare-class'];
const EITHER = ['continuous', 'rare-class'];
const EITHER_OR_LIST = ['continuous', 'class-weights', 'rare-class'];

const columns: [string, Label[], string[]][] = [
  // measured, for certain
  ['prices', prices(ROWS).map(Number), MEASURED],
  ['prices as text', prices(ROWS), MEASURED],
  ...MISSING.map((missing): [string, Label[], string[]] => [
    `prices and ${JSON.stringify(missing)}`,
    prices(ROWS).map((price, i) => (i % 2 ? missing : price)),
    MEASURED,
  ]),
  ['prices, and one that looks like a code', [...prices(ROWS - 1), '007'], MEASURED],
  ['prices with a zero before them', prices(60).map((price) => `0${price}`), MEASURED],
  ['prices, 1 in 10 not known in words', prices(ROWS).map((price, i) => (i % 10 ? price : `ask ${i}`)), MEASURED],
  ['prices, 1 in 12 not known in words', prices(ROWS).map((price, i) => (i % 12 ? price : `ask ${i}`)), MEASURED],
  ['numbers and Infinity', [...prices(ROWS - 1).map(Number), Infinity], MEASURED],
  ['values in every other row', sparse, MEASURED],
  ['$3.99', prices(ROWS).map((price) => `$${price}`), MEASURED],
  ['-$3.99', prices(ROWS).map((price) => `-$${price}`), MEASURED],
  ['€ 3', rows(ROWS, (i) => `€ ${i}`), MEASURED],
  ['3,99 €', prices(ROWS).map((price) => `${price.replace('.', ',')} €`), MEASURED],
  ['12,5', rows(ROWS, (i) => `${i},5`), MEASURED],
  ['1,234,567.89', rows(ROWS, (i) => `1,${100 + i},567.89`), MEASURED],
  ['0.37%', rows(ROWS, (i) => `${(0.37 * i).toFixed(2)}%`), MEASURED],
  ['whole percents', rows(60, (i) => `${i} %`), MEASURED],
  ['.25', rows(ROWS, (i) => `.${100 + i}`), MEASURED],
  ['1.5e+4', rows(ROWS, (i) => `${(i + 1) / 8}e+4`), EITHER_OR_LIST],
  ['1.5e-12', rows(ROWS, (i) => `${(i + 1) / 8}e-12`), MEASURED],
  ['1.5e-7', rows(ROWS, (i) => `${(i + 1) / 8}e-7`), MEASURED],
  ['2020-1-3', rows(28, (i) => `2020-1-${i + 1}`), MEASURED],
  ['2020-01-31 between spaces', rows(ROWS, (i) => ` ${iso(i).slice(0, 10)} `), MEASURED],
  ['2020-01-31', rows(ROWS, (i) => iso(i).slice(0, 10)), MEASURED],
  ['2020-01-31T03:04:05.000Z', rows(ROWS, iso), MEASURED],
  ['2020-01-31 03:04:05', rows(ROWS, (i) => iso(i).slice(0, 19).replace('T', ' ')), MEASURED],
  ['31.1.2020', rows(ROWS, (i) => `${day(i).getUTCDate()}.${day(i).getUTCMonth() + 1}.2020`), MEASURED],
  ['1/31/20, 3:04 AM', rows(ROWS, (i) => `${day(i).getUTCMonth() + 1}/${day(i).getUTCDate()}/20, 3:04 AM`), MEASURED],
  ['2020-01', rows(60, (i) => iso(30 * i + 15).slice(0, 7)), MEASURED],
  ['12:30', rows(ROWS, (i) => `${pad(Math.floor(i / 60))}:${pad(i % 60)}`), MEASURED],
  ['9:30', rows(60, (i) => `9:${pad(i)}`), MEASURED],
  ['12:30:01', rows(60, (i) => `12:30:${pad(i)}`), MEASURED],
  ['12:30:01.25', rows(60, (i) => `12:30:01.${pad(i)}`), MEASURED],
  ['dates, one missing', [...rows(ROWS - 1, (i) => iso(i).slice(0, 10)), ''], MEASURED],
  ['floats rounded to one decimal', rows(100, () => below(1000) / 10), MEASURED],
  ['latitudes', rows(1000, () => 180 * rng.nextFloat() - 90), MEASURED],
  ['four floats', [20.5, 20.6, 20.7, 20.8], MEASURED],
  ['two floats', [20.5, 20.6], MEASURED],
  ['20 floats in 30 rows', rows(30, (i) => (i % 20) + 0.5), MEASURED],
  ['a quarter of floats', rows(100, (i) => (i % 4 ? 7919 * i : i + 0.5)), MEASURED],
  ['900 integers far apart in 1000 rows', rows(1000, (i) => 7919 * (i % 900)), MEASURED],
  ['1000 integers in a range of 10000', [...rows(999, (i) => 10 * i), 10_000], MEASURED],
  ['salaries in many rows', rows(2000, () => 20_000 + below(10_000_000)), MEASURED],
  ['times in ms, in many rows', rows(1000, (i) => Date.UTC(2020, 0, 1) + 86_399_000 * i), MEASURED],
  // whole numbers that may be either
  ['times in s, in few rows', rows(ROWS, (i) => 1_753_900_000 + 3671 * i), EITHER_OR_LIST],
  ['sparse ids of users', rows(ROWS, (i) => 7919 * (i + 1)), EITHER_OR_LIST],
  ['sparse ids of users, one in words', [...rows(ROWS - 1, (i) => 7919 * (i + 1)), 'unknown'], EITHER_OR_LIST],
  ['1,234 and 12,345', rows(ROWS, (i) => (1234 + 7919 * i).toLocaleString('en-US')), EITHER_OR_LIST],
  ['20 integers in a range of 40', [...rows(19, (i) => 2 * i), 40], EITHER_OR_LIST],
  ['600 ids in 1000 rows', rows(1000, (i) => 7919 * (i % 600)), EITHER],
  ['1000 ids in a range of 5000', rows(1000, (i) => 1e9 + 5 * i), EITHER_OR_LIST],
  ['sparse ids as bigints', rows(ROWS, (i) => BigInt(7919 * (i + 1))), EITHER_OR_LIST],
  ['few-shot, 70 ids in 100 rows', rows(100, (i) => 7 + 3 * (i % 70)), EITHER],
  ['re-identification, two of each', rows(ROWS, (i) => 1 + (i % 200)), EITHER],
  ['ages in 60 rows', rows(60, (i) => 18 + ((7 * i) % 41)), EITHER],
  // classes
  ['ages', rows(1000, () => 18 + below(72)), CLASSES],
  ['years', rows(1000, () => 1980 + below(45)), CLASSES],
  ['user ids that come often', rows(1000, (i) => 100_000 + 917 * (i % 120)), CLASSES],
  ['ratings 1 to 5', rows(ROWS, (i) => 1 + (i % 5)), []],
  ['ratings by halves', rows(ROWS, (i) => `${(1 + (i % 9)) / 2}`), []],
  ['CIFAR-100', rows(1000, (i) => i % 100), CLASSES],
  ['COCO ids, a weight each', COCO, LIST],
  ['COCO ids as text', COCO.map(String), LIST],
  ['ImageNet wnids', rows(ROWS, (i) => `n0${1_440_764 + 17 * i}`), LIST],
  ['zip codes', rows(ROWS, (i) => String(501 + 331 * i).padStart(5, '0')), LIST],
  ['zip codes, one in 50 from the east', rows(ROWS, (i) => (i % 50 ? String(10_000 + 289 * i) : `0${2100 + i}`)), LIST],
  ['row numbers from 0', rows(ROWS, (i) => i), LIST],
  ['row numbers from 1 as text', rows(ROWS, (i) => String(i + 1)), LIST],
  ['years, each once', rows(40, (i) => 1980 + i), LIST],
  ['few whole numbers', [100, 250, 470, 900], ['class-weights', 'rare-class']],
  ['a float', [20.5], []],
  ['ten floats in 15 rows', rows(15, (i) => (i % 10) + 0.5), CLASSES],
  ['20 integers in a range of 39', [...rows(19, (i) => 2 * i), 39], LIST],
  ['words and dates', rows(ROWS, (i) => `run ${iso(i).slice(0, 10)}`), LIST],
  ['dates and words', rows(ROWS, (i) => `${iso(i).slice(0, 10)} run`), LIST],
  ['words and months', rows(60, (i) => `run 20${pad(i)}-01`), LIST],
  ['months and words', rows(60, (i) => `20${pad(i)}-01 run`), LIST],
  ['words and times', rows(60, (i) => `at 12:${pad(i)}`), LIST],
  ['times and words', rows(60, (i) => `12:${pad(i)} late`), LIST],
  ['names', rows(ROWS, (i) => `class ${i}`), LIST],
  ['version numbers', rows(ROWS, (i) => `1.${i}.${i % 7}.0`), LIST],
  ['hex digests', rows(ROWS, (i) => `0x${(7919 * (i + 1)).toString(16)}`), LIST],
  ['phone numbers', rows(ROWS, (i) => `555-0${100 + i}`), LIST],
  ['numbers and words, half and half', rows(ROWS, (i) => (i % 2 ? `${i}.5` : `word ${i}`)), LIST],
  ['yes and no', rows(ROWS, (i) => i % 2 === 0), []],
  ['missing alone', rows(ROWS, (i) => ['', 'NA', '-'][i % 3]), []],
];

describe('a column of', () => {
  it.each(columns)('%s', (_, labels, codes) => {
    const findings = lintWeights(sampleWeights(labels), { labels, batchSize: 3 * (codes.length > 0 ? 1 : 10) });
    expect(findings.map(({ code }) => code)).toEqual(codes);
    const [found] = findings;
    if (found?.code !== 'continuous') return;
    const either = codes !== MEASURED;
    expect(found.rows).toBe(labels.length);
    expect(found.message).toMatch(/^(nearly )?each row (that has a value )?is a class of its own: /);
    expect(found.message).toMatch(
      either ? /: if the numbers were measured, bin them \(.*; if they are ids/ : /: bin it \(/,
    );
  });
});

describe('what the finding says', () => {
  const found = (labels: Label[]) =>
    lintWeights(sampleWeights(labels), { labels })[0] as Finding & { classes: number; rows: number };

  it('does not count what is missing', () => {
    expect(found([...prices(299).map(Number), Infinity])).toMatchObject({ classes: 299, rows: 300 });
  });

  it('has its numbers', () => {
    expect(found([...prices(299), ''])).toEqual({
      code: 'continuous',
      classes: 299,
      rows: 300,
      message:
        'nearly each row is a class of its own: bin it (299 different numbers in 300 rows; give ' +
        'ranges of them as labels)',
    });
    expect(found(sparse).message).toMatch(
      /^nearly each row that has a value is .* \(150 different numbers in 300 rows;/,
    );
    expect(found(rows(300, iso)).message).toMatch(/^each row is .* \(300 different dates in 300 rows;/);
    expect(found(rows(100, (i) => 7 + 3 * (i % 70))).message).toBe(
      'nearly each row is a class of its own: if the numbers were measured, bin them (70 ' +
        'different numbers in 100 rows; give ranges of them as labels); if they are ids of ' +
        'classes, keep them',
    );
  });

  it('is the same for numbers, text and bigints', () => {
    const ids = rows(ROWS, (i) => 7919 * (i + 1));
    expect(found(ids.map(String))).toEqual(found(ids));
    expect(found(ids.map(BigInt))).toEqual(found(ids));
  });
});
