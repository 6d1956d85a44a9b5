// A sample does not depend on what it is drawn on and from.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DUCKDB } from '../../src/tables/sql/dialect.js';
import {
  drawPart,
  mergeCandidates,
  planSample,
  type SampleOptions,
  type SamplePlan,
  sampleTable,
  type TableSource,
  widenPlan,
} from '../../src/tables.js';
import { rounds } from '../support/rounds.js';
import { drawnFrom, drawsOf, testTables } from '../support/tables.js';

const tables = testTables();
const ROWS = 130_000;
const N = 3000;
const SEED = 1234;
/** Ids and weights, by arithmetic alone: every 50th weight is 0, few are large. */
const idOf = (i: number) => `item-${i}`;
const weightOf = (i: number) => (i % 50 === 0 ? 0 : ((i * 7919) % 1013) / 64 + (i % 4999 === 1 ? 500 : 0));
const TABLE = `SELECT 'item-' || range AS id, CASE WHEN range % 50 = 0 THEN 0 ELSE ((range * 7919) % 1013) / 64 +
  CASE WHEN range % 4999 = 1 THEN 500 ELSE 0 END END AS w, 'c' || range % 3 AS label, range AS n FROM range(${ROWS})`;
const MODES = [true, false] as const;
/** Small groups of rows, so that several threads have something to do. */
const GROUPS = 'ROW_GROUP_SIZE 8192';

/** The table as one Parquet file. */
let whole: string;
let csv: string;
/** These rows in other formats. */
let others: TableSource[];
/** In folders named after how many they are. */
const FILES = [1, 3, 64];

beforeAll(async () => {
  whole = await tables.write('whole.parquet', TABLE, GROUPS);
  for (const files of FILES) {
    mkdirSync(tables.path(`${files}`));
    for (let file = 0; file < files; file++) {
      const order = file % 2 === 0 ? 'n DESC' : 'md5(id)';
      const rows = `SELECT * FROM '${whole}' WHERE n % ${files} = ${file} ORDER BY ${order}`;
      await tables.write(`${files}/${file}.parquet`, rows, GROUPS);
    }
  }
  csv = await tables.write('rows.csv', TABLE);
  const database = tables.path('rows.duckdb');
  await tables.run(`ATTACH '${database}' AS rows; CREATE TABLE rows.items AS ${TABLE};
    CREATE VIEW rows.seen AS SELECT * FROM rows.items; DETACH rows`);
  others = [
    csv,
    await tables.write('rows.tsv.gz', TABLE, "FORMAT csv, DELIMITER '\t', COMPRESSION gzip"),
    await tables.write('rows.jsonl', TABLE, 'FORMAT json'),
    { table: 'items', database },
    { table: 'main.SEEN', database },
    { query: 'SELECT * FROM items;', database },
    { query: `SELECT * FROM '${csv}' -- all of them` },
  ];
});

const reference = new Map<boolean, ReturnType<typeof drawnFrom>>();
/** The sample, computed here: hashes, logarithms and order. */
function expected(replacement: boolean) {
  if (!reference.has(replacement)) {
    const rows = Array.from({ length: ROWS }, (_, i) => [idOf(i), weightOf(i)] as const);
    reference.set(replacement, drawnFrom(rows, N, SEED, replacement));
  }
  return reference.get(replacement) as ReturnType<typeof drawnFrom>;
}

/** The ids of a sample, after its parts have been through JSON. */
async function inParts(source: TableSource, options: Omit<SampleOptions, 'n'>, parts: number) {
  const plan = JSON.parse(JSON.stringify(await planSample(source, { n: N, seed: SEED, ...options, parts })));
  const lists = [];
  // the last part first: the order of parts is nothing
  for (const part of plan.parts.reverse()) lists.push(JSON.parse(JSON.stringify(await drawPart(plan, part))));
  return { plan, drawn: mergeCandidates(lists, N) };
}

