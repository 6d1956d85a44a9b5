import type { Backend } from '../kernels/allocation.js';
import { DynamicSource } from '../sources/dynamic.js';
import { FEW_WEIGHTS, FewWeights } from '../sources/few-weights.js';

/** What a picker draws indices from: weights that change. */
export interface PickTable {
  readonly backend: 'wasm' | 'js';
  /** The draw at a position. At least one weight must be positive. */
  draw(seed: number, position: number): number;
  /** Writes `count` draws from `position` on to `out`. At least one weight must be positive. */
  read(seed: number, position: number, out: Uint32Array, count: number): void;
  /** Changes a weight. */
  update(index: number, weight: number): void;
  /** Adds a weight. Returns false if there is no room for it: then the table must be made anew. */
  push(weight: number): boolean;
  /** The probability of an index; NaN if all weights are 0. */
  probability(index: number): number;
  /** Frees the memory. */
  free(): void;
}

/**
 * Makes a table. Few weights have no memory of their own, unless WebAssembly is asked for. They keep the array, and
 * read it again when it changed.
 * @throws {Error} `backend` is 'wasm', and it is not available.
 */
export function openTable(weights: readonly number[], backend: Backend): PickTable {
  return weights.length <= FEW_WEIGHTS && backend !== 'wasm'
    ? new FewWeights(weights)
    : new ManyWeights(new DynamicSource(weights, weights.length, backend));
}

/** A tree of weights in a memory, read in epoch 0. */
class ManyWeights implements PickTable {
  readonly #source: DynamicSource;
  readonly #one = new Uint32Array(1);

  constructor(source: DynamicSource) {
    this.#source = source;
  }

  get backend(): 'wasm' | 'js' {
    return this.#source.backend;
  }

  draw(seed: number, position: number): number {
    this.read(seed, position, this.#one, 1);
    return this.#one[0];
  }

  read(seed: number, position: number, out: Uint32Array, count: number): void {
    this.#source.read(seed, { epoch: 0, position, stride: 1, count }, out, 0);
  }

  update(index: number, weight: number): void {
    this.#source.update(index, weight);
  }

  push(weight: number): true {
    this.#source.push(weight);
    return true;
  }

  probability(index: number): number {
    return this.#source.probability(index);
  }

  free(): void {
    this.#source.free();
  }
}
