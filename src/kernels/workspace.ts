import { sizeText } from '../zeros.js';
import { twin } from './js/index.js';
import { openJs, type Twin } from './js/open.js';
import type { Kernels, SeededKernels } from './kernels.js';
import { type Binary, compiles, openWasm, whyNot } from './wasm/open.js';

export { extraModule } from './wasm/open.js';

/** One memory and the kernels at work on it; whoever opened it knows its layout. Garbage collection frees the whole. */
export interface Workspace<K = SeededKernels> {
  readonly backend: 'wasm' | 'js';
  readonly kernels: K;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  /** What a thread attaches to, where it is WebAssembly. */
  readonly shared?: { readonly memory: WebAssembly.Memory; readonly module: WebAssembly.Module };
}

export type Backend = 'auto' | 'wasm' | 'js';

/**
 * Live WebAssembly memories reserve address space, which runs out: Chromium gives a renderer 124, Node a process about
 * 13,000, and then even fetch() fails there. 'auto' stops well before, and a page's workers, of which there may be a
 * dozen, sooner than the page.
 */
const BUDGET = budget();

/** Addresses are of 32 bits, that of the end included. */
const MOST_BYTES = 2 ** 32;

function budget(): number {
  // as a member, here and elsewhere: Parcel and webpack 4 put a polyfill in for a bare `process`
  if (globalThis.process?.versions?.node) return 1000;
  return 'WorkerGlobalScope' in globalThis ? 6 : 32;
}

let live = 0;
let collected: FinalizationRegistry<undefined> | undefined;

function count(workspace: Workspace<Kernels>): Workspace<Kernels> {
  live++;
  // without a registry, as in some runtimes of 2020, nothing is counted down: 'auto' goes on in JavaScript beyond the
  // budget
  if (typeof FinalizationRegistry === 'function') collected ??= new FinalizationRegistry(() => live--);
  collected?.register(workspace, undefined);
  return workspace;
}

/**
 * Opens a zeroed memory of so many bytes. 'auto' is WebAssembly within the budget and where it is available (a
 * Content-Security-Policy may forbid it, an engine lack it, memory be short), else JavaScript: the numbers are the
 * same.
 * @throws {Error} 'wasm' is not available; it says why and what to do, and the engine's own error is its `cause`.
 * @throws {RangeError} 4 GiB or more, which no address reaches, or there is not so much memory.
 */
export function openWorkspace(bytes: number, backend: Backend): Workspace {
  return openWith<SeededKernels>(twin, bytes, backend);
}

/** @throws {RangeError} So many bytes have no addresses. `fewer` says of what there should be fewer. */
export function checkFits(bytes: number, fewer = 'weights or draws'): void {
  if (bytes < MOST_BYTES) return;
  throw new RangeError(
    `a sampler must fit less than 4 GiB of memory, this one takes ${sizeText(bytes)}: give fewer ${fewer}`,
  );
}

/** The same with other kernels: their twin, and the binary that has them where it is not the samplers'. */
export function openWith<K extends Partial<Kernels>>(
  twin: Twin<K>,
  bytes: number,
  backend: Backend,
  binary?: Binary,
): Workspace<K>;
export function openWith(twin: Twin<Kernels>, bytes: number, backend: Backend, binary?: Binary): Workspace<Kernels> {
  checkFits(bytes);
  if (backend === 'wasm') {
    try {
      return count(openWasm(bytes, binary));
    } catch (cause) {
      // a memory is of whole pages
      const reserved = Math.ceil(bytes / 65536) * 65536;
      throw new Error(`backend 'wasm' is not available here: ${whyNot(cause, sizeText(reserved))}`, { cause });
    }
  }
  if (backend === 'auto' && live < BUDGET && compiles(binary)) {
    try {
      return count(openWasm(bytes, binary));
    } catch {
      // no memory of that size, or no shared one: JavaScript needs neither
    }
  }
  try {
    return openJs(bytes, twin);
  } catch (cause) {
    throw new RangeError(
      `this sampler takes ${sizeText(bytes)} of memory, which cannot be had here; drop samplers that are no longer used, or give fewer weights or draws (${(cause as Error).message})`,
      { cause },
    );
  }
}
