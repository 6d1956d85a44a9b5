import { sizeText } from '../internal/zeros.js';
import type { Allocation, Backend } from './allocation.js';
import { allocateJs } from './js/allocate.js';
import type { KernelSet } from './kernel-set.js';
import { allocateWasm, explainRefusal } from './wasm/allocate.js';

/** Addresses are 32-bit, and so is the address of the end. */
const MOST_BYTES = 2 ** 32;

/** @throws {RangeError} 4 GiB or more, which 32-bit addresses cannot reach. `fewer` says what to reduce. */
export function checkFits(bytes: number, fewer = 'weights or draws'): void {
  if (bytes < MOST_BYTES) return;
  throw new RangeError(`this sampler needs ${sizeText(bytes)}, but must need less than 4 GiB: pass fewer ${fewer}`);
}

/**
 * Allocates zeroed bytes to keep, and scratch. 'auto' uses WebAssembly if it is available. A Content-Security-Policy
 * may forbid it, the engine may not have it, or memory may be short. Then 'auto' uses JavaScript, which draws the same
 * numbers.
 * @throws {Error} 'wasm' is not available. The message says why and what to do; `cause` is the engine's error.
 * @throws {RangeError} The bytes are 4 GiB or more, or there is not enough memory.
 */
export function allocate<K>(kept: number, scratch: number, backend: Backend, set: KernelSet<K>): Allocation<K> {
  const bytes = kept + scratch;
  checkFits(bytes);
  if (backend !== 'js') {
    try {
      const allocation = allocateWasm(kept, scratch, backend === 'wasm', set);
      if (allocation) return allocation;
    } catch (cause) {
      // 'auto' ignores the reason, and goes on with JavaScript
      if (backend === 'wasm') throw notAvailable(cause, bytes);
    }
  }
  try {
    return allocateJs(kept, scratch, set.twin);
  } catch (cause) {
    throw new RangeError(
      `could not allocate ${sizeText(bytes)} for this sampler: release unused samplers, or pass fewer weights ` +
        `or draws (${(cause as Error).message})`,
      { cause },
    );
  }
}

/** The error of 'wasm' where it is not available for as many bytes. */
export function notAvailable(cause: unknown, bytes: number): Error {
  // a memory consists of whole pages
  const size = sizeText(Math.ceil(bytes / 65536) * 65536);
  return new Error(`backend 'wasm' is not available here: ${explainRefusal(cause, size)}`, { cause });
}
