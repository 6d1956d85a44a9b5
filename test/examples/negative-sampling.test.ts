import { describe, expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { Negatives } from '../../examples/negative-sampling/negatives.mjs';
import { runExample } from '../support/run-example.js';

const COUNTS = [5000, 3000, 40, 0, 20];

describe('negative samples', () => {
  it('are never the word itself, nor one that never occurs', () => {
    const positives = Uint32Array.from({ length: 20_000 }, (_, i) => i % 3);
    const drawn: Uint32Array = new Negatives(COUNTS, 1).of(positives, 4);
    expect(drawn).toHaveLength(80_000);
    expect(drawn.every((word, i) => word !== positives[Math.floor(i / 4)] && word !== 3)).toBe(true);
  });

  it('come by count^0.75 among the others', () => {
    const drawn: Uint32Array = new Negatives(COUNTS, 2).of(new Uint32Array(10_000), 5);
    const weights = COUNTS.map((count, word) => (word === 0 ? 0 : count ** 0.75));
    const total = weights.reduce((a, b) => a + b);
    for (const [word, weight] of weights.entries()) {
      const share = weight / total;
      const count = drawn.filter((index) => index === word).length;
      // six standard deviations: below 1e-8 by chance, and the seed is fixed
      expect(Math.abs(count - drawn.length * share)).toBeLessThanOrEqual(
        6 * Math.sqrt(drawn.length * share * (1 - share)),
      );
    }
  });

  it('need another word', () => {
    expect(() => new Negatives([0, 7, 0], 1)).toThrow(RangeError);
  });

  it('run', () => {
    const lines = runExample('negative-sampling/negatives.mjs');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^cat: not( (the|of|sat|mat)){5}$/);
  });
});
