import type { Allocation, Backend } from '../kernels/allocation.js';
import { allocate } from '../kernels/memory.js';
import { AliasTable, aliasBits, buildRegions, tableBytes, tableRegions } from './alias-table.js';
import { checkCopy } from './copied-weights.js';
import { type Layout, layOut } from './layout.js';
import { CORE } from './seeded-kernels.js';
import { type Positions, PURPOSE, type WeightedSource } from './source.js';
import { copyStrided, StoredEpoch } from './stored-epoch.js';

/**
 * Number of words to draw at a time: few enough to notice soon that most draws are repeats, and enough to be worth a
 * call.
 */
const LEAST_WORDS = 64;
const MOST_WORDS = 16384;
/** If fewer than 1 / FEWEST of the draws are new, a table over the remaining items pays. */
const FEWEST = 6;

/**
 * Draws without replacement, in order: successive sampling, in integers. Draws a whole epoch at its first read, and
 * stores the epoch that was read last.
 *
 * Drawing with replacement and skipping repeats is exact. After a chunk in which fewer than one draw in six was new, it
 * builds a table over the remaining items from the original weights. At worst this takes O(n log(sum / smallest
 * weight)). The next epoch uses the full table again.
 */
export class WithoutReplacementSource implements WeightedSource {
  readonly #memory: Allocation;
  readonly #table: AliasTable;
  readonly #length: number;
  readonly #kept: Layout<'stream' | 'weights' | 'table' | 'order'>['at'];
  readonly #scratch: Layout<'work' | 'sums' | 'taken' | 'restWeights' | 'restIds' | 'restTable' | 'words'>['at'];
  readonly #epoch = new StoredEpoch();
  /** Number of tables that were built for the stored epoch. */
  builds = 0;

  /** An epoch has `length` draws, at most as many as there are positive weights. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    const kept = layOut({ stream: 16, ...tableRegions(count), order: 4 * length });
    const scratch = layOut({
      ...buildRegions(count),
      taken: 4 * Math.ceil(count / 32),
      restWeights: 8 * (count + (count & 1)),
      restIds: 4 * count,
      restTable: tableBytes(count),
      words: 4 * wordsFor(length),
    });
    const memory = allocate(kept.bytes, scratch.bytes, backend, CORE);
    this.#memory = memory;
    this.#kept = kept.at;
    this.#scratch = scratch.at;
    this.#table = new AliasTable(memory, weights, count, {
      weights: memory.at + kept.at.weights,
      table: memory.at + kept.at.table,
      work: memory.scratch + scratch.at.work,
      sums: memory.scratch + scratch.at.sums,
    });
    // if the copy has fewer positive weights, drawing would never end
    if (length > this.#table.positives) checkCopy(memory.f64, this.#table.weights / 8, count, length);
    this.#length = length;
  }

  get backend(): 'wasm' | 'js' {
    return this.#memory.backend;
  }

  get bound(): number {
    return this.#table.bound;
  }

  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void {
    this.#epoch.ensure(seed, positions.epoch, () => this.#make(seed, positions.epoch));
    copyStrided(this.#memory.u32, (this.#memory.at + this.#kept.order) / 4, positions, out, offset);
  }

  probabilities(): Float64Array<ArrayBuffer> {
    return this.#table.probabilities();
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return this.#table.weightWords();
  }

  free(): void {
    this.#memory.free();
  }

  #make(seed: number, epoch: number): void {
    const { kernels, u32, at, scratch } = this.#memory;
    const order = at + this.#kept.order;
    const { taken, words, restIds, restWeights, restTable, work, sums } = this.#scratch;
    this.builds = 0;
    kernels.openStream(at, seed, epoch, PURPOSE.withoutReplacement);
    u32.fill(0, (scratch + taken) / 4, (scratch + taken) / 4 + Math.ceil(this.#table.count / 32));
    let { count, bits, weights, table } = this.#table;
    let mapped = 0;
    const ids = scratch + restIds;
    for (let found = 0, position = 0; found < this.#length; ) {
      const wanted = this.#length - found;
      const some = wordsFor(wanted);
      kernels.aliasDraw(table, bits, at, position, 1, scratch + words, some);
      const fresh = kernels.keepNew(scratch + words, some, ids, mapped, scratch + taken, order + 4 * found, wanted);
      position += some;
      found += fresh;
      if (found === this.#length || FEWEST * fresh >= some) continue;
      count = kernels.remaining(weights, count, ids, mapped, scratch + taken, scratch + restWeights, ids);
      [weights, table, mapped] = [scratch + restWeights, scratch + restTable, 1];
      bits = aliasBits(count);
      kernels.aliasBuild(weights, count, table, bits, scratch + work, scratch + sums);
      this.builds++;
    }
  }
}

/** Number of words to draw if `wanted` indices are missing. */
function wordsFor(wanted: number): number {
  return Math.min(MOST_WORDS, Math.max(LEAST_WORDS, wanted));
}
