import { zeros } from '../internal/zeros.js';
import type { Allocation, Backend } from '../kernels/allocation.js';
import { attach } from '../kernels/attach.js';
import type { WeightedKernels } from '../kernels/kernels.js';
import { AliasSource, openTable } from './alias.js';
import { tableBytes } from './alias-table.js';
import { CORE } from './seeded-kernels.js';
import type { WeightedSource } from './source.js';
import { openWithoutReplacement, WithoutReplacementSource } from './without-replacement.js';

/** An alias table and its weights, for another thread. */
export interface SharedTable {
  /** (n,), the weights. */
  readonly weights: Float64Array;
  /**
   * The alias table, which `attach` reads: 2^b cells of a threshold and an alias, the residual weight of each of them,
   * and one number more.
   */
  readonly table: Uint32Array;
  /** Number of positive weights. */
  readonly positives: number;
  /** The memory that both are in, if threads can share it; otherwise they are a copy. */
  readonly memory?: WebAssembly.Memory | undefined;
  /** Which pages of the memory are free for other threads. */
  readonly slots?: Uint32Array | undefined;
}

/**
 * Returns the table of a source for another thread. It is not copied if it has a memory of its own that threads can
 * share. From then on, the memory is freed only once no thread has it anymore.
 * @throws {Error} The source has no table, or was disposed of.
 */
export function shareTable(source: WeightedSource): SharedTable {
  const built = source.builtTable?.();
  if (!built) throw new Error('a sampler with a generator cannot be shared: make it with a seed');
  const { memory, count, positives } = built;
  const [f64At, u32At] = [built.weights, built.table];
  const slots = slotsOf(memory);
  if (slots) {
    const lent = (memory.lend() as { memory: WebAssembly.Memory }).memory;
    const weights = new Float64Array(lent.buffer, f64At, count);
    return {
      weights,
      table: new Uint32Array(lent.buffer, u32At, tableBytes(count) / 4),
      positives,
      memory: lent,
      slots,
    };
  }
  const weights = zeros(Float64Array, count, 'weights');
  const table = zeros(Uint32Array, tableBytes(count) / 4, 'words');
  weights.set(memory.f64.subarray(f64At / 8, f64At / 8 + count));
  table.set(memory.u32.subarray(u32At / 4, u32At / 4 + table.length));
  return { weights, table, positives };
}

/** The slots of a memory that threads can share; undefined if they cannot. */
function slotsOf({ memory }: Allocation<never>): Uint32Array | undefined {
  // a page that is not cross-origin isolated can have shared memory, but no other thread can
  if (typeof SharedArrayBuffer !== 'function' || globalThis.crossOriginIsolated === false) return undefined;
  try {
    return memory?.slots?.();
  } catch {
    // the memory cannot grow
    return undefined;
  }
}

/** A source over a table of another thread. Throws as `allocate` does. */
export function attachTable(
  shared: SharedTable,
  length: number,
  replacement: boolean,
  backend: Backend,
): WeightedSource {
  const { weights, table, positives, memory, slots } = shared;
  const count = weights.length;
  const own = replacement && memory && slots && attach(memory, slots, backend, CORE);
  if (own) {
    const at = { weights: weights.byteOffset, table: table.byteOffset, work: 0, sums: 0, out: own.scratch };
    return new AliasSource(weights, count, backend, { memory: own, at, positives });
  }
  const copied = <O extends { memory: Allocation<WeightedKernels>; at: { weights: number; table: number } }>(
    open: O,
  ) => {
    open.memory.f64.set(weights, open.at.weights / 8);
    open.memory.u32.set(table, open.at.table / 4);
    return { ...open, positives };
  };
  if (replacement) return new AliasSource(weights, count, backend, copied(openTable(count, backend)));
  const open = copied(openWithoutReplacement(count, length, backend));
  return new WithoutReplacementSource(weights, count, length, backend, open);
}
