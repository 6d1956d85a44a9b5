// What cannot be drawn from: one line that names the file, the row or the option, and says what to do.
import { copyFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { mergeCandidates } from '../../src/tables/candidates.js';
import { classCounts, coverageOf, drawPart, planSample, sampleTable, TableError } from '../../src/tables.js';
import { problem, testTables } from '../support/tables.js';

const tables = testTables();
const GOOD = { weights: 'w', id: 'id', n: 5, seed: 1 } as const;

let good: string;
beforeAll(async () => {
  good = await tables.write('good.parquet', "SELECT range AS id, 1.5 AS w, 'c' || range % 2 AS label FROM range(10)");
});

/** A file of rows with some weights. */
const weighed = (name: string, ...weights: string[]) =>
  tables.write(
    name,
    `SELECT * FROM (VALUES ${weights.map((w, i) => `('row ${i}', ${w}::DOUBLE)`).join(', ')}) AS t(id, w)`,
  );

describe('weights', () => {
  it.each([
    ['NULL', 'NULL', 'weights must be finite numbers of at least 0'],
    ['-1', '-1.0', 'weights must be finite numbers of at least 0'],
    ["'nan'", 'nan', 'weights must be finite numbers of at least 0'],
    ["'inf'", 'inf', 'weights must be finite numbers of at least 0'],
    ["'-inf'", '-inf', 'weights must be finite numbers of at least 0'],
    ['1e-300', '1e-300', 'positive weights must be from 1e-250 to 1e+250: scale them'],
    ['1e300', '1e+300', 'positive weights must be from 1e-250 to 1e+250: scale them'],
  ])('%s is refused, with the id of its row', async (weight, shown, wanted) => {
    const file = await weighed('weights.parquet', '1', '0', weight, '2', weight);
    const message = `the weight of row "row 2" in column "w" is ${shown}: ${wanted}`;
    expect(await problem(sampleTable(file, GOOD))).toEqual([TableError, message]);
    const place = message.replace('row 2', 'weights.parquet:2');
    expect(await problem(sampleTable(file, { ...GOOD, id: undefined }))).toEqual([TableError, place]);
    expect(await problem(coverageOf(file, { weights: 'w' }))).toEqual([TableError, place]);
  });

  it('that are text are shown as they stand in a CSV file', async () => {
    writeFileSync(tables.path('text.csv'), 'id,w\na,1\nb,"1,5"\n');
    const wanted = 'the weight of row "b" in column "w" is 1,5: weights must be finite numbers of at least 0';
    expect(await problem(sampleTable(tables.path('text.csv'), GOOD))).toEqual([TableError, wanted]);
    writeFileSync(tables.path('text.csv'), 'id,w\na,1\nb,\n');
    const [, message] = await problem(sampleTable(tables.path('text.csv'), { ...GOOD, id: undefined }));
    expect(message).toMatch('the weight of row "text.csv:1" in column "w" is NULL');
  });

  it('of rows without a name are shown alone', async () => {
    const query = "SELECT -1 AS w, NULL::INTEGER AS id, 'nan'::DOUBLE AS label";
    const rest = 'in column "w" is -1: weights must be finite numbers of at least 0';
    expect(await problem(coverageOf({ query }, { weights: 'w' }))).toEqual([TableError, `the weight of a row ${rest}`]);
    expect(await problem(sampleTable({ query }, GOOD))).toEqual([TableError, `the weight of a row ${rest}`]);
    const [, message] = await problem(classCounts({ query }, 'label'));
    expect(message).toBe(
      'the label of a row in column "label" is NaN: each row needs a label: give it one, or leave the row out',
    );
  });

  it('of classes may be as small as a target makes them', async () => {
    const target = { c0: 1, c1: 1e-320 };
    const some = await sampleTable(good, { labels: 'label', target, n: 6, seed: 1, replacement: false });
    expect(some.ids().map((id) => Number(id.slice(-1)) % 2)).toEqual([0, 0, 0, 0, 0, 1]);
    const big = await tables.write('light.parquet', 'SELECT range > 0 AS label FROM range(100_000)');
    const most = { labels: 'label', target: { true: 1e-320, false: 1 }, n: 99_000, seed: 1, replacement: false };
    expect((await sampleTable(big, most)).ids()[0]).toBe('light.parquet:0');
  });

  it('of the extremes are taken', async () => {
    const file = await weighed('extremes.parquet', '1e-250', '1e250', '1');
    const sample = await sampleTable(file, { ...GOOD, n: 3, replacement: false });
    expect(sample.ids()).toEqual(['row 1', 'row 2', 'row 0']);
    expect(new Set((await sampleTable(file, { ...GOOD, n: 50 })).ids())).toEqual(new Set(['row 1']));
  });

  it('must be positive somewhere, and in enough rows', async () => {
    const zeros = await weighed('zeros.parquet', '0', '0');
    const wanted = 'column "w" has no positive weight in 2 rows';
    expect(await problem(sampleTable(zeros, GOOD))).toEqual([TableError, wanted]);
    expect(await problem(coverageOf(zeros, { weights: 'w' }))).toEqual([TableError, wanted]);
    const few = await weighed('few.parquet', '0', '1', '2');
    expect(await problem(sampleTable(few, { ...GOOD, n: 3, replacement: false }))).toEqual([
      RangeError,
      'n must be at most the number of rows of positive weight, 2, to draw without replacement, got 3',
    ]);
    expect((await sampleTable(few, { ...GOOD, n: 2, replacement: false })).length).toBe(2);
    const none = await tables.write('none.parquet', `SELECT * FROM '${few}' WHERE false`);
    expect(await problem(sampleTable(none, GOOD))).toEqual([TableError, 'the source has no rows']);
    expect(await problem(sampleTable(none, { labels: 'id', n: 1 }))).toEqual([TableError, 'the source has no rows']);
  });
});

describe('columns', () => {
  it.each([
    [{ weights: 'wieght' }, 'weights', '"wieght"; its columns are id, w, label'],
    [{ weights: 'W2' }, 'weights', '"W2": did you mean "w"?'],
    [{ labels: 'lable', weights: undefined }, 'labels', '"lable": did you mean "label"?'],
    [{ id: 'key' }, 'id', '"key"; its columns are id, w, label'],
    [{ columns: ['label', 'labels'] }, 'columns', '"labels": did you mean "label"?'],
  ])('that are missing are named: %j', async (options, option, rest) => {
    const message = `${option}: ${good} has no column ${rest}`;
    expect(await problem(sampleTable(good, { ...GOOD, ...options }))).toEqual([TableError, message]);
  });

  it('missing in one of many files are named with the file', async () => {
    mkdirSync(tables.path('some'));
    copyFileSync(good, tables.path('some/1.parquet'));
    const file = await tables.write('some/2.parquet', 'SELECT 1 AS id, 2 AS weight');
    const message = `weights: ${file} has no column "w"; its columns are id, weight`;
    expect(await problem(sampleTable(tables.path('some/*.parquet'), GOOD))).toEqual([TableError, message]);
  });

  it('of a wrong type are refused', async () => {
    expect(await problem(sampleTable(good, { ...GOOD, weights: 'label' }))).toEqual([
      TableError,
      `weights: column "label" of ${good} must have numbers, but its type is VARCHAR`,
    ]);
    expect(await problem(sampleTable(good, { ...GOOD, id: 'w' }))).toEqual([
      TableError,
      `id: column "w" of ${good} must have integers or text, but its type is DECIMAL(2,1)`,
    ]);
    const places = await tables.write('places.parquet', 'SELECT 1 AS w, 2 AS file_row_number');
    expect(await problem(sampleTable(places, { weights: 'w', n: 1 }))).toEqual([
      TableError,
      `${places} has a column "file_row_number", whose name DuckDB needs: rename it, or give a query`,
    ]);
    expect(
      (await sampleTable({ query: `FROM '${places}'` }, { weights: 'w', id: 'file_row_number', n: 1 })).ids(),
    ).toEqual(['2']);
  });
});

describe('ids', () => {
  it.each([true, false])('that come twice are found among what is drawn, replacement %s', async (replacement) => {
    const file = await tables.write(
      'twice.parquet',
      "SELECT CASE WHEN range = 7 THEN 'a 3' ELSE 'a ' || range END AS id, 1 + range AS w FROM range(9)",
    );
    const message = 'two rows have the id "a 3": the id column must have a different value in each row';
    const n = replacement ? 200 : 9;
    expect(await problem(sampleTable(file, { ...GOOD, n, replacement }))).toEqual([TableError, message]);
    // in different parts
    const plan = await planSample(file, { ...GOOD, n, replacement, parts: 9 });
    const lists = await Promise.all(plan.parts.map((part) => drawPart(plan, part)));
    expect(() => mergeCandidates(lists, n)).toThrow(message);
  });

  it('that are NULL are refused', async () => {
    const file = await tables.write(
      'null.parquet',
      'SELECT CASE WHEN range <> 70000 THEN range END AS id, 1 AS w FROM range(90_000)',
    );
    const message = `column "id" is NULL in row 70000 of ${file}: each row needs an id`;
    expect(await problem(sampleTable(file, GOOD))).toEqual([TableError, message]);
    const csv = await tables.write('null.csv', `SELECT * FROM '${file}' WHERE id IS NULL OR id < 9`);
    expect(await problem(sampleTable(csv, GOOD))).toEqual([
      TableError,
      `column "id" is NULL in a row of ${csv}: each row needs an id`,
    ]);
  });

  it('are needed where rows have no place', async () => {
    const message = 'the rows of a query have no numbers: give an id column';
    expect(await problem(sampleTable({ query: `FROM '${good}'` }, { weights: 'w', n: 1 }))).toEqual([
      TableError,
      message,
    ]);
    mkdirSync(tables.path('same'));
    copyFileSync(good, tables.path('same/good.parquet'));
    const files = [good, tables.path('same/good.parquet')];
    const [, same] = await problem(sampleTable(files, { weights: 'w', n: 1 }));
    expect(same).toBe(
      'two files of the source are named good.parquet: give an id column, or one glob from their common folder ' +
        '(**/good.parquet)',
    );
  });
});

describe('labels', () => {
  it.each([
    ['NULL', 'NULL'],
    ["'nan'::FLOAT", 'NaN'],
  ])('%s is refused, with the id of its row', async (label, shown) => {
    const file = await tables.write(
      'labels.parquet',
      `SELECT range AS id, CASE WHEN range = 3 THEN ${label} ELSE range END AS label FROM range(5)`,
    );
    const message =
      `the label of row "3" in column "label" is ${shown}: each row needs a label: give it one, ` +
      'or leave the row out';
    expect(await problem(sampleTable(file, { labels: 'label', id: 'id', n: 1 }))).toEqual([TableError, message]);
    const [, place] = await problem(classCounts(file, 'label'));
    expect(place).toBe(message.replace('"3"', '"labels.parquet:3"'));
  });

  it('must be those that the target names', async () => {
    const sample = (target: object) => problem(sampleTable(good, { labels: 'label', target: target as never, n: 1 }));
    expect(await sample({ c0: 1 })).toEqual([
      RangeError,
      'target must name every class, "c1" is missing; it names "c0"',
    ]);
    expect((await sample({ c0: 1, c1: 1, c2: 1 }))[1]).toMatch('target must name only classes in labels, got "c2"');
    expect((await sample({ c0: 0, c1: 0 }))[1]).toBe('target must have a positive share, got only zeros');
  });
});

it('plans of another version are refused', async () => {
  const plan = await planSample(good, GOOD);
  expect(await problem(drawPart({ ...plan, version: 2 as 1 }, plan.parts[0]))).toEqual([
    TableError,
    'the plan has version 2, not 1: plan and draw with one version of loaded-dice',
  ]);
});

describe('files', () => {
  it.each([
    ['nothing.parquet', 'there is no file PATH'],
    ['nothing-*.parquet', 'no file matches PATH'],
    ['folder', 'PATH is a folder: name the files in it, as in PATH/*.parquet'],
    [
      'note.md',
      'PATH has no ending that tells its format: known are .parquet, .csv, .tsv, .json and .jsonl, also with .gz',
    ],
    ['note.parquet', "No magic bytes found at end of file 'PATH'"],
    ['empty.parquet', 'PATH'],
    ['cut.parquet', 'PATH'],
  ])('%s is refused', async (name, wanted) => {
    const path = tables.path(name);
    mkdirSync(tables.path('folder'), { recursive: true });
    for (const note of ['note.md', 'note.parquet'])
      writeFileSync(tables.path(note), 'This is no table, but a note of some length.');
    writeFileSync(tables.path('empty.parquet'), '');
    await tables.run(`COPY (SELECT range AS id, 1 AS w FROM range(1000)) TO '${tables.path('cut.parquet')}'`);
    if (name === 'cut.parquet') {
      const { readFileSync } = await import('node:fs');
      writeFileSync(path, readFileSync(path).subarray(0, 900));
    }
    const [kind, message] = await problem(sampleTable(path, GOOD));
    expect(kind).toBe(TableError);
    expect(message).toMatch(wanted.replaceAll('PATH', path));
  });

  it('of CSV with a type that changes late are drawn from; their rows are refused, with the line', async () => {
    const file = tables.path('late.csv');
    writeFileSync(file, `id,w,x\n${Array.from({ length: 30_000 }, (_, i) => `a${i},1,1\n`).join('')}b,1,hello\n`);
    const sample = await sampleTable(file, { ...GOOD, n: 30_001, replacement: false });
    expect(await problem(sample.get(0))).toEqual([
      TableError,
      `${file}, line 30002: Error when converting column "x". Could not convert string "hello" to 'BIGINT' ` +
        '(the type is that of the first rows: choose other columns, or give a query that sets it)',
    ]);
    await using some = await sampleTable(file, { ...GOOD, n: 30_001, replacement: false, columns: ['id'] });
    expect(String((await some.get(0)).id)).toBe(some.ids()[0]);
    writeFileSync(file, Buffer.from('id,w\na,1\nb\xff,2\n', 'latin1'));
    const [, message] = await problem(sampleTable(file, GOOD));
    expect(message).toMatch(`${file}, line 3: Invalid unicode`);
  });

  it('listed twice are refused', async () => {
    const [, message] = await problem(sampleTable([good, tables.path('goo*.parquet')], GOOD));
    expect(message).toBe(`${good} is in the source twice: list it once`);
  });

  it('may have any name', async () => {
    for (const name of ["it's [1] *.parquet", '[a-z].parquet', 'ü 漢.csv']) {
      const file = tables.path(name);
      copyFileSync(name.endsWith('csv') ? await tables.write('plain.csv', `FROM '${good}'`) : good, file);
      const ids = (await sampleTable(file, { weights: 'w', n: 3, seed: 1 })).ids();
      for (const id of ids) expect(id.replace(/:\d$/, '')).toBe(name);
      rmSync(file);
    }
  });

  it.each([
    [
      'other rows',
      () => tables.run(`COPY (SELECT range AS id, 1.5 AS w FROM range(11)) TO '${tables.path('plan.parquet')}'`),
    ],
    ['another time', () => utimesSync(tables.path('plan.parquet'), 1e9, 1e9)],
    ['nothing left', () => rmSync(tables.path('plan.parquet'))],
  ])('that changed since they were planned are refused: %s', async (_, change) => {
    const file = tables.path('plan.parquet');
    copyFileSync(good, file);
    const plan = await planSample(file, GOOD);
    expect(await drawPart(plan, plan.parts[0])).toHaveLength(5);
    await change();
    const [kind, message] = await problem(drawPart(plan, plan.parts[0]));
    expect(kind).toBe(TableError);
    expect(message).toMatch(
      new RegExp(`${file} (has changed since the sample was planned: plan it anew|any more: plan the sample anew)`),
    );
  });
});
