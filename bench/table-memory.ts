import { allocate } from '../src/kernels/memory.js';
import { aliasBits, buildRegions, tableRegions } from '../src/sources/alias-table.js';
import { layOut } from '../src/sources/layout.js';
import { CORE } from '../src/sources/seeded-kernels.js';

/** A memory with an alias table over weights: its kernels, and the addresses of its regions. */
export function tableMemory(weights: Float64Array, backend: 'wasm' | 'js') {
  const count = weights.length;
  const regions = layOut({ stream: 16, ...tableRegions(count), ...buildRegions(count) });
  const memory = allocate(regions.bytes, 0, backend, CORE);
  const names = Object.keys(regions.at) as (keyof typeof regions.at)[];
  const at = Object.fromEntries(names.map((name) => [name, memory.at + regions.at[name]])) as Record<
    keyof typeof regions.at,
    number
  >;
  const bits = aliasBits(count);
  memory.f64.set(weights, at.weights / 8);
  const build = () => memory.kernels.aliasBuild(at.weights, count, at.table, bits, at.work, at.sums);
  return { memory, at, bits, build };
}
