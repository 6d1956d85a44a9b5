import type { KernelCall } from '../sources/source.js';

/**
 * Draws of a sampler, to be written at `out`: `count` of them from a place on, into following epochs of `length` draws.
 * `stream` is the thread's own.
 */
export interface DrawMessage extends KernelCall {
  readonly chunk: number;
  readonly sampler: number;
  readonly seed: number;
  readonly purpose: number;
  readonly epoch: number;
  readonly position: number;
  readonly length: number;
  readonly count: number;
  readonly stream: number;
  readonly out: number;
}

/** `count` draws at `from` in a sampler's memory, for place `at` of what a thread puts together. */
export interface CopyMessage {
  readonly copy: number;
  readonly into: number;
  readonly sampler: number;
  readonly from: number;
  readonly at: number;
  readonly count: number;
}

export type ToThread =
  | { readonly attach: number; readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory }
  | { readonly detach: number }
  | DrawMessage
  | { readonly assemble: number; readonly count: number }
  | CopyMessage
  | { readonly deliver: number }
  | { readonly forget: number };

export type FromThread =
  | { readonly ready: true }
  | { readonly done: number }
  | { readonly copied: number }
  | { readonly assembled: number; readonly draws: Uint32Array<ArrayBuffer> }
  | { readonly failed: number; readonly why: string };
