import { expect, test } from 'vitest';
import { balance } from '../src/cli/balance.js';
import { balanceText } from '../src/cli/balance-text.js';
import { Progress } from '../src/cli/progress.js';

/** The text for rows of these classes, at a width. */
function textOf(rows: string[], width?: number): string {
  const classes = [...new Set(rows)];
  const codes = Int32Array.from(rows, (label) => classes.indexOf(label));
  const data = { name: 'a.csv', codes, classes, unlabelled: 0, rows: undefined };
  const { summary } = balance(data, { limit: new Map(), batchSize: 8, seed: 1, progress: new Progress() });
  return balanceText(summary, width);
}

const uneven = [...Array<string>(90).fill('often'), ...Array<string>(10).fill('rare')];

test('fits a terminal of 80 columns', () => {
  const lines = textOf(uneven, 80).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.some((line) => /^ +plain shuffle +weighted draws$/.test(line))).toBe(true);
});

test('the finding is about the class that the weights change most, and none where they change none', () => {
  expect(textOf(uneven)).toMatch(/"(rare|often)" goes from (10|90)\.0 % to /);
  expect(textOf([...uneven.map((_, i) => String(i % 4))])).toContain('the rows are balanced as they are');
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
