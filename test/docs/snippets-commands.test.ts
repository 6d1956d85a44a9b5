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

/**
 * The block of text that shows what a block of commands prints: the next one in the same section, if the commands print
 * the same each time, or if it follows at once or after the word "prints".
 */
function outputOf(block: Block): Block | undefined {
  const next = blocks[blocks.indexOf(block) + 1];
  if (next?.page !== block.page || next.language !== 'text' || /^#/m.test(next.before)) return;
  const isOutput = /--seed|^npm start/m.test(block.code) || /^\s*$|\bprints\b/.test(next.before);
  return isOutput ? next : undefined;
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

test.each([
  ['loaded-dice balance labels.csv --sed 1', 'loaded-dice balance has no option --sed'],
  ['npx loaded-dice draw labels.csv', 'loaded-dice has no command draw'],
  ['npm run nothing', 'package.json has no script nothing'],
  ['npm install loaded-dices', 'npm install loaded-dices: not a package'],
  ['npx vitest run test/unit/none.test.ts', 'no file test/unit/none.test.ts'],
  ['sudo reboot', 'sudo is not a program'],
])('%s is refused', (code, fault) => {
  expect(faultOf(shellCommands(code)[0], 'README.md')).toMatch(fault);
});
