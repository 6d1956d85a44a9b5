// Independent drops: each item has a chance of its own, so a chest may hold none, one or all of them. A weighted pick
// is the wrong tool, because it gives exactly one item. Here one number of a generator decides about each item.
// node examples/independent-drops/drops.mjs
import { pathToFileURL } from 'node:url';
import { PcgGenerator } from 'loaded-dice';

export const CHANCES = { coins: 0.9, potion: 0.3, sword: 0.05, dust: 0, key: 1 };

export class Drops {
  #seed;
  #entries;

  constructor(chances, seed) {
    for (const [item, chance] of Object.entries(chances)) {
      if (!(chance >= 0 && chance <= 1)) throw new RangeError(`chance of "${item}" must be in [0, 1], got ${chance}`);
    }
    this.#seed = seed;
    this.#entries = Object.entries(chances);
  }

  /**
   * What is in a chest: a function of the seed and the chest's number. So a saved game needs to hold no more than the
   * seed, and the chests may be opened in any order.
   */
  open(chest) {
    const generator = new PcgGenerator(this.#seed).advance(BigInt(chest) * BigInt(this.#entries.length));
    // nextFloat is below 1, so a chance of 1 always comes, and a chance of 0 never; others are met within 2^-53
    return this.#entries.filter(([, chance]) => generator.nextFloat() < chance).map(([item]) => item);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const drops = new Drops(CHANCES, 7);
  for (let chest = 0; chest < 5; chest++) console.log(`chest ${chest}:`, ...drops.open(chest));
}
