// Seeded weight sets of many kinds, each with its own risks.
import { PcgGenerator } from '../../src/generators/pcg.js';

export interface WeightSet {
  readonly name: string;
  readonly weights: Float64Array;
}

/** An integer in [0, bound), close enough to uniform for choosing test inputs. */
function below(random: PcgGenerator, bound: number): number {
  return Math.floor(random.nextFloat() * bound);
}

/** 10^exponent, by parsing. It is exact to half a unit in the last place in every engine; Math.pow is not. */
function decade(exponent: number): number {
  return Number(`1e${exponent}`);
}

const SMALLEST = 5e-324;

/** Makes the weights of a set: draws what the whole set shares, and returns weight i of n. */
type Kind = (random: PcgGenerator, n: number) => (i: number) => number;

function oneAmong(random: PcgGenerator, n: number, one: number, other: () => number): (i: number) => number {
  const place = below(random, n);
  return (i) => (i === place ? one : other());
}

export const kinds: Readonly<Record<string, Kind>> = {
  equal: (random) => {
    const weight = random.nextFloat() + decade(below(random, 600) - 300);
    return () => weight;
  },
  uniform: (random) => () => random.nextFloat() + 2 ** -60,
  'counts of classes': (random) => () => 1 / (1 + below(random, 1000)),
  'with zeros': (random, n) => oneAmong(random, n, 1, () => (random.nextFloat() < 0.5 ? 0 : random.nextFloat())),
  '12 decades': (random) => () => decade(below(random, 13) - 6) * (random.nextFloat() + 0.1),
  '600 decades': (random) => () => decade(below(random, 600) - 300) * (random.nextFloat() + 0.1),
  'powers of two': (random) => () => 2 ** (below(random, 128) - 64),
  'falling powers of two': () => (i) => 2 ** -Math.min(i, 1074),
  'one huge among tiny': (random, n) => oneAmong(random, n, decade(below(random, 40)), () => random.nextFloat()),
  // shares of about one unit: weights may be lifted, and rounding could lose one
  'one among units': (random, n) => oneAmong(random, n, 1, () => 2 ** -64 * 2 * random.nextFloat() + 2 ** -90),
  'one among half units': (random, n) =>
    oneAmong(random, n, 1, () => 2 ** -64 * (1 + (below(random, 9) - 4) * 2 ** -52)),
  subnormal: (random) => () => SMALLEST * (1 + below(random, 1e6)),
  'subnormal to huge': (random, n) => oneAmong(random, n, 1e308, () => SMALLEST * (1 + below(random, 100))),
  'near overflow': (random) => () => 1e308 * (0.5 + random.nextFloat()),
  '1e308 each': () => () => 1e308,
  'largest number': (random) => () => (random.nextFloat() < 0.5 ? Number.MAX_VALUE : 1),
  'one positive': (random, n) => oneAmong(random, n, decade(below(random, 600) - 300), () => 0),
};

/** `count` sets, one kind after the other, n from 1 to 10,000. Most are small, but each kind has some large ones. */
export function* weightSets(count: number, seed: number): Generator<WeightSet> {
  const random = new PcgGenerator(seed);
  const names = Object.keys(kinds);
  for (let set = 0; set < count; set++) {
    const name = names[set % names.length];
    const round = Math.floor(set / names.length);
    const most = round === 0 ? 3 : round % 29 === 1 ? 10_000 : round % 8 === 2 ? 600 : 40;
    // each kind gets some sets of up to 10,000 weights
    const n = round === 1 && set % 2 ? most : 1 + below(random, most);
    const each = kinds[name](random, n);
    yield { name: `${name}, n = ${n}`, weights: Float64Array.from({ length: n }, (_, i) => each(i)) };
  }
}

const CELL = 2 ** 30;

/**
 * Weights whose shares are whole cells of a table of four, or half a word more or less, so that the last cell holds one
 * word less. First, the last giver is left with one word more than it holds. Then, the last cell is filled exactly.
 */
export const wholeCells = [
  [CELL, CELL - 0.5, CELL, CELL + 0.5],
  [CELL + 0.5, CELL, CELL, CELL - 0.5],
];
