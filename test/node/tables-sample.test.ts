// The rows of a sample: as objects, as a data set, as a Parquet file; counts of classes and forecasts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverage } from '../../src/analysis.js';
import { BatchSampler, DataLoader, SequentialSampler } from '../../src/index.js';
import { classCounts, coverageOf, sampleTable, type TableProgress, type TableSample } from '../../src/tables.js';
import { testTables } from '../support/tables.js';

const tables = testTables();
const ROWS = 20_000;
const TABLE = `SELECT range AS id, (range % 11)::DOUBLE AS w, 'c' || range % 3 AS label, range::INTEGER * 2 AS twice,
  [range, 1] AS list, NULL::DATE AS nothing FROM range(${ROWS})`;
const OPTIONS = { weights: 'w', id: 'id', n: 5000, seed: 3 } as const;

let file: string;
const { TMPDIR } = process.env;
beforeAll(async () => {
  process.env.TMPDIR = tables.path('temporary');
  mkdirSync(process.env.TMPDIR);
  file = await tables.write('rows.parquet', TABLE);
});

afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

const collect = async (sample: TableSample) => {
  const rows = [];
  for await (const row of sample.rows()) rows.push(row);
  return rows;
};
/** The temporary folders of engines that are open. */
const folders = () => readdirSync(process.env.TMPDIR as string);

