// What `balance --weights` says of a column of weights, against closed forms and the library.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchBalance, coverage } from '../../src/analysis.js';
import { columnsOf } from '../../src/cli/text.js';
import { WeightedRandomSampler } from '../../src/index.js';
import { cli, folder } from '../support/cli.js';
import { onTables } from '../support/weighted-tables.js';

/** Rows of classes; c has a row of weight 0, and d has no other. */
const CLASSES = 'w,class\n4,a\n1,b\n2,a\n0,c\n1,b\n8,c\n0,d\n';
/** 5,000 rows of weights 1 to 100, and every 50th of weight 0. */
const MANY = `id,w\n${Array.from({ length: 5000 }, (_, i) => `${i},${i % 50 === 0 ? 0 : ((i * 37) % 100) + 1}`).join(
  '\n',
)}\n`;
const { at, run, json } = onTables('balance', { 'classes.csv': CLASSES, 'many.csv': MANY });
const weightsOf = (text: string, column: number) =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[column]));

describe('a drop table', () => {
  test('has exact probabilities, the most probable first, and what never comes last', async () => {
    const summary = await json('drops.csv', '--weights', 'rate', '--num-samples', '160');
    expect(summary).toMatchObject({
      ...{ file: 'drops.csv', seed: 5, sampler: 'weighted', replacement: true, distinct: false, target: null },
      ...{ rows: 5, batchSize: 32, numSamples: 160 },
      ...{ weights: 'rate', column: 'item', found: true, listed: 'rows', items: 5, neverDrawn: 1, sumOfWeights: 16 },
      ...{ untilAllClasses: null, warnings: [] },
    });
    const items = summary.perItem.map((each: Record<string, unknown>) => [
      ...[each.name, each.row, each.rows, each.weight, each.probability],
    ]);
    expect(items).toEqual([
      ['coin', 0, 1, 8, 1 / 2],
      ['dagger', 1, 1, 4, 1 / 4],
      ['crown', 2, 1, 3, 3 / 16],
      ['gem', 3, 1, 1, 1 / 16],
      ['shield', 4, 1, 0, 0],
    ]);
  });

  test('says how many draws each takes: a geometric distribution', async () => {
    const { perItem } = await json('drops.csv', '--weights', 'rate');
    for (const { probability, untilSeen } of perItem.slice(0, 4)) {
      expect(untilSeen.mean).toBe(1 / probability);
      for (const [p, draws] of [
        [0.5, untilSeen.median],
        [0.95, untilSeen.p95],
      ]) {
        expect(1 - (1 - probability) ** draws).toBeGreaterThanOrEqual(p - 1e-12);
        expect(1 - (1 - probability) ** (draws - 1)).toBeLessThan(p);
      }
    }
    expect(perItem[3].untilSeen).toEqual({ mean: 16, median: 11, p95: 47 });
    expect(perItem[4].untilSeen).toBeNull();
  });

  test('says how often each comes in an epoch, and what this epoch had', async () => {
    const { perItem, plan } = await json('drops.csv', '--weights', 'rate', '--num-samples', '160');
    const labels = ['coin', 'dagger', 'crown', 'gem', 'shield'];
    const forecast = batchBalance([8, 4, 3, 1, 0], labels, 32, { numSamples: 160 });
    const drawn = new WeightedRandomSampler([8, 4, 3, 1, 0], 160, { seed: 5 }).indices(0);
    for (const [i, each] of perItem.entries()) {
      const draws = drawn.filter((index) => index === i).length;
      for (const key of ['mean', 'lower', 'upper'] as const) expect(each.epoch[key]).toBe(forecast[i].epoch[key]);
      expect(each.epoch.lacking).toBeCloseTo(forecast[i].epoch.lacking, 15);
      const neverSeen = i === 4 ? null : Number(draws === 0);
      expect(each.plan).toEqual({ draws, share: draws / 160, neverSeen, fewest: draws, most: draws });
    }
    expect(plan).toMatchObject({ draws: 160, batches: 5, neverSeen: 0 });
  });

  test('says how long until everything was seen, as `coverage` does', async () => {
    const { untilAllRows } = await json('drops.csv', '--weights', 'rate', '--num-samples', '10');
    const forecast = coverage([8, 4, 3, 1, 0], 1);
    expect(untilAllRows).toEqual({
      items: 4,
      draws: { mean: forecast.mean, median: forecast.drawsFor(0.5), p95: forecast.drawsFor(0.95) },
      epochs: {
        median: coverage([8, 4, 3, 1, 0], 10).quantile(0.5),
        p95: coverage([8, 4, 3, 1, 0], 10).quantile(0.95),
      },
      unseen: coverage([8, 4, 3, 1, 0], 10).expectedUnseen(1),
      effective: 256 / 90,
    });
    // the sum over subsets, H. von Schelling (1954)
    const p = [1 / 2, 1 / 4, 3 / 16, 1 / 16];
    let mean = 0;
    for (let set = 1; set < 16; set++) {
      const inside = p.filter((_, i) => (set >> i) & 1);
      mean += (inside.length % 2 ? 1 : -1) / inside.reduce((sum, each) => sum + each, 0);
    }
    expect(untilAllRows.draws.mean).toBeCloseTo(mean, 9);
  });

  test('reads as a text that fits its terminal', async () => {
    const { status, stdout } = await run('drops.csv', '--weights', 'rate', '--num-samples', '160');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^drops\.csv: 5 rows, weights from\s"rate"$/m);
    expect(stdout).toMatch(/^item +weight +probability +one in +95 % by$/m);
    expect(stdout).toMatch(/^gem +1 +6\.3 % +16 +47$/m);
    expect(stdout).toMatch(/^shield +0 +0\.0 % +never +never$/m);
    expect(stdout).toMatch(/^item +expected +95 % +none +drawn$/m);
    expect(stdout).toMatch(/^coin +80 +68-92 +<0\.1 % +\d+$/m);
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('Rows are named by "item", the first column of texts that are all different.');
    expect(words).toContain('1 row of 5 has weight 0 and is never drawn: shield.');
    expect(words).toContain('Half of all runs have seen all 4 rows that can be drawn after');
    for (const line of stdout.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(60);
  });

  test('is read from standard input, too, and its warnings name the row', () => {
    const input = 'item,rate\ncoin,90\ngem,10\n';
    const { status, stdout } = cli(['balance', '-', '--weights', 'rate', '--seed', '5'], { input });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^coin +90 +90\.0 % +1\.11 +2$/m);
    expect(stdout).toContain('warning: row 0 "coin" gets 90 % of the draws');
  });
});

