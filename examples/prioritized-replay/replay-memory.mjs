// A memory of experience that replays more often what was predicted worse.
// T. Schaul, J. Quan, I. Antonoglou, D. Silver, "Prioritized Experience Replay", ICLR 2016, arXiv:1511.05952.
import { DynamicWeightedSampler } from 'loaded-dice';

/** Added to each error, so that no item is left out for ever. */
const LEAST_PRIORITY = 1e-3;

/**
 * The latest `capacity` items. Item i is drawn with probability P(i) = priority(i)^alpha / (sum over all items). Its
 * priority is the size of the error at its last replay. With alpha 0 all items are drawn equally often.
 */
export class ReplayMemory {
  #items = [];
  #next = 0;
  #largest = 1;

  constructor(capacity, { alpha, seed }) {
    this.capacity = capacity;
    this.alpha = alpha;
    this.sampler = new DynamicWeightedSampler([], capacity, { seed });
  }

  /** Adds an item, in place of the oldest one if the memory is full. It gets the largest priority that there was. */
  add(item) {
    const weight = this.#largest ** this.alpha;
    if (this.#items.length < this.capacity) {
      this.#items.push(item);
      this.sampler.push(weight);
    } else {
      this.#items[this.#next] = item;
      this.sampler.update(this.#next, weight);
      this.#next = (this.#next + 1) % this.capacity;
    }
  }

  /**
   * Draws items, and their importance weights, (size * P(i))^-beta: with beta 1 they make up for P(i), as if items were
   * drawn uniformly. They are divided by the largest one in the batch, so that they never make a step longer.
   */
  draw(count, beta) {
    const indices = this.sampler.take(count);
    const weights = Array.from(indices, (i) => (this.#items.length * this.sampler.probability(i)) ** -beta);
    const largest = weights.reduce((most, weight) => Math.max(most, weight));
    const items = Array.from(indices, (i) => this.#items[i]);
    return { indices, items, weights: weights.map((weight) => weight / largest) };
  }

  /** Sets the priorities of items that were replayed, by their errors. */
  update(indices, errors) {
    const priorities = Array.from(errors, (error) => Math.abs(error) + LEAST_PRIORITY);
    this.#largest = priorities.reduce((most, priority) => Math.max(most, priority), this.#largest);
    const weights = priorities.map((priority) => priority ** this.alpha);
    this.sampler.updateMany(indices, weights);
  }
}
