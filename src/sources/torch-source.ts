import type { Allocation, Backend } from '../kernels/allocation.js';
import { torchTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { TorchKernels } from '../kernels/kernels.js';
import { allocate } from '../kernels/memory.js';
import { extraModule } from '../kernels/wasm/open.js';
import { refuseDisposed } from './disposed.js';
import type { DrawSource } from './source.js';

/** Bytes of an MT19937 generator in a sampler's memory; the 625 words of one outside. */
export const TWISTER_BYTES = 2500;
export const TWISTER_WORDS = 625;

const TORCH: KernelSet<TorchKernels> = { twin: torchTwin, binary: extraModule };

/** Epochs as PyTorch draws them: they take their draws from a generator, a chunk at a time. */
export abstract class TorchSource implements DrawSource {
  protected readonly memory: Allocation<TorchKernels>;
  #freed = false;

  /** `length` draws an epoch. */
  constructor(
    readonly length: number,
    kept: number,
    scratch: number,
    backend: Backend,
  ) {
    this.memory = allocate(kept, scratch, backend, TORCH);
  }

  abstract readonly bound: number;

  get backend(): 'wasm' | 'js' {
    return this.memory.backend;
  }

  /** Whether an epoch takes no word of the generator: the one permutation of one index leaves nothing to chance. */
  get wordless(): boolean {
    return false;
  }

  /**
   * Takes what PyTorch takes in one go for draws `position` and on, writes them to order[position] and on, and returns
   * how many they are.
   */
  abstract takeChunk(words: Uint32Array, order: Uint32Array, position: number): number;

  /** Takes what PyTorch takes once an epoch is over. */
  finish(_words: Uint32Array): void {}

  /** Always throws: these draws depend on where the generator stands, and not on a seed and an epoch. */
  read(): never {
    throw new Error('draws of a generator are taken in order; they cannot be read by epoch and position');
  }

  free(): void {
    this.#freed = true;
    this.memory.free();
  }

  /** @throws {Error} The memory was given back: epochs that were taken of it cannot be read on either. */
  check(): void {
    if (this.#freed) refuseDisposed();
  }

  /** Lets kernels take from a generator that lives outside of the memory: it is copied to `at`, and back. */
  protected withWords(words: Uint32Array, at: number, run: (kernels: TorchKernels) => void): void {
    this.check();
    const { u32, kernels } = this.memory;
    u32.set(words, at / 4);
    run(kernels);
    words.set(u32.subarray(at / 4, at / 4 + TWISTER_WORDS));
  }
}
