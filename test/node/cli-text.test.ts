import { describe, expect, test } from 'vitest';
import { balance } from '../../src/cli/balance/balance.js';
import { balanceText } from '../../src/cli/balance/terminal-text.js';
import { Progress } from '../../src/cli/progress.js';
import { className, classNames, columnsOf, percent, short, shortened } from '../../src/cli/text.js';
import { labeledData } from '../support/read-options.js';

/** The text for rows of these classes, at a width. */
function textOf(rows: string[], width?: number, options = {}): string {
  const classes = [...new Set(rows)];
  const codes = Int32Array.from(rows, (label) => classes.indexOf(label));
  const data = labeledData(codes, classes);
  const { summary } = balance(data, { limit: new Map(), batchSize: 8, seed: 1, progress: new Progress(), ...options });
  return balanceText(summary, width);
}

const uneven = [...Array<string>(90).fill('often'), ...Array<string>(10).fill('rare')];

/** Columns of the widest line. */
const widest = (text: string) => Math.max(...text.split('\n').map(columnsOf));

test('fits 60 columns, and a terminal that is wider', () => {
  expect(widest(textOf(uneven))).toBeLessThanOrEqual(60);
  expect(widest(textOf(uneven, 60))).toBeLessThanOrEqual(60);
  expect(widest(textOf(uneven, 80))).toBeGreaterThan(60);
  expect(widest(textOf(uneven, 80))).toBeLessThanOrEqual(80);
  expect(widest(textOf(uneven, 300))).toBeLessThanOrEqual(100);
  expect(textOf(uneven)).toMatch(/^ +share +missing from$/m);
  expect(textOf(uneven)).toMatch(/^class +before +now +before +now +unseen +times$/m);
});

describe('tables of any classes and numbers fit 60 columns', () => {
  const long = 'a name that is far too long for any table, number';
  const hard: [what: string, rows: string[], options?: object][] = [
    ['long names with one beginning', Array.from({ length: 40 }, (_, i) => `${long} ${i % 20}`)],
    ['long names with one beginning and one end', Array.from({ length: 40 }, (_, i) => `${long}${i % 20}${long}`)],
    ['wide characters', ['とても長い猫の名前の見本'.repeat(4), 'とても長い猫の名前の見本'.repeat(5), '短い']],
    ['joined characters', ['👩‍👩‍👧‍👦'.repeat(30), '👨‍👩‍👧‍👦'.repeat(30), 'e\u0301'.repeat(80)]],
    ['many draws', uneven, { numSamples: 2_345_678, batchSize: 3 }],
    ['many batches', uneven, { numSamples: 1_234_567, batchSize: 1 }],
    ['many rows', Array.from({ length: 300_000 }, (_, i) => (i % 1000 ? 'often' : `${long} ${i}`)), { batchSize: 1 }],
    [
      'tiny shares',
      uneven,
      {
        target: new Map([
          ['often', 1],
          ['rare', 1e-9],
        ]),
        numSamples: 500_000,
      },
    ],
  ];
  test.each(hard)('%s', (_, rows, options) => {
    const text = textOf(rows, undefined, options);
    const lines = text.split('\n').filter((line) => / {2}|…/.test(line) && !line.startsWith('warning'));
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) expect([line, columnsOf(line) <= 60]).toEqual([line, true]);
    // a class is one line of each table, and none reads like another
    const classes = Math.min(60, new Set(rows).size);
    const [, weights] = text.split(/^class .*$/m);
    const names = weights.split('\n').slice(1, classes + 1);
    expect(new Set(names.map((line) => line.replace(/ {2}.*/, ''))).size).toBe(classes);
  });

  test('a wide terminal shows names whole', () => {
    const text = textOf([long, long, 'short'], 200);
    expect(text).toMatch(new RegExp(`^${long} {2,}2 `, 'm'));
  });
});

