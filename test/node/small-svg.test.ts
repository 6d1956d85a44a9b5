// Pictures in fewer characters: everything that can be seen or read is still there. test/browser/small-svg.test.ts
// compares their pixels.
import { describe, expect, it } from 'vitest';
import { batchBars } from '../../src/charts.js';
import { smallSvg } from '../../src/cli/report/small-svg.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { CASES, many } from '../support/chart-cases.js';
import { elementsOf, marksOf, texts } from '../support/drawn.js';

const seen = (svg: string) =>
  texts(svg)
    .filter(({ attributes }) => attributes.opacity !== '0')
    .map(({ text, x, y }) => ({ text, x, y }));
const LABELS = ['role', 'aria-label', 'aria-roledescription'];
const labels = (svg: string) =>
  elementsOf(svg)
    .filter(({ attributes }) => attributes['aria-label'] !== undefined)
    .map(({ tag, attributes }) => [tag, ...LABELS.map((name) => attributes[name])]);

describe.each(CASES)('$name', ({ make }) => {
  it('keeps its texts, where they are, and its labels, in fewer characters', async () => {
    for (const theme of ['light', 'auto'] as const) {
      const svg = await svgOf(make({ theme }));
      const small = smallSvg(svg);
      expect(small.length).toBeLessThan(0.75 * svg.length);
      const before = seen(svg);
      const after = seen(small);
      expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
      // a place is the sum of those of the groups around it, each within a 200th
      const moved = after.map(({ x, y }, i) => Math.max(Math.abs(x - before[i].x), Math.abs(y - before[i].y)));
      expect(Math.max(...moved)).toBeLessThan(0.02);
      expect(after.length).toBeGreaterThan(6);
      expect(labels(small)).toEqual(labels(svg));
      expect(labels(small).length).toBeGreaterThan(3);
      expect(small).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  });
});

it('merges the cells of a large heat map: the same places and colors, in 30 % of the characters', async () => {
  const counts = Array.from({ length: 40 }, (_, b) => Array.from({ length: 37 }, (_, i) => (i * 7 + b * 3) % 4));
  const svg = await svgOf(batchBars({ classes: many(37), counts }));
  const small = smallSvg(svg);
  expect(small.length).toBeLessThan(0.3 * svg.length);
  const rects = (each: string) => marksOf(each).get('rect') ?? [];
  const [, width, height] =
    rects(svg)[0]
      .attributes.d.match(/h([\d.]+)v([\d.]+)/)
      ?.map(Number) ?? [];
  const cell = (x: number, y: number, fill = 'outline') => [Math.round(x / width), Math.round(y / height), fill].join();
  const before = rects(svg).map(({ attributes: { d, fill } }) => {
    const [, x, y] = /^M([\d.]+),([\d.]+)h/.exec(d) ?? [];
    return cell(Number(x), Number(y), fill);
  });
  const after = rects(small).flatMap(({ attributes: { d, fill } }) => {
    let [x, y] = [0, 0];
    return Array.from(d.matchAll(/m(-?[\d.]+),(-?[\d.]+)h/g), ([, dx, dy]) => {
      [x, y] = [x + Number(dx), y + Number(dy)];
      return cell(x, y, fill);
    });
  });
  expect(new Set(before).size).toBe(40 * 37);
  expect(after.sort()).toEqual(before.sort());
});

describe('a part of a picture', () => {
  // an element without paint keeps the others' paint where it is
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="9">${inside}<rect width="9"/></svg>`;

  it.each([
    ['nothing that is painted', '<path class="foreground" aria-hidden="true" d="" display="none"/>', ''],
    ['numbers', '<path d="M0.12345,1h-12.925v12.925" fill="red"/>', '<path d="M0.12,1h-12.93v12.93" fill="red"/>'],
    ['1e-7', '<path d="M1e-7,1.5L2,3" fill="red"/>', '<path d="M1e-7,1.5L2,3" fill="red"/>'],
    ['a scale', '<path transform="scale(0.12345)" fill="red"/>', '<path transform="scale(0.12345)" fill="red" d=""/>'],
    ['middles', '<path d="M0,0L1,0L2,0L2,0L2,5L2,9L0,9Z" fill="red"/>', '<path d="M0,0L2,0L2,9L0,9Z" fill="red"/>'],
    ['a turn', '<path d="M0,0L5,0L2,0L2,3" fill="red"/>', '<path d="M0,0L5,0L2,0L2,3" fill="red"/>'],
    ['a label without paint', '<path d="M0,0L1,1" aria-label="a"/>', '<path d="M0,0L1,1" aria-label="a"/>'],
    [
      'what a group has',
      '<g class="a"><path d="M1,1" stroke="red" stroke-width="2"/>' +
        '<line stroke="red" stroke-width="2" x2="0" y2="3"/></g>',
      '<g class="a" stroke="red"><path d="M1,1"/><line y2="3"/></g>',
    ],
    [
      'what only some have',
      '<g class="a"><path d="M1,1" stroke="red" stroke-width="2"/><line stroke="red" y2="3"/></g>',
      '<g class="a" stroke="red"><path d="M1,1" stroke-width="2"/><line y2="3"/></g>',
    ],
    [
      'a text beside a line',
      '<g class="a"><text font-size="9px" fill="red">a&lt;b</text><line stroke="red" y2="3"/></g>',
      '<g class="a"><text fill="red">a&lt;b</text><line stroke="red" y2="3"/></g>',
    ],
  ])('%s', (_, inside, expected) => {
    const small = smallSvg(svg(inside));
    expect(small.replace(/^<svg[^>]*>/, '').replace('<rect width="9"/></svg>', '')).toBe(expected);
  });

  it('is left alone in a picture that Vega has not written', () => {
    const foreign = svg('<!-- a --><path d="M0.12345,1"/> text');
    expect(smallSvg(foreign)).toBe(foreign);
    expect(smallSvg('')).toBe('');
  });
});
