import { basename } from 'node:path';
import { expect, test } from 'vitest';
import * as library from '../../src/index.js';
import { PAGES, textOf } from '../support/pages.js';

/** The text of a page, wherever it is in docs/. */
function pageCalled(name: string): string {
  const found = PAGES.filter((page) => basename(page) === name);
  expect(found.length).toBe(1);
  return textOf(found[0]);
}

test('coming from PyTorch has every class and option that there is', () => {
  const guide = pageCalled('from-pytorch.md');
  for (const name of Object.keys(library)) {
    if (/^(class|encode|sample|Pcg)/.test(name)) continue;
    expect(guide).toContain(name);
  }
  for (const option of ['batchSize', 'shuffle', 'sampler', 'batchSampler', 'dropLast', 'collate', 'prefetch', 'seed']) {
    expect(guide).toMatch(new RegExp(`\\b${option}\\b`));
  }
});
