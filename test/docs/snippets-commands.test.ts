import { beforeAll, describe, expect, test } from 'vitest';
import { faultOf, inlineCommands, runCommandOf } from '../support/page-commands.js';
import { type Block, blocksOf, PAGES, proseOf, textOf } from '../support/pages.js';
import { shellCommands } from '../support/shell-lines.js';
import { addFiles, folderFor, nameOf, prepare } from '../support/snippets.js';

const blocks = PAGES.flatMap((page) => blocksOf(page));
const inShell = blocks.filter(({ language }) => language === 'sh');

beforeAll(async () => {
  await prepare('sh');
  // what a command shows needs only names
  addFiles(
    'sh',
    ['cat', 'dog'].flatMap((name) => [0, 1, 2, 3].map((i) => `photos/${name}/${name}.${i}.jpg`)),
  );
});

/** The block of text that shows what a block of commands prints: the next one, in the same section. */
function outputOf(block: Block): Block | undefined {
  const next = blocks[blocks.indexOf(block) + 1];
  const follows = next?.page === block.page && next.language === 'text' && !/^#/m.test(next.before);
  return follows ? next : undefined;
}

test('there are commands', () => {
  expect(inShell.length).toBeGreaterThan(8);
});

describe('commands', () => {
  test.each(inShell.map((block) => [nameOf(block), block] as const))('%s', async (_, block) => {
    const commands = shellCommands(block.code);
    expect(commands.flatMap((command) => faultOf(command, block.page) ?? [])).toEqual([]);
    const folder = folderFor('sh', block, blocks);
    let printed = '';
    for (const command of commands) {
      const ran = await runCommandOf(command, folder);
      if (!ran) continue;
      expect([command.words.join(' '), ran.status, ran.status === 0 ? '' : ran.stderr]).toEqual([
        command.words.join(' '),
        0,
        '',
      ]);
      printed += ran.stdout;
    }
    const output = outputOf(block);
    if (output && printed) expect(printed).toBe(output.code);
  });
});

test.each(PAGES)('the commands in the sentences of %s are commands', (page) => {
  const commands = inlineCommands(proseOf(textOf(page)));
  expect(commands.flatMap((command) => faultOf(command, page) ?? [])).toEqual([]);
});
