// Kernels on a memory of their own, without the classes around them: what the suites about kernels start from.
import { aliasBits, aliasLayout } from '../../src/kernels/alias-table.js';
import { combTwin, coverageTwin, strataTwin, torchTwin, twin } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { extraModule, openWith, type Workspace } from '../../src/kernels/workspace.js';
import type { Table } from './exact.js';

export const backends = ['wasm', 'js'] as const;
export type TestedBackend = (typeof backends)[number];

/** A workspace, with its memory as u64 too. */
export function openMemory(bytes: number, backend: TestedBackend): Workspace<Kernels> & { u64: BigUint64Array } {
  const workspace = openWith<Kernels>(
    { ...twin, ...combTwin, ...coverageTwin, ...strataTwin, ...torchTwin },
    Math.ceil(bytes / 8) * 8,
    backend,
  );
  if (workspace.backend !== backend) throw new Error(`asked for ${backend}, got ${workspace.backend}`);
  return { ...workspace, kernels: allKernels(workspace), u64: new BigUint64Array(workspace.u32.buffer) };
}

/** Those of both binaries, over the one memory. */
function allKernels({ kernels, shared }: Workspace<Kernels>): Kernels {
  if (!shared || !extraModule) return kernels;
  const { exports } = new WebAssembly.Instance(extraModule(), { env: { memory: shared.memory } });
  return { ...(exports as unknown as Kernels), ...kernels };
}

/** An alias table as the kernels see it, a stream, and room for draws. */
export class TestTable implements Table {
  readonly count: number;
  readonly bits: number;
  readonly layout: ReturnType<typeof aliasLayout>;
  readonly memory: ReturnType<typeof openMemory>;
  /** What `aliasBuild` returned. */
  readonly status: number;

  constructor(weights: ArrayLike<number>, backend: TestedBackend) {
    this.count = weights.length;
    this.bits = aliasBits(weights.length);
    this.layout = aliasLayout(weights.length, { out: 4 * 65536 });
    this.memory = openMemory(this.layout.bytes, backend);
    const { at } = this.layout;
    this.memory.f64.set(weights, at.weights / 8);
    this.status = this.memory.kernels.aliasBuild(at.weights, this.count, at.table, this.bits, at.work, at.sums);
  }

  /** (2^bits,), a view. */
  get cells(): Uint32Array {
    const first = this.layout.at.table / 4;
    return this.memory.u32.subarray(first, first + 2 ** this.bits);
  }

  /** (2^bits,), a view. */
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

  /** Draws position, position + stride, …: a view, which the next call writes over. At most 65,536. */
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
