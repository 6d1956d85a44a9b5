import { zeros } from '../internal/zeros.js';
import type { Allocation } from '../kernels/allocation.js';
import type { WeightedKernels } from '../kernels/kernels.js';
import { boundOf, checkCopy, copyWeights, weightWords } from './copied-weights.js';
import { callAll, type TableAddresses, type TableKernels, tableCalls } from './table-pieces.js';

/** log2 of the number of cells. A table has at least four cells. */
export function aliasBits(count: number): number {
  return Math.max(2, 32 - Math.clz32(count - 1));
}

/** Bytes of a table: its cells, its residuals, and the number of escapes. */
export function tableBytes(count: number): number {
  return 8 * 2 ** aliasBits(count) + 4;
}

/** Regions that hold a table and its weights, as name to bytes. */
export function tableRegions(count: number): Record<'weights' | 'table', number> {
  return { weights: 8 * (count + (count & 1)), table: tableBytes(count) };
}

/** Scratch for building a table, as name to bytes. Its contents may differ between backends. */
export function buildRegions(count: number): Record<'work' | 'sums', number> {
  return { work: Math.max(8, 2 ** aliasBits(count) / 8) + 8192 + 32, sums: 48 };
}

/** The memory of a table that is not yet built. */
export interface OpenTable<A extends TableAddresses = TableAddresses> {
  readonly memory: Allocation<WeightedKernels>;
  readonly at: A;
}

/** From this many weights on, a table is built in pieces. Its memory must hold zeros, which new allocations do. */
export const MANY = 2 ** 16;

/**
 * Copies weights that passed `checkWeights`, and builds their table: O(count). Returns the number of positive ones.
 * @throws {TypeError | RangeError} The copy is not valid.
 */
function buildTable(
  { kernels, f64, u32 }: Allocation<TableKernels>,
  weights: ArrayLike<number>,
  count: number,
  at: TableAddresses,
): number {
  if (count >= MANY) return callAll(tableCalls({ f64, u32 }, weights, count, aliasBits(count), at), kernels);
  copyWeights(weights, count, f64, at.weights / 8);
  const positives = kernels.aliasBuild(at.weights, count, at.table, aliasBits(count), at.work, at.sums);
  if (positives < 1) checkCopy(f64, at.weights / 8, count);
  return positives;
}

/** An exact alias table over weights, in memory that the caller allocates. */
export class AliasTable {
  readonly bits: number;
  /** One more than the last index with a positive weight. */
  readonly bound: number;
  /** Number of positive weights. */
  readonly positives: number;
  readonly weights: number;
  readonly table: number;

  /**
   * Copies the weights and builds the table, unless it is built already and the number of positive weights is given.
   * Takes and throws what `buildTable` does.
   */
  constructor(
    private readonly memory: Allocation<TableKernels>,
    weights: ArrayLike<number>,
    readonly count: number,
    at: TableAddresses,
    positives: number = buildTable(memory, weights, count, at),
  ) {
    this.bits = aliasBits(count);
    this.positives = positives;
    this.bound = boundOf(memory.f64, at.weights / 8, count);
    this.weights = at.weights;
    this.table = at.table;
  }

  /**
   * (n,), each weight's integer share of 2^64, read back from the table as high and low words. A share of 2^64 reads as
   * 0.
   */
  shares(): { high: Uint32Array; low: Uint32Array } {
    const { u32 } = this.memory;
    const cells = this.table / 4;
    const { bits, count } = this;
    const size = 2 ** bits;
    const firstShort = size - u32[cells + 2 * size];
    const high = zeros(Uint32Array, size, 'shares');
    for (let cell = 0; cell < size; cell++) {
      const packed = u32[cells + cell];
      // the threshold is the cell's own part, and the alias has the rest of the capacity
      const own = packed >>> bits;
      high[cell] += own;
      high[packed & (size - 1)] += 2 ** (32 - bits) - (cell >= firstShort ? 1 : 0) - own;
    }
    return { high: high.subarray(0, count), low: u32.slice(cells + size, cells + size + count) };
  }

  probabilities(): Float64Array<ArrayBuffer> {
    const { high, low } = this.shares();
    const probabilities = zeros(Float64Array, this.count, 'probabilities');
    let total = 0;
    for (let i = 0; i < probabilities.length; i++) {
      probabilities[i] = (high[i] * 2 ** 32 + low[i]) * 2 ** -64;
      total += probabilities[i];
    }
    // all shares read 0: a single share of 2^64, whose index is the alias of every cell
    if (total === 0) probabilities[this.memory.u32[this.table / 4]] = 1;
    return probabilities;
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.memory.f64, this.weights / 8, this.count);
  }
}
