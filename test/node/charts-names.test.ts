// Names that no chart may stumble over.
import { describe, expect, it } from 'vitest';
import {
  batchBars,
  beforeAfter,
  classBars,
  coverageDensity,
  shareBars,
  timesSeenEcdf,
  type VegaLiteSpec,
} from '../../src/charts.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { kde } from '../support/chart-cases.js';
import { marksOf, texts } from '../support/drawn.js';

describe('names of classes', () => {
  const AWKWARD = [
    '',
    ' ',
    'a.b[0]',
    '"quoted" \'single\' \\back',
    // constructor, __proto__, toString, …
    ...Object.getOwnPropertyNames(Object.prototype),
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
    ['shareBars', shareBars(labels.map((label, i) => ({ label, share: i / 100 }))), 'rect', labels.length],
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

  it('may be those of every object, alone on a line of the title too', async () => {
    for (const label of Object.getOwnPropertyNames(Object.prototype)) {
      const classes = [
        { label: 'b', count: 6 },
        { label, count: 2 },
      ];
      const narrow = classBars(classes, { width: 300 });
      expect(narrow.title.text.at(-1)?.trim()).toBe(label);
      for (const spec of [narrow, classBars(classes), classBars(classes, { title: label })]) {
        expect([label, marksOf(await svgOf(spec)).get('rect')?.length]).toEqual([label, 2]);
      }
    }
  });

  it('are shown, each as itself, and shortened where they are long', async () => {
    const svg = await svgOf(classBars(labels.map((label, i) => ({ label, count: i + 1 }))));
    const shown = texts(svg).map(({ text }) => text);
    for (const name of [
      '(empty)',
      '(blank)',
      'a.b[0]',
      '"quoted" \'single\' \\back',
      ...Object.getOwnPropertyNames(Object.prototype),
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
    expect(shown.filter((text) => /^x+…x+$/.test(text))).toHaveLength(1);
    expect(shown.filter((text) => /^猫+…猫+$/.test(text))).toHaveLength(1);
  });

  it('that begin alike stay different, in axes, legends and sentences', async () => {
    const long = 'international short hair, color ';
    const pairs = [
      [`${long}one`, `${long}two`],
      [`${'w'.repeat(27)} first`, `${'w'.repeat(27)} second`],
      [`${'i'.repeat(90)}1${'i'.repeat(90)}`, `${'i'.repeat(90)}2${'i'.repeat(90)}`],
      [`${'猫'.repeat(40)}1${'猫'.repeat(40)}`, `${'猫'.repeat(40)}2${'猫'.repeat(40)}`],
    ];
    for (const classes of pairs) {
      const counts = [
        [3, 1],
        [2, 2],
      ];
      const stack = batchBars({ classes, counts: [[3, 0], ...counts] }, { target: [1, 1] });
      const change = beforeAfter({ classes, before: [3, 1], after: [1, 1] });
      const bars = classBars(classes.map((label, i) => ({ label, count: i + 1 })));
      const shares = shareBars(classes.map((label, i) => ({ label, share: i / 2 })));
      for (const spec of [stack, change, bars, shares]) {
        const labels = texts(await svgOf(spec)).map(({ text }) => text);
        const names = labels.filter((text) => /^(intern|w|i|猫).*…[^ ]*( .*)?$/.test(text) && [...text].length <= 36);
        expect([classes[0], new Set(names).size]).toEqual([classes[0], 2]);
        // none is cut off again
        for (const name of names) expect(name).not.toMatch(/…$/);
      }
      // the sentence names one of the two, as its legend does
      const [, second] = namesIn(stack);
      expect(stack.title.text.join(' ')).toContain(`1 of 3 batches has no ${second}`);
    }
  });
});

/** The classes of a legend, as it has them. */
function namesIn(spec: VegaLiteSpec): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: a plain object of our own making
  return (spec.layer[0] as any).encoding.color.scale.domain;
}
