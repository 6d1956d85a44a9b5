// Specs: valid Vega-Lite, as recorded, with what they say about their numbers. What is drawn from them:
// charts-drawn.test.ts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import {
  batchBars,
  beforeAfter,
  classBars,
  coverageDensity,
  timesSeenEcdf,
  unseenOverEpochs,
  type VegaLiteSpec,
} from '../../src/charts.js';
import { CASES, kde, many, sparse } from '../support/chart-cases.js';

const schema = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
// the schema names formats of colors and addresses, which are not ours to check
const valid = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(schema, 'utf8')));

type Title = { text: string[]; subtitle: string[] };
const titleOf = (spec: VegaLiteSpec) => (spec.title as Title).text.join(' ');
const madeOf = (spec: VegaLiteSpec) => (spec.title as Title).subtitle.join(' ');
const layersOf = (spec: VegaLiteSpec) => spec.layer as { data: { values: Record<string, number | string>[] } }[];
const THEMES = ['light', 'dark', 'auto'] as const;

/** What Vega-Lite has to say about a spec. */
function warningsOf(spec: VegaLiteSpec): unknown[] {
  const said: unknown[] = [];
  const keep = (...words: readonly unknown[]) => said.push(...words);
  const logger = { level: () => logger, error: keep, warn: keep, info: keep, debug: keep };
  compile(spec as unknown as TopLevelSpec, { logger: logger as never });
  return said;
}

describe.each(CASES)('$name', ({ name, make, title }) => {
  it('is valid Vega-Lite in each theme, and plain JSON', () => {
    for (const theme of THEMES) {
      const spec = make({ theme });
      expect(valid(spec), JSON.stringify(valid.errors)).toBe(true);
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
      expect(JSON.stringify(spec)).not.toMatch(/null,null|NaN|undefined/);
    }
  });

  it('is as it was recorded', async () => {
    await expect(`${JSON.stringify(make(), null, 1)}\n`).toMatchFileSnapshot(`../vectors/charts/${name}.json`);
  });

  it('says what the numbers say, and what was asked for instead', () => {
    expect(titleOf(make())).toBe(title);
    expect(make().description).toContain(title);
    expect(titleOf(make({ title: 'Other' }))).toBe('Other');
    expect(madeOf(make({ title: 'Other' }))).toBe(madeOf(make()));
  });

  it('compiles without a warning', () => {
    expect(warningsOf(make())).toEqual([]);
  });
});

/** Every spec that one misspelled key makes of another: the last letter of a key twice. */
function misspelled(value: unknown, at: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || at.endsWith('.values')) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value)
      ? []
      : [[`${at}.${key}`, { ...value, [key]: undefined, [`${key}${key.at(-1)}`]: inner }] as [string, unknown]]),
    ...misspelled(inner, `${at}.${key}`).map(([path, other]): [string, unknown] => [
      path,
      Array.isArray(value) ? value.map((each, i) => (i === Number(key) ? other : each)) : { ...value, [key]: other },
    ]),
  ]);
}

describe('Vega-Lite', () => {
  it('warns where a spec is not what it means', () => {
    const x = { field: 'draws', type: 'quantitative', scale: { type: 'band' } };
    expect(warningsOf({ ...CASES[0].make(), layer: [{ mark: 'bar', encoding: { x } }] })).not.toEqual([]);
  });
});

describe('the schema', () => {
  it('refuses a misspelled key, wherever it is', () => {
    const spec = CASES[0].make({ theme: 'auto', height: 200 });
    const others = misspelled(spec, 'spec');
    expect(others.length).toBeGreaterThan(60);
    expect(others.map(([path]) => path)).toEqual(
      expect.arrayContaining(['spec.config.axis.gridColor', 'spec.layer.0.layer.0.mark.type']),
    );
    expect(others.filter(([, other]) => valid(JSON.parse(JSON.stringify(other)))).map(([path]) => path)).toEqual([]);
  });
});

describe('classBars', () => {
  const rows = (spec: VegaLiteSpec) => layersOf(spec)[0].data.values.map((row) => row.class);

  it('sorts by count, and keeps the order of equals', () => {
    const counts = [3, 9, 3, 5];
    const spec = classBars(counts.map((count, label) => ({ label, count })));
    expect(rows(spec)).toEqual(['1', '3', '0', '2']);
  });

  it('shows the 30 largest and the 30 smallest of more than 60', () => {
    const classes = (length: number) => Array.from({ length }, (_, i) => ({ label: i, count: i + 1 }));
    expect(rows(classBars(classes(60)))).toHaveLength(60);
    const spec = classBars(classes(1234));
    const numbers = rows(spec).map(Number);
    expect(numbers).toEqual([
      ...Array.from({ length: 30 }, (_, i) => 1233 - i),
      ...Array.from({ length: 30 }, (_, i) => 29 - i),
    ]);
    expect(madeOf(spec)).toContain('the 30 largest and the 30 smallest of 1,234 classes');
    expect(madeOf(classBars(classes(60)))).not.toContain('largest');
  });

  it.each([
    [[5], 'One class, c0, of 5 items'],
    [[5, 5, 5], 'All 3 classes have 5 items'],
    [[5, 0, 1], '1 of 3 classes has no items'],
    [[1000, 3], 'c0 has 333 times as many items as c1'],
  ])('says of %j: %s', (counts, said) => {
    expect(titleOf(classBars(counts.map((count, i) => ({ label: `c${i}`, count }))))).toBe(said);
  });
});

