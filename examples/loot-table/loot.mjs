// Loot tables in a game loop: one picker a table, saved with the game, and restored over the tables of today, which a
// balance patch may have changed. node examples/loot-table/loot.mjs
import { pathToFileURL } from 'node:url';
import { WeightedPicker } from 'loaded-dice';

export const TABLES = {
  goblin: { coin: 70, dagger: 25, crown: 5 },
  dragon: { scale: 60, ring: 39, egg: 1 },
};

export class Loot {
  #pickers = {};

  constructor(seed, tables = TABLES) {
    // each table has a seed of its own, because equal seeds would make their picks correlate
    for (const [monster, items] of Object.entries(tables)) {
      this.#pickers[monster] = WeightedPicker.from(items, { seed: `${seed} ${monster}` });
    }
  }

  drop(monster) {
    return this.#pickers[monster].pick();
  }

  /** A chest holds different items: none of them twice. */
  chest(monster, count) {
    return this.#pickers[monster].distinct(count);
  }

  /** While the moon is full, an item is `factor` times as likely, relative to the others. */
  boost(monster, item, factor) {
    const picker = this.#pickers[monster];
    picker.set(item, picker.weight(item) * factor);
  }

  /** For the saved game: where each picker stands. A player who loads it again gets what they would have got. */
  save() {
    return Object.fromEntries(Object.entries(this.#pickers).map(([name, picker]) => [name, picker.state()]));
  }

  /** A table that is new since the game was saved begins at its beginning; one that is gone is left out. */
  load(saved) {
    for (const [name, picker] of Object.entries(this.#pickers)) {
      if (name in saved) picker.restore(saved[name], { weights: 'any' });
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const loot = new Loot(7);
  for (let frame = 0; frame < 5; frame++) console.log(frame, loot.drop('goblin'), loot.drop('dragon'));
  console.log('chest:', ...loot.chest('dragon', 2));
  const saved = JSON.stringify(loot.save());
  const next = loot.drop('dragon');
  const again = new Loot(7);
  again.load(JSON.parse(saved));
  console.log('after loading:', again.drop('dragon'), '=', next);
}
