import { describe, expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { CHANCES, Drops } from '../../examples/independent-drops/drops.mjs';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { runExample } from '../support/run-example.js';

const opened = (drops: { open(chest: number): string[] }, count: number) =>
  Array.from({ length: count }, (_, chest) => drops.open(chest));

describe('independent drops', () => {
  it('come with their chances, each independent of the others', () => {
    const chances = { coins: 0.9, potion: 0.3, sword: 0.05 };
    const items = Object.keys(chances);
    const counts = new Array(8).fill(0);
    for (const chest of opened(new Drops(chances, 1), 40_000)) {
      counts[items.reduce((code, item, i) => code + (chest.includes(item) ? 2 ** i : 0), 0)]++;
    }
    const probabilities = counts.map((_, code) =>
      Object.values(chances).reduce((product, chance, i) => product * (code & (2 ** i) ? chance : 1 - chance), 1),
    );
    // Pearson's chi-square of all eight outcomes
    expect(chiSquare(counts, probabilities).pValue).toBeGreaterThan(LEAST_P);
  });

  it('never have a chance of 0, and always a chance of 1', () => {
    for (const chest of opened(new Drops(CHANCES, 2), 2000)) {
      expect(chest).not.toContain('dust');
      expect(chest).toContain('key');
    }
  });

  it('are a function of the seed and the chest', () => {
    const drops = new Drops(CHANCES, 3);
    const all = opened(drops, 50);
    expect([49, 7, 0].map((chest) => new Drops(CHANCES, 3).open(chest))).toEqual([all[49], all[7], all[0]]);
    expect(drops.open(7)).toEqual(all[7]);
    expect(opened(new Drops(CHANCES, 4), 50)).not.toEqual(all);
    expect(drops.open(2 ** 53 - 1)).toContain('key');
  });

  it.each([-0.1, 1.5, Number.NaN])('refuse a chance of %s', (chance) => {
    expect(() => new Drops({ coins: chance }, 1)).toThrow(`chance of "coins" must be in [0, 1], got ${chance}`);
  });

  it('run', () => {
    const lines = runExample('independent-drops/drops.mjs');
    expect(lines).toHaveLength(5);
    for (const [chest, line] of lines.entries()) expect(line).toMatch(new RegExp(`^chest ${chest}:.* key$`));
  });
});
