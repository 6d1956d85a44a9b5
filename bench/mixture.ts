// Mixtures of sources, beside the loop that everyone writes: a source by chance, then its next item.
import { MixtureSampler, RandomSampler, WeightedRandomSampler } from 'loaded-dice';
import type { Task } from './measure.js';
import type { Table } from './table.js';

const DRAWS = 1 << 20;
/** Sizes and weights of three sources: a large one, and two that repeat. */
const SIZES = [1 << 20, 1 << 16, 1 << 10];
const WEIGHTS = [0.7, 0.2, 0.1];

/** A mixture as a plain loop, by Math.random(): no seed, no state, no ranks. Each source is shuffled anew each pass. */
class PlainMixture {
  readonly #orders = SIZES.map((size) => Uint32Array.from({ length: size }, (_, i) => i));
  readonly #next = SIZES.map((size) => size);

  fill(out: Uint32Array): void {
    for (let i = 0; i < out.length; i++) {
      const u = Math.random();
      const source = u < WEIGHTS[0] ? 0 : u < WEIGHTS[0] + WEIGHTS[1] ? 1 : 2;
      const order = this.#orders[source];
      if (this.#next[source] === order.length) {
        for (let last = order.length - 1; last > 0; last--) {
          const other = Math.floor(Math.random() * (last + 1));
          [order[last], order[other]] = [order[other], order[last]];
        }
        this.#next[source] = 0;
      }
      out[i] = (source > 0 ? SIZES[0] : 0) + (source > 1 ? SIZES[1] : 0) + order[this.#next[source]++];
    }
  }
}

/** As a generator of single draws, which is how data sets are interleaved elsewhere. */
function* plainDraws(): Generator<number> {
  const plain = new PlainMixture();
  const one = new Uint32Array(1);
  for (;;) {
    plain.fill(one);
    yield one[0];
  }
}

/** The table of mixtures. */
export function mixtureTable(): Table {
  const rowOf = (name: string, options: { window?: number }, samplers = false) => ({
    name,
    set() {
      const out = new Uint32Array(DRAWS);
      const tasks = (['wasm', 'js'] as const).map((backend): Task => {
        const weighted = new WeightedRandomSampler(new Float64Array(SIZES[0]).fill(1), undefined, { seed: 1, backend });
        const sources = samplers ? [weighted, new RandomSampler(SIZES[1], { seed: 2, backend }), SIZES[2]] : SIZES;
        const mixture = new MixtureSampler(sources, { weights: WEIGHTS, stop: DRAWS, seed: 1, backend, ...options });
        return [backend, DRAWS, () => mixture.fill(out)];
      });
      const plain = new PlainMixture();
      tasks.push(['plain JS', DRAWS, () => plain.fill(out)]);
      const draws = plainDraws();
      let sink = 0;
      const loop = () => {
        for (let i = 0; i < DRAWS; i++) sink += draws.next().value;
        return sink;
      };
      tasks.push(['plain generator', DRAWS, loop]);
      return { tasks };
    },
  });
  const sizes = SIZES.map((size) => `2^${Math.log2(size)}`).join(', ');
  return {
    id: 'mixture',
    title: `A mixture of ${sizes} items, weights ${WEIGHTS.join(', ')}, 2^20 draws, ns a draw`,
    rows: [
      rowOf('at random', {}),
      rowOf('windows of 256', { window: 256 }),
      rowOf('windows of 32', { window: 32 }),
      rowOf('windows of 8', { window: 8 }),
      rowOf('weighted source', {}, true),
    ],
  };
}
