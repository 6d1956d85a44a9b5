// Shares of the draws: what their chart shows and says.
import { describe, expect, it } from 'vitest';
import { shareBars, type VegaLiteSpec } from '../../src/charts.js';

describe('shareBars', () => {
  const rows = (spec: VegaLiteSpec) => spec.layer[0].data.values;
  const bars = (shares: readonly number[]) => shares.map((share, i) => ({ label: `c${i}`, share }));

  it('keeps the order, and says how rare each is', () => {
    expect(rows(shareBars(bars([0.05, 0.75, 0, 0.2, 2 ** -64])))).toEqual([
      { name: 'c0', share: 5, text: '5 %, one in 20' },
      { name: 'c1', share: 75, text: '75 %' },
      { name: 'c2', share: 0, text: 'never' },
      { name: 'c3', share: 20, text: '20 %' },
      { name: 'c4', share: 100 * 2 ** -64, text: '5.4e-18 %' },
    ]);
  });

  it('shows the 30 largest and the 30 smallest of more than 60, in the given order', () => {
    const shares = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) / 10_000);
    expect(rows(shareBars(bars(shares.slice(0, 60))))).toHaveLength(60);
    const spec = shareBars(bars(shares));
    const expected = shares.flatMap((share, i) => (share < 0.003 || share >= 0.007 ? [`c${i}`] : []));
    expect(rows(spec).map(({ name }: { name: string }) => name)).toEqual(expected);
    expect(spec.title.subtitle.join(' ')).toContain('the 30 largest and the 30 smallest of 100');
  });

  it.each([
    [[1], 'c0 gets 100 % of the draws'],
    [[1, 0], 'c0 gets 100 % of the draws'],
    [[0.25, 0.25, 0.25, 0.25], 'All 4 have 25 % of the draws'],
    [[0.5, 0.5, 0], 'c0 gets 50 % of the draws'],
    [[0.2, 0.8], 'c1 gets 80 % of the draws, 4 times as many as c0'],
    [[1, 2 ** -64], 'c0 gets 100 % of the draws, 1.8e+19 times as many as c1'],
  ])('says of %j: %s', (shares, said) => {
    expect(shareBars(bars(shares)).title.text.join(' ')).toBe(said);
  });
});
