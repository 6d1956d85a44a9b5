import type { Backend } from '../kernels/allocation.js';
import { allocate } from '../kernels/memory.js';
import { TORCH, TorchSource, TWISTER_BYTES } from './torch-source.js';

/** Number of indices that PyTorch's RandomSampler draws at once. */
const RANDINT_CHUNK = 32;
/** Bytes of the generator's words, rounded up so that a u64 may follow. */
const STATE = (TWISTER_BYTES + 7) & ~7;

/** torch.randint, as PyTorch's RandomSampler with replacement calls it. */
export class TorchIntegerSource extends TorchSource {
  constructor(
    readonly bound: number,
    length: number,
    backend: Backend,
  ) {
    super(length, allocate(0, STATE + 4 * RANDINT_CHUNK, backend, TORCH));
  }

  takeChunk(words: Uint32Array, order: Uint32Array, position: number): number {
    const { scratch: state } = this.memory;
    const out = state + STATE;
    const count = Math.min(RANDINT_CHUNK, this.length - position);
    this.withWords(words, state, (kernels) => kernels.twisterIntegers(state, this.bound, out, count));
    this.memory.copyOut(out, order, position, count);
    return count;
  }
}
