// The numbers of the picture "unseen": what one run of weighted draws shows, and what is expected.
import { sampleWeights, WeightedRandomSampler } from 'loaded-dice';
import { type Coverage, coverage } from 'loaded-dice/analysis';

/** A class of the picture. */
export interface ClassForecast {
  /** The number of its items. */
  readonly count: number;
  /** The probability that a draw gives one particular item of it. */
  readonly probability: number;
  /** The probability that one particular item is unseen after all draws: (1 - p)^draws. */
  readonly missed: number;
  /** The expected number of its items that are unseen. */
  readonly expected: number;
}

/** Items of classes that are drawn equally often. */
export class Unseen {
  readonly items: number;
  readonly forecast: Coverage;
  readonly #sampler: WeightedRandomSampler;
  #draws = new Uint32Array();

  /** @param counts The number of items of each class. */
  constructor(
    readonly counts: readonly number[],
    seed: number,
  ) {
    const weights = sampleWeights(labelsOf(counts));
    this.items = weights.length;
    this.forecast = coverage(weights);
    this.#sampler = new WeightedRandomSampler(weights, this.items, { seed });
  }

  /** (items,), how often each item comes in the first draws. */
  timesSeen(draws: number): Uint32Array {
    const missing = draws - this.#draws.length;
    if (missing > 0) this.#draws = Uint32Array.of(...this.#draws, ...this.#sampler.take(missing));
    const times = new Uint32Array(this.items);
    for (const index of this.#draws.subarray(0, draws)) times[index]++;
    return times;
  }

  /** The expected number of unseen items after as many draws. */
  expected(draws: number): number {
    return this.forecast.expectedUnseen(draws / this.items);
  }

  /** What is expected of each class after as many draws. */
  classes(draws: number): ClassForecast[] {
    const probabilities = this.#sampler.probabilities();
    let first = 0;
    return this.counts.map((count) => {
      const probability = probabilities[first];
      const missed = (1 - probability) ** draws;
      first += count;
      return { count, probability, missed, expected: count * missed };
    });
  }
}

/** The class of each item: 0 for the first class, and so on. */
export function labelsOf(counts: readonly number[]): number[] {
  return counts.flatMap((count, label) => new Array<number>(count).fill(label));
}
