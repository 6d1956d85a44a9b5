import type { Backend } from '../kernels/allocation.js';
import { allocateRegions } from './layout.js';
import { TORCH, TorchSource, TWISTER_BYTES } from './torch-source.js';

/**
 * From this many indices on, (2^32 - 1) / 20, torch.randperm takes two words for each index and shuffles inside-out.
 */
const WIDE = 214748364;

/** torch.randperm. An epoch longer than one permutation gets several, one after the other. */
export class TorchPermutationSource extends TorchSource {
  readonly #order: number;
  readonly #labels: Uint32Array | undefined;
  readonly bound: number;

  /**
   * Without `labels`, an epoch is that of PyTorch's RandomSampler: whole permutations, and one more that fills up the
   * rest. PyTorch draws that last permutation even if no index is missing. With `labels`, an epoch is one permutation
   * of them.
   */
  constructor(
    private readonly count: number,
    length: number,
    backend: Backend,
    labels?: Uint32Array,
  ) {
    const { memory, at } = allocateRegions({}, { state: TWISTER_BYTES, order: 4 * count }, backend, TORCH);
    super(length, memory);
    this.#order = at.order;
    this.#labels = labels;
    this.bound = labels ? labels.reduce((bound, label) => Math.max(bound, label + 1), 0) : count;
  }

  override get takesNoWords(): boolean {
    return this.count < 2;
  }

  takeChunk(words: Uint32Array, order: Uint32Array, position: number): number {
    const permutation = this.#permute(words);
    const count = Math.min(this.count, this.length - position);
    const labels = this.#labels;
    if (labels) for (let i = 0; i < count; i++) order[position + i] = labels[permutation[i]];
    else order.set(permutation.subarray(0, count), position);
    return count;
  }

  override finish(words: Uint32Array): void {
    if (!this.#labels && this.length % this.count === 0) this.#permute(words);
  }

  #permute(words: Uint32Array): Uint32Array {
    const { u32, scratch: state } = this.memory;
    const wide = this.count < WIDE ? 0 : 1;
    this.withWords(words, state, (kernels) => kernels.twisterShuffle(state, this.#order, this.count, wide));
    return u32.subarray(this.#order / 4, this.#order / 4 + this.count);
  }
}
