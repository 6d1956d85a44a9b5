import type { TorchKernels } from '../kernels.js';
import { layOut } from '../layout.js';
import type { Backend, Workspace } from '../workspace.js';
import { openTorch, type TorchDraws, TWISTER_BYTES, take } from './draws.js';

/** PyTorch's RandomSampler draws so many in one go. */
const PIECE = 32;

/** torch.randint, as PyTorch's RandomSampler with replacement calls it. */
export class TorchIntegers implements TorchDraws {
  readonly #workspace: Workspace<TorchKernels>;
  readonly #state: number;
  readonly #out: number;

  /** `length` draws an epoch. */
  constructor(
    readonly bound: number,
    readonly length: number,
    backend: Backend,
  ) {
    const { at, bytes } = layOut({ state: TWISTER_BYTES, out: 4 * PIECE });
    this.#workspace = openTorch(bytes, backend);
    this.#state = at.state;
    this.#out = at.out;
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  piece(words: Uint32Array, order: Uint32Array, position: number): number {
    const { kernels, u32 } = this.#workspace;
    const count = Math.min(PIECE, this.length - position);
    take(this.#workspace, this.#state, words, () => {
      kernels.twisterIntegers(this.#state, this.bound, this.#out, count);
    });
    order.set(u32.subarray(this.#out / 4, this.#out / 4 + count), position);
    return count;
  }
}
