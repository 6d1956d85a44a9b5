import { beforeAll, describe, expect, test } from 'vitest';
import { blocksOf, PAGES } from '../support/pages.js';
import { promised } from '../support/promised.js';
import { folderFor, inTurn, isRunByAnother, nameOf, prepare, runNode, writeModule } from '../support/snippets.js';

const blocks = PAGES.flatMap((page) => blocksOf(page));
const inNode = blocks.filter((block) => ['js', 'ts'].includes(block.language) && !isRunByAnother(block, blocks));

beforeAll(() => prepare('node'));

test('there are blocks of JavaScript', () => {
  expect(inNode.length).toBeGreaterThan(50);
});

describe.concurrent('JavaScript prints what its comments say', () => {
  test.for(inNode.map((block) => [nameOf(block), block] as const))('%s', async ([, block], { expect }) => {
    const folder = folderFor('node', block, blocks);
    const file = writeModule(folder, block);
    const { status, stdout, stderr } = await inTurn(() => runNode(folder, [file]));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, -1)).toEqual(promised(block.code));
  });
});
