import type { Job } from '../kernels/drawer.js';

/** A piece's draws. */
export const PIECE = 1 << 18;

/** Draws of a sampler, from a place on into following epochs, for one array. */
export interface Wanted {
  readonly job: Job;
  readonly epoch: number;
  readonly position: number;
  /** Draws in an epoch. */
  readonly length: number;
  readonly count: number;
  resolve(draws: Uint32Array<ArrayBuffer>): void;
  reject(reason: unknown): void;
  /** There is no thread to do it. */
  undone(): void;
}

/** An order for draws: which pieces of it are yet to be given out, and to be put together. */
export class Order {
  readonly pieces: number;
  /** Those that were given out and have to be again. */
  readonly again: number[] = [];
  next = 0;
  left: number;

  constructor(
    readonly id: number,
    readonly wanted: Wanted,
  ) {
    this.pieces = Math.ceil(wanted.count / PIECE);
    this.left = this.pieces;
  }

  get open(): boolean {
    return this.again.length > 0 || this.next < this.pieces;
  }

  /** The next piece. */
  take(): number {
    return this.again.pop() ?? this.next++;
  }

  /** A piece's place in the array, and in the epochs. */
  place(piece: number): { at: number; epoch: number; position: number; count: number } {
    const { epoch, position, length, count } = this.wanted;
    const at = piece * PIECE;
    const target = position + at;
    return {
      at,
      epoch: epoch + Math.floor(target / length),
      position: target % length,
      count: Math.min(PIECE, count - at),
    };
  }
}
