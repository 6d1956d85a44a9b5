// `balance --weights` with other samplers and odd weights, and what `balance` and `report` refuse.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/cli/text.js';
import { SystematicSampler } from '../../src/index.js';
import { folder } from '../support/cli.js';
import { duckdb } from '../support/parquet.js';
import { runCommand } from '../support/run-command.js';
import { onTables } from '../support/weighted-tables.js';

const { at, run, json } = onTables('balance', {});

describe('other samplers', () => {
  test('systematic draws are those of the sampler, without forecasts of independent ones', async () => {
    const options = ['--weights', 'rate', '--sampler', 'systematic', '--num-samples', '160'];
    const { perItem } = await json('drops.csv', ...options);
    const drawn = new SystematicSampler([8, 4, 3, 1, 0], 160, { seed: 5 }).indices(0);
    expect(perItem.map(({ plan }: { plan: { draws: number } }) => plan.draws)).toEqual([80, 40, 30, 10, 0]);
    expect(drawn.filter((index) => index === 3)).toHaveLength(10);
    const { stdout } = await run('drops.csv', ...options);
    expect(stdout).not.toContain('95 % by');
    expect(stdout).not.toContain('expected');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Independent draws, as a comparison: half of all runs have seen');
  });

  test('draws without replacement and distinct batches, too', async () => {
    const without = await json('drops.csv', '--weights', 'rate', '--without-replacement', '--num-samples', '3');
    expect(without.plan).toMatchObject({ draws: 3, neverSeen: 1, fewest: 0, most: 1 });
    const { stdout } = await run('drops.csv', '--weights', 'rate', '--without-replacement', '--num-samples', '3');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('probability: that the first draw gives the row.');
    const distinct = await json('drops.csv', '--weights', 'rate', '--distinct', '--batch-size', '2');
    const plain = await json('drops.csv', '--weights', 'rate', '--batch-size', '2');
    expect(distinct.perItem).toEqual(plain.perItem);
  });
});

test('Parquet gives the numbers and the names of a CSV with the same data', async () => {
  await duckdb(at, "COPY (FROM 'drops.csv') TO 'drops.parquet'");
  for (const [command, ...options] of [['balance'], ['report', '--trials', '20']]) {
    const [csv, parquet] = await Promise.all(
      ['drops.csv', 'drops.parquet'].map((file) =>
        runCommand(at, [command, file, '--weights', 'rate', '--seed', '5', '--json', ...options]),
      ),
    );
    expect([command, csv.status, csv.stderr]).toEqual([command, 0, '']);
    const { read, ...told } = JSON.parse(parquet.stdout);
    expect(read).toMatchObject({ format: 'parquet', rows: 5 });
    const { read: asText, ...expected } = JSON.parse(csv.stdout.replace('drops.csv', 'drops.parquet'));
    expect(asText).toMatchObject({ format: 'text', rows: 5 });
    expect([parquet.status, parquet.stderr, told]).toEqual([0, '', expected]);
  }
});

describe('odd weights', () => {
  test('one row', async () => {
    const { perItem, untilAllRows } = await json('one.csv', '--weights', 'w');
    expect(perItem[0]).toMatchObject({ name: null, row: 0, probability: 1, untilSeen: { mean: 1, median: 1, p95: 1 } });
    expect(untilAllRows).toMatchObject({ items: 1, draws: { mean: 1, median: 1, p95: 1 } });
    const { stdout } = await run('one.csv', '--weights', 'w');
    expect(stdout).toMatch(/^row 0 +3 +100\.0 % +1 +1$/m);
  });

  test('equal ones, in the order of the file', async () => {
    const { perItem } = await json('equal.csv', '--weights', 'w');
    expect(perItem.map(({ name }: { name: string }) => name)).toEqual(['a', 'b', 'c']);
    for (const { probability } of perItem) expect(probability).toBeCloseTo(1 / 3, 15);
  });

  test('600 orders of magnitude', async () => {
    const { perItem } = await json('huge.csv', '--weights', 'w');
    expect(perItem.map(({ probability }: { probability: number }) => probability)).toEqual([1, 2 ** -64, 0]);
    const { stdout, status } = await run('huge.csv', '--weights', 'w');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^a +1e-300 +5\.4e-18 % +1\.8e\+19 +5\.5e\+19$/m);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
    for (const line of stdout.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(60);
  });

  test('a sum beyond the largest number', async () => {
    const summary = await json('over.csv', '--weights', 'w');
    expect([summary.sumOfWeights, summary.perItem[0].probability]).toEqual([null, 0.5]);
    const { stdout } = await run('over.csv', '--weights', 'w');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('(these sum to more than 1.8e308)');
  });
});

test.each([
  [
    'a target',
    ['drops.csv', '--weights', 'rate', '--target', 'coin=1'],
    /--weights <name>' cannot be used with .*--target/,
  ],
  [
    'stratified batches',
    ['drops.csv', '--weights', 'rate', '--sampler', 'stratified'],
    /needs classes: give --column NAME in place of --weights$/,
  ],
  [
    'classes without their column',
    ['drops.csv', '--weights', 'rate', '--classes', 'coin'],
    /need --column NAME beside --weights/,
  ],
  [
    'a class that is not there',
    ['drops.csv', '--weights', 'rate', '--column', 'item', '--classes', 'Coin'],
    /no class "Coin"; did you mean "coin"\?$/,
  ],
  [
    'weights that are all 0',
    ['zeros.csv', '--weights', 'w'],
    /^loaded-dice: zeros\.csv: w must have a positive number, all 2 are 0$/,
  ],
  [
    'rows that are all 0',
    ['drops.csv', '--weights', 'rate', '--column', 'item', '--classes', 'shield'],
    /all 1 of these rows are 0$/,
  ],
  ['a negative weight', ['bad.csv', '--weights', 'w'], /bad\.csv: line 3: w must be .* got "-2"$/],
  ['a column that is not there', ['drops.csv', '--weights', 'w'], /no column "w".*try --weights rate$/],
  [
    'more draws than rows',
    ['drops.csv', '--weights', 'rate', '--without-replacement'],
    /must be at most 4, the rows that can be drawn/,
  ],
])('%s is refused in one line', async (_, [file, ...options], message) => {
  for (const command of ['balance', 'report']) {
    const out = join(folder(), 'out.html');
    const { status, stdout, stderr } = await runCommand(at, [command, file, ...options, '--out', out]);
    expect([command, status, stdout]).toEqual([command, 2, '']);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  }
});

test('rows without a weight or a label are counted once, and classes that have none left are gone', async () => {
  const where = folder({ 'in.csv': 'label,w\na,1\n,2\nb,\n,\na,3\n' });
  const { stdout } = await runCommand(where, ['balance', 'in.csv', '--weights', 'w', '--column', 'label', '--json']);
  const { rows, read, perItem } = JSON.parse(stdout);
  expect([rows, read.text]).toEqual([
    2,
    'commas, header, UTF-8, 5 rows; 3 without a weight or a label left out (empty 4)',
  ]);
  expect(perItem.map(({ name }: { name: string }) => name)).toEqual(['a']);
});
