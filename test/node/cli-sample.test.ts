import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SystematicSampler, WeightedRandomSampler } from '../../src/index.js';
import { COMMAND, cli, folder, PETS } from '../support/cli.js';
import { csvRead } from '../support/read-notes.js';

const READ = 'commas, header, UTF-8, 7,349 rows';
const lines = (text: string) => text.trimEnd().split('\n');
const breeds = lines(readFileSync(PETS, 'utf8'))
  .slice(1)
  .map((line) => line.split(',')[1]);

describe('row numbers', () => {
  test("are the library's, one a line, with the seed on standard error", () => {
    const { stdout, stderr, status } = cli(['sample', PETS, '--column', 'breed', '-n', '70000', '--seed', '5']);
    const expected = WeightedRandomSampler.fromLabels(breeds, { numSamples: 70_000, seed: 5 }).indices();
    expect(stdout).toBe(`${expected.join('\n')}\n`);
    expect([stderr, status]).toEqual([`read as: ${READ}\nseed 5\n`, 0]);
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
    expect(head).toEqual({
      ...{ file: PETS, seed: 5, sampler: 'weighted', replacement: true, distinct: false, rows: 7349 },
      ...{ target: null, scheme: null, read: csvRead(7349, READ) },
      leftOut: { missing: {}, otherClasses: { classes: 0, rows: 0 }, beyondLimit: {}, unlabelledImages: 0 },
      ...{ batchSize: 32, numSamples: 70_000, warnings: [] },
    });
    expect(draws).toEqual([...WeightedRandomSampler.fromLabels(breeds, { numSamples: 70_000, seed: 5 }).indices()]);
  });

  const tenMillion = ['sample', PETS, '--column', 'breed', '-n', '10000000', '--seed', '1'];

  test('ten million in a heap that could not hold them as strings', async () => {
    const child = spawn(process.execPath, ['--max-old-space-size=48', COMMAND, ...tenMillion], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    let counted = 0;
    for await (const bytes of child.stdout) for (const byte of bytes as Buffer) if (byte === 10) counted++;
    expect([await ended, counted]).toEqual([[0, null], 10_000_000]);
  });

  // Windows has no bash of its own
  test.skipIf(process.platform === 'win32')('a reader that has seen enough is no error', () => {
    const command = [process.execPath, COMMAND, ...tenMillion];
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
    for (const each of summary.perClass) expect(Math.abs(each.rows - 2000)).toBeLessThan(5 * Math.sqrt(1000));
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

describe('some of the classes, and a limited number of their rows', () => {
  const animals = ['cat', 'dog', 'cat', 'owl', 'cat', 'dog', 'cat', 'emu', 'cat', 'dog'];
  const prices = animals.map((_, i) => i % 4);
  const input = `kind,price\n${animals.map((animal, i) => `${animal},${prices[i]}`).join('\n')}\n`;
  const sample = (...args: string[]) => cli(['sample', '-', '--seed', '4', ...args], { input });
  const draws = (...args: string[]) => lines(sample(...args).stdout).map(Number);
  const rowsOf = (...kinds: string[]) => [...animals.keys()].filter((row) => kinds.includes(animals[row]));

  test('are drawn by their numbers in the file', () => {
    const rows = rowsOf('dog', 'owl');
    const expected = WeightedRandomSampler.fromLabels(
      rows.map((row) => animals[row]),
      { numSamples: 200, seed: 4 },
    );
    const drawn = draws('--column', 'kind', '--classes', 'owl,dog', '-n', '200');
    expect(drawn).toEqual([...expected.indices()].map((item) => rows[item]));
    expect(new Set(drawn)).toEqual(new Set(rows));
  });

  test('are those that balance takes and draws', () => {
    const args = ['--column', 'kind', '--classes', 'cat,dog', '--limit', 'cat=2', '--limit', 'dog=2', '--seed', '4'];
    const out = join(folder(), 'out');
    expect(cli(['balance', '-', ...args, '--num-samples', '60', '--out', out], { input }).status).toBe(0);
    const indices = lines(readFileSync(join(out, 'indices.csv'), 'utf8')).slice(1);
    const counts = lines(readFileSync(join(out, 'counts.csv'), 'utf8')).slice(1);
    const drawn = draws(...args, '-n', '60');
    expect(drawn).toEqual(indices.map((line) => Number(line.split(',')[1])));
    expect(counts).toHaveLength(4);
    expect(new Set(drawn)).toEqual(new Set(counts.map((line) => Number(line.split(',')[0]))));
    // as many as take part, where no number is given
    expect(draws(...args)).toHaveLength(4);
  });

  test('with --rows, as they stand in the file', () => {
    const args = ['--column', 'kind', '--limit', 'cat=1', '--classes', 'cat,emu', '-n', '40'];
    const numbers = draws(...args);
    const file = lines(input);
    expect(lines(sample(...args, '--rows').stdout)).toEqual([file[0], ...numbers.map((row) => file[row + 1])]);
    expect(new Set(numbers).size).toBe(2);
  });

  test('by weights, with a column for the classes', () => {
    const rows = rowsOf('cat', 'dog');
    const expected = new WeightedRandomSampler(
      rows.map((row) => prices[row]),
      300,
      { seed: 4 },
    );
    expect(draws('--weights', 'price', '--column', 'kind', '--classes', 'cat,dog', '-n', '300')).toEqual(
      [...expected.indices()].map((item) => rows[item]),
    );
    const { stdout } = sample('--weights', 'price', '--column', 'kind', '--limit', 'cat=2', '--json');
    const { leftOut, rows: taken, draws: drawn } = JSON.parse(stdout);
    expect([taken, leftOut.beyondLimit, drawn.length]).toEqual([7, { cat: 3 }, 7]);
    expect(drawn.every((row: number) => prices[row] > 0)).toBe(true);
  });

  test('by other samplers, and by a target', () => {
    const args = ['--column', 'kind', '--classes', 'dog,cat'];
    const rows = rowsOf('cat', 'dog');
    const labels = rows.map((row) => animals[row]);
    const expected = SystematicSampler.fromLabels(labels, { numSamples: 16, seed: 4 }).indices();
    expect(draws(...args, '--sampler', 'systematic', '-n', '16')).toEqual([...expected].map((item) => rows[item]));
    const stratified = draws(...args, '--sampler', 'stratified', '--batch-size', '4', '-n', '12');
    for (let at = 0; at < 12; at += 4) {
      expect(stratified.slice(at, at + 4).filter((row) => animals[row] === 'dog')).toHaveLength(2);
    }
    // fewer draws than a batch are one batch of that size
    expect(draws(...args, '--sampler', 'stratified', '-n', '4')).toHaveLength(4);
    const target = draws(...args, '--target', 'dog=1', '--target', 'cat=0', '-n', '50');
    expect(new Set(target)).toEqual(new Set(rowsOf('dog')));
    expect(draws(...args, '--without-replacement').sort((a, b) => a - b)).toEqual(rowsOf('cat', 'dog'));
  });

  test('of a folder of images', () => {
    const path = folder({ 'a_1.jpg': '', 'a_2.jpg': '', 'b_1.jpg': '', 'c_1.jpg': '' });
    const run = (...more: string[]) => lines(cli(['sample', path, '-n', '40', '--seed', '1', ...more]).stdout);
    expect(new Set(run('--classes', 'b,c'))).toEqual(new Set(['2', '3']));
    expect(new Set(run('--classes', 'c', '--rows'))).toEqual(new Set(['file,label', 'c_1.jpg,c']));
  });

  test.each([
    [['--weights', 'price', '--classes', 'cat'], /--classes and --limit need --column NAME beside --weights/],
    [['--weights', 'price', '--column', 'kind'], /--column cannot be used with --weights, unless --classes or --limit/],
    [['--weights', 'price', '--column', 'king', '--classes', 'cat'], /no column "king".*; did you mean kind\?$/],
    [['--weights', 'prize', '--column', 'kind', '--classes', 'cat'], /no column "prize".*; did you mean price\?$/],
    [['--weights', 'price', '--column', 'kind', '--classes', 'yak'], /has no class "yak"/],
    [['--weights', 'price', '--column', 'kind', '--limit', 'cat=0'], /must be a positive integer/],
    [['--column', 'kind', '--classes', 'cat', '--limit', 'dog=1'], /--limit dog: --classes does not name this class$/],
    [['--column', 'kind', '--classes', 'cat', '--target', 'dog=1'], /has no class "dog"; there are "cat"$/],
    [['--weights', 'price', '--target', 'cat=1'], /cannot be used with/],
  ])('what does not go together is told in one line: %s', (args, message) => {
    const { stdout, stderr, status } = sample(...args);
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('rows of no weight alone are told of', () => {
    const zeros = 'kind,price\na,0\nb,1\n';
    const args = ['sample', '-', '--weights', 'price', '--column', 'kind', '--classes', 'a'];
    const { stderr, status } = cli(args, { input: zeros });
    expect([status, stderr]).toEqual([
      2,
      'loaded-dice: standard input: price must have a positive number, all 1 of these rows are 0\n',
    ]);
  });
});

describe('what is warned of', () => {
  const input = `kind,price\n${'a,0.01\n'.repeat(999)}b,1e6\n`;

  test('is this sample: not what few draws would show in a hundred epochs', () => {
    for (const args of [
      ['--column', 'kind', '-n', '5'],
      ['--weights', 'price', '-n', '5'],
    ]) {
      const { stderr } = cli(['sample', '-', '--seed', '1', ...args], { input });
      expect(stderr).not.toMatch(/100 epochs|expected less/);
    }
    const pets = cli(['sample', PETS, '--column', 'breed', '-n', '5', '--seed', '1']);
    expect(pets.stderr).toBe(`read as: ${READ}\nseed 1\n`);
  });

  test('names rows by their numbers in the file', () => {
    const { stderr } = cli(['sample', '-', '--weights', 'price', '--seed', '1'], { input });
    expect(stderr).toContain('warning: row 999 gets 100 % of the draws');
    const chosen = ['--weights', 'price', '--column', 'kind', '--limit', 'a=3', '--seed', '1'];
    expect(cli(['sample', '-', ...chosen], { input }).stderr).toContain('warning: row 999 gets 100 % of the draws');
  });

  test('is in the JSON, and there alone', () => {
    const { stdout, stderr } = cli(['sample', '-', '--weights', 'price', '-n', '2', '--json'], { input });
    expect([stderr, JSON.parse(stdout).warnings]).toEqual(['', ['row 999 gets 100 % of the draws']]);
  });
});

test('the JSON of all three commands begins alike', () => {
  const input = 'kind\na\nb\nb\na\nc\n';
  const args = ['--column', 'kind', '--classes', 'a,b', '--limit', 'b=1', '--seed', '3', '--batch-size', '2', '--json'];
  const how = ['--without-replacement', '--distinct', '--target', 'a=3', '--target', 'b=1'];
  const head = {
    ...{ file: 'standard input', seed: 3, sampler: 'weighted', replacement: false, distinct: true },
    ...{ target: { a: 3, b: 1 }, rows: 3, batchSize: 2, numSamples: 2 },
    leftOut: { otherClasses: { classes: 1, rows: 1 }, beyondLimit: { b: 1 }, unlabelledImages: 0 },
  };
  const keys: string[][] = [];
  for (const [command, number] of [
    ['balance', '--num-samples'],
    ['report', '--num-samples'],
    ['sample', '-n'],
  ]) {
    const { stdout, status } = cli([command, '-', ...args, ...how, number, '2'], { input });
    expect([command, status]).toEqual([command, 0]);
    const made = JSON.parse(stdout);
    expect(made).toMatchObject(head);
    expect(made.warnings).toEqual([]);
    expect(stdout).not.toContain('withoutReplacement');
    keys.push(Object.keys(made).slice(0, Object.keys(head).length));
  }
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).toEqual(keys[0]);
});

test('the JSON of balance and of report has the same words, and null where there is no number', () => {
  const input = 'kind\na\nb\nb\na\nc\n';
  const args = ['--column', 'kind', '--seed', '3', '--num-samples', '2', '--json', '--target', 'a=0'];
  const read = (command: string) => {
    const { stdout } = cli([command, '-', ...args, '--target', 'b=1', '--target', 'c=1'], { input });
    expect(stdout).not.toContain('Infinity');
    return JSON.parse(stdout);
  };
  const [balanced, reported] = [read('balance'), read('report')];
  for (const epoch of ['shuffle', 'plan']) {
    const { draws, batches, neverSeen } = reported[epoch].epoch;
    expect(balanced[epoch]).toEqual({ draws, batches, neverSeen });
    const byClass = new Map(balanced.perClass.map((each: { class: string }) => [each.class, each]));
    reported.classes.forEach((label: string, code: number) => {
      expect(byClass.get(label)).toMatchObject({ class: label, [epoch]: reported[epoch].epoch.classes[code] });
    });
  }
  const rowProbabilities = balanced.perClass.map((each: { rowProbability: number }) => each.rowProbability);
  expect(rowProbabilities).toEqual([0, 0.25, 0.5]);
  expect(balanced.perClass[0].plan).toMatchObject({ batchesWithout: null, neverSeen: null });
  for (const each of reported.alternatives) {
    expect(Object.keys(each)).toEqual(expect.arrayContaining(['batchesLacking', 'epochsToAll', 'guarantee']));
  }
  expect(reported.alternatives[0].guarantee).toBeNull();
  // a row that hardly ever comes: in no number of epochs for certain
  const tiny = ['--target', 'b=1', '--target', 'c=1e-300'];
  const rare = JSON.parse(cli(['report', '-', ...args, ...tiny], { input }).stdout);
  const systematic = rare.alternatives.find((each: { name: string }) => each.name === 'systematic');
  expect([systematic.guarantee, rare.run.epochs]).toEqual([null, null]);
});
