import { aliasBits } from '../alias-table.js';
import type { TorchKernels } from '../kernels.js';
import { type Layout, layOut } from '../layout.js';
import { boundOf, copySummable, weightWords } from '../weights.js';
import type { Backend, Workspace } from '../workspace.js';
import { openTorch, type TorchDraws, TWISTER_BYTES, take } from './draws.js';

/** So many floats at a time: few enough for the cache. */
const FLOATS = 4096;

/** torch.multinomial with replacement, of at least two draws: an epoch in one go, by cumulative sums. */
export class CumulativeDraws implements TorchDraws {
  readonly length: number;
  /** Behind the last positive weight. */
  readonly bound: number;
  readonly #count: number;
  readonly #bits: number;
  readonly #workspace: Workspace<TorchKernels>;
  readonly #at: Layout<'state' | 'weights' | 'sums' | 'guide' | 'floats' | 'out'>['at'];

  /** Weights and their number are those that `checkWeights` and `checkTotal` let through. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    const bits = aliasBits(count);
    const { at, bytes } = layOut({
      state: TWISTER_BYTES,
      weights: 8 * count,
      sums: 8 * count,
      guide: 4 * 2 ** bits,
      floats: 8 * FLOATS,
      out: 4 * FLOATS,
    });
    const workspace = openTorch(bytes, backend);
    copySummable(weights, count, workspace.f64, at.weights / 8, 1);
    this.bound = boundOf(workspace.f64, at.weights / 8, count);
    workspace.kernels.cumulativeBuild(at.weights, count, at.sums, at.guide, bits);
    this.length = length;
    this.#count = count;
    this.#bits = bits;
    this.#workspace = workspace;
    this.#at = at;
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  piece(words: Uint32Array, order: Uint32Array): number {
    const { kernels, u32 } = this.#workspace;
    const at = this.#at;
    take(this.#workspace, at.state, words, () => {
      for (let done = 0; done < this.length; done += FLOATS) {
        const count = Math.min(FLOATS, this.length - done);
        kernels.twisterFloats(at.state, at.floats, count);
        kernels.cumulativeDraw(at.sums, at.guide, this.#bits, at.floats, at.out, count);
        order.set(u32.subarray(at.out / 4, at.out / 4 + count), done);
      }
    });
    return this.length;
  }

  /** (n,), the widths of the steps that are searched. */
  probabilities(): Float64Array<ArrayBuffer> {
    const first = this.#at.sums / 8;
    const sums = this.#workspace.f64.subarray(first, first + this.#count);
    return Float64Array.from({ length: this.#count }, (_, i) => sums[i] - (i > 0 ? sums[i - 1] : 0));
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.#workspace.f64, this.#at.weights / 8, this.#count);
  }
}
