import { sizeText } from '../internal/zeros.js';
import type { Allocation, Backend } from './allocation.js';
import { allocateJs } from './js/open.js';
import type { KernelSet } from './kernel-set.js';
import { allocateWasm, whyNot } from './wasm/open.js';

/** Addresses have 32 bits, and so has the address of the end. */
const MOST_BYTES = 2 ** 32;

/** @throws {RangeError} So many bytes cannot be addressed. `fewer` says what to reduce. */
export function checkFits(bytes: number, fewer = 'weights or draws'): void {
  if (bytes < MOST_BYTES) return;
  throw new RangeError(
    `a sampler must fit less than 4 GiB of memory, this one takes ${sizeText(bytes)}: give fewer ${fewer}`,
  );
}

/**
 * Allocates zeroed bytes to keep, and scratch. 'auto' uses WebAssembly where it is available. A Content-Security-Policy
 * may forbid it, the engine may not have it, or memory may be short: then 'auto' uses JavaScript, which draws the same
 * numbers.
 * @throws {Error} 'wasm' is not available. The message says why and what to do; `cause` is the engine's error.
 * @throws {RangeError} The bytes cannot be addressed, or there is not so much memory.
 */
export function allocate<K>(kept: number, scratch: number, backend: Backend, set: KernelSet<K>): Allocation<K> {
  const bytes = kept + scratch;
  checkFits(bytes);
  if (backend !== 'js') {
    try {
      const allocation = allocateWasm(kept, scratch, backend === 'wasm', set);
      if (allocation) return allocation;
    } catch (cause) {
      // 'auto' needs no reason: JavaScript needs neither a policy nor a shared memory
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

function notAvailable(cause: unknown, bytes: number): Error {
  // memories consist of whole pages
  const size = sizeText(Math.ceil(bytes / 65536) * 65536);
  return new Error(`backend 'wasm' is not available here: ${whyNot(cause, size)}`, { cause });
}
