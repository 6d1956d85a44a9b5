import type { Backend } from '../kernels/allocation.js';
import type { UniformKernels } from '../kernels/kernels.js';
import { allocate } from '../kernels/memory.js';
import { StreamSource } from './memory-source.js';
import { UNIFORM } from './seeded-kernels.js';
import { DRAW_CHUNK, type KernelCall } from './source.js';

/** Uniform indices below a bound, with replacement: O(1) a draw. */
export class UniformSource extends StreamSource<UniformKernels> {
  constructor(
    readonly bound: number,
    backend: Backend,
  ) {
    super(allocate(16, 4 * DRAW_CHUNK, backend, UNIFORM));
  }

  protected get call(): KernelCall {
    return { kernel: 'uniformDraw', args: [this.bound, 'stream', 'position', 'stride', 'out', 'count'] };
  }

  protected drawChunk(position: number, stride: number, count: number): number {
    const { kernels, at, scratch } = this.memory;
    kernels.uniformDraw(this.bound, at, position, stride, scratch, count);
    return scratch;
  }
}
