import type { TorchKernels } from '../kernels.js';
import { type Layout, layOut } from '../layout.js';
import { boundOf, copySummable, weightWords } from '../weights.js';
import type { Backend, Workspace } from '../workspace.js';
import { openTorch, type TorchDraws, TWISTER_BYTES, take } from './draws.js';

/**
 * torch.multinomial without replacement, or of a single draw: an epoch in one go, by a float for each weight. O(n) an
 * epoch.
 */
export class ExponentialRace implements TorchDraws {
  readonly length: number;
  /** Behind the last positive weight. */
  readonly bound: number;
  readonly #count: number;
  readonly #workspace: Workspace<TorchKernels>;
  readonly #at: Layout<'state' | 'weights' | 'ratios' | 'scratch' | 'out'>['at'];

  /** As of {@link CumulativeDraws}; at least `length` weights are positive. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    const { at, bytes } = layOut({
      state: TWISTER_BYTES,
      weights: 8 * count,
      ratios: 8 * count,
      scratch: length > 1 ? 8192 + 16 * count : 0,
      out: 4 * length,
    });
    const workspace = openTorch(bytes, backend);
    copySummable(weights, count, workspace.f64, at.weights / 8, length);
    this.bound = boundOf(workspace.f64, at.weights / 8, count);
    this.length = length;
    this.#count = count;
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
      kernels.twisterFloats(at.state, at.ratios, this.#count);
      kernels.exponentialRatios(at.weights, at.ratios, at.ratios, this.#count);
      kernels.rankLargest(at.ratios, this.#count, this.length, at.scratch, at.out);
    });
    order.set(u32.subarray(at.out / 4, at.out / 4 + this.length));
    return this.length;
  }

  /** (n,), of the first draw: the weights over their total. */
  probabilities(): Float64Array<ArrayBuffer> {
    const first = this.#at.weights / 8;
    const weights = this.#workspace.f64.slice(first, first + this.#count);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Float64Array.from(weights, (weight) => weight / total);
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.#workspace.f64, this.#at.weights / 8, this.#count);
  }
}
