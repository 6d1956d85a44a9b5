import type { Allocation, Backend } from '../kernels/allocation.js';
import { AliasTable, aliasBits, buildRegions, type OpenTable, tableBytes, tableRegions } from './alias-table.js';
import { checkCopy } from './copied-weights.js';
import { type Addresses, allocateRegions } from './layout.js';
import { StoredSource } from './memory-source.js';
import { CORE } from './seeded-kernels.js';
import { type BuiltTable, PURPOSE, type WeightedSource } from './source.js';

/**
 * Number of words to draw at a time: few enough to notice soon that most draws are repeats, and enough to be worth a
 * call.
 */
const LEAST_WORDS = 64;
const MOST_WORDS = 16384;
/** If fewer than 1 / FEWEST of the draws are new, a table over the remaining items pays. */
export const FEWEST = 6;

/**
 * Draws without replacement, in order: successive sampling, in integers. Draws a whole epoch at its first read, and
 * stores the epoch that was read last.
 *
 * Drawing with replacement and skipping repeats is exact. After a chunk in which fewer than one draw in six was new, it
 * builds a table over the remaining items from the original weights. At worst this takes O(n log(sum / smallest
 * weight)). The next epoch uses the full table again.
 */
export class WithoutReplacementSource extends StoredSource implements WeightedSource {
  readonly #table: AliasTable;
  readonly #length: number;
  readonly #scratch: WithoutReplacementAddresses;
  protected readonly order: number;
  /** Number of tables that were built for the stored epoch. */
  builds = 0;

  /**
   * An epoch has `length` draws, at most as many as there are positive weights. If the table is built already, give the
   * result of `openWithoutReplacement`, and the number of positive weights.
   * @throws {TypeError | RangeError} The weights have changed meanwhile and are not valid. Nothing stays allocated.
   */
  constructor(
    weights: ArrayLike<number>,
    count: number,
    length: number,
    backend: Backend,
    built?: OpenTable<WithoutReplacementAddresses> & { positives: number },
  ) {
    const { memory, at } = built ?? openWithoutReplacement(count, length, backend);
    super(memory);
    this.order = at.order;
    this.#scratch = at;
    this.#length = length;
    try {
      this.#table = new AliasTable(memory, weights, count, at, built?.positives);
      // if the copy has fewer positive weights, drawing would never end
      if (length > this.#table.positives) checkCopy(memory.f64, this.#table.weights / 8, count, length);
    } catch (error) {
      memory.free();
      throw error;
    }
  }

  get bound(): number {
    return this.#table.bound;
  }

  probabilities(): Float64Array<ArrayBuffer> {
    return this.#table.probabilities();
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return this.#table.weightWords();
  }

  builtTable(): BuiltTable {
    const { weights, table, count, positives } = this.#table;
    return { memory: this.memory as Allocation<never>, weights, table, count, positives };
  }

  protected make(seed: number, epoch: number): void {
    const { kernels, u32, at: stream } = this.memory;
    const { taken, words, restIds: ids, restWeights, restTable, work, sums } = this.#scratch;
    this.builds = 0;
    kernels.openStream(stream, seed, epoch, PURPOSE.withoutReplacement);
    u32.fill(0, taken / 4, taken / 4 + Math.ceil(this.#table.count / 32));
    let { count, bits, weights, table } = this.#table;
    let mapped = 0;
    for (let found = 0, position = 0; found < this.#length; ) {
      const wanted = this.#length - found;
      const some = wordsFor(wanted);
      kernels.aliasDraw(table, bits, stream, position, 1, words, some);
      const fresh = kernels.keepNew(words, some, ids, mapped, taken, this.order + 4 * found, wanted);
      position += some;
      found += fresh;
      if (found === this.#length || FEWEST * fresh >= some) continue;
      count = kernels.remaining(weights, count, ids, mapped, taken, restWeights, ids);
      [weights, table, mapped] = [restWeights, restTable, 1];
      bits = aliasBits(count);
      kernels.aliasBuild(weights, count, table, bits, work, sums);
      this.builds++;
    }
  }
}

type WithoutReplacementAddresses = Addresses<
  'weights' | 'table' | 'order' | 'work' | 'sums' | 'taken' | 'restWeights' | 'restIds' | 'restTable' | 'words'
>;

/** Allocates the memory of a source whose epochs have `length` draws. Throws as `allocate` does. */
export function openWithoutReplacement(
  count: number,
  length: number,
  backend: Backend,
): OpenTable<WithoutReplacementAddresses> {
  const kept = { stream: 16, ...tableRegions(count), order: 4 * length };
  const scratch = {
    ...buildRegions(count),
    taken: 4 * Math.ceil(count / 32),
    restWeights: 8 * (count + (count & 1)),
    restIds: 4 * count,
    restTable: tableBytes(count),
    words: 4 * wordsFor(length),
  };
  return allocateRegions(kept, scratch, backend, CORE);
}

/** Number of words to draw if `wanted` indices are missing. */
export function wordsFor(wanted: number): number {
  return Math.min(MOST_WORDS, Math.max(LEAST_WORDS, wanted));
}
