import type { Backend } from '../kernels/allocation.js';
import { aliasBits } from './alias-table.js';
import { boundOf, copySummable, weightWords } from './copied-weights.js';
import { type Addresses, allocateRegions } from './layout.js';
import type { WeightedSource } from './source.js';
import { TORCH, TorchSource, TWISTER_BYTES } from './torch-source.js';

/** Number of floats drawn at a time, few enough for the cache. */
const FLOATS = 4096;

/** torch.multinomial with replacement, of two draws or more. Draws a whole epoch at once, by cumulative sums. */
export class TorchCumulativeSource extends TorchSource implements WeightedSource {
  readonly bound: number;
  readonly #count: number;
  readonly #bits: number;
  readonly #at: Addresses<'weights' | 'sums' | 'guide' | 'state' | 'floats' | 'out'>;

  /** The weights and their number must have passed `checkWeights` and `checkTotal`. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    const bits = aliasBits(count);
    const kept = { weights: 8 * count, sums: 8 * count, guide: 4 * 2 ** bits };
    const scratch = { state: TWISTER_BYTES, floats: 8 * FLOATS, out: 4 * FLOATS };
    const { memory, at } = allocateRegions(kept, scratch, backend, TORCH);
    super(length, memory);
    this.#at = at;
    this.#count = count;
    this.#bits = bits;
    copySummable(weights, count, memory.f64, at.weights / 8, 1);
    this.bound = boundOf(memory.f64, at.weights / 8, count);
    memory.kernels.cumulativeBuild(at.weights, count, at.sums, at.guide, bits);
  }

  takeChunk(words: Uint32Array, order: Uint32Array): number {
    const { sums, guide, state, floats, out } = this.#at;
    this.withWords(words, state, (kernels) => {
      for (let done = 0; done < this.length; done += FLOATS) {
        const count = Math.min(FLOATS, this.length - done);
        kernels.twisterFloats(state, floats, count);
        kernels.cumulativeDraw(sums, guide, this.#bits, floats, out, count);
        this.memory.copyOut(out, order, done, count);
      }
    });
    return this.length;
  }

  /** (n,), the difference of successive cumulative sums, which is what draws depend on. */
  probabilities(): Float64Array<ArrayBuffer> {
    const first = this.#at.sums / 8;
    const sums = this.memory.f64.subarray(first, first + this.#count);
    return Float64Array.from({ length: this.#count }, (_, i) => sums[i] - (i > 0 ? sums[i - 1] : 0));
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.memory.f64, this.#at.weights / 8, this.#count);
  }
}
