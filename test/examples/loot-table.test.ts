import { WeightedPicker } from 'loaded-dice';
import { expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { Loot, TABLES } from '../../examples/loot-table/loot.mjs';
import { allocationsOf } from '../support/allocations.js';
import { runExample } from '../support/run-example.js';

const drops = (loot: Loot, monster: string, count: number): string[] =>
  Array.from({ length: count }, () => loot.drop(monster));

/** Expects a count of draws that come with this probability. */
function expectShare(count: number, draws: number, share: number): void {
  // six standard deviations: below 1e-8 by chance, and the seed is fixed
  expect(Math.abs(count - draws * share)).toBeLessThan(6 * Math.sqrt(draws * share * (1 - share)));
}

it('drops by weight', () => {
  const dropped = drops(new Loot(1), 'goblin', 20_000);
  for (const [name, weight] of Object.entries(TABLES.goblin as Record<string, number>)) {
    expectShare(dropped.filter((drop) => drop === name).length, 20_000, weight / 100);
  }
});

it('has nothing twice in a chest', () => {
  const loot = new Loot(1);
  const chests: string[][] = Array.from({ length: 5000 }, () => loot.chest('goblin', 2));
  for (const chest of chests) expect(new Set(chest).size).toBe(2);
  // first the coin, then the crown among the rest; or the other way round
  const share = 0.7 * (5 / 30) + 0.05 * (70 / 95);
  expectShare(chests.filter((chest) => !chest.includes('dagger')).length, 5000, share);
});

it('drops a boosted item as often as its new weight says', () => {
  const loot = new Loot(1);
  loot.boost('goblin', 'crown', 20);
  expectShare(drops(loot, 'goblin', 20_000).filter((drop) => drop === 'crown').length, 20_000, 100 / 195);
});

it('allocates nothing for a frame', () => {
  const loot = new Loot(1);
  // the first pick draws nothing ahead; the second one makes the array for that
  drops(loot, 'goblin', 2);
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

it('goes on from a saved game after a balance patch: with the stream of the game, by the weights of the patch', () => {
  const loot = new Loot(7);
  drops(loot, 'goblin', 1500);
  const saved = JSON.parse(JSON.stringify(loot.save()));
  const goblin = { coin: 50, crown: 5, shield: 20 };
  const patched = new Loot(7, { goblin, troll: { club: 1 } });
  patched.load(saved);
  const fresh = WeightedPicker.from(goblin, { seed: '7 goblin' });
  fresh.picks(1500);
  expect(drops(patched, 'goblin', 100)).toEqual(fresh.picks(100));
  expect(patched.drop('troll')).toBe('club');
});

it.each(Object.keys(TABLES))('picks from the table of the %s with a seed of its own', (monster) => {
  const picker = WeightedPicker.from(TABLES[monster] as Record<string, number>, { seed: `7 ${monster}` });
  expect(drops(new Loot(7), monster, 100)).toEqual(picker.picks(100));
});

it('runs', () => {
  const lines = runExample('loot-table/loot.mjs');
  expect(lines).toHaveLength(7);
  expect(lines[5]).toMatch(/^chest: (\w+) (?!\1$)\w+$/);
  const [, loaded, next] = lines[6].match(/^after loading: (\w+) = (\w+)$/) ?? [];
  expect(loaded).toBe(next);
});
