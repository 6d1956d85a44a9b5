// What every database must do with the queries of sampleQuery.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classWeights } from '../../src/index.js';
import { DIALECTS, type SqlDialect } from '../../src/tables/sql/dialect.js';
import type { SampleQueryOptions } from '../../src/tables/sql/query-options.js';
import { sampleQuery } from '../../src/tables/sql/sample-query.js';
import { drawnIds, type WeightedRow } from './arrivals.js';
import { rounds } from './rounds.js';
import {
  ALIKE,
  anyWeight,
  type Column,
  columnsOf,
  idIntegers,
  idTexts,
  idUnsigned,
  idUuids,
  NAMES,
  type SqlEngine,
  type SqlTypes,
  tableOf,
  weightOf,
} from './sql-tables.js';

export function sampleQuerySuite(name: SqlDialect, types: SqlTypes, start: () => SqlEngine | Promise<SqlEngine>) {
  const { quote, text, double } = DIALECTS[name];
  let engine: SqlEngine;
  beforeAll(async () => {
    engine = await start();
  }, 600_000);
  afterAll(() => engine?.stop());

  const { ids, weightColumn } = columnsOf(types, name);

  const make = async (table: string, ...columns: Column[]): Promise<void> => {
    for (const statement of tableOf(types, name, table, columns)) await engine.run(statement);
  };

  type Options = Partial<SampleQueryOptions>;
  const query = (options: Options): string =>
    sampleQuery({ dialect: name, table: 'items', id: 'id', n: 10, seed: 1, ...options });
  const draw = async (options: Options): Promise<string[]> => (await engine.run(query(options))).map(([id]) => id);

  describe('random tables', () => {
    it.each([
      ['text', idTexts.map((values) => ({ ids: values, column: ids.text(values) }))],
      [
        'integers',
        idIntegers.map((values) => ({ ids: values.map(String), column: ids.number(types.integer, values) })),
      ],
      [
        'unsigned integers',
        idUnsigned.map((values) => ({ ids: values.map(String), column: ids.number(types.unsigned, values) })),
      ],
      ['UUIDs', idUuids.map((values) => ({ ids: values, column: ids.uuid(values) }))],
    ])('are drawn from as in JavaScript, with ids that are %s', async (_, table) => {
      await fc.assert(
        fc.asyncProperty(
          table,
          fc.infiniteStream(fc.oneof({ weight: 4, arbitrary: weightOf }, { weight: 1, arbitrary: anyWeight })),
          fc.uniqueArray(fc.constantFrom(...NAMES), {
            minLength: 2,
            maxLength: 2,
            selector: (text) => text.toLowerCase(),
          }),
          fc.boolean(),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.maxSafeNat(),
          async ({ ids, column }, weights, [id, weight], replacement, part, seed) => {
            const rows: WeightedRow[] = ids.map((id) => ({ id, weight: weights.next().value }));
            if (!rows.some(({ weight }) => weight > 0)) rows[0] = { ...rows[0], weight: 3 };
            const positive = rows.filter(({ weight }) => weight > 0).length;
            const n = 1 + Math.floor(part * (replacement ? 3 * rows.length : positive - 1));
            const own = weightColumn(
              rows.map(({ weight }) => weight),
              weight,
            );
            await make('items', { name: id, ...column }, own);
            const drawn = await draw({ id, weights: weight, n, replacement, seed });
            expect(drawn).toEqual(drawnIds(rows, n, seed, replacement));
          },
        ),
        { numRuns: rounds(60, 6) },
      );
    });

    it('are drawn from by labels as in JavaScript', async () => {
      const labels = fc.oneof(fc.constantFrom(...ALIKE.filter(Boolean)), fc.integer({ min: 0, max: 3 }).map(String));
      const share = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
      await fc.assert(
        fc.asyncProperty(
          fc.array(labels, { minLength: 1, maxLength: 40 }),
          fc.option(fc.infiniteStream(share)),
          fc.boolean(),
          fc.maxSafeNat(),
          async (labels, shares, replacement, seed) => {
            const classes = [...new Set(labels)];
            const target = shares && new Map(classes.map((label) => [label, shares.next().value as number]));
            if (target && ![...target.values()].some((share) => share > 0)) target.set(classes[0], 1);
            // shares are added up from the smallest to the largest
            const ordered = [...labels].sort((a, b) => (target ? target.get(a)! - target.get(b)! : 0));
            const weights = classWeights(ordered, target ? { target } : {});
            const rows = labels.map((label, i) => ({ id: `${i}`, weight: weights.get(label)! }));
            const n = replacement ? 50 : rows.filter(({ weight }) => weight > 0).length;
            const id = ids.number(
              types.integer,
              labels.map((_, i) => BigInt(i)),
            );
            await make('items', { name: 'id', ...id }, { name: 'l', type: types.text, values: labels.map(text) });
            const drawn = await draw({ labels: 'l', n, replacement, seed, ...(target && { target }) });
            expect(drawn).toEqual(drawnIds(rows, n, seed, replacement));
          },
        ),
        { numRuns: rounds(60, 6) },
      );
    });
  });

  describe('a table', () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({ id: `r${i}`, weight: i % 7 === 0 ? 0 : 1 + (i % 11) }));
    const weights = rows.map(({ weight }) => weight);
    const table = () =>
      make('items', { name: 'id', ...ids.text(rows.map(({ id }) => id)) }, weightColumn(weights), {
        name: 'n',
        ...ids.number(
          types.integer,
          rows.map((_, i) => BigInt(i)),
        ),
      });

    it('can be drawn from more often than it has rows, and whole', async () => {
      await table();
      expect(await draw({ weights: 'w', n: 2000 })).toEqual(drawnIds(rows, 2000, 1, true));
      const positive = weights.filter(Boolean).length;
      const options = { weights: 'w', n: positive, replacement: false };
      expect(await draw(options)).toEqual(drawnIds(rows, positive, 1, false));
    });

    it('may have nearly all of its weight in one row', async () => {
      const rows = [
        { id: 'a', weight: 1e9 },
        { id: 'b', weight: 1 },
      ];
      await make('items', { name: 'id', ...ids.text(['a', 'b']) }, weightColumn([1e9, 1]));
      expect(await draw({ weights: 'w', n: 3000 })).toEqual(drawnIds(rows, 3000, 1, true));
    });

    it('gives other columns beside the id', async () => {
      await table();
      for (const replacement of [true, false]) {
        const found = await engine.run(query({ weights: 'w', columns: ['n', 'w'], n: 60, replacement }));
        const expected = drawnIds(rows, 60, 1, replacement);
        expect(found.map(([id, n, weight]) => [id, Number(n), Number(weight)])).toEqual(
          expected.map((id) => [id, Number(id.slice(1)), weights[Number(id.slice(1))]]),
        );
      }
    });

    it('gives the columns of the very row where ids are alike', async () => {
      const [alike, own] = [ALIKE, ALIKE.map((_, i) => i + 1)];
      await make('items', { name: 'id', ...ids.text(alike) }, weightColumn(own));
      const found = await engine.run(query({ weights: 'w', columns: ['w'], n: ALIKE.length, replacement: false }));
      expect(found.map(([id, weight]) => own[alike.indexOf(id)] - Number(weight))).toEqual(ALIKE.map(() => 0));
    });

    it('may be a query, with a comment and a semicolon at its end', async () => {
      await table();
      const part = rows.filter(({ weight }) => weight > 5);
      const sql = `SELECT ${quote('id')}, ${quote('w')} FROM items WHERE w > 5 -- heavy ones\n;\n`;
      const asked = { query: sql, table: undefined, weights: 'w', n: 40 };
      for (const replacement of [true, false]) {
        expect(await draw({ ...asked, replacement })).toEqual(drawnIds(part, 40, 1, replacement));
        expect(await draw({ ...asked, replacement, columns: ['w'] })).toEqual(drawnIds(part, 40, 1, replacement));
      }
    });

    it('may have weights that are decimals or integers', async () => {
      const values = ['0.1', '12.345678', '0.000001', '99999.999999', '3'];
      const own = values.map((value, i) => ({ id: `${i}`, weight: Number(value) }));
      const id = { name: 'id', ...ids.text(own.map(({ id }) => id)) };
      await make('items', id, { name: 'w', type: types.decimal, values });
      expect(await draw({ weights: 'w', n: 30 })).toEqual(drawnIds(own, 30, 1, true));
      const whole = [5n, 2n ** 53n + 2n, 1n, 0n, 7n];
      await make('items', id, { name: 'w', type: types.integer, values: whole.map(String) });
      const rows = whole.map((weight, i) => ({ id: `${i}`, weight: Number(weight) }));
      expect(await draw({ weights: 'w', n: 4, replacement: false })).toEqual(drawnIds(rows, 4, 1, false));
    });

    it('takes a seed that is a text or a bigint', async () => {
      await table();
      expect(await draw({ weights: 'w', seed: '1' })).toEqual(drawnIds(rows, 10, 1, true));
      expect(await draw({ weights: 'w', seed: 2n ** 53n - 1n })).toEqual(drawnIds(rows, 10, 2 ** 53 - 1, true));
    });
  });

  describe('what cannot be drawn from', () => {
    const NULL: Column['values'] = ['NULL'];
    const id = (...values: string[]) => ({ name: 'id', ...ids.text(values) });
    const rule = 'weights must be 0 or from 1e-250 to 1e\\+?250';
    const weighted = (...values: string[]): Column => ({ name: 'w', type: types.double, values });
    const both = [true, false];
    const small = `has the weight .*${rule}`;
    const byWeight = { weights: 'w' };
    const cases: [what: string, columns: Column[], options: Options, says: string][] = [
      ['a negative weight', [id('a', 'b'), weightColumn([1, -1])], byWeight, `row b has the weight -1.*${rule}`],
      ['no weight', [id('a', 'b'), weighted(double(1), 'NULL')], byWeight, `row b has the weight NULL: ${rule}`],
      ...types.infinite.map((value): [string, Column[], Options, string] => [
        value,
        [id('a', 'b'), weighted(double(1), value)],
        byWeight,
        `row b ${small}`,
      ]),
      ['a weight that is too small', [id('a', 'b'), weightColumn([1, 9e-251])], byWeight, `row b ${small}`],
      ['a weight that is too large', [id('a', 'b'), weightColumn([1, 2e250])], byWeight, `row b ${small}`],
      ['weights that are all 0', [id('a', 'b'), weightColumn([0, 0])], byWeight, 'positive weight'],
      ['no row', [id(), weightColumn([])], byWeight, 'positive weight'],
      ['no row of any class', [id(), { name: 'l', ...ids.text([]) }], { labels: 'l' }, 'positive weight'],
      [
        'a row without an id',
        [{ ...id('a'), values: [text('a'), ...NULL] }, weightColumn([1, 1])],
        byWeight,
        'row NULL has the weight',
      ],
      [
        'a row without a label',
        [id('a', 'b'), { name: 'l', type: types.text, values: [text('x'), ...NULL] }],
        { labels: 'l' },
        'a row has no label',
      ],
      [
        'a row without an id among labels',
        [
          { ...id('a'), values: [text('a'), ...NULL] },
          { name: 'l', ...ids.text(['x', 'x']) },
        ],
        { labels: 'l' },
        'a row has no id',
      ],
      [
        'a label that is no class of the target',
        [id('a', 'b'), { name: 'l', ...ids.text(['x', 'y ']) }],
        { labels: 'l', target: new Map([['x', 1]]) },
        'target has no class y',
      ],
      [
        'a class of the target that is no label',
        [id('a', 'b'), { name: 'l', ...ids.text(['x', 'y']) }],
        { labels: 'l', target: { x: 1, y: 1, Y: 2 } },
        'target has a class that is no label: Y',
      ],
      ['two rows with one id', [id('a', 'a'), weightColumn([1, 1])], byWeight, 'two rows have the id a'],
      ['two rows with one id, but not of one weight', [id('a', 'a'), weightColumn([1, 2])], byWeight, 'the id a'],
    ];
    it.each(cases)('is %s', async (_, columns, options, says) => {
      await make('items', ...columns);
      for (const replacement of both) {
        for (const names of [[], columns.map(({ name }) => name)]) {
          const n = replacement ? 9 : 2;
          await expect(async () => draw({ ...options, n, replacement, columns: names })).rejects.toThrow(
            new RegExp(!replacement && says === 'positive weight' ? 'n is 2, but .* positive weight is 0' : says, 's'),
          );
        }
      }
    });

    it('is a table with fewer rows than draws without replacement', async () => {
      await make('items', id('a', 'b', 'c'), weightColumn([1, 0, 1]));
      const options = { weights: 'w', n: 3, replacement: false };
      await expect(async () => draw(options)).rejects.toThrow(/n is 3, but the number of rows .* positive weight is 2/);
      expect(await draw({ ...options, n: 2 })).toHaveLength(2);
    });

    it('is a column that is not there', async () => {
      await make('items', id('a'), weightColumn([1]));
      await expect(async () => draw({ weights: 'x' })).rejects.toThrow();
      await expect(async () => draw({ weights: 'w', columns: ['x'] })).rejects.toThrow();
    });

    it('is a text that is no number', async () => {
      for (const value of ['12abc', 'abc', '']) {
        await make('items', id('a', 'b'), { name: 'w', ...ids.text(['1', value]) });
        await expect(async () => draw({ weights: 'w' })).rejects.toThrow();
      }
    });
  });

  return { make, draw, query, ids, weightColumn, engine: () => engine };
}
