// Sentences that claim speed, size or exactness have the command that shows it beside them: in the same section, or a
// link to the page of proof that has it.
import { expect, test } from 'vitest';
import { unproved } from '../support/claims.js';
import { PAGES, sectionsOf, textOf } from '../support/pages.js';

const pages = PAGES.filter((page) => page === 'README.md' || /^docs\/(?!internals\/)/.test(page));

test.each(pages)('%s has a command beside each claim', (page) => {
  // a page of proof is about one command
  const text = textOf(page);
  const sections = page.startsWith('docs/proof/') ? [{ heading: page, line: 0, text }] : sectionsOf(text);
  const faults = sections.flatMap(({ heading, line, text }) =>
    unproved(text).map((i) => `${page}:${line + 1 + i} (${heading}) ${text.split('\n')[i]}`),
  );
  expect(faults).toEqual([]);
});

test('claims without a command are found, and those with one are none', () => {
  const claims = [
    'It takes 0.8 ns.',
    'A page loads 22 KB.',
    'It is twice as fast.',
    'Draws are exact.',
    'The very same.',
  ];
  for (const claim of claims) {
    expect(unproved(`\n${claim}\n`)).toEqual([1]);
    expect(unproved(`\n${claim}\n\`npm run bench\` shows it.\n`)).toEqual([]);
    expect(unproved(`\n${claim} See [the proof](../proof/exactness.md).\n`)).toEqual([]);
  }
  expect(unproved('Each item comes exactly once, up to 4 GiB.')).toEqual([]);
});
