import type { Allocation, Backend } from '../kernels/allocation.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import { allocate } from '../kernels/memory.js';

/** The address of each region, in bytes. */
export type Addresses<Name extends string> = Readonly<Record<Name, number>>;

/** The addresses of regions, from the beginning of the first one, and the bytes of all together. */
export interface Layout<Name extends string> {
  readonly at: Addresses<Name>;
  readonly bytes: number;
}

/** In a large layout, regions begin at whole cache lines, so that no u64 and no SIMD load straddles two lines. */
const CACHE_LINE = 64;
/**
 * In a small layout, regions are close together: for ten weights, cache lines would take as many bytes as the table.
 */
const CLOSE = 16;
const LARGE = 4096;

/** Places regions (name to bytes) one after the other. */
export function layOut<Name extends string>(regions: Readonly<Record<Name, number>>): Layout<Name> {
  const at = {} as Record<Name, number>;
  let total = 0;
  for (const name in regions) total += regions[name];
  const alignment = total < LARGE ? CLOSE : CACHE_LINE;
  let bytes = 0;
  for (const name in regions) {
    at[name] = bytes;
    bytes += Math.ceil(regions[name] / alignment) * alignment;
  }
  return { at, bytes };
}

/** Allocates regions to keep and regions of scratch (name to bytes). Throws as `allocate` does. */
export function allocateRegions<K, Kept extends string, Scratch extends string>(
  kept: Readonly<Record<Kept, number>>,
  scratch: Readonly<Record<Scratch, number>>,
  backend: Backend,
  set: KernelSet<K>,
): { memory: Allocation<K>; at: Addresses<Kept | Scratch> } {
  const ours = layOut(kept);
  const shared = layOut(scratch);
  const memory = allocate(ours.bytes, shared.bytes, backend, set);
  const at = {} as Record<Kept | Scratch, number>;
  for (const name in ours.at) at[name] = memory.at + ours.at[name];
  for (const name in shared.at) at[name] = memory.scratch + shared.at[name];
  return { memory, at };
}