describe('names of rows', () => {
  const columnIn = async (text: string, ...options: string[]) => {
    const { perItem, column, found } = JSON.parse(
      cli(['balance', '-', '--weights', 'w', '--json', '--seed', '5', ...options], { input: text }).stdout,
    );
    return [column, found, ...perItem.map((each: { name: string }) => each.name)];
  };

  test('are the first column of different texts, apart from the weights', async () => {
    expect(await columnIn('kind,id,n,w\na,1,x,2\na,2,y,1\n')).toEqual(['n', true, 'x', 'y']);
    expect(await columnIn('w,n\n2,x\n1,7\n')).toEqual(['n', true, 'x', '7']);
  });

  test('are missing where there is no such column', async () => {
    for (const text of ['id,w\n1,2\n2,1\n', 'n,w\nx,2\nx,1\n', 'n,w\nx,2\n,1\n', 'w\n2\n1\n']) {
      expect(await columnIn(text)).toEqual([null, false, null, null]);
    }
    const { stdout } = await run('many.csv', '--weights', 'w');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Rows are called by their numbers, from 0');
  });

  test('are those of --column where it is given', async () => {
    expect(await columnIn('n,id,w\na,1,2\nb,2,1\n', '--column', 'id')).toEqual(['id', false, '1', '2']);
    // names with spaces around them are different from those without
    expect(await columnIn('n,w\na,1\na ,2\n', '--column', 'n')).toEqual(['n', false, 'a ', 'a']);
  });

  test('are said once, and rows that are left out keep the others their numbers', async () => {
    const options = ['--weights', 'rate', '--column', 'item', '--classes', 'gem,crown'];
    const { perItem, leftOut, found, rows } = await json('drops.csv', ...options);
    expect(perItem.map(({ name, row, probability }: Record<string, unknown>) => [name, row, probability])).toEqual([
      ['crown', 2, 0.75],
      ['gem', 3, 0.25],
    ]);
    expect([found, rows, leftOut.otherClasses]).toEqual([false, 2, { classes: 3, rows: 3 }]);
  });
});

describe('classes of rows', () => {
  test('have the sums of their weights', async () => {
    const summary = await json('classes.csv', '--weights', 'w', '--column', 'class', '--num-samples', '64');
    expect(summary).toMatchObject({ listed: 'classes', items: 4, neverDrawn: 2, column: 'class', found: false });
    expect(
      summary.perItem.map((each: Record<string, unknown>) => [each.name, each.row, each.rows, each.weight]),
    ).toEqual([
      ['c', null, 2, 8],
      ['a', null, 2, 6],
      ['b', null, 2, 2],
      ['d', null, 1, 0],
    ]);
    expect(summary.perItem.map(({ probability }: { probability: number }) => probability)).toEqual([
      ...[1 / 2, 3 / 8, 1 / 8, 0],
    ]);
    expect(summary.untilAllClasses.draws.mean).toBeCloseTo(coverage([8, 6, 2], 1).mean, 12);
    expect(summary.untilAllRows.items).toBe(5);
    const drawn = new WeightedRandomSampler([4, 1, 2, 0, 1, 8, 0], 64, { seed: 5 }).indices(0);
    const times = [0, 1, 2, 3, 4, 5, 6].map((row) => drawn.filter((index) => index === row).length);
    // row 3 has weight 0: it counts as a row of c that came 0 times, and not as unseen
    expect(summary.perItem[0].plan).toMatchObject({ draws: times[5], neverSeen: 0, fewest: 0, most: times[5] });
    expect(summary.perItem[1].plan).toMatchObject({
      ...{ draws: times[0] + times[2], fewest: Math.min(times[0], times[2]), most: Math.max(times[0], times[2]) },
    });
    expect(summary.perItem[3].plan).toMatchObject({ draws: 0, neverSeen: null });
    expect(summary.plan.neverSeen).toBe([0, 1, 2, 4, 5].filter((row) => times[row] === 0).length);
  });

  test('read as a text', async () => {
    const { stdout } = await run('classes.csv', '--weights', 'w', '--column', 'class', '--num-samples', '64');
    expect(stdout).toMatch(/^classes\.csv: 7 rows of 4 classes,\sweights from "w"$/m);
    expect(stdout).toMatch(/^class +rows +weight +probability +one in +95 % by$/m);
    expect(stdout).toMatch(/^a +2 +6 +37\.5 % +2\.67 +7$/m);
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('2 rows of 7 have weight 0 and are never drawn, among them all of d.');
    expect(words).toContain('have seen all 3 classes that can be drawn');
  });
});

