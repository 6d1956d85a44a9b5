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
  /** If the draws go to an array that threads share. Then `count` is that of the whole job. */
  readonly fill?: FillPart;
}

/** An array that threads fill together. Each takes one chunk after the other, by the first number of `control`. */
export interface FillPart {
  readonly array: Uint32Array;
  /** The number of the next chunk, and 1 if threads are to stop. */
  readonly control: Int32Array;
  readonly chunks: number;
  /** Draws in a chunk. */
  readonly size: number;
  /** Whether to report progress. */
  readonly reports: boolean;
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

/** Asks for one call of a kernel in a memory. */
export interface CallMessage {
  readonly call: string;
  readonly memory: number;
  readonly args: readonly number[];
}

export type ToThread =
  | { readonly attach: number; readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory }
  | { readonly detach: number }
  | DrawMessage
  | { readonly assemble: number; readonly count: number }
  | CopyMessage
  | CallMessage
  | { readonly deliver: number }
  | { readonly forget: number };

/** Number of these messages' form. A worker file of an older package has another one, and would misread a request. */
export const PROTOCOL = 2;

export type FromThread =
  | { readonly ready: typeof PROTOCOL }
  /** `wrote` is the number of draws written to an array that threads share, since the last report. */
  | { readonly done: number; readonly wrote?: number }
  | { readonly filling: number; readonly wrote: number }
  | { readonly copied: number }
  | { readonly called: number }
  | { readonly assembled: number; readonly draws: Uint32Array<ArrayBuffer> }
  | { readonly failed: number; readonly why: string };
