import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WeightedRandomSampler } from '../src/index.js';
import { cli, folder, PETS } from './support/cli.js';

const lines = (text: string) => text.trimEnd().split('\n');
const breeds = lines(readFileSync(PETS, 'utf8'))
  .slice(1)
  .map((line) => line.split(',')[1]);

describe('row numbers', () => {
  test("are the library's, one a line, with the seed on standard error", () => {
    const { stdout, stderr, status } = cli(['sample', PETS, '--column', 'breed', '-n', '70000', '--seed', '5']);
    const expected = WeightedRandomSampler.fromLabels(breeds, { numSamples: 70_000, seed: 5 }).indices();
    expect(stdout).toBe(`${expected.join('\n')}\n`);
    expect([stderr, status]).toEqual(['seed 5\n', 0]);
  });

  test('by a column of weights', () => {
    const input = 'name,price\na,0\nb,1.5\nc,.5\nd,1e0\n';
    const { stdout } = cli(['sample', '-', '--weights', 'price', '-n', '1000', '--seed', '7'], { input });
    const expected = new WeightedRandomSampler([0, 1.5, 0.5, 1], 1000, { seed: 7 }).indices();
    expect(lines(stdout).map(Number)).toEqual([...expected]);
  });

  test('with a target', () => {
    const args = ['sample', '-', '--column', 'x', '--target', 'a=0', '--target', 'b=2', '-n', '50', '--seed', '1'];
    expect(new Set(lines(cli(args, { input: 'x\na\nb\na\n' }).stdout))).toEqual(new Set(['1']));
  });

  test('as many as rows, where no number is given', () => {
    expect(lines(cli(['sample', PETS, '--column', 'breed', '--seed', '5']).stdout)).toHaveLength(7349);
  });

  test('as JSON, alone', () => {
    const { stdout } = cli(['sample', PETS, '--column', 'breed', '-n', '70000', '--seed', '5', '--json']);
    const { draws, ...head } = JSON.parse(stdout);
    expect(head).toEqual({ file: PETS, seed: 5, rows: 7349 });
    expect(draws).toEqual([...WeightedRandomSampler.fromLabels(breeds, { numSamples: 70_000, seed: 5 }).indices()]);
  });

  test('ten million in a heap that could not hold them as strings', () => {
    const args = ['sample', PETS, '--column', 'breed', '-n', '10000000', '--seed', '1'];
    const command = [process.execPath, '--max-old-space-size=48', resolve('dist/cli.js'), ...args];
    const counted = execFileSync('sh', ['-c', '"$@" 2>/dev/null | wc -l', 'sh', ...command], { encoding: 'utf8' });
    expect(Number(counted)).toBe(10_000_000);
  });

  test('a reader that has seen enough is no error', () => {
    const args = ['sample', PETS, '--column', 'breed', '-n', '10000000', '--seed', '1'];
    const command = [process.execPath, resolve('dist/cli.js'), ...args];
    const shell = ['-c', 'set -o pipefail; "$@" 2>&1 | head -n 3', 'bash', ...command];
    // with pipefail a command that failed fails the shell, and that throws
    expect(lines(execFileSync('bash', shell, { encoding: 'utf8' }))).toHaveLength(3);
  });
});

describe('--rows', () => {
  const sampled = (input: string, n: number, ...more: string[]) =>
    cli(['sample', '-', '--column', 'x', '-n', String(n), '--seed', '3', '--rows', ...more], { input }).stdout;

  test('prints the chosen rows as they stand, below their header', () => {
    const { stdout } = cli(['sample', PETS, '--column', 'breed', '-n', '5000', '--seed', '2', '--rows']);
    const file = lines(readFileSync(PETS, 'utf8'));
    const drawn = WeightedRandomSampler.fromLabels(breeds, { numSamples: 5000, seed: 2 }).indices();
    expect(lines(stdout)).toEqual([file[0], ...[...drawn].map((row) => file[row + 1])]);
  });

  test('makes a balanced file: what it prints can be read again', () => {
    const path = folder({ 'b.csv': sampled(`n,x\n${'1,a\n'.repeat(95)}${'2,b\n'.repeat(5)}`, 4000) });
    const summary = JSON.parse(cli(['balance', join(path, 'b.csv'), '--column', 'x', '--json']).stdout);
    // half of 4,000, within five standard deviations
    for (const each of summary.classes) expect(Math.abs(each.rows - 2000)).toBeLessThan(5 * Math.sqrt(1000));
  });

  test('keeps quotes and line breaks inside fields; drops mark, CRLF and empty lines between rows', () => {
    const rows = ['"say ""hi""\n\nthere",a', 'plain,a', '"é, ü",a'];
    const input = `\ufeff\r\ntext,x\r\n${rows[0]}\r\n\r\n${rows[1]}\r\n${rows[2]}`;
    const stdout = sampled(input, 60);
    const expected = [...new WeightedRandomSampler([1, 1, 1], 60, { seed: 3 })].map((row) => `${rows[row]}\n`);
    expect(stdout).toBe(`text,x\n${expected.join('')}`);
  });

  test('from a folder of images, as a CSV', () => {
    const path = folder({ 'a_1.jpg': '', 'b_1.jpg': '' });
    const [header, ...rows] = lines(cli(['sample', path, '-n', '40', '--seed', '1', '--rows']).stdout);
    expect(header).toBe('file,label');
    expect(new Set(rows)).toEqual(new Set(['a_1.jpg,a', 'b_1.jpg,b']));
  });
});

test('as many weights as classes: a warning on standard error', () => {
  const { stderr } = cli(['sample', '-', '--column', 'x', '-n', '2', '--seed', '1'], { input: 'x\na\nb\n' });
  expect(stderr).toContain('warning: as many weights as classes (2)');
});