describe('batchBars', () => {
  it('shows 40 batches, and speaks of all', () => {
    const counts = Array.from({ length: 100 }, (_, b) => [8, b < 50 ? 0 : 8]);
    const shown = (spec: VegaLiteSpec) => new Set(layersOf(spec)[0].data.values.map(({ batch }) => batch)).size;
    const spec = batchBars({ classes: ['a', 'b'], counts });
    expect(shown(spec)).toBe(40);
    expect(titleOf(spec)).toBe('50 of 100 batches have no b');
    expect(madeOf(spec)).toContain('The first 40 of 100 batches of up to 16 draws');
    expect(shown(batchBars({ classes: ['a', 'b'], counts }, { batches: 77 }))).toBe(77);
    expect(madeOf(batchBars({ classes: ['a', 'b'], counts }, { batches: 100 }))).toContain(
      '100 batches of up to 16 draws',
    );
  });

  it('has the borders of the rows where they are given, and says so', () => {
    const given = { classes: ['Siamese', 'Birman'], counts: [[16, 0]] };
    const made = (options: object) => batchBars(given, options).title.subtitle.join(' ');
    expect(made({ target: [1, 1], rows: [165, 10] })).toContain('dashed: Birman’s share of the rows, 5.7 %');
    expect(made({ rows: [165, 10] })).not.toContain('target');
    expect(made({ target: [165, 10] })).toContain('dashed: the target, 5.7 % Birman');
    const [, rules] = layersOf(batchBars(given, { target: [1, 1], rows: [165, 10] }));
    expect(rules.data.values).toEqual([{ from: 1, to: 1, at: expect.closeTo((16 * 10) / 175, 12) }]);
    // the target still says what is missed
    expect(titleOf(batchBars(given, { target: [1, 0], rows: [165, 10] }))).toBe(
      'Every batch has every class that is wanted',
    );
    const three = { classes: ['a', 'b', 'c'], counts: [[1, 1, 1]] };
    expect(batchBars(three, { rows: [2, 2, 2] }).title.subtitle.join(' ')).toContain(
      'the shares of the rows, all equal',
    );
    expect(() => batchBars(given, { rows: [1] })).toThrow(/^rows must have as many entries as classes, 2, got 1$/);
  });

  it('has the borders of a cumulative target for each size of batch, from the last class up', () => {
    const counts = [
      [2, 3, 5],
      [5, 3, 2],
      [1, 1, 2],
    ];
    const [, rules] = layersOf(batchBars({ classes: ['a', 'b', 'c'], counts }, { target: [2, 1, 1] }));
    expect(rules.data.values).toEqual([
      { from: 1, to: 2, at: 5 },
      { from: 1, to: 2, at: 2.5 },
      { from: 3, to: 3, at: 2 },
      { from: 3, to: 3, at: 1 },
    ]);
  });

  it('misses no class of which nothing is wanted', () => {
    const counts = [
      [4, 0, 0],
      [4, 1, 0],
    ];
    const classes = ['a', 'b', 'c'];
    expect(titleOf(batchBars({ classes, counts }))).toBe('2 of 2 batches miss at least one class');
    expect(titleOf(batchBars({ classes, counts }, { target: [1, 1, 0] }))).toBe('1 of 2 batches has no b');
    expect(titleOf(batchBars({ classes, counts: [[1, 0, 0]] }))).toBe('1 of 1 batch misses at least one class');
    expect(titleOf(batchBars({ classes, counts: [[1, 1, 0]] }))).toBe('1 of 1 batch has no c');
    expect(titleOf(batchBars({ classes, counts }, { target: [1, 0, 0] }))).toBe(
      'Every batch has every class that is wanted',
    );
  });

  it('shows the 40 rarest of more classes, and says how many are not shown', () => {
    const spec = batchBars({ classes: many(50), counts: sparse(50) });
    const shown = [...new Set(layersOf(spec).flatMap(({ data }) => data.values.map((row) => row.class)))];
    const totals = many(50).map((_, i) => sparse(50).reduce((total, batch) => total + batch[i], 0));
    expect(shown).toHaveLength(40);
    const left = many(50).filter((name) => !shown.includes(name));
    // the first two are in every batch
    expect(left).toEqual(expect.arrayContaining(['class 1', 'class 2']));
    const of = (names: unknown[]) => names.map((name) => totals[many(50).indexOf(String(name))]);
    expect(Math.max(...of(shown))).toBeLessThanOrEqual(Math.min(...of(left)));
    expect(madeOf(spec)).toContain('10 classes with more draws are not shown');
    expect(madeOf(batchBars({ classes: many(40), counts: sparse(40) }))).not.toContain('not shown');
  });

  it('takes the rarest of all batches, not of those that are shown', () => {
    // the first class is rare later on, the last one now
    const counts = [...new Array(2).fill([1, 5, 5, 5, 5, 5, 5, 0]), ...new Array(50).fill([0, 5, 5, 5, 5, 5, 5, 9])];
    const spec = batchBars({ classes: many(8), counts }, { batches: 2 });
    const [{ encoding }] = spec.layer as unknown as { encoding: { y: { scale: { domain: string[] } } } }[];
    expect(encoding.y.scale.domain[0]).toBe('class 1');
    expect(encoding.y.scale.domain[7]).toBe('class 8');
  });
});

