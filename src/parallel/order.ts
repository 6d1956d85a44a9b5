import type { Job } from '../kernels/drawer.js';
import { nextEpoch } from '../samplers/epoch-sampler.js';

/** A piece's draws at the most, and at the least. */
export const PIECE = 1 << 19;
const LEAST = 1 << 15;
/** Small orders are cut so often, so that threads end together. */
const PIECES = 16;

/** Draws of a sampler, from a place on into following epochs, for one array. */
export interface Wanted {
  readonly job: Job;
  readonly epoch: number;
  readonly position: number;
  /** Draws in an epoch. */
  readonly length: number;
  readonly count: number;
  /** In a piece. Default: as suits draws. */
  readonly size?: number;
  /** How many are put together by now. */
  progress?(done: number): void;
  resolve(draws: Uint32Array<ArrayBuffer>): void;
  reject(reason: unknown): void;
  /** There is no thread to do it. */
  undone(): void;
}

/** An order for draws: which pieces of it are yet to be given out, and to be put together. */
export class Order {
  readonly pieces: number;
  readonly #size: number;
  /** Those that were given out and have to be again. */
  readonly again: number[] = [];
  next = 0;
  left: number;

  constructor(
    readonly id: number,
    readonly wanted: Wanted,
  ) {
    this.#size = wanted.size ?? Math.min(PIECE, Math.max(LEAST, Math.ceil(wanted.count / PIECES)));
    this.pieces = Math.ceil(wanted.count / this.#size);
    this.left = this.pieces;
  }

  /** One more piece is put together. Returns whether it was the last one. */
  done(): boolean {
    this.left--;
    this.wanted.progress?.(Math.min(this.wanted.count, (this.pieces - this.left) * this.#size));
    return this.left === 0;
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
    const at = piece * this.#size;
    return { at, ...placeAfter(epoch, position, length, at), count: Math.min(this.#size, count - at) };
  }
}

/** The place `count` draws after another one. The last epoch is followed by itself. */
export function placeAfter(
  epoch: number,
  position: number,
  length: number,
  count: number,
): { readonly epoch: number; readonly position: number } {
  const left = length - position;
  if (count < left) return { epoch, position: position + count };
  const target = count - left;
  return { epoch: nextEpoch(epoch + Math.floor(target / length)), position: target % length };
}
