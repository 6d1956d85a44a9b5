// Maps indices back to uniform bits, exactly and without further randomness.
import type { Fill } from './words.js';

/** Draws of a sampler, in order. */
export interface Draws {
  fill(out: Uint32Array): unknown;
}

/** Number of draws that are taken at once. A multiple of every group's size. */
const DRAWS = 2 ** 15;

/** Packs groups of bits into 32-bit numbers, the first group lowest. `next` returns a group, or -1 for none. */
function packed(width: number, refill: () => void, next: () => number, more: () => boolean): Fill {
  let kept = 0;
  let held = 0;
  return (out) => {
    for (let i = 0; i < out.length; ) {
      if (!more()) refill();
      const bits = next();
      if (bits < 0) continue;
      kept |= bits << held;
      held += width;
      if (held < 32) continue;
      out[i++] = kept;
      held -= 32;
      // a shift by 32 would be one by 0
      kept = held ? bits >>> (width - held) : 0;
    }
  };
}

/** Groups of `size` draws that `toBits` maps to `width` bits, or to -1 for none. */
function grouped(draws: Draws, size: number, width: number, toBits: (drawn: Uint32Array, at: number) => number): Fill {
  const drawn = new Uint32Array(DRAWS);
  let at = DRAWS;
  return packed(
    width,
    () => {
      draws.fill(drawn);
      at = 0;
    },
    () => {
      at += size;
      return toBits(drawn, at - size);
    },
    () => at < DRAWS,
  );
}

/** The draws as they are: of 2^width indices, equally likely. Those of 2^width and more are left out. */
export function bitsOfUniform(draws: Draws, width: number): Fill {
  if (width === 32) return (out) => draws.fill(out);
  return grouped(draws, 1, width, (drawn, at) => (drawn[at] >>> width ? -1 : drawn[at]));
}

/** The group of each draw, of 2^width groups that are equally likely together. */
export function bitsOfGroups(draws: Draws, width: number, groups: Uint8Array | Uint16Array): Fill {
  return grouped(draws, 1, width, (drawn, at) => groups[drawn[at]]);
}

/** One bit of two independent draws: which one is greater. It is fair whatever the weights. Equal draws give none. */
export function bitsOfPairs(draws: Draws): Fill {
  return grouped(draws, 2, 1, (drawn, at) => (drawn[at] === drawn[at + 1] ? -1 : Number(drawn[at] < drawn[at + 1])));
}

/** Items of which all orders are equally likely, and the bits of an order: 8! is 2^7 · 315. */
export const ORDERED = 8;
export const ORDER_BITS = 7;

/** The low bits of the rank, of all 8! orders, of the numbers at `at`. All orders are equally likely, so each is fair. */
export function orderBits(order: Uint32Array, at: number): number {
  let rank = 0;
  for (let i = 0; i < ORDERED - 1; i++) {
    let smaller = 0;
    for (let j = i + 1; j < ORDERED; j++) smaller += Number(order[at + j] < order[at + i]);
    rank = (rank + smaller) * (ORDERED - 1 - i);
  }
  return rank & (2 ** ORDER_BITS - 1);
}

/** The orders of eight successive draws of permutations, whose length is a multiple of 8. */
export function bitsOfPermutations(draws: Draws): Fill {
  return grouped(draws, ORDERED, ORDER_BITS, orderBits);
}

/**
 * The orders in which items 8k … 8k + 7, of equal weights, come in epochs of all `count` items. Swapping them changes no
 * probability, so that all orders are equally likely, and those of different items independent.
 */
export function bitsOfRanks(draws: Draws, count: number): Fill {
  const epoch = new Uint32Array(count);
  const ranks = new Uint32Array(count);
  let at = count;
  return packed(
    ORDER_BITS,
    () => {
      draws.fill(epoch);
      for (let rank = 0; rank < count; rank++) ranks[epoch[rank]] = rank;
      at = 0;
    },
    () => {
      at += ORDERED;
      return orderBits(ranks, at - ORDERED);
    },
    () => at < count,
  );
}