describe.each(MODES)('a sample with replacement: %s', (replacement) => {
  const options = { weights: 'w', id: 'id', n: N, seed: SEED, replacement };
  const ids = async (source: TableSource, more: object = {}) =>
    (await sampleTable(source, { ...options, ...more })).ids();
  const wanted = () => expected(replacement).map(({ id }) => id);

  it('is what JavaScript computes from the whole table, bit by bit', async () => {
    const { plan, drawn } = await inParts(whole, { weights: 'w', id: 'id', replacement }, 1);
    expect(drawsOf(drawn)).toEqual(expected(replacement));
    // and most rows were left out early
    expect(plan.limit).toBeGreaterThan(drawn[N - 1].time);
    expect(plan.limit).toBeLessThan(1.3 * drawn[N - 1].time);
  });

  it.each([1, 2, 7])('is the same on %i threads', async (threads) => {
    expect(await ids(whole, { threads })).toEqual(wanted());
  });

  it.each(FILES)('is the same from %i files, in any order of rows, in any parts', async (files) => {
    const source = tables.path(`${files}/*.parquet`);
    expect(await ids(source)).toEqual(wanted());
    const { plan, drawn } = await inParts(source, { weights: 'w', id: 'id', replacement }, 5);
    expect(plan.parts).toHaveLength(5);
    expect(drawsOf(drawn)).toEqual(expected(replacement));
  });

  it('is the same from CSV, JSON, a table, a view and a query', async () => {
    for (const source of others) expect(await ids(source), JSON.stringify(source)).toEqual(wanted());
  });

  it('begins with the smaller sample of the same seed', async () => {
    expect(await ids(whole, { n: 17 })).toEqual(wanted().slice(0, 17));
  });

  it('comes from a wider plan, too', async () => {
    const plan = await planSample(whole, options);
    const low: SamplePlan = { ...plan, limit: (plan.limit as number) / 16 };
    expect((await drawPart(low, low.parts[0])).length).toBeLessThan(N / 4);
    let wide = low;
    while ((wide.limit as number) < 1.5 * (plan.limit as number)) wide = widenPlan(wide);
    expect(drawsOf(await drawPart(wide, wide.parts[0]))).toEqual(expected(replacement));
  });

  it('without ids names rows by file and number', async () => {
    const folder = `places-${replacement}`;
    mkdirSync(tables.path(`${folder}/deep`), { recursive: true });
    const first = 'SELECT range % 9 AS w FROM range(5000)';
    const second = 'SELECT range % 7 AS w FROM range(3000)';
    const named = (name: string, rows: number, by: number) =>
      Array.from({ length: rows }, (_, i) => [`${name}:${i}`, i % by] as const);
    for (const ending of ['parquet', 'csv', 'json']) {
      await tables.write(`${folder}/a.${ending}`, first);
      // one without rows between them
      if (ending === 'json') writeFileSync(tables.path(`${folder}/b.json`), '');
      else await tables.write(`${folder}/b.${ending}`, `${first} LIMIT 0`);
      await tables.write(`${folder}/deep/b.${ending}`, second);
      const rows = [...named(`a.${ending}`, 5000, 9), ...named(`deep/b.${ending}`, 3000, 7)];
      const source = tables.path(`${folder}/**/*.${ending}`);
      const names = ending === 'json' ? ['a', 'deep/b'] : ['a', 'b', 'deep/b'];
      for (const parts of [1, 3]) {
        const { drawn } = await inParts(source, { weights: 'w', replacement }, parts);
        expect(drawsOf(drawn)).toEqual(drawnFrom(rows, N, SEED, replacement));
        for (const { id, file, row } of drawn) expect(id).toBe(`${names[file]}.${ending}:${row}`);
      }
    }
    const database = tables.path(`${folder}.duckdb`);
    await tables.run(`ATTACH '${database}' AS d; CREATE TABLE d.items AS ${first}; DETACH d`);
    const drawn = (
      await sampleTable({ table: 'items', database }, { weights: 'w', n: 99, seed: 2, replacement })
    ).ids();
    expect(drawn).toEqual(drawnFrom(named('items', 5000, 9), 99, 2, replacement).map(({ id }) => id));
  });

  it('takes the weights of classes as sampleWeights gives them', async () => {
    const file = await tables.write(
      `labels-${replacement}.parquet`,
      `SELECT range AS id, ['x', 'y', 'it''s'][1 + (range % 10 > 6)::INT + (range % 10 > 8)::INT] AS label
        FROM range(20000)`,
    );
    const { sampleWeights } = await import('../../src/weights/class-weights.js');
    const labels = Array.from({ length: 20000 }, (_, i) => (i % 10 > 8 ? "it's" : i % 10 > 6 ? 'y' : 'x'));
    for (const target of [undefined, { x: 1, y: 0, "it's": 5 }]) {
      const weights = sampleWeights(labels, target && { target });
      const rows = labels.map((_, i) => [String(i), weights[i]] as const);
      const { plan, drawn } = await inParts(
        file,
        { labels: 'label', id: 'id', replacement, ...(target && { target }), n: 1000 } as never,
        2,
      );
      expect(plan.n).toBe(1000);
      expect(drawsOf(drawn).slice(0, 1000)).toEqual(drawnFrom(rows, 1000, SEED, replacement));
    }
  });
});

it('draws in memory that is too small for it all', async () => {
  const options = { weights: 'w', id: 'id', n: 100_000, seed: SEED, replacement: false } as const;
  const plenty = await sampleTable(whole, options);
  const little = await sampleTable(whole, { ...options, memoryLimit: '60MiB', threads: 2 });
  expect(little.ids()).toEqual(plenty.ids());
  const values = async (sample: typeof little) => {
    const all = [];
    for await (const { n } of sample) all.push(n);
    await sample.close();
    return all;
  };
  const fetched = await values(little);
  expect(fetched).toEqual(await values(plenty));
  expect(fetched.map((n) => idOf(Number(n)))).toEqual(little.ids());
});

