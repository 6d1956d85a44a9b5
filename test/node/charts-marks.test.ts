// Where labels of marks go, and what colors marks have.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMarks } from '../../src/charts/mark-labels.js';
import { COLORS, colorRamp } from '../../src/charts/theme.js';
import { coverageDensity, estimateTextWidth } from '../../src/charts.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { kde } from '../support/chart-cases.js';
import { marksOf } from '../support/drawn.js';

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

describe('colors of marks', () => {
  /** WCAG's contrast of two colors. */
  const contrast = (one: string, other: string) => {
    const [darker, lighter] = [one, other]
      .map((color) => {
        const [r, g, b] = [1, 3, 5]
          .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
          .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      })
      .sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  };

  it('stand on white and on near-black', () => {
    expect(contrast('#f0e442', '#ffffff')).toBeLessThan(2);
    for (const color of [...COLORS, ...colorRamp('light', 9)]) {
      for (const paper of ['#ffffff', '#14171a'])
        expect([color, paper, contrast(color, paper) > 2]).toEqual([color, paper, true]);
    }
  });
});

describe('densities that are far apart', () => {
  it('have a logarithmic axis, and each its own peak; near ones have neither', async () => {
    const of = (...modes: number[]) =>
      coverageDensity(modes.map((mode) => ({ name: `${mode}`, kde: { ...kde(mode), bandwidth: undefined } })));
    const far = JSON.stringify(of(10, 500));
    expect(far).toContain('"type":"log"');
    expect(far).toContain('density (each curve scaled to its peak)');
    expect(far).toContain('Calculated, not simulated');
    const near = JSON.stringify(of(10, 50));
    expect(near).not.toContain('"type":"log"');
    expect(near).toContain('density (per epoch)');
  });
});
