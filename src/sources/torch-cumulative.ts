import type { Backend } from '../kernels/allocation.js';
import { aliasBits } from './alias-table.js';
import { boundOf, copySummable, weightWords } from './copied-weights.js';
import { layOut } from './layout.js';
import type { WeightedSource } from './source.js';
import { TorchSource, TWISTER_BYTES } from './torch-source.js';

/** Number of floats drawn at a time, few enough for the cache. */
const FLOATS = 4096;

/** torch.multinomial with replacement, of two draws or more. Draws a whole epoch at once, by cumulative sums. */
export class TorchCumulativeSource extends TorchSource implements WeightedSource {
  readonly bound: number;
  readonly #count: number;
  readonly #bits: number;
  readonly #weights: number;
  readonly #sums: number;
  readonly #guide: number;
  readonly #floats: number;
  readonly #out: number;

  /** The weights and their number must have passed `checkWeights` and `checkTotal`. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    const bits = aliasBits(count);
    const kept = layOut({ weights: 8 * count, sums: 8 * count, guide: 4 * 2 ** bits });
    const scratch = layOut({ state: TWISTER_BYTES, floats: 8 * FLOATS, out: 4 * FLOATS });
    super(length, kept.bytes, scratch.bytes, backend);
    const { memory } = this;
    this.#weights = memory.at + kept.at.weights;
    this.#sums = memory.at + kept.at.sums;
    this.#guide = memory.at + kept.at.guide;
    this.#floats = memory.scratch + scratch.at.floats;
    this.#out = memory.scratch + scratch.at.out;
    this.#count = count;
    this.#bits = bits;
    copySummable(weights, count, memory.f64, this.#weights / 8, 1);
    this.bound = boundOf(memory.f64, this.#weights / 8, count);
    memory.kernels.cumulativeBuild(this.#weights, count, this.#sums, this.#guide, bits);
  }

  takeChunk(words: Uint32Array, order: Uint32Array): number {
    const { scratch: state } = this.memory;
    const [floats, out] = [this.#floats, this.#out];
    this.withWords(words, state, (kernels) => {
      for (let done = 0; done < this.length; done += FLOATS) {
        const count = Math.min(FLOATS, this.length - done);
        kernels.twisterFloats(state, floats, count);
        kernels.cumulativeDraw(this.#sums, this.#guide, this.#bits, floats, out, count);
        this.memory.copyOut(out, order, done, count);
      }
    });
    return this.length;
  }

  /** (n,), the difference of successive cumulative sums, which is what draws depend on. */
  probabilities(): Float64Array<ArrayBuffer> {
    const first = this.#sums / 8;
    const sums = this.memory.f64.subarray(first, first + this.#count);
    return Float64Array.from({ length: this.#count }, (_, i) => sums[i] - (i > 0 ? sums[i - 1] : 0));
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.memory.f64, this.#weights / 8, this.#count);
  }
}
