import type { Allocation, Backend } from '../kernels/allocation.js';
import { allocate } from '../kernels/memory.js';
import { AliasTable, buildRegions, type OpenTable, tableRegions } from './alias-table.js';
import { type Layout, layOut } from './layout.js';
import { StreamSource } from './memory-source.js';
import { CORE } from './seeded-kernels.js';
import { type BuiltTable, DRAW_CHUNK, type KernelCall, type WeightedSource } from './source.js';
import type { TableAddresses } from './table-pieces.js';

type AliasAddresses = TableAddresses & { readonly out: number };

/** Scratch of this many bytes is more than samplers share. */
const OWN_SCRATCH = 2 ** 16 + 64;

/** Draws with replacement from an alias table: O(1) a draw. */
export class AliasSource extends StreamSource implements WeightedSource {
  readonly #table: AliasTable;
  protected readonly out: number;

  /**
   * The weights must have passed `checkWeights`. If the table is built already, give the result of `openTable`, and the
   * number of positive weights.
   * @throws {TypeError | RangeError} The weights have changed meanwhile and are not valid. Nothing stays allocated.
   */
  constructor(
    weights: ArrayLike<number>,
    count: number,
    backend: Backend,
    built?: OpenTable<AliasAddresses> & { positives: number },
  ) {
    const { memory, at } = built ?? openTable(count, backend);
    super(memory);
    this.out = at.out;
    try {
      this.#table = new AliasTable(memory, weights, count, at, built?.positives);
    } catch (error) {
      memory.free();
      throw error;
    }
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

  builtTable(): BuiltTable {
    const { weights, table, count, positives } = this.#table;
    return { memory: this.memory as Allocation<never>, weights, table, count, positives };
  }
}

/**
 * Allocates the memory of a table, as `allocate` does. With `alone`, nobody else writes to its scratch between two
 * calls.
 */
export function openTable(count: number, backend: Backend, alone = false): OpenTable<AliasAddresses> {
  const { kept, scratch } = layoutOf(count);
  const bytes = alone ? Math.max(scratch.bytes, OWN_SCRATCH) : scratch.bytes;
  const memory = allocate(kept.bytes, bytes, backend, CORE);
  const at = {
    weights: memory.at + kept.at.weights,
    table: memory.at + kept.at.table,
    work: memory.scratch + scratch.at.work,
    sums: memory.scratch + scratch.at.sums,
    out: memory.scratch + scratch.at.out,
  };
  return { memory, at };
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
