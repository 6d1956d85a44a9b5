import type { Allocation, Backend } from '../kernels/allocation.js';
import { allocate } from '../kernels/memory.js';
import { CORE } from './seeded-kernels.js';
import { DRAW_CHUNK, type DrawSource, type DrawTask, type Positions, PURPOSE } from './source.js';

/** Uniform indices below a bound, with replacement: O(1) a draw. */
export class UniformSource implements DrawSource {
  readonly #memory: Allocation;
  #seed = -1;
  #epoch = -1;

  constructor(
    readonly bound: number,
    backend: Backend,
  ) {
    this.#memory = allocate(16, 4 * DRAW_CHUNK, backend, CORE);
  }

  get backend(): 'wasm' | 'js' {
    return this.#memory.backend;
  }

  read(seed: number, { epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    const { kernels, at, scratch } = this.#memory;
    if (seed !== this.#seed || epoch !== this.#epoch) {
      kernels.openStream(at, seed, epoch, PURPOSE.draws);
      this.#seed = seed;
      this.#epoch = epoch;
    }
    for (let done = 0; done < count; done += DRAW_CHUNK) {
      const some = Math.min(DRAW_CHUNK, count - done);
      kernels.uniformDraw(this.bound, at, position + done * stride, stride, scratch, some);
      this.#memory.copyOut(scratch, out, offset + done, some);
    }
  }

  task(seed: number): DrawTask | 'js' {
    const memory = this.#memory.lend();
    if (memory === 'js') return memory;
    return {
      memory,
      allocation: this.#memory as Allocation<never>,
      call: { kernel: 'uniformDraw', args: [this.bound, 'stream', 'position', 'stride', 'out', 'count'] },
      seed,
      purpose: PURPOSE.draws,
    };
  }

  free(): void {
    this.#memory.free();
  }
}
