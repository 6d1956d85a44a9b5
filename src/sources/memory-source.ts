import type { Allocation } from '../kernels/allocation.js';
import type { WeightedKernels } from '../kernels/kernels.js';
import {
  DRAW_CHUNK,
  type DrawSource,
  type DrawTask,
  type KernelCall,
  type Positions,
  PURPOSE,
  taskOf,
} from './source.js';

/** A source and the allocation that it owns. */
export abstract class MemorySource<K = WeightedKernels> {
  constructor(protected readonly memory: Allocation<K>) {}

  get backend(): 'wasm' | 'js' {
    return this.memory.backend;
  }

  free(): void {
    this.memory.free();
  }
}

/** A source that draws a whole epoch at its first read, and stores the epoch that was read last. */
export abstract class StoredSource<K = WeightedKernels> extends MemorySource<K> implements DrawSource {
  #seed = -1;
  #epoch = -1;

  abstract readonly bound: number;

  /** Address of the epoch's indices (u32). */
  protected abstract readonly order: number;

  /** Draws an epoch. Writes its indices to `order`. */
  protected abstract make(seed: number, epoch: number): void;

  read(seed: number, { epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    if (seed !== this.#seed || epoch !== this.#epoch) {
      // if `make` throws, no epoch is stored
      this.#epoch = -1;
      this.make(seed, epoch);
      this.#seed = seed;
      this.#epoch = epoch;
    }
    const { u32 } = this.memory;
    const from = this.order / 4 + position;
    if (stride === 1) out.set(u32.subarray(from, from + count), offset);
    else for (let i = 0; i < count; i++) out[offset + i] = u32[from + i * stride];
  }
}

/** A source that draws any position of any epoch by itself, from a stream in its first 16 bytes. Threads can, too. */
export abstract class StreamSource<K extends Pick<WeightedKernels, 'openStream'> = WeightedKernels>
  extends MemorySource<K>
  implements DrawSource
{
  #seed = -1;
  #epoch = -1;

  abstract readonly bound: number;

  /** The kernel call of a thread. */
  protected abstract readonly call: KernelCall;

  /** Draws `count` indices, at most `DRAW_CHUNK`. Returns their address. */
  protected abstract drawChunk(position: number, stride: number, count: number): number;

  read(seed: number, { epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    if (seed !== this.#seed || epoch !== this.#epoch) {
      this.memory.kernels.openStream(this.memory.at, seed, epoch, PURPOSE.draws);
      this.#seed = seed;
      this.#epoch = epoch;
    }
    for (let done = 0; done < count; done += DRAW_CHUNK) {
      const some = Math.min(DRAW_CHUNK, count - done);
      this.memory.copyOut(this.drawChunk(position + done * stride, stride, some), out, offset + done, some);
    }
  }

  task(seed: number): DrawTask | 'js' {
    return taskOf(this.memory, this.call, seed, PURPOSE.draws);
  }
}