describe('a sample', () => {
  it('has a fresh seed, which it tells', async () => {
    const { seed: _, ...unseeded } = OPTIONS;
    const [one, other] = [await sampleTable(file, unseeded), await sampleTable(file, unseeded)];
    expect(one.seed).not.toBe(other.seed);
    expect((await sampleTable(file, { ...OPTIONS, seed: BigInt(one.seed) })).ids()).toEqual(one.ids());
    expect((await sampleTable(file, { ...OPTIONS, seed: 'a text' })).seed).toBeGreaterThan(2 ** 32);
  });

  it.each([true, false])('gives its rows in the order of draws, replacement %s', async (replacement) => {
    await using sample = await sampleTable(file, { ...OPTIONS, replacement });
    const rows = await collect(sample);
    expect(rows).toHaveLength(5000);
    expect(rows.map(({ id }) => String(id))).toEqual(sample.ids());
    expect(new Set(sample.ids()).size === 5000).toBe(!replacement);
    const id = rows[0].id as bigint;
    const values = { w: Number(id) % 11, label: `c${id % 3n}`, twice: 2 * Number(id), list: [id, 1n], nothing: null };
    expect(rows[0]).toEqual({ id, ...values });
  });

  it('gives the same rows from every format', async () => {
    const few = 'SELECT id, w, label, twice FROM';
    const csv = await tables.write('rows.csv', `${few} '${file}'`);
    const json = await tables.write('rows.json', `${few} '${file}'`, 'ARRAY true');
    const database = tables.path('rows.duckdb');
    await tables.run(`ATTACH '${database}' AS d; CREATE TABLE d.t AS ${few} '${file}'; DETACH d`);
    const wanted = await collect(await sampleTable(file, { ...OPTIONS, columns: ['label', 'twice'] }));
    expect(Object.keys(wanted[0])).toEqual(['label', 'twice']);
    for (const source of [csv, json, [json], { table: 't', database }, { query: `FROM '${file}'` }]) {
      const sample = await sampleTable(source, { ...OPTIONS, columns: ['label', 'TWICE'] });
      const rows = await collect(sample);
      const plain = rows.map((row) => ({ label: row.label, twice: Number(Object.values(row)[1]) }));
      expect(plain, JSON.stringify(source)).toEqual(wanted);
      await sample.close();
    }
  });

  it('finds rows by their place without ids, in files of other columns, too', async () => {
    await tables.write('mixed-1.parquet', 'SELECT range % 5 AS w, range AS x FROM range(3000)');
    await tables.write('mixed-2.parquet', "SELECT 'y' || range AS y, range % 4 + 0.5 AS w FROM range(2000)");
    await tables.write('mixed-3.csv', "SELECT range % 3 AS w, 'z' || range AS y FROM range(1000)");
    const files = ['mixed-1.parquet', 'mixed-2.parquet', 'mixed-3.csv'].map(tables.path);
    await using sample = await sampleTable(files, { weights: 'w', n: 700, seed: 1 });
    const rows = await collect(sample);
    for (const [i, id] of sample.ids().entries()) {
      const [, name, row] = /^mixed-(\d)\.\w+:(\d+)$/.exec(id) as RegExpExecArray;
      const k = Number(row);
      if (name === '1') expect(rows[i]).toEqual({ w: k % 5, x: BigInt(k), y: null });
      else if (name === '2') expect(rows[i]).toEqual({ w: (k % 4) + 0.5, x: null, y: `y${k}` });
      else expect(rows[i]).toEqual({ w: k % 3, x: null, y: `z${k}` });
    }
    expect(new Set(sample.ids().map((id) => id[6]))).toEqual(new Set(['1', '2', '3']));
  });

  it('is fetched for those who wait, if another call is aborted', async () => {
    await using sample = await sampleTable(file, OPTIONS);
    const stop = new AbortController();
    const stopped = sample.writeParquet(tables.path('stopped.parquet'), { signal: stop.signal });
    const rows = collect(sample);
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    expect((await rows).map(({ id }) => String(id))).toEqual(sample.ids());
  });

  it('is a data set for a DataLoader', async () => {
    await using sample = await sampleTable(file, { ...OPTIONS, columns: ['id', 'w', 'label'] });
    const sampler = new BatchSampler(new SequentialSampler(sample.length), 64);
    const labels: unknown[] = [];
    for await (const batch of new DataLoader(sample, { batchSampler: sampler })) {
      const { w, label, id } = batch as { w: Float32Array; label: string[]; id: bigint[] };
      expect(w).toBeInstanceOf(Float32Array);
      expect(Number(id[0]) % 11).toBe(w[0]);
      labels.push(...label);
    }
    expect(labels).toEqual(sample.ids().map((id) => `c${Number(id) % 3}`));
    // far apart, at once
    const ids = await Promise.all([4999, 0, 2047, 2048, 4999].map(async (i) => String((await sample.get(i)).id)));
    expect(ids).toEqual([4999, 0, 2047, 2048, 4999].map((i) => sample.ids()[i]));
    await expect(sample.get(5000)).rejects.toThrow('index must be below 5000, got 5000');
    await expect(sample.get(-1)).rejects.toThrow('index must be a non-negative integer, got -1');
  });

  it('writes Parquet in the order of draws, whole or not at all', async () => {
    await using sample = await sampleTable(file, { ...OPTIONS, columns: ['id', 'label'] });
    const out = tables.path('out.parquet');
    writeFileSync(out, 'what was there');
    const before = readdirSync(tables.path(''));
    await expect(sample.writeParquet(out, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    expect(readFileSync(out, 'utf8')).toBe('what was there');
    await sample.writeParquet(out);
    const rows = await tables.run(`SELECT id::VARCHAR FROM '${out}'`);
    expect(rows.flat()).toEqual(sample.ids());
    expect(readdirSync(tables.path(''))).toEqual(before);
    for (const [path, message] of [
      [file, `${file} is a file of the source: give another path`],
      [tables.path('none/out.parquet'), `there is no folder ${tables.path('none')}`],
      [`${file}/out.parquet`, `${file} is a file, not a folder`],
      [tables.path(''), 'is a folder: give the path of a file'],
    ]) {
      await expect(sample.writeParquet(path)).rejects.toThrow(message);
    }
    await expect(sample.writeParquet('')).rejects.toThrow('path must be the path of a file, got ""');
    expect(readdirSync(tables.path(''))).toEqual(before);
  });

  it('refuses to fetch from a file that has changed', async () => {
    const changing = await tables.write('changing.parquet', TABLE);
    const sample = await sampleTable(changing, OPTIONS);
    await tables.write('changing.parquet', `${TABLE} WHERE range % 2 = 0`);
    await expect(collect(sample)).rejects.toThrow(`${changing} has changed since the sample was planned: plan it anew`);
  });

  it('leaves no folder behind, and stops when it is told to', async () => {
    const sample = await sampleTable(file, OPTIONS);
    await expect(sampleTable(file, { ...OPTIONS, weights: 'label' })).rejects.toThrow();
    const open = folders();
    await sample.get(0);
    expect(folders()).toHaveLength(open.length + 1);
    await sample.close();
    expect(folders()).toEqual(open);
    // hashing this takes minutes
    const endless = { query: 'SELECT range AS id, 1 AS w FROM range(10_000_000_000)' };
    const stop = new AbortController();
    const steps: TableProgress[] = [];
    const onProgress = (progress: TableProgress) => {
      if (steps.push(progress) === 3) stop.abort(new Error('enough'));
    };
    const drawing = sampleTable(endless, { weights: 'w', id: 'id', n: 10, signal: stop.signal, onProgress });
    await expect(drawing).rejects.toThrow('enough');
    expect(steps).toHaveLength(3);
    for (const { step, done } of steps) {
      expect(step).toBe('plan');
      expect(done >= 0 && done <= 1).toBe(true);
    }
    expect(folders()).toEqual(open);
  });
});

describe('classCounts', () => {
  it('counts rows, in ascending order, with the types of the column', async () => {
    const rows = `SELECT range % 3 = 0 AS b, (range % 4)::BIGINT AS i,  9007199254740993 - range % 2 AS big,
      (range % 2)::VARCHAR AS t, DATE '2026-01-01' AS d, (range % 2) / 4 AS half FROM range(10)`;
    const typed = await tables.write('typed.parquet', rows);
    const counts = async (column: string) => [...(await classCounts(typed, column))];
    expect(await counts('b')).toEqual([
      [false, 6],
      [true, 4],
    ]);
    expect(await counts('I')).toEqual([
      [0, 3],
      [1, 3],
      [2, 2],
      [3, 2],
    ]);
    expect(await counts('big')).toEqual([
      [9007199254740992n, 5],
      [9007199254740993n, 5],
    ]);
    expect(await counts('t')).toEqual([
      ['0', 5],
      ['1', 5],
    ]);
    expect(await counts('d')).toEqual([['2026-01-01', 10]]);
    expect(await counts('half')).toEqual([
      [0, 5],
      [0.25, 5],
    ]);
    const csv = await tables.write('typed.csv', rows);
    expect([...(await classCounts(csv, 'i'))]).toEqual([
      ['0', 3],
      ['1', 3],
      ['2', 2],
      ['3', 2],
    ]);
  });

  it('counts over all files', async () => {
    await tables.write('a-1.csv', "SELECT 'x' AS c FROM range(3)");
    await tables.write('a-2.csv', "SELECT 'y' AS c FROM range(2)");
    expect(await classCounts(tables.path('a-*.csv'), 'c')).toEqual(
      new Map([
        ['x', 3],
        ['y', 2],
      ]),
    );
  });
});

describe('coverageOf', () => {
  const weights = Array.from({ length: ROWS }, (_, i) => i % 11);
  const same = (one: number, other: number, digits = 9) => expect(one / other).toBeCloseTo(1, digits);

  it('is the coverage of the weights', async () => {
    const found = await coverageOf(file, { weights: 'w', labels: 'label', drawsPerEpoch: 5000 });
    const wanted = coverage(weights, 5000);
    expect([found.rows, found.items, found.drawsPerEpoch]).toEqual([ROWS, wanted.items, 5000]);
    for (const of of [(c: typeof wanted) => c.expectedUnseen(3), (c: typeof wanted) => c.mean] as const)
      same(of(found), of(wanted));
    same(found.effectiveSampleSize, wanted.effectiveSampleSize);
    expect(found.quantile(0.5)).toBe(wanted.quantile(0.5));
    same(found.expectedDistinct, wanted.items - wanted.expectedUnseen(1));
    // classes, one row after the other
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(found.classes.map((each) => each.class)).toEqual(['c0', 'c1', 'c2']);
    for (const [code, each] of found.classes.entries()) {
      const own = weights.filter((_, i) => i % 3 === code);
      expect(each.rows).toBe(own.length);
      same(each.probability, own.reduce((sum, weight) => sum + weight, 0) / total);
      same(
        each.distinct,
        own.reduce((sum, weight) => sum + 1 - (1 - weight / total) ** 5000, 0),
      );
      same(each.epoch.mean, 5000 * each.probability);
      expect(each.epoch.lower).toBeLessThan(each.epoch.mean);
      expect(each.epoch.upper).toBeGreaterThan(each.epoch.mean);
    }
    same(
      found.classes.reduce((sum, { distinct }) => sum + distinct, 0),
      found.expectedDistinct,
    );
  });

  it('balances by labels, and takes each row once an epoch by default', async () => {
    const found = await coverageOf(file, { labels: 'label', target: { c0: 2, c1: 1, c2: 1 } });
    expect(found.drawsPerEpoch).toBe(ROWS);
    expect(found.classes.map(({ probability }) => probability)).toEqual(
      [0.5, 0.25, 0.25].map((p) => expect.closeTo(p, 12)),
    );
    expect((await coverageOf(file, { weights: 'w' })).classes).toEqual([]);
  });

  it('merges nearly equal weights where there are very many', async () => {
    const many = await tables.write('many.parquet', 'SELECT 1 + range / 7e4 AS w FROM range(200_000)');
    const [found, wanted] = [
      await coverageOf(many, { weights: 'w' }),
      coverage(Array.from({ length: 200_000 }, (_, i) => 1 + i / 7e4)),
    ];
    expect(found.items).toBe(200_000);
    same(found.expectedUnseen(2), wanted.expectedUnseen(2), 6);
    same(found.mean, wanted.mean, 6);
  });
});
