import { PURPOSE } from './drawer.js';
import { layOut } from './layout.js';
import { type Backend, openWorkspace, type Workspace } from './workspace.js';

/** Permutations of an epoch are numbered up to here: the number shares 32 bits with the purpose. */
export const MAX_PERMUTATIONS = 2 ** 28;

/** Uniform permutations of 0 … count - 1, in a memory of their own: the one that was read last is kept. */
export class Permutation {
  readonly #workspace: Workspace;
  readonly #stream: number;
  readonly #at: number;
  readonly #order: Uint32Array;
  #seed = -1;
  #epoch = -1;
  #number = -1;

  constructor(count: number, backend: Backend) {
    const { at, bytes } = layOut({ stream: 16, order: 4 * count });
    this.#workspace = openWorkspace(bytes, backend);
    this.#stream = at.stream;
    this.#at = at.order;
    this.#order = this.#workspace.u32.subarray(at.order / 4, at.order / 4 + count);
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  /**
   * Permutation `number` of an epoch, (count,); to be read before the next call. O(count) where it is another than
   * before.
   */
  order(seed: number, epoch: number, number: number): Uint32Array {
    if (seed !== this.#seed || epoch !== this.#epoch || number !== this.#number) {
      const { kernels } = this.#workspace;
      kernels.openStream(this.#stream, seed, epoch, PURPOSE.shuffle + 16 * number);
      kernels.shuffle(this.#stream, this.#at, this.#order.length);
      this.#seed = seed;
      this.#epoch = epoch;
      this.#number = number;
    }
    return this.#order;
  }

  /**
   * Draws position, position + stride, … of an epoch's permutations one behind the other: `count` of them to
   * out[offset] and on. Where `labels` are given, they are what is permuted.
   */
  draw(
    seed: number,
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
    labels?: Uint32Array,
  ): void {
    const length = this.#order.length;
    for (let done = 0; done < count; ) {
      const number = Math.floor((position + done * stride) / length);
      const from = position + done * stride - number * length;
      const piece = Math.min(count - done, Math.ceil((length - from) / stride));
      const order = this.order(seed, epoch, number);
      if (stride === 1 && !labels) {
        out.set(order.subarray(from, from + piece), offset + done);
      } else {
        for (let i = 0; i < piece; i++) {
          const index = order[from + i * stride];
          out[offset + done + i] = labels ? labels[index] : index;
        }
      }
      done += piece;
    }
  }
}
