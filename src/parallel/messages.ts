import type { DrawCall } from '../kernels/drawer.js';

/** Where a thread has room of its own in a sampler's memory, in bytes. */
export interface Slots {
  readonly stream: number;
  readonly words: number;
}

/** Draws of a sampler, to be written at `out`: `count` of them from a place on, into following epochs of `length` draws. */
export interface Piece extends DrawCall {
  readonly piece: number;
  readonly sampler: number;
  readonly seed: number;
  readonly purpose: number;
  readonly epoch: number;
  readonly position: number;
  readonly length: number;
  readonly count: number;
  readonly slots: Slots;
  readonly out: number;
}

export type ToThread =
  | { readonly attach: number; readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory }
  | { readonly detach: number }
  | Piece;

export type FromThread = { readonly ready: true } | { readonly done: number };
