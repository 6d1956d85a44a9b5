import type { Backend } from '../kernels/allocation.js';
import { allocate } from '../kernels/memory.js';
import { AliasTable, buildRegions, tableRegions } from './alias-table.js';
import { type Layout, layOut } from './layout.js';
import { StreamSource } from './memory-source.js';
import { CORE } from './seeded-kernels.js';
import { DRAW_CHUNK, type KernelCall, type WeightedSource } from './source.js';

/** Draws with replacement from an alias table: O(1) a draw. */
export class AliasSource extends StreamSource implements WeightedSource {
  readonly #table: AliasTable;
  protected readonly out: number;

  constructor(weights: ArrayLike<number>, count: number, backend: Backend) {
    const { kept, scratch } = layoutOf(count);
    const memory = allocate(kept.bytes, scratch.bytes, backend, CORE);
    super(memory);
    this.out = memory.scratch + scratch.at.out;
    this.#table = new AliasTable(memory, weights, count, {
      weights: memory.at + kept.at.weights,
      table: memory.at + kept.at.table,
      work: memory.scratch + scratch.at.work,
      sums: memory.scratch + scratch.at.sums,
    });
  }

  get bound(): number {
    return this.#table.bound;
  }

  protected get call(): KernelCall {
    const { table, bits } = this.#table;
    return { kernel: 'aliasDraw', args: [table, bits, 'stream', 'position', 'stride', 'out', 'count'] };
  }

  protected drawChunk(position: number, stride: number, count: number): number {
    const { memory, out } = this;
    memory.kernels.aliasDraw(this.#table.table, this.#table.bits, memory.at, position, stride, out, count);
    return out;
  }

  probabilities(): Float64Array<ArrayBuffer> {
    return this.#table.probabilities();
  }

  /** (n,), each weight's integer share of 2^64: see {@link AliasTable.shares}. */
  shares(): { high: Uint32Array; low: Uint32Array } {
    return this.#table.shares();
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return this.#table.weightWords();
  }
}

interface AliasLayout {
  readonly count: number;
  /** The stream is the first region. */
  readonly kept: Layout<'stream' | 'weights' | 'table'>;
  readonly scratch: Layout<'work' | 'sums' | 'out'>;
}

/** The layout that was computed last, since samplers that are made in a row mostly have one size. */
let last: AliasLayout | undefined;

function layoutOf(count: number): AliasLayout {
  if (last?.count !== count) {
    const kept = layOut({ stream: 16, ...tableRegions(count) });
    const scratch = layOut({ ...buildRegions(count), out: 4 * DRAW_CHUNK });
    last = { count, kept, scratch };
  }
  return last;
}