it.each([
  [
    'negative and huge integers',
    '((range - 3)::HUGEINT * 123456789012345678901)::DECIMAL(38, 0)',
    ['-370370367037037036703', '0', '123456789012345678901'],
  ],
  [
    'text of any script',
    "['ü', '漢字', '🎲', 'a''b', '', ' ', 'x:1'][1 + range]",
    ['ü', '漢字', '🎲', "a'b", '', ' ', 'x:1'],
  ],
  ['UUIDs', "('00000000-0000-0000-0000-00000000ABC' || range)::UUID", ['00000000-0000-0000-0000-00000000abc6']],
  ['an ENUM', "('e' || range)::ENUM('e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6')", ['e0', 'e6']],
])('takes ids of %s', async (_, expression, some) => {
  const file = await tables.write('ids.parquet', `SELECT ${expression} AS id, 1 + range AS w FROM range(7)`);
  const ids = (await tables.run(`SELECT id::VARCHAR FROM '${file}'`)).flat() as string[];
  expect(ids).toEqual(expect.arrayContaining(some));
  for (const replacement of MODES) {
    const n = replacement ? 500 : 7;
    const sample = await sampleTable(file, { weights: 'w', id: 'id', n, seed: 8, replacement });
    const rows = ids.map((id, i) => [id, i + 1] as const);
    expect(sample.ids()).toEqual(drawnFrom(rows, n, 8, replacement).map(({ id }) => id));
    await sample.close();
  }
});

it('is what JavaScript computes for any weights, files and parts', async () => {
  const weight = fc.oneof(
    fc.constant(0),
    fc.constant(1),
    fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    fc.integer({ min: -250, max: 250 }).map((power) => Number(`1e${power}`)),
  );
  const table = fc.array(weight, { minLength: 1, maxLength: 60 }).filter((weights) => weights.some((w) => w > 0));
  const cases = fc.tuple(
    table,
    fc.integer({ min: 1, max: 90 }),
    fc.boolean(),
    fc.integer({ min: 1, max: 9 }),
    fc.nat(),
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ([weights, wanted, replacement, parts, seed]) => {
      const positive = weights.filter((w) => w > 0).length;
      const n = replacement ? wanted : Math.min(wanted, positive);
      const folder = `any-${run++}`;
      mkdirSync(tables.path(folder));
      for (let file = 0; file < 3; file++) {
        const rows = weights.map((w, i) => `(${i}, ${DUCKDB.double(w)})`).filter((_, i) => i % 3 === file);
        if (rows.length === 0) continue;
        await tables.write(`${folder}/${file}.parquet`, `SELECT * FROM (VALUES ${rows.join(', ')}) AS t(id, w)`);
      }
      const plan = await planSample(tables.path(`${folder}/*`), {
        weights: 'w',
        id: 'id',
        n,
        seed,
        replacement,
        parts,
      });
      const lists = await Promise.all(plan.parts.map((part) => drawPart(plan, part)));
      const rows = weights.map((w, i) => [String(i), w] as const);
      expect(drawsOf(mergeCandidates(lists, n))).toEqual(drawnFrom(rows, n, seed, replacement));
    }),
    { numRuns: rounds(100), seed: 1 },
  );
});

it('is refused where labels or weights have other types from file to file: a part is read by itself', async () => {
  await tables.write('mixed-a.parquet', 'SELECT range AS id, 1 AS label, 1::BIGINT AS w FROM range(5)');
  await tables.write('mixed-b.parquet', 'SELECT 5 + range AS id, 1::DOUBLE AS label, 1::FLOAT AS w FROM range(5)');
  const files = tables.path('mixed-*.parquet');
  for (const given of [{ labels: 'label' }, { weights: 'w' }]) {
    const refused = sampleTable(files, { ...given, id: 'id', n: 3, seed: 1 });
    await expect(refused).rejects.toThrow(/: write the files with one type$/);
  }
});

it('throws where a part has a label that the plan does not have, or too few rows', async () => {
  const file = await tables.write('planned.parquet', "SELECT range AS id, 'a' AS label FROM range(5)");
  const plan = await planSample(file, { labels: 'label', id: 'id', n: 3, replacement: false, seed: 1 });
  const weights = { labels: 'label', classes: [['b', 1]] } as const;
  await expect(drawPart({ ...plan, weights }, plan.parts[0])).rejects.toThrow(/the label of row "\d" was not there/);
  expect(() => widenPlan({ ...plan, limit: null })).toThrow(/fewer rows than when the sample was planned/);
});

it('does not depend on the time zone of a machine', async () => {
  const times =
    "SELECT range AS id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + range * INTERVAL 1 DAY AS label FROM range(9)";
  const file = await tables.write('zoned.parquet', times);
  const draw = (TZ: string): string => {
    const script = `import { sampleTable } from 'loaded-dice/tables';
      const sample = await sampleTable('${file}', { labels: 'label', id: 'id', n: 20, seed: 1 });
      console.log(sample.ids().join(' '));`;
    const args = ['--input-type=module', '-e', script];
    return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, TZ } });
  };
  expect(draw('America/New_York')).toBe(draw('UTC'));
});
