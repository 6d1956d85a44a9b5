import type { Workspace } from './workspace.js';

/** Indices are drawn this many a call at the most, then copied out. */
export const PIECE = 4096;

/** What a stream is for is hashed into it, in the low four bits; the others may number streams of one kind. */
export const PURPOSE = {
  draws: 0,
  shuffle: 1,
  distinct: 2,
  circle: 3,
  offset: 4,
  systematic: 5,
  strata: 6,
  coverage: 7,
} as const;

/** What a caller of a kernel that draws has of its own. */
type Own = 'stream' | 'position' | 'stride' | 'out' | 'count';

/** A call of a kernel that draws, by names, so that a thread can be sent it. */
export interface DrawCall {
  readonly kernel: 'aliasDraw' | 'uniformDraw' | 'coverageTrials';
  readonly args: readonly (number | Own)[];
}

/** What threads need to draw as a sampler does. */
export interface Job {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly call: DrawCall;
  readonly seed: number;
  readonly purpose: number;
}

/** Draws `count` indices to the workspace's `out`: draws position, position + stride, … of its stream. */
type Kernel = (position: number, stride: number, count: number) => void;

/** What turns a kernel's pieces into draws of any number, wherever they are wanted. */
export class Drawer {
  readonly #workspace: Workspace;
  readonly #stream: number;
  readonly #kernel: Kernel;
  readonly #out: Uint32Array;
  /** As much of it as the last piece took: the next is mostly as long, and nothing is allocated. */
  #piece: Uint32Array;
  #seed = -1;
  #epoch = -1;

  /** `stream` is 16 bytes, `out` 4 * PIECE bytes of the workspace. */
  constructor(
    workspace: Workspace,
    stream: number,
    out: number,
    kernel: Kernel,
    private readonly call: DrawCall,
  ) {
    this.#workspace = workspace;
    this.#stream = stream;
    this.#kernel = kernel;
    this.#out = workspace.u32.subarray(out / 4, out / 4 + PIECE);
    this.#piece = this.#out;
  }

  /** For threads; 'js' where the memory is not one that they can share. */
  job(seed: number): Job | 'js' {
    const { shared } = this.#workspace;
    return shared ? { ...shared, call: this.call, seed, purpose: PURPOSE.draws } : 'js';
  }

  /** Draws position, position + stride, … of an epoch: `count` of them to out[offset] and on. */
  draw(
    seed: number,
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    if (seed !== this.#seed || epoch !== this.#epoch) {
      this.#workspace.kernels.openStream(this.#stream, seed, epoch, PURPOSE.draws);
      this.#seed = seed;
      this.#epoch = epoch;
    }
    for (let done = 0; done < count; done += PIECE) {
      const piece = Math.min(PIECE, count - done);
      this.#kernel(position + done * stride, stride, piece);
      if (this.#piece.length !== piece) this.#piece = this.#out.subarray(0, piece);
      out.set(this.#piece, offset + done);
    }
  }
}
