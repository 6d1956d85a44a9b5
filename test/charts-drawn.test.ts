// What Vega draws of the specs: read back from the SVG and counted.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeMarks } from '../src/charts/marks.js';
import { COLOURS, rampOf } from '../src/charts/theme.js';
import {
  batchBars,
  beforeAfter,
  type ChartOptions,
  classBars,
  coverageDensity,
  estimateTextWidth,
  timesSeenEcdf,
  type VegaLiteSpec,
} from '../src/charts.js';
import { svgOf } from '../src/cli/svg.js';
import { CASES, kde, many, sparse } from './support/chart-cases.js';
import { type Drawn, elementsOf, marksOf } from './support/drawn.js';

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
const texts = (svg: string) => elementsOf(svg).filter(({ tag, text }) => /^(text|tspan)$/.test(tag) && text !== '');

/** From where to where a text reaches, by the estimate that it was laid out with. */
function extentOf({ x, text, attributes }: Drawn): [number, number] {
  const width = estimateTextWidth(text, Number.parseFloat(attributes['font-size']));
  const before = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  return [x - before * width, x + (1 - before) * width];
}

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

  it('has the colours of its theme', async () => {
    const [light, dark, auto] = await Promise.all(THEMES.map((theme) => svgOf(make({ theme }))));
    expect(auto).toContain('fill="currentColor"');
    expect(auto).not.toMatch(/#(fff|000|22262a|e4e7ea|888|ddd|333)/i);
    expect(elementsOf(auto).filter(({ tag, within }) => tag === 'rect' && within.length === 1)).toEqual([]);
    expect([light, dark].join('')).not.toContain('currentColor');
    expect(elementsOf(light)[1].attributes.fill).toBe('#ffffff');
    expect(elementsOf(dark)[1].attributes.fill).toBe('#14171a');
  });
});

describe('colours of marks', () => {
  /** WCAG's contrast of two colours. */
  const contrast = (one: string, other: string) => {
    const [darker, lighter] = [one, other]
      .map((colour) => {
        const [r, g, b] = [1, 3, 5]
          .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
          .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      })
      .sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  };

  it('stand on white and on near-black', () => {
    expect(contrast('#f0e442', '#ffffff')).toBeLessThan(2);
    for (const colour of [...COLOURS, ...rampOf('light', 9)]) {
      for (const paper of ['#ffffff', '#14171a'])
        expect([colour, paper, contrast(colour, paper) > 2]).toEqual([colour, paper, true]);
    }
  });
});