test('columns are those of the terminal', () => {
  const texts = ['猫x', '👩‍👩‍👧‍👦', 'e\u0301', '\u001b[2mdim\u001b[22m'];
  expect(texts.map((text) => columnsOf(text))).toEqual([3, 2, 1, 3]);
  expect(shortened('abcdefghij', 10)).toBe('abcdefghij');
  expect(shortened('abcdefghijk', 10)).toBe('abcdef…ijk');
  for (const room of [4, 5, 6, 7, 8]) expect(columnsOf(shortened('猫猫猫猫猫猫', room))).toBeLessThanOrEqual(room);
  // no character is torn apart
  expect(shortened('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
});

test('numbers of a table stay short', () => {
  expect([0, 999, 99_999, 123_456, 1_234_567, 12_345_678, 2 ** 53].map(short)).toEqual([
    '0',
    '999',
    '99,999',
    '123.5K',
    '1.23M',
    '12.3M',
    '9010T',
  ]);
  expect([0, 1, 0.5, 0.00014, 1.23e-7, 2e-16].map(percent)).toEqual([
    '0.0 %',
    '100.0 %',
    '50.0 %',
    '0.014 %',
    '1.2e-5 %',
    '2.0e-14 %',
  ]);
});

test('names are on one line and differ', () => {
  expect(['', ' ', 'a ', 'a\nb', '\u009b31m', '\u202eab', '"q"', 'a b'].map(className)).toEqual([
    '(empty)',
    '" "',
    '"a "',
    'a\\nb',
    '\\u009b31m',
    '\\u202eab',
    '"q"',
    'a b',
  ]);
  expect(classNames(['', '(empty)', 'x'])).toEqual(['""', '"(empty)"', 'x']);
  const all = ['', '(empty)', '""', '"(empty)"', 'a\nb', 'a\\nb', '"a\\nb"'];
  expect(new Set(classNames(all)).size).toBe(all.length);
});

test('rounding errors are not told', () => {
  const one = textOf(Array<string>(49).fill('cat'));
  expect(one).toContain('There is only one class');
  const even = textOf(Array.from({ length: 49 }, (_, i) => `class ${i % 7}`)).replace(/\s+/g, ' ');
  expect(even).toContain("The rows are already balanced: the weights change no class's share.");
  const kept = textOf(uneven, undefined, {
    target: new Map([
      ['often', 9],
      ['rare', 1],
    ]),
  }).replace(/\s+/g, ' ');
  expect(kept).toContain("The rows already have the shares of the target: the weights change no class's share.");
  const nearly = textOf([...Array<string>(101).fill('a'), ...Array<string>(100).fill('b')]).replace(/\s+/g, ' ');
  expect(nearly).toContain("The rows are already balanced: the weights change no class's share by more than 0.25 %.");
  for (const text of [one, even, kept, nearly]) expect(text).not.toMatch(/e-\d/);
});

test('the finding is about the class that gains most, whatever their order, and none where none does', () => {
  for (const rows of [uneven, [...uneven].reverse()]) expect(textOf(rows)).toMatch(/^"rare" goes from 10\.0 % to /m);
  const named = (counts: Record<string, number>, options = {}) => {
    const rows = Object.entries(counts).flatMap(([label, count]) => Array<string>(count).fill(label));
    return textOf(rows, undefined, { batchSize: 32, ...options }).match(/"(.*)" goes from/)?.[1];
  };
  const few = { numSamples: 5, seed: 0 };
  expect([named({ common: 19_010, rare: 990 }, few), named({ rare: 990, common: 19_010 }, few)]).toEqual([
    'rare',
    'rare',
  ]);
  // the largest change is the fall of a class that no batch lacks
  expect(named({ a: 90, b: 6, c: 4 })).toBe('c');
  expect(named({ a: 90, b: 5, c: 5 })).toBe('b');
  expect(named({ c: 5, a: 90, b: 5 })).toBe('c');
  const target = new Map(Object.entries({ a: 0.9, b: 0.1, c: 0 }));
  expect(named({ b: 5, c: 80, a: 15 }, { target })).toBe('a');
  expect(textOf([...uneven.map((_, i) => String(i % 4))]).replace(/\s+/g, ' ')).toContain(
    'The rows are already balanced',
  );
});

test('a class of several lines takes one, and an empty one has a name', () => {
  const text = textOf(['a\nb', 'a\nb', '', '"q"', '"q"']);
  expect(text).toMatch(/^a\\nb /m);
  expect(text).toMatch(/^\(empty\) /m);
  expect(text).toMatch(/^"q" /m);
});

test('beyond 60 classes the table ends, and says so', () => {
  const text = textOf(Array.from({ length: 200 }, (_, i) => `class ${i % 100}`));
  expect(text).toContain('class 59');
  expect(text).not.toContain('class 60');
  expect(text).toContain('and 40 more classes: --json has them all');
});

test('a rare row keeps digits that say something', () => {
  const rows = Array.from({ length: 7400 }, (_, i) => `class ${i % 37}`);
  expect(textOf(rows)).toMatch(/^class 0 .* 0\.014 %$/m);
});

test('what the target excludes does not count as unseen, nor its class as missing', () => {
  const rows = [...Array<string>(165).fill('Siamese'), ...Array<string>(10).fill('Birman')];
  const target = new Map(Object.entries({ Siamese: 0, Birman: 1 }));
  const text = textOf(rows, undefined, { target, batchSize: 32, seed: 0 }).replace(/ *\n/g, '\n');
  expect(text).toMatch(/^Siamese {2,}94\.3 % +0\.0 % +- +- +- +0$/m);
  expect(text.replace(/\s+/g, ' ')).toContain(
    'Weighted draws left 0 rows unseen in this epoch; each epoch is drawn anew. The target excludes 165 rows ' +
      'of "Siamese": these are never drawn and do not count as unseen.',
  );
  expect(text).toContain('now: weighted draws, 175 draws in 6 batches\n');
  expect(textOf(rows)).not.toContain('excludes');
});
