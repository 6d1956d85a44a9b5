import type { KernelCall } from '../sources/source.js';

/**
 * Asks a thread for `count` draws of a sampler, written at address `out` of a memory. `memory` is the number by which
 * it was attached. The draws begin at a position of an epoch and go on into the next epochs, of `length` draws each.
 * `stream` and `scratch` are the addresses of the thread's own stream and scratch.
 */
export interface DrawMessage extends KernelCall {
  readonly chunk: number;
  readonly memory: number;
  readonly seed: number;
  readonly purpose: number;
  readonly epoch: number;
  readonly position: number;
  readonly length: number;
  readonly count: number;
  readonly stream: number;
  readonly scratch: number;
  readonly out: number;
}

/** Asks the assembler to copy `count` draws from address `from` of a memory to index `at` of a job's array. */
export interface CopyMessage {
  readonly copy: number;
  readonly into: number;
  readonly memory: number;
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
