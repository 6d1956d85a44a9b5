import { describe, expect, it } from 'vitest';
import { type Coverage, coverage } from '../../src/analysis.js';
import { coverageDensity } from '../../src/charts.js';

const balanced = (...counts: number[]): number[] => counts.flatMap((count) => new Array<number>(count).fill(1 / count));
const quantiles = (forecast: Coverage, ...shares: number[]): number[] => shares.map((p) => forecast.quantile(p));

describe('the distribution of the number of epochs', () => {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);

  it('has each number of epochs, and all but a thousandth of the runs', () => {
    const forecast = coverage(balanced(165, 10));
    const distribution = forecast.distribution();
    const [first, last] = quantiles(forecast, 0.0005, 0.9995);
    expect(distribution.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    );
    for (const { epoch, probability } of distribution) {
      const before = forecast.probabilityAllSeen(epoch - 1);
      expect(probability).toBe(forecast.probabilityAllSeen(epoch) - before);
    }
    const all = sum(distribution.map(({ probability }) => probability));
    expect(all).toBeGreaterThan(0.999);
    expect(all).toBeLessThan(1);
    const likeliest = distribution.reduce((best, each) => (each.probability > best.probability ? each : best));
    expect(likeliest.epoch).toBe(forecast.mode);
  });

  it.each([1, 2, 7, 120])('has at most %i entries, evenly spaced, each with a mean of epochs in a row', (points) => {
    // a draw an epoch: 3,000 to 16,000 epochs
    const forecast = coverage(new Array(1000).fill(1), 1);
    const distribution = forecast.distribution(points);
    const [first, last] = quantiles(forecast, 0.0005, 0.9995);
    const step = Math.ceil((last - first + 1) / points);
    expect(distribution.length).toBeLessThanOrEqual(points);
    expect(distribution.length).toBeGreaterThan(0.9 * points);
    distribution.forEach(({ epoch, probability }, i) => {
      const start = first + i * step;
      expect(epoch).toBe(start + Math.floor((step - 1) / 2));
      const part = forecast.probabilityAllSeen(start + step - 1) - forecast.probabilityAllSeen(start - 1);
      expect(probability).toBeCloseTo(part / step, 15);
    });
    expect(step * sum(distribution.map(({ probability }) => probability))).toBeGreaterThan(0.999);
  });

  it('is a density with nothing at its ends, and what a chart takes', () => {
    const forecast = coverage(balanced(165, 10));
    const distribution = forecast.distribution();
    const { x, y } = forecast.density();
    expect([...x.subarray(1, -1)]).toEqual(distribution.map(({ epoch }) => epoch));
    expect([...y]).toEqual([0, ...distribution.map(({ probability }) => probability), 0]);
    expect([x[0], x[x.length - 1]]).toEqual([x[1] - 1, x[x.length - 2] + 1]);
    const kde = forecast.density(30);
    const spec = coverageDensity([{ name: 'closed form', kde }], { forecast: distribution });
    expect(spec.title.text.join(' ')).toBe('Half of all runs have seen everything after 11 epochs');
  });

  it('is certain of one item, and goes beyond all whole numbers', () => {
    expect(coverage([3], 1).distribution()).toEqual([{ epoch: 1, probability: 1 }]);
    expect(coverage([3], 1).density()).toEqual({ x: Float64Array.of(0, 1, 2), y: Float64Array.of(0, 1, 0) });
    const far = coverage([1, 1e-300], 1);
    expect(far.quantile(0.5)).toBeGreaterThan(2 ** 53);
    const { x, y } = far.density();
    expect(x.every((epoch, i) => i === 0 || epoch > x[i - 1])).toBe(true);
    expect((x[2] - x[1]) * sum([...y])).toBeGreaterThan(0.998);
  });

  it.each([0, 2.5, Number.NaN, '3'])('refuses %s points', (points) => {
    const kind = typeof points === 'number' ? RangeError : TypeError;
    for (const method of ['distribution', 'density'] as const) {
      expect(() => coverage([1])[method](points as number)).toThrow(kind);
      expect(() => coverage([1])[method](points as number)).toThrow(/^points must be a positive integer, got /);
    }
  });
});
