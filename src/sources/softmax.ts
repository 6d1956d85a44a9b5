import type { Backend } from '../kernels/allocation.js';
import { logitsTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { LogitsKernels } from '../kernels/kernels.js';
import { allocate } from '../kernels/memory.js';
import { coreModule } from '../kernels/wasm/allocate.js';

const LOGITS: KernelSet<LogitsKernels> = { twin: logitsTwin, binary: coreModule };

/** Logits that are turned into weights at once: few enough for the scratch that all samplers share. */
const PIECE_COUNT = 4096;

/**
 * Turns logits into weights exp((logit - largest) / temperature), in place. Each is below `largest` or equal to it, and
 * `largest` and `temperature` are finite.
 */
export function softmax(logits: Float64Array, largest: number, temperature: number, backend: Backend): void {
  const memory = allocate(0, 8 * Math.min(PIECE_COUNT, logits.length + (logits.length & 1)), backend, LOGITS);
  const { f64, kernels, scratch } = memory;
  for (let start = 0; start < logits.length; start += PIECE_COUNT) {
    const piece = logits.subarray(start, start + PIECE_COUNT);
    f64.set(piece, scratch / 8);
    // an odd number takes one more
    if (piece.length & 1) f64[scratch / 8 + piece.length] = -Infinity;
    kernels.softmax(scratch, piece.length, largest, temperature);
    piece.set(f64.subarray(scratch / 8, scratch / 8 + piece.length));
  }
  memory.free();
}
