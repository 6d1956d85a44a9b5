import type { Backend } from '../kernels/allocation.js';
import { boundOf, copySummable, weightWords } from './copied-weights.js';
import { type Addresses, allocateRegions } from './layout.js';
import type { WeightedSource } from './source.js';
import { TORCH, TorchSource, TWISTER_BYTES } from './torch-source.js';

/**
 * torch.multinomial without replacement, or of a single draw. Draws a whole epoch at once, by exponential keys: it
 * takes a float for each weight and ranks weight / -log(1 - float). O(n) an epoch.
 */
export class TorchExponentialSource extends TorchSource implements WeightedSource {
  readonly bound: number;
  readonly #count: number;
  readonly #at: Addresses<'weights' | 'state' | 'ratios' | 'rank' | 'out'>;

  /** The weights must have passed `checkWeights` and `checkTotal`. At least `length` of them must be positive. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    const scratch = {
      state: TWISTER_BYTES,
      ratios: 8 * count,
      rank: length > 1 ? 8192 + 16 * count : 0,
      out: 4 * length,
    };
    const { memory, at } = allocateRegions({ weights: 8 * count }, scratch, backend, TORCH);
    super(length, memory);
    this.#at = at;
    this.#count = count;
    copySummable(weights, count, memory.f64, at.weights / 8, length);
    this.bound = boundOf(memory.f64, at.weights / 8, count);
  }

  takeChunk(words: Uint32Array, order: Uint32Array): number {
    const { weights, state, ratios, rank, out } = this.#at;
    this.withWords(words, state, (kernels) => {
      kernels.twisterFloats(state, ratios, this.#count);
      kernels.exponentialRatios(weights, ratios, ratios, this.#count);
      kernels.rankLargest(ratios, this.#count, this.length, rank, out);
    });
    this.memory.copyOut(out, order, 0, this.length);
    return this.length;
  }

  /** (n,), the probabilities of the first draw: each weight divided by the total. */
  probabilities(): Float64Array<ArrayBuffer> {
    const first = this.#at.weights / 8;
    const weights = this.memory.f64.slice(first, first + this.#count);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Float64Array.from(weights, (weight) => weight / total);
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.memory.f64, this.#at.weights / 8, this.#count);
  }
}
