import { WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { Loot, TABLES } from '../../examples/loot-table/loot.mjs';
import { allocationsOf } from '../support/allocations.js';
import { runExample } from '../support/run-example.js';

const drops = (loot: Loot, monster: string, count: number): string[] =>
  Array.from({ length: count }, () => loot.drop(monster));

it('drops by weight', () => {
  const dropped = drops(new Loot(1), 'goblin', 20_000);
  for (const [name, weight] of Object.entries(TABLES.goblin as Record<string, number>)) {
    const count = dropped.filter((drop) => drop === name).length;
    // six standard deviations: below 1e-8 by chance, and the seed is fixed
    const share = weight / 100;
    expect(Math.abs(count - 20_000 * share)).toBeLessThan(6 * Math.sqrt(20_000 * share * (1 - share)));
  }
});

it('allocates nothing for a frame', () => {
  const loot = new Loot(1);
  loot.drop('goblin');
  // through several fillings of what is drawn ahead, and into further epochs
  const { error, allocations } = allocationsOf(() => drops(loot, 'goblin', 5000));
  expect({ error, allocations }).toEqual({ error: undefined, allocations: [] });
});

it('goes on from a saved game as if it had never been left', () => {
  const loot = new Loot(7);
  drops(loot, 'goblin', 1500);
  drops(loot, 'dragon', 3);
  const saved = JSON.stringify(loot.save());
  const other = new Loot(7);
  other.load(JSON.parse(saved));
  expect(drops(other, 'goblin', 2000)).toEqual(drops(loot, 'goblin', 2000));
  expect(drops(other, 'dragon', 50)).toEqual(drops(loot, 'dragon', 50));
  expect(() => new Loot(8).load(JSON.parse(saved))).toThrow(/seed/);
});

it.each([...Object.keys(TABLES).entries()])('draws table %i, %s, from a stream of its own', (number, monster) => {
  const items: Record<string, number> = TABLES[monster];
  const sampler = new WeightedRandomSampler(Object.values(items), 1024, { seed: 7 + number });
  const names = Object.keys(items);
  expect(drops(new Loot(7), monster, 100)).toEqual(Array.from(sampler.take(100), (index) => names[index]));
});

it('runs', () => {
  const lines = runExample('loot-table/loot.mjs');
  expect(lines).toHaveLength(6);
  const [, loaded, next] = lines[5].match(/^after loading: (\w+) = (\w+)$/) ?? [];
  expect(loaded).toBe(next);
});
