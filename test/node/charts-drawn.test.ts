// What Vega renders of the specs: read back from the SVG and counted.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COLORS } from '../../src/charts/theme.js';
import { batchBars, beforeAfter, type ChartOptions, classBars, coverageDensity } from '../../src/charts.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { CASES, kde, many, sparse } from '../support/chart-cases.js';
import { type Drawn, elementsOf, extentOf, marksOf, texts } from '../support/drawn.js';

const THEMES = ['light', 'dark', 'auto'] as const;
const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

beforeEach(() => {
  for (const method of METHODS) vi.spyOn(console, method);
});
afterEach(() => {
  for (const method of METHODS) expect(console[method]).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

const counted = (svg: string) => Object.fromEntries([...marksOf(svg)].map(([sort, marks]) => [sort, marks.length]));
const vertices = (lines: readonly Drawn[]) =>
  lines.reduce((sum, { attributes: { d } }) => sum + d.match(/[MLHV]/g)!.length, 0);

describe.each(CASES)('$name', ({ make, marks, vertices: expected, title }) => {
  it.each(THEMES)('has all its marks in theme %s', async (theme) => {
    const svg = await svgOf(make({ theme }));
    expect(counted(svg)).toEqual(marks);
    expect(vertices(marksOf(svg).get('line') ?? [])).toBe(expected ?? 0);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('is of the size that was asked for, with a room for every text', async () => {
    for (const options of [
      { width: 640, height: 400 },
      { width: 420, height: 300 },
    ] satisfies ChartOptions[]) {
      const svg = await svgOf(make(options));
      const [root] = elementsOf(svg);
      expect([root.attributes.width, root.attributes.height]).toEqual([`${options.width}`, `${options.height}`]);
      expect(texts(svg).length).toBeGreaterThan(6);
      // turned ones are titles of vertical axes
      for (const text of texts(svg).filter(({ attributes }) => !attributes.transform?.includes('rotate'))) {
        const [left, right] = extentOf(text);
        expect([text.text, left >= 0, right <= options.width]).toEqual([text.text, true, true]);
        expect(text.y).toBeLessThanOrEqual(options.height);
      }
    }
  });

  it('is titled and described, needs nothing, and is the same each time', async () => {
    const svg = await svgOf(make());
    const words = texts(svg).map(({ text }) => text);
    expect(words.join(' ')).toContain(title);
    expect(elementsOf(svg)[0].attributes['aria-label']).toContain(title);
    expect(svg).not.toMatch(/\sid=|url\(|href="|<script|<style|<image/);
    expect(await svgOf(make())).toBe(svg);
  });

  it('has the colors of its theme', async () => {
    const [light, dark, auto] = await Promise.all(THEMES.map((theme) => svgOf(make({ theme }))));
    expect(auto).toContain('fill="currentColor"');
    expect(auto).not.toMatch(/#(fff|000|22262a|e4e7ea|888|ddd|333)/i);
    expect(elementsOf(auto).filter(({ tag, within }) => tag === 'rect' && within.length === 1)).toEqual([]);
    expect([light, dark].join('')).not.toContain('currentColor');
    expect(elementsOf(light)[1].attributes.fill).toBe('#ffffff');
    expect(elementsOf(dark)[1].attributes.fill).toBe('#14171a');
  });
});

describe('many classes and batches', () => {
  it('are drawn within their limits', async () => {
    const heat = await svgOf(
      batchBars({ classes: many(1000), counts: Array.from({ length: 60 }, (_, b) => sparse(1000)[b % 20]) }),
    );
    expect(counted(heat)).toEqual({ rect: 40 * 40 });
    const stacks = await svgOf(batchBars({ classes: ['a', 'b'], counts: Array.from({ length: 60 }, () => [8, 8]) }));
    expect(counted(stacks)).toEqual({ rect: 80 });
    const bars = await svgOf(classBars(many(1000).map((label, i) => ({ label, count: i + 1 }))));
    expect(counted(bars)).toEqual({ rect: 60, text: 60 });
    const shares = await svgOf(
      beforeAfter({ classes: many(1000), before: many(1000).map(() => 1), after: many(1000).map((_, i) => i) }),
    );
    expect(counted(shares)).toEqual({ rule: 30, symbol: 60 });
  });

  it('have empty cells where nothing was drawn, and colored ones where something was', async () => {
    const svg = await svgOf(batchBars({ classes: many(9), counts: sparse(9) }, { theme: 'auto' }));
    const cells = marksOf(svg).get('rect')!;
    const empty = cells.filter(({ attributes }) => attributes.fill === undefined);
    expect(empty).toHaveLength(
      sparse(9)
        .flat()
        .filter((draws) => draws === 0).length,
    );
    for (const { attributes } of empty) expect(attributes.stroke).toBe('currentColor');
    for (const { attributes } of cells.filter((cell) => !empty.includes(cell)))
      expect(attributes.fill).toMatch(/^rgb\(|^#/);
  });
});

describe('a stack', () => {
  it('has the last class at the bottom, as high as its draws, with the target across', async () => {
    const spec = batchBars({ classes: ['a', 'b'], counts: [[12, 4]] }, { target: [1, 1] });
    const svg = await svgOf(spec);
    const marks = marksOf(svg);
    const box = ({ y: from, attributes: { d } }: Drawn) => {
      const [, , y, , height] = d.match(/^M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)/)!.map(Number);
      return { y: from + y, height };
    };
    const [a, b] = marks.get('rect')!;
    expect([a.attributes.fill, b.attributes.fill]).toEqual(COLORS.slice(0, 2));
    expect(box(a).height).toBeCloseTo(3 * box(b).height, 6);
    expect(box(b).y).toBeCloseTo(box(a).y + box(a).height, 6);
    const [rule] = marks.get('rule')!;
    expect(rule.y).toBeCloseTo(box(a).y + (box(a).height + box(b).height) / 2, 6);
  });
});

describe('what does not fit', () => {
  it('is cut off at the axis, and takes no more room than that', async () => {
    const svg = await svgOf(classBars([{ label: 'x'.repeat(500), count: 1 }]));
    const [, , plot] = elementsOf(svg);
    expect(plot.x).toBeGreaterThan(150);
    expect(plot.x).toBeLessThan(200);
  });

  it('goes to another line of the legend', async () => {
    const classes = many(7).map((name) => `${name} of a longer name`);
    for (const width of [300, 640]) {
      const entries = texts(await svgOf(batchBars({ classes, counts: [classes.map(() => 1)] }, { width }))).filter(
        ({ text }) => text.startsWith('class '),
      );
      expect(entries).toHaveLength(7);
      for (const entry of entries) expect(extentOf(entry)[1]).toBeLessThanOrEqual(width);
      expect(new Set(entries.map(({ y }) => y)).size).toBe(width === 300 ? 7 : 3);
    }
  });

  it('is not drawn beyond an axis that ends where nothing can be told from it', async () => {
    const forecast = [11, 12, 500].map((epoch) => ({ epoch, probability: epoch < 500 ? 0.2 : 1e-9 }));
    const drawn = marksOf(await svgOf(coverageDensity([{ name: 'a', kde: kde(11) }], { forecast }))).get('symbol')!;
    expect(drawn).toHaveLength(2);
  });
});

describe('svgOf', () => {
  it('throws where Vega would log and render a part', async () => {
    const spec = JSON.parse(
      JSON.stringify(classBars([{ label: 'Birman', count: 10 }])).replaceAll('"Birman"', '"__proto__"'),
    );
    await expect(svgOf(spec)).rejects.toThrow(/^the chart cannot be rendered: TypeError/);
  });

  it('throws for what is no chart', async () => {
    await expect(
      svgOf({ ...classBars([{ label: 'Birman', count: 10 }]), layer: [{ mark: 'bars' }] }),
    ).rejects.toThrow();
  });
});
