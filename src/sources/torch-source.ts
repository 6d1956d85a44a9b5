import type { Allocation } from '../kernels/allocation.js';
import { torchTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { TorchKernels } from '../kernels/torch-kernels.js';
import { extraModule } from '../kernels/wasm/allocate.js';
import { throwDisposed } from './disposed.js';
import { MemorySource } from './memory-source.js';
import type { DrawSource } from './source.js';

/** Bytes of an MT19937 generator in a sampler's memory, and the 625 words of a generator outside. */
export const TWISTER_BYTES = 2500;
export const TWISTER_WORDS = 625;

/** The kernels of PyTorch's draws. */
export const TORCH: KernelSet<TorchKernels> = { twin: torchTwin, binary: extraModule };

/** Epochs as PyTorch draws them, from a generator and a chunk at a time. */
export abstract class TorchSource extends MemorySource<TorchKernels> implements DrawSource {
  #freed = false;

  /** An epoch has `length` draws. */
  constructor(
    readonly length: number,
    memory: Allocation<TorchKernels>,
  ) {
    super(memory);
  }

  abstract readonly bound: number;

  /** Whether an epoch takes no word of the generator, as a permutation of a single index. */
  get takesNoWords(): boolean {
    return false;
  }

  /**
   * Draws the chunk that PyTorch draws at once, beginning at `position`. Writes it to order[position] and on, and
   * returns its length.
   */
  abstract takeChunk(words: Uint32Array, order: Uint32Array, position: number): number;

  /** Takes the words that PyTorch takes at the end of an epoch. */
  finish(_words: Uint32Array): void {}

  /** @throws {Error} Always: these draws depend on the generator's state, not on a seed and an epoch. */
  read(): never {
    throw new Error('draws from a generator come in order: they cannot be read by epoch and position');
  }

  override free(): void {
    this.#freed = true;
    super.free();
  }

  /** @throws {Error} The memory was freed, so no epoch can be read anymore. */
  check(): void {
    if (this.#freed) throwDisposed();
  }

  /** Runs kernels on a generator outside of the memory: copies its words to address `at`, and back afterwards. */
  protected withWords(words: Uint32Array, at: number, run: (kernels: TorchKernels) => void): void {
    this.check();
    const { u32, kernels } = this.memory;
    u32.set(words, at / 4);
    run(kernels);
    words.set(u32.subarray(at / 4, at / 4 + TWISTER_WORDS));
  }
}