describe('timesSeenEcdf', () => {
  const group = (label: string, unseen: number) => ({
    label,
    ecdf: { x: [0, 1], y: [unseen, 1], lower: [0, 0.9], upper: [1, 1] },
  });

  it('shows the seven with most unseen items of more', () => {
    const groups = many(12).map((label, i) => group(label, ((i * 5) % 12) / 20));
    const spec = timesSeenEcdf(groups);
    const shown = [...new Set(layersOf(spec)[1].data.values.map((row) => row.class))];
    expect(shown.map((name) => ((Number(String(name).slice(6)) - 1) * 5) % 12)).toEqual([11, 10, 9, 8, 7, 6, 5]);
    expect(madeOf(spec)).toContain('the 7 of 12 classes');
    expect(titleOf(spec)).toMatch(/^55 % of class 8 items were never seen, more than of any other class$/);
    expect(madeOf(timesSeenEcdf(groups.slice(0, 7)))).not.toContain('of 7');
  });

  it('says when all were seen, and of one group only its share', () => {
    expect(titleOf(timesSeenEcdf([group('a', 0), group('b', 0)]))).toBe('Every item was seen at least once');
    expect(titleOf(timesSeenEcdf([group('a', 0.25)]))).toBe('25 % of the items were never seen');
  });
});

describe('unseenOverEpochs', () => {
  it('says what is left where the forecast ends before all are seen', () => {
    const forecast = [1, 2].map((epoch) => ({ epoch, expected: 12.345 / epoch, lower: 0, upper: 20 }));
    expect(titleOf(unseenOverEpochs({ forecast }))).toBe('6.17 items are expected to be unseen after 2 epochs');
  });
});

describe('coverageDensity', () => {
  it('takes the median of the density where no mark has one', () => {
    expect(titleOf(coverageDensity([{ name: 'a', kde: kde(17) }]))).toBe(
      'Half of all runs have seen everything after 17 epochs',
    );
    const skewed = { x: [0, 1, 2, 10], y: [0, 0, 0.2, 0.2], bandwidth: 1 };
    // 0.1 up to 2, then 0.2 an epoch to 1.7 in all
    expect(titleOf(coverageDensity([{ name: 'a', kde: skewed }]))).toContain('after 6 epochs');
  });

  it('has its curves in order of colors, and no two the same', () => {
    const of = (count: number) => {
      const spec = coverageDensity(many(count).map((name, i) => ({ name, kde: kde(6 + i) })));
      const [{ encoding }] = spec.layer as unknown as {
        encoding: { color: { type: string; scale: { range: string[] } } };
      }[];
      return encoding.color;
    };
    expect(of(2).type).toBe('nominal');
    expect(of(5).type).toBe('ordinal');
    expect(new Set(of(9).scale.range).size).toBe(9);
  });
});

describe('beforeAfter', () => {
  it('shows the 15 that rise most and the 15 that fall most of more than 30', () => {
    const classes = many(41);
    const spec = beforeAfter({
      classes,
      before: classes.map((_, i) => (i === 0 ? 20 : 50 + i)),
      after: classes.map(() => 70),
    });
    const shown = layersOf(spec)[0].data.values.map((row) => row.class);
    expect(shown).toEqual([...classes.slice(0, 15), ...classes.slice(-15)]);
    expect(madeOf(spec)).toContain('the 15 that rise most and the 15 that fall most of 41 classes');
    expect(titleOf(spec)).toBe('class 1 goes from 0.7 % to 2.4 % of the draws');
  });

  it('says when nothing changes, on whatever scale', () => {
    const shares = { classes: ['a', 'b'], before: [1, 3], after: [0.25, 0.75] };
    expect(titleOf(beforeAfter(shares))).toBe('No class’s share of the draws changes');
    const large = beforeAfter({ classes: ['a', 'b'], before: [1e308, 1e308], after: [1e308, 0] });
    expect(titleOf(large)).toBe('a goes from 50 % to 100 % of the draws');
  });
});
