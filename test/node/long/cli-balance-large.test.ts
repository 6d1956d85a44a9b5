// loaded-dice balance: warnings that take many draws to give, and inputs that are large.
import { describe, expect, test } from 'vitest';
import { cli } from '../../support/cli.js';

describe('warnings', () => {
  const rows = `x\n${'common\n'.repeat(19_010)}${'rare\n'.repeat(990)}`;
  const warned = (command: string, args: string[], input = rows): string[] =>
    JSON.parse(cli([command, '-', '--column', 'x', '--seed', '0', '--json', ...args], { input }).stdout).warnings;

  test('are not of what few draws cannot show, and are of what no epoch shows', () => {
    for (const command of ['balance', 'report']) expect(warned(command, ['--num-samples', '5'])).toEqual([]);
    const tiny = ['--target', 'common=1', '--target', 'rare=0.000001', '--num-samples', '2000', '--batch-size', '2000'];
    expect(warned('balance', tiny)).toEqual([
      expect.stringMatching(
        /^990 rows are expected less than once in 100 epochs of 2,000 draws \(row 19010: [\de.-]+ times an epoch\)/,
      ),
      expect.stringMatching(/^class "rare" is expected less than once in a batch of 2,000 \("rare": /),
    ]);
    // what stands in quotes is a class, whatever it looks like
    const named = `x\n${'item 10000\n'.repeat(300)}2000 items\n`;
    const targets = ['--target', 'item 10000=1', '--target', '2000 items=0.001'];
    expect(warned('balance', targets, named).join()).toContain('class "2000 items" is');
  });

  test('are of a limit that leaves nothing out, and of batches that are whole', () => {
    const input = `x\n${'a\n'.repeat(20)}${'b\n'.repeat(10)}`;
    const limits = ['--limit', 'b=100', '--limit', 'a=5', '--batch-size', '3'];
    for (const [command, number] of [
      ['balance', '--num-samples'],
      ['report', '--num-samples'],
      ['sample', '-n'],
    ]) {
      const limited = warned(command, limits, input);
      expect([command, limited]).toEqual([command, ['--limit b=100 leaves nothing out: "b" has 10 rows in all']]);
      expect(warned(command, ['--limit', 'b=10', '--batch-size', '3'], input)).toEqual([]);
      const stratified = ['--sampler', 'stratified', '--batch-size', '3', number];
      expect([command, warned(command, [...stratified, '4'], input)]).toEqual([
        command,
        ['stratified batches are whole: 6 draws in 2 batches of 3, where 4 were asked for'],
      ]);
      expect(warned(command, [...stratified, '6'], input)).toEqual([]);
    }
  });

  test('more draws than are counted are refused', () => {
    const { status, stdout, stderr } = cli(['balance', '-', '--column', 'x', '--num-samples', '99999999999999'], {
      input: rows,
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^loaded-dice: .*--num-samples <n>.* must be at most 4294967296\.\n$/);
  });
});

test('more draws than an array can hold are no matter without --out', () => {
  // one class of one row: a number of batches that would take hours is not drawn here, but one that takes a second is
  const input = 'x\na\n';
  const { stdout } = cli(
    ['balance', '-', '--column', 'x', '--num-samples', '50000000', '--batch-size', '65536', '--json'],
    {
      input,
      node: ['--max-old-space-size=64'],
    },
  );
  expect(JSON.parse(stdout).perClass[0].plan).toMatchObject({ draws: 50_000_000, fewest: 50_000_000 });
});

test('a column may have as many classes as rows', () => {
  const input = `id\n${Array.from({ length: 100_000 }, (_, i) => i).join('\n')}\n`;
  expect(JSON.parse(cli(['balance', '-', '--column', 'id', '--json'], { input }).stdout).perClass).toHaveLength(
    100_000,
  );
});

test('as many rows as classes: no warning of weights that the command made', () => {
  for (const rows of ['a\nb\n', 'a\nb\nc\n', 'a\nb\nb\n']) {
    for (const command of ['balance', 'sample', 'report']) {
      const { stdout } = cli([command, '-', '--column', 'x', '--json'], { input: `x\n${rows}` });
      expect([command, JSON.parse(stdout).warnings]).toEqual([command, []]);
    }
  }
});
