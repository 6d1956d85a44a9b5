// Whether samples of tables have the distribution that the weights say.
import { beforeAll, expect, it } from 'vitest';
import { drawWith } from '../../../src/tables/draw.js';
import { withEngine } from '../../../src/tables/engine.js';
import { type PlanPart, planSample, type SamplePlan, sampleTable } from '../../../src/tables.js';
import { chiSquare, chiSquareTail, LEAST_P } from '../../support/chi-square.js';
import { rounds } from '../../support/rounds.js';
import { testTables } from '../../support/tables.js';

const tables = testTables();

/** The samples of many seeds, as texts of ids, and how often each came. */
async function outcomes(plan: SamplePlan, seeds: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  await withEngine({ threads: 1 }, async (engine) => {
    for (let seed = 0; seed < seeds; seed++) {
      const [part] = plan.parts as [PlanPart];
      const drawn = await drawWith(engine, { ...plan, seed }, part, {});
      expect(drawn).toHaveLength(plan.n);
      const ids = drawn.map(({ id }) => id).join(' ');
      counts.set(ids, (counts.get(ids) ?? 0) + 1);
    }
  });
  return counts;
}

/** Every ordered outcome of n draws, with its probability. */
function* ordered(weights: readonly number[], n: number, replacement: boolean): Generator<[ids: string, p: number]> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [id, weight] of weights.entries()) {
    if (n === 1) yield [`${id}`, weight / total];
    else {
      const left = replacement ? weights : weights.map((each, i) => (i === id ? 0 : each));
      for (const [ids, p] of ordered(left, n - 1, replacement)) yield [`${id} ${ids}`, (p * weight) / total];
    }
  }
}

it.each([
  [true, [1, 2, 5], 2],
  [true, [3, 0, 1], 3],
  [false, [1, 2, 5], 2],
  [false, [4, 1, 2, 0.5], 3],
  [false, [1, 1, 30], 3],
])('chi-square over all ordered outcomes: replacement %s, weights %j, n %i', async (replacement, weights, n) => {
  const rows = weights.map((weight, id) => `(${id}, ${weight}::DOUBLE)`).join(', ');
  const file = await tables.write('small.parquet', `SELECT * FROM (VALUES ${rows}) AS t(id, w)`);
  const plan = await planSample(file, { weights: 'w', id: 'id', n, replacement, seed: 0 });
  const counts = await outcomes(plan, rounds(5000, 12));
  const possible = new Map([...ordered(weights, n, replacement)].filter(([, p]) => p > 0));
  expect([...counts.keys()].filter((ids) => !possible.has(ids))).toEqual([]);
  const names = [...possible.keys()].sort((a, b) => (possible.get(a) as number) - (possible.get(b) as number));
  const { pValue, df } = chiSquare(
    names.map((ids) => counts.get(ids) ?? 0),
    names.map((ids) => possible.get(ids) as number),
  );
  expect(df).toBeGreaterThan(1);
  expect(pValue).toBeGreaterThan(LEAST_P);
});

const MILLION = 1_000_000;
/** Ten weights, each of 100,000 rows. */
const WEIGHTS = [0.01, 0.1, 0.5, 1, 2, 3, 5, 8, 20, 100];
const MANY = `SELECT range AS id, list_extract([${WEIGHTS.join(', ')}]::DOUBLE[], 1 + range % 10) AS w
  FROM range(${MILLION})`;
let many: string;
beforeAll(async () => {
  many = await tables.write('many.parquet', MANY);
});

it('draws rows of a table of 10^6 in proportion to their weights, with replacement', async () => {
  const n = 200_000;
  const ids = (await sampleTable(many, { weights: 'w', id: 'id', n, seed: 11 })).ids().map(Number);
  const total = WEIGHTS.reduce((sum, weight) => sum + weight, 0);
  const counts = WEIGHTS.map((_, i) => ids.filter((id) => id % 10 === i).length);
  expect(
    chiSquare(
      counts,
      WEIGHTS.map((weight) => weight / total),
    ).pValue,
  ).toBeGreaterThan(LEAST_P);
  // within the heaviest class all rows are equal, wherever they are
  const places = Array.from({ length: 100 }, () => 0);
  for (const id of ids) if (id % 10 === 9) places[Math.floor(id / (MILLION / 100))]++;
  expect(
    chiSquare(
      places,
      places.map(() => 0.01),
    ).pValue,
  ).toBeGreaterThan(LEAST_P);
});

it('includes rows of a table of 10^6 as often as successive draws do, without replacement', async () => {
  const n = 200_000;
  const ids = (await sampleTable(many, { weights: 'w', id: 'id', n, seed: 12, replacement: false })).ids().map(Number);
  expect(new Set(ids).size).toBe(n);
  // inclusion of successive sampling: 1 - exp(-w t), with t such that n rows are included (B. Rosén, Ann. Math.
  // Statist. 43 (1972)); its error is of order 1 / n
  const rate = (t: number) => WEIGHTS.map((weight) => -Math.expm1(-weight * t));
  let [low, high] = [0, 10];
  for (let step = 0; step < 100; step++) {
    const t = (low + high) / 2;
    if (rate(t).reduce((sum, p) => sum + p * (MILLION / 10), 0) < n) low = t;
    else high = t;
  }
  const expected = rate(low);
  const each = MILLION / 10;
  // ten independent counts, given their sum: nine degrees of freedom
  let statistic = 0;
  for (const [i, p] of expected.entries()) {
    const count = ids.filter((id) => id % 10 === i).length;
    statistic += (count - each * p) ** 2 / (each * p * (1 - p));
  }
  expect(chiSquareTail(statistic, WEIGHTS.length - 1)).toBeGreaterThan(LEAST_P);
  // a statistic that is far too small would show counts that are not random
  expect(chiSquareTail(statistic, WEIGHTS.length - 1)).toBeLessThan(1 - LEAST_P);
});

it('first arrivals with replacement come in the order of draws without', async () => {
  const options = { weights: 'w', id: 'id', n: 50_000, seed: 13 };
  const drawn = (await sampleTable(many, options)).ids();
  const first = [...new Set(drawn)];
  expect(first.length).toBeLessThan(drawn.length);
  const without = await sampleTable(many, { ...options, n: first.length, replacement: false });
  expect(without.ids()).toEqual(first);
});

it('balances classes', async () => {
  const label = "CASE WHEN range % 1000 = 0 THEN 'rare' WHEN range % 10 = 1 THEN 'some' ELSE 'most' END";
  const rows = `SELECT range AS id, ${label} AS c FROM range(${MILLION})`;
  const file = await tables.write('classes.parquet', rows);
  const classOf = (id: number) => (id % 1000 === 0 ? 0 : id % 10 === 1 ? 1 : 2);
  for (const [target, shares] of [
    [undefined, [1 / 3, 1 / 3, 1 / 3]],
    [{ rare: 1, some: 2, most: 7 }, [0.1, 0.2, 0.7]],
  ] as const) {
    const sample = await sampleTable(file, { labels: 'c', ...(target && { target }), id: 'id', n: 60_000, seed: 14 });
    const counts = [0, 0, 0];
    for (const id of sample.ids()) counts[classOf(Number(id))]++;
    expect(chiSquare(counts, shares).pValue).toBeGreaterThan(LEAST_P);
  }
});
