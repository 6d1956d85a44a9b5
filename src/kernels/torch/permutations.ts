import type { TorchKernels } from '../kernels.js';
import { layOut } from '../layout.js';
import type { Backend, Workspace } from '../workspace.js';
import { openTorch, type TorchDraws, TWISTER_BYTES, take } from './draws.js';

/** From so many indices on torch.randperm takes two words for one, and shuffles inside-out: 2^32 - 1, over 20. */
const WIDE = 214748364;

/** torch.randperm, one behind the other where an epoch is longer than one. */
export class TorchPermutations implements TorchDraws {
  readonly #workspace: Workspace<TorchKernels>;
  readonly #state: number;
  readonly #order: number;
  readonly #labels: Uint32Array | undefined;

  /**
   * `length` draws an epoch. Where `labels` are given, they are what is permuted, and an epoch is one permutation;
   * otherwise it is as PyTorch's RandomSampler has it, which ends by a permutation of which it gives what is missing,
   * even where nothing is.
   */
  constructor(
    readonly bound: number,
    readonly length: number,
    backend: Backend,
    labels?: Uint32Array,
  ) {
    const { at, bytes } = layOut({ state: TWISTER_BYTES, order: 4 * bound });
    this.#workspace = openTorch(bytes, backend);
    this.#state = at.state;
    this.#order = at.order;
    this.#labels = labels;
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  get wordless(): boolean {
    return this.bound < 2;
  }

  piece(words: Uint32Array, order: Uint32Array, position: number): number {
    const permutation = this.#permute(words);
    const count = Math.min(this.bound, this.length - position);
    const labels = this.#labels;
    if (labels) for (let i = 0; i < count; i++) order[position + i] = labels[permutation[i]];
    else order.set(permutation.subarray(0, count), position);
    return count;
  }

  finish(words: Uint32Array): void {
    if (!this.#labels && this.length % this.bound === 0) this.#permute(words);
  }

  #permute(words: Uint32Array): Uint32Array {
    const { kernels, u32 } = this.#workspace;
    const wide = this.bound < WIDE ? 0 : 1;
    take(this.#workspace, this.#state, words, () => {
      kernels.twisterShuffle(this.#state, this.#order, this.bound, wide);
    });
    return u32.subarray(this.#order / 4, this.#order / 4 + this.bound);
  }
}
