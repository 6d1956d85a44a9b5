import { expect, test } from 'vitest';
import { blocksOf, textOf } from '../support/pages.js';

const readme = textOf('README.md');

test('the README has at most 170 lines', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(170);
});

test('it shows a first result, in Node and on a page, in ten lines or so', () => {
  const [first] = blocksOf('README.md').filter(({ language }) => language === 'js');
  expect(first.code.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
  const [page] = blocksOf('README.md').filter(({ language }) => language === 'html');
  expect(page.code.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
  expect(page.code).not.toContain('importmap');
});

test('each row of its table leads to a guide', () => {
  const [, table] = readme.split('## What do I want, what do I call?\n\n');
  const rows = table
    .split('\n\n')[0]
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  expect(rows.length).toBeGreaterThan(12);
  for (const row of rows) expect(row).toMatch(/\]\(docs\/(guide|start)\/[\w-]+\.md(#[\w-]+)?\)[^|]* \|$/);
});

test('each promise has its command', () => {
  const [, promises] = readme.split('## What it promises\n\n');
  const lines = promises.split('\n\n')[0].split('\n');
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line).toMatch(/`npm (run|test)\b[^`]*`|\]\(docs\/proof\//);
});