describe('a large table', () => {
  const weights = weightsOf(MANY, 1);
  const sum = weights.reduce((all, each) => all + each, 0);

  test('lists the ends, and says how rows share the draws', async () => {
    const { perItem, items, neverDrawn, quantiles, heaviest, untilAllRows } = await json('many.csv', '--weights', 'w');
    expect([items, neverDrawn, perItem.length]).toEqual([5000, 100, 60]);
    const order = [...weights.keys()].sort((a, b) => weights[b] - weights[a] || a - b);
    const drawable = order.filter((row) => weights[row] > 0);
    const rows = perItem.map(({ row }: { row: number }) => row);
    expect(rows.slice(0, 30)).toEqual(drawable.slice(0, 30));
    expect(rows.slice(30).map((row: number) => weights[row])).toEqual(drawable.slice(-30).map((row) => weights[row]));
    for (const { row, probability } of perItem) expect(probability).toBeCloseTo(weights[row] / sum, 15);

    const sorted = drawable.map((row) => weights[row]).reverse();
    const level = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
    expect(quantiles.map((each: { part: number; weight: number }) => [each.part, each.weight])).toEqual(
      [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map((part) => [part, level(part)]),
    );
    const share = (rows: number) => order.slice(0, rows).reduce((all, row) => all + weights[row], 0) / sum;
    expect(heaviest.map(({ rows }: { rows: number }) => rows)).toEqual([1, 5, 50, 500, 2500]);
    for (const each of heaviest) expect(each.share).toBeCloseTo(share(each.rows), 12);
    expect(untilAllRows.unseen).toBeCloseTo(
      weights.filter((weight) => weight > 0).reduce((all, weight) => all + (1 - weight / sum) ** 5000, 0),
      6,
    );
  });

  test('reads as a text at both widths', async () => {
    const { stdout } = await run('many.csv', '--weights', 'w');
    expect(stdout).toMatch(/^rows up to +weight +probability +one in +in an epoch$/m);
    expect(stdout).toMatch(/^the heaviest +of all rows +share of the draws$/m);
    expect(stdout).toMatch(/^50 rows +1\.0 % +2\.0 %$/m);
    expect(stdout).toContain('and 4,980 more rows in between: --out writes them all');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('100 rows of 5,000 have weight 0 and are never drawn.');
    for (const line of stdout.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(60);
  });
});

test('--out writes the draws, and the probability of each row', async () => {
  const out = join(folder(), 'new');
  const { stdout, status } = await run('drops.csv', '--weights', 'rate', '--out', out, '--json');
  expect(status).toBe(0);
  const lines = (name: string) => readFileSync(join(out, name), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toEqual({
    ...JSON.parse(stdout),
    file: join(at, 'drops.csv'),
  });
  const drawn = [...new WeightedRandomSampler([8, 4, 3, 1, 0], 5, { seed: 5 }).indices(0)];
  const names = ['coin', 'dagger', 'crown', 'gem', 'shield'];
  expect(lines('indices.csv')).toEqual(['position,row,label', ...drawn.map((row, i) => `${i},${row},${names[row]}`)]);
  expect(lines('counts.csv')).toEqual([
    'row,label,weight,probability,times',
    ...[8, 4, 3, 1, 0].map(
      (weight, row) => `${row},${names[row]},${weight},${weight / 16},${drawn.filter((each) => each === row).length}`,
    ),
  ]);

  const unnamed = join(folder(), 'unnamed');
  await run('many.csv', '--weights', 'w', '--out', unnamed);
  expect(readFileSync(join(unnamed, 'counts.csv'), 'utf8')).toMatch(/^row,weight,probability,times\n0,0,0,0\n1,38,/);
  expect(readFileSync(join(unnamed, 'indices.csv'), 'utf8')).toMatch(/^position,row\n0,\d+\n/);
});
