import type { Backend } from '../kernels/allocation.js';
import type { UniformKernels } from '../kernels/kernels.js';
import { allocateRegions } from './layout.js';
import { MemorySource } from './memory-source.js';
import { UNIFORM } from './seeded-kernels.js';
import { type DrawSource, type Positions, PURPOSE } from './source.js';

/** Most permutations in an epoch: a permutation's number shares 32 bits with the purpose. */
export const MAX_PERMUTATIONS = 2 ** 28;

/** Uniform permutations of 0 … count - 1, one after the other. Stores the permutation that was read last. */
export class PermutationSource extends MemorySource<UniformKernels> implements DrawSource {
  /** Address of the order, in bytes. */
  readonly #at: number;
  readonly #order: Uint32Array;
  readonly #labels: Uint32Array | undefined;
  #seed = -1;
  #epoch = -1;
  #number = -1;

  /** Permutes 0 … count - 1, or `labels` (count,) if given. */
  constructor(count: number, backend: Backend, labels?: Uint32Array) {
    const { memory, at } = allocateRegions({ stream: 16, order: 4 * count }, {}, backend, UNIFORM);
    super(memory);
    this.#at = at.order;
    this.#order = memory.u32.subarray(at.order / 4, at.order / 4 + count);
    this.#labels = labels;
  }

  get bound(): number {
    return this.#labels?.reduce((bound, label) => Math.max(bound, label + 1), 0) ?? this.#order.length;
  }

  read(seed: number, { epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    const labels = this.#labels;
    const { length } = this.#order;
    for (let done = 0; done < count; ) {
      const number = Math.floor((position + done * stride) / length);
      const from = position + done * stride - number * length;
      const some = Math.min(count - done, Math.ceil((length - from) / stride));
      const order = this.#permute(seed, epoch, number);
      if (stride === 1 && !labels) {
        out.set(order.subarray(from, from + some), offset + done);
      } else {
        for (let i = 0; i < some; i++) {
          const index = order[from + i * stride];
          out[offset + done + i] = labels ? labels[index] : index;
        }
      }
      done += some;
    }
  }

  /** Makes permutation `number` of an epoch: O(count), unless it is already stored. */
  #permute(seed: number, epoch: number, number: number): Uint32Array {
    if (seed !== this.#seed || epoch !== this.#epoch || number !== this.#number) {
      const { kernels, at } = this.memory;
      kernels.openStream(at, seed, epoch, PURPOSE.shuffle + 16 * number);
      kernels.shuffle(at, this.#at, this.#order.length);
      this.#seed = seed;
      this.#epoch = epoch;
      this.#number = number;
    }
    return this.#order;
  }
}
