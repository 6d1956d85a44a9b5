// The code blocks of pages that are pages themselves, or components of React.
import { beforeAll, expect, test } from 'vitest';
import { csvFor, openBlock, shownBy } from '../support/page-snippets.js';
import { blocksOf, PAGES } from '../support/pages.js';
import { promised } from '../support/promised.js';
import { folderFor, isRunByAnother, nameOf, prepare } from '../support/snippets.js';

const blocks = PAGES.flatMap((page) => blocksOf(page));
const onPages = blocks.filter(
  (block) => ['html', 'jsx', 'tsx'].includes(block.language) && !isRunByAnother(block, blocks),
);

beforeAll(() => prepare('page'));

test('there are pages', () => {
  expect(onPages.length).toBeGreaterThan(0);
});

test.each(onPages.map((block) => [nameOf(block), block] as const))('%s', async (_, block) => {
  const next = blocks[blocks.indexOf(block) + 1];
  const output = next?.page === block.page && next.language === 'text' && !/^#/m.test(next.before) ? next : undefined;
  const lines = [...shownBy(block.code), ...(output?.code.trimEnd().split('\n') ?? [])];
  const folder = folderFor('page', block, blocks);
  const csv = await csvFor(block, output?.before ?? '', folder, blocks);
  const shown = await openBlock(folder, block, { csv, lines });
  expect(shown.faults).toEqual([]);
  expect(shown.printed).toEqual(promised(block.code));
  expect(
    lines.filter((line) => !shown.text.includes(line)),
    shown.text,
  ).toEqual([]);
});
