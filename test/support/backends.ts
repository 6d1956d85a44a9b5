// Kernels on a memory of their own, without classes around them, for the suites about kernels.

import { bindAll } from '../../src/kernels/js/allocate.js';
import {
  classTwin,
  coverageTwin,
  dynamicTwin,
  fewTwin,
  logitsTwin,
  strataTwin,
  systematicTwin,
  torchTwin,
  uniformTwin,
  weightedTwin,
} from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import {
  coreModule,
  dynamicModule,
  extraModule,
  trialsModule,
  uniformModule,
} from '../../src/kernels/wasm/allocate.js';
import { aliasBits, buildRegions, tableRegions } from '../../src/sources/alias-table.js';
import { layOut } from '../../src/sources/layout.js';
import type { Table } from './exact.js';

export const backends = ['wasm', 'js'] as const;
export type TestedBackend = (typeof backends)[number];

/** All kernels in JavaScript. */
export const twins = {
  ...weightedTwin,
  ...uniformTwin,
  ...systematicTwin,
  ...classTwin,
  ...coverageTwin,
  ...dynamicTwin,
  ...fewTwin,
  ...logitsTwin,
  ...strataTwin,
  ...torchTwin,
};

/** A memory for one test, and all kernels that work on it. */
export interface TestMemory {
  readonly backend: TestedBackend;
  readonly kernels: Kernels;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  readonly u64: BigUint64Array;
}

/** A memory of zeros with at least this many bytes. */
export function openMemory(bytes: number, backend: TestedBackend): TestMemory {
  if (backend === 'js') {
    const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
    const memory = { u32: new Uint32Array(buffer), f64: new Float64Array(buffer), bound: new Map() };
    const kernels = bindAll<Kernels>(memory, twins);
    return { backend, kernels, u32: memory.u32, f64: memory.f64, u64: new BigUint64Array(buffer) };
  }
  const pages = Math.max(1, Math.ceil(bytes / 65536));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const instances = [coreModule(), extraModule(), dynamicModule(), trialsModule(), uniformModule()].map(
    (module) => new WebAssembly.Instance(module, { env: { memory } }),
  );
  return {
    backend,
    kernels: Object.assign({}, ...instances.map(({ exports }) => exports)),
    u32: new Uint32Array(memory.buffer),
    f64: new Float64Array(memory.buffer),
    u64: new BigUint64Array(memory.buffer),
  };
}

/** The addresses of an alias table, a stream and 65,536 draws in a memory. */
export function tableLayout(count: number) {
  return layOut({ stream: 16, ...tableRegions(count), ...buildRegions(count), out: 4 * 65536 });
}

/** An alias table as the kernels see it, a stream, and space for draws. */
export class TestTable implements Table {
  readonly count: number;
  readonly bits: number;
  readonly layout: ReturnType<typeof tableLayout>;
  readonly memory: TestMemory;
  /** The result of `aliasBuild`. */
  readonly status: number;

  constructor(weights: ArrayLike<number>, backend: TestedBackend) {
    this.count = weights.length;
    this.bits = aliasBits(weights.length);
    this.layout = tableLayout(weights.length);
    this.memory = openMemory(this.layout.bytes, backend);
    const { at } = this.layout;
    this.memory.f64.set(weights, at.weights / 8);
    this.status = this.memory.kernels.aliasBuild(at.weights, this.count, at.table, this.bits, at.work, at.sums);
  }

  /** (2^bits,), the cells, as a view. */
  get cells(): Uint32Array {
    const first = this.layout.at.table / 4;
    return this.memory.u32.subarray(first, first + 2 ** this.bits);
  }

  /** (2^bits,), the residuals, as a view. */
  get residuals(): Uint32Array {
    const first = this.layout.at.table / 4 + 2 ** this.bits;
    return this.memory.u32.subarray(first, first + 2 ** this.bits);
  }

  get escapes(): number {
    return this.memory.u32[this.layout.at.table / 4 + 2 * 2 ** this.bits];
  }

  set escapes(escapes: number) {
    this.memory.u32[this.layout.at.table / 4 + 2 * 2 ** this.bits] = escapes;
  }

  openStream(seed: number, epoch: number, purpose = 0): this {
    this.memory.kernels.openStream(this.layout.at.stream, seed, epoch, purpose);
    return this;
  }

  setStream(state: bigint, increment: bigint): this {
    this.memory.u64.set([state, increment], this.layout.at.stream / 8);
    return this;
  }

  /** Draws position, position + stride, …, at most 65,536, as a view that the next call overwrites. */
  draw(count: number, position = 0, stride = 1): Uint32Array {
    const { at } = this.layout;
    const { kernels, u32 } = this.memory;
    kernels.aliasDraw(at.table, this.bits, at.stream, position, stride, at.out, count);
    return u32.subarray(at.out / 4, at.out / 4 + count);
  }
}

export function openTable(weights: ArrayLike<number>, backend: TestedBackend): TestTable {
  const table = new TestTable(weights, backend);
  if (table.status < 1) throw new Error(`aliasBuild returned ${table.status}`);
  return table;
}

/** Numbers in shared memory, which a page has even if `SharedArrayBuffer` is hidden from it. */
export function inSharedMemory(numbers: ArrayLike<number>): Float64Array {
  const pages = Math.ceil((8 * numbers.length) / 65536);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const shared = new Float64Array(buffer, 0, numbers.length);
  shared.set(numbers);
  return shared;
}
