// Loot tables in a game loop: one sampler a table, one draw at a time that allocates nothing, saved with the game and
// restored. node examples/loot-table/loot.mjs
import { pathToFileURL } from 'node:url';
import { WeightedRandomSampler } from 'loaded-dice';

export const TABLES = {
  goblin: { coin: 70, dagger: 25, crown: 5 },
  dragon: { scale: 60, ring: 39, egg: 1 },
};

export class Loot {
  #tables = {};
  #drawn = new Uint32Array(1);

  constructor(seed) {
    // the same seed for each would make their draws correlate: it is their number that sets them apart
    for (const [number, [monster, items]] of Object.entries(Object.entries(TABLES))) {
      const sampler = new WeightedRandomSampler(Object.values(items), 1024, { seed: seed + Number(number) });
      this.#tables[monster] = { names: Object.keys(items), sampler };
    }
  }

  /** For a frame: `draw()` would make an array of draws ahead from time to time, `fill` makes nothing. */
  drop(monster) {
    const { names, sampler } = this.#tables[monster];
    sampler.fill(this.#drawn);
    return names[this.#drawn[0]];
  }

  /** For the saved game: where each table stands. A player who loads it again gets what they would have got. */
  save() {
    return Object.fromEntries(Object.entries(this.#tables).map(([name, { sampler }]) => [name, sampler.state()]));
  }

  load(saved) {
    for (const [name, { sampler }] of Object.entries(this.#tables)) sampler.restore(saved[name]);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const loot = new Loot(7);
  for (let frame = 0; frame < 5; frame++) console.log(frame, loot.drop('goblin'), loot.drop('dragon'));
  const saved = JSON.stringify(loot.save());
  const next = loot.drop('dragon');
  const again = new Loot(7);
  again.load(JSON.parse(saved));
  console.log('after loading:', again.drop('dragon'), '=', next);
}
