// Plans whose weights are read part by part: the same as those of one pass.
import { describe, expect, it } from 'vitest';
import {
  drawPart,
  finishPlan,
  measurePart,
  outlinePlan,
  planSample,
  type SamplePlan,
  sampleFromParts,
  sampleTable,
  splitPlan,
} from '../../src/tables.js';
import { testTables } from '../support/tables.js';

const tables = testTables();
const WEIGHT = '(hash(range) % 1009) / 8';
const OPTIONS = { weights: 'w', id: 'id', n: 500, seed: 5 } as const;

const write = (name: string, first: number, end: number, weight = WEIGHT, options = '') =>
  tables.write(name, `SELECT range AS id, ${weight} AS w FROM range(${first}, ${end})`, options);

async function measured(outline: SamplePlan): Promise<SamplePlan> {
  return finishPlan(outline, await Promise.all(outline.parts.map((part) => measurePart(outline, part))));
}

describe('outlinePlan, measurePart and finishPlan', () => {
  it.each([true, false])(
    'make the plan of planSample, in any number of parts (replacement: %s)',
    async (replacement) => {
      const source = [await write('a.parquet', 0, 7000), await write('b.parquet', 7000, 30_000)];
      const options = { ...OPTIONS, replacement };
      const plan = await planSample(source, { ...options, parts: 4 });
      for (const parts of [1, 4, 9]) {
        const outline = await outlinePlan(source, { ...options, parts });
        expect(outline?.limit).toBeNull();
        const { limit, ...rest } = splitPlan(await measured(outline!), 4);
        expect({ ...rest, limit: plan.limit }).toEqual(plan);
        // the sums are the same up to their last bits
        expect(limit! / plan.limit!).toBeCloseTo(1, 4);
      }
      const outline = await measured((await outlinePlan(source, { ...options, parts: 5 }))!);
      const lists = await Promise.all(outline.parts.map((part) => drawPart(outline, part)));
      expect(sampleFromParts(outline, lists)!.ids()).toEqual((await sampleTable(source, options)).ids());
      expect(sampleFromParts(outline, lists.slice(0, 1))).toBeUndefined();
    },
  );

  it('leave to planSample what must be read to be counted', async () => {
    const csv = await write('a.csv', 0, 10);
    const parquet = await write('c.parquet', 0, 10);
    expect(await outlinePlan(csv, OPTIONS)).toBeUndefined();
    expect(await outlinePlan([parquet, csv], OPTIONS)).toBeUndefined();
    expect(await outlinePlan(parquet, { labels: 'w', n: 1 })).toBeUndefined();
  });

  it('refuse what planSample refuses', async () => {
    const bad = await write('bad.parquet', 0, 100, 'CASE range WHEN 60 THEN -1 ELSE 1 END');
    const outline = (await outlinePlan(bad, { ...OPTIONS, parts: 2 }))!;
    expect(await measurePart(outline, outline.parts[0])).toEqual({ rows: 50, buckets: [[50, 50]] });
    await expect(measurePart(outline, outline.parts[1])).rejects.toThrow('the weight of row "60" in column "w" is -1');
    const zero = await write('zero.parquet', 0, 100, '0');
    await expect(measured((await outlinePlan(zero, OPTIONS))!)).rejects.toThrow(
      'column "w" has no positive weight in 100 rows',
    );
    const few = await write('few.parquet', 0, 100, '1');
    await expect(measured((await outlinePlan(few, { ...OPTIONS, n: 101, replacement: false }))!)).rejects.toThrow(
      'n must be at most the number of rows of positive weight, 100, to draw without replacement, got 101',
    );
    await expect(outlinePlan(few, { ...OPTIONS, weights: 'x' })).rejects.toThrow('has no column "x"');
    await expect(outlinePlan(few, { ...OPTIONS, parts: 0 })).rejects.toThrow('parts must be a positive integer, got 0');
    const labels = { weights: { labels: 'w', classes: [] }, id: null };
    await expect(measurePart(labels, outline.parts[0])).rejects.toThrow('needs a plan with weights, not with labels');
    await write('few.parquet', 0, 101, '1');
    const before = {
      ...outline.parts[0],
      from: { kind: 'files' as const, files: [{ ...fileOf(outline), path: few }] },
    };
    await expect(measurePart(outline, before)).rejects.toThrow('has changed since the sample was planned');
  });
});

function fileOf({ parts: [{ from }] }: SamplePlan) {
  if (from.kind !== 'files') throw new Error('not of files');
  return from.files[0];
}

describe('splitPlan', () => {
  it('splits Parquet by rows, and leaves other sources whole', async () => {
    const source = [await write('d.parquet', 0, 1000), await write('e.parquet', 1000, 4000)];
    const plan = await planSample(source, { ...OPTIONS, n: 10 });
    const rowsOf = (parts: number) => splitPlan(plan, parts).parts.map(({ rows }) => rows);
    expect(rowsOf(1)).toEqual([4000]);
    expect(rowsOf(4)).toEqual([1000, 1000, 1000, 1000]);
    expect(rowsOf(3)).toEqual([1334, 1334, 1332]);
    expect(splitPlan(splitPlan(plan, 7), 1)).toEqual(plan);
    for (const parts of [2, 7])
      expect(splitPlan(plan, parts)).toEqual(await planSample(source, { ...OPTIONS, n: 10, parts }));
    const csv = await planSample(await write('f.csv', 0, 100), { ...OPTIONS, n: 10 });
    expect(splitPlan(csv, 5)).toEqual(csv);
    const query = await planSample({ query: `SELECT * FROM '${source[0]}'` }, { ...OPTIONS, n: 10 });
    expect(splitPlan(query, 5)).toEqual(query);
    expect(() => splitPlan(plan, 0)).toThrow('parts must be a positive integer, got 0');
  });
});
