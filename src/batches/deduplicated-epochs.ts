// Epochs of distinct batches, which are planned whole.
import type { IndexSource } from '../sources/epochs.js';

/** Draws of an epoch that are exchanged: beyond, the plan's own tables fit no typed array. */
const MOST_DISTINCT = 2 ** 30;

/** @throws {RangeError} An epoch has too many draws to be planned. */
export function checkPlan(length: number): void {
  if (length <= MOST_DISTINCT) return;
  throw new RangeError(
    `length must be at most 2^30 draws to be planned with distinct, got ${length}: give the sampler inside ` +
      'fewer draws an epoch',
  );
}

/** An epoch's delivered draws, exchanged. */
interface Plan {
  readonly reader: IndexSource;
  readonly epoch: number;
  readonly draws: Uint32Array<ArrayBuffer>;
}

/** The plans of the two epochs that were read last: of a loop, and of one within it. */
export class Plans {
  #plans: readonly Plan[] = [];

  /** An epoch's plan; `make` makes it where there is none. */
  of(reader: IndexSource, epoch: number, make: () => Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
    let plan = this.#plans.find((each) => each.reader === reader && each.epoch === epoch);
    if (!plan) {
      plan = { reader, epoch, draws: make() };
      this.#plans = [plan, ...this.#plans.slice(0, 1)];
    }
    return plan.draws;
  }

  /** Forgets all plans. */
  clear(): void {
    this.#plans = [];
  }
}