describe('names of classes', () => {
  const AWKWARD = [
    '',
    ' ',
    'a.b[0]',
    '"quoted" \'single\' \\back',
    '__proto__',
    'constructor',
    'toString',
    '<b>&amp;</b>',
    'two\nlines\u0000\u2028',
    '猫'.repeat(60),
    'x'.repeat(500),
    '\ud800half',
    'null',
    'datum["a"]',
    '%{}',
  ];
  const labels = [...AWKWARD, 1, '1', true, 'true', -0];

  const pictures: [string, VegaLiteSpec, string, number][] = [
    ['classBars', classBars(labels.map((label, i) => ({ label, count: i + 1 }))), 'rect', labels.length],
    [
      'beforeAfter',
      beforeAfter({ classes: labels, before: labels.map(() => 1), after: labels.map((_, i) => i) }),
      'symbol',
      2 * labels.length,
    ],
    [
      'batchBars',
      batchBars({ classes: labels, counts: [labels.map(() => 1), labels.map(() => 2)] }),
      'rect',
      2 * labels.length,
    ],
    ...AWKWARD.flatMap((label): [string, VegaLiteSpec, string, number][] => [
      [
        `stacks of ${JSON.stringify(label).slice(0, 20)}`,
        batchBars({
          classes: [label, 'b'],
          counts: [
            [2, 1],
            [1, 0],
          ],
        }),
        'rect',
        3,
      ],
      [
        `steps of ${JSON.stringify(label).slice(0, 20)}`,
        timesSeenEcdf(
          [label, 'b'].map((each) => ({ label: each, ecdf: { x: [0, 1], y: [0.5, 1], lower: [0, 1], upper: [1, 1] } })),
        ),
        'line',
        2,
      ],
      [
        `curves of ${JSON.stringify(label).slice(0, 20)}`,
        coverageDensity([label, 'b', 'c'].map((name) => ({ name, kde: kde(9) }))),
        'line',
        3,
      ],
    ]),
  ];

  it.each(pictures)('are no matter to %s', async (_, spec, sort, marks) => {
    const svg = await svgOf(spec);
    expect(marksOf(svg).get(sort)).toHaveLength(marks);
    // what XML does not have
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  it('are shown, each as itself, and cut off where they are long', async () => {
    const svg = await svgOf(classBars(labels.map((label, i) => ({ label, count: i + 1 }))));
    const shown = texts(svg).map(({ text }) => text);
    for (const name of [
      '(empty)',
      '(blank)',
      'a.b[0]',
      '"quoted" \'single\' \\back',
      '__proto__',
      'constructor',
      '<b>&amp;</b>',
      'two\\u000alines\\u0000\\u2028',
      '1',
      '1 (2)',
      'true',
      'true (2)',
      '\\ud800half',
    ]) {
      expect(shown).toContain(name);
    }
    expect(shown.filter((text) => /^x+…$/.test(text))).toHaveLength(1);
    expect(shown.filter((text) => /^猫+…$/.test(text))).toHaveLength(1);
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

  it('have empty cells where nothing was drawn, and coloured ones where something was', async () => {
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
    expect([a.attributes.fill, b.attributes.fill]).toEqual(COLOURS.slice(0, 2));
    expect(box(a).height).toBeCloseTo(3 * box(b).height, 6);
    expect(box(b).y).toBeCloseTo(box(a).y + box(a).height, 6);
    const [rule] = marks.get('rule')!;
    expect(rule.y).toBeCloseTo(box(a).y + (box(a).height + box(b).height) / 2, 6);
  });
});

describe('labels of marks', () => {
  const mark = fc.record({
    name: fc.constantFrom('mode', 'median', '95 %', 'a longer name'),
    epochs: fc.double({ min: 3, max: 60, noNaN: true }),
  });

  it('meet neither each other nor a line', () => {
    let lower = 0;
    fc.assert(
      fc.property(fc.array(mark, { minLength: 2, maxLength: 6 }), (marks) => {
        const pixels = 560;
        const { marks: placed, domain } = placeMarks(marks, [3, 60], pixels);
        const at = (epochs: number) => ((epochs - domain[0]) / (domain[1] - domain[0])) * pixels;
        const end = ({ epochs, label }: { epochs: number; label: string }) =>
          at(epochs) + 4 + estimateTextWidth(label, 11);
        for (const one of placed) {
          expect(end(one)).toBeLessThanOrEqual(pixels);
          for (const other of placed) {
            // a line goes down from its own row; the label of an earlier one is left of it or above
            if (other === one || at(other.epochs) < at(one.epochs)) continue;
            if (at(other.epochs) < end(one) && placed.indexOf(other) > placed.indexOf(one)) {
              expect(other.row).toBeGreaterThan(one.row);
              lower++;
            }
          }
        }
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(lower).toBeGreaterThan(100);
  });

  it('are drawn where they were placed', async () => {
    const marks = [
      { name: 'mode', epochs: 10 },
      { name: 'median', epochs: 10.2 },
      { name: '95 %', epochs: 15.9 },
    ];
    const drawn = marksOf(await svgOf(coverageDensity([{ name: 'a', kde: kde(11) }], { marks }))).get('text')!;
    expect(drawn.map(({ text }) => text)).toEqual(['mode: 10', '95 %: 15.9', 'median: 10.2']);
    const [mode, late, median] = drawn;
    expect(late.y).toBe(mode.y);
    expect(median.y).toBeGreaterThanOrEqual(mode.y + 11);
  });
});

describe('svgOf', () => {
  it('throws where Vega would log and draw a part', async () => {
    const spec = JSON.parse(
      JSON.stringify(classBars([{ label: 'Birman', count: 10 }])).replaceAll('"Birman"', '"__proto__"'),
    );
    await expect(svgOf(spec)).rejects.toThrow(/^the chart cannot be drawn: TypeError/);
  });

  it('throws for what is no chart', async () => {
    await expect(svgOf({ $schema: '', description: '', layer: [{ mark: 'bars' }] })).rejects.toThrow();
  });
});
