import { AliasTable, aliasBits, tableBytes } from './alias-table.js';
import { PURPOSE } from './drawer.js';
import { copyKept } from './kept.js';
import { checkCopy } from './weights.js';
import type { Backend } from './workspace.js';

/**
 * Words are drawn so many at a time: few enough to notice soon that most of them draw what was taken, enough to be
 * worth a call.
 */
const LEAST_WORDS = 64;
const MOST_WORDS = 16384;
/** A table over what remains pays when fewer than one draw in so many is new. */
const FEWEST = 6;

/**
 * Draws without replacement, in order: successive sampling, in integers. An epoch's order is made at its first draw,
 * and the last one is kept.
 *
 * Drawing with replacement and skipping what was taken is exact. After a piece of which fewer than one in six were new,
 * a table over what remains is built from the original weights: O(n log(sum / smallest weight)) at worst. The full
 * table stays for the next epoch.
 */
export class DistinctTable extends AliasTable<'taken' | 'order' | 'restWeights' | 'restIds' | 'restTable' | 'words'> {
  readonly #length: number;
  #seed = -1;
  #epoch = -1;
  /** How often a table was built for the order that is kept. */
  builds = 0;

  /** `length` draws an epoch: at most as many as there are positive weights. */
  constructor(weights: ArrayLike<number>, count: number, length: number, backend: Backend) {
    super(weights, count, backend, {
      taken: 4 * Math.ceil(count / 32),
      order: 4 * length,
      restWeights: 8 * (count + (count & 1)),
      restIds: 4 * count,
      restTable: tableBytes(count),
      words: 4 * MOST_WORDS,
    });
    // as few positive weights as were copied, and no draw would ever be the last
    if (length > this.positives) checkCopy(this.workspace.f64, this.at.weights / 8, count, length);
    this.#length = length;
  }

  /** Draws position, position + stride, … of an epoch: `count` of them to out[offset] and on. */
  read(
    seed: number,
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    if (seed !== this.#seed || epoch !== this.#epoch) this.#make(seed, epoch);
    copyKept(this.workspace.u32, this.at.order / 4 + position, stride, out, offset, count);
  }

  #make(seed: number, epoch: number): void {
    const { at } = this;
    const { kernels, u32 } = this.workspace;
    this.#epoch = -1;
    this.builds = 0;
    kernels.openStream(at.stream, seed, epoch, PURPOSE.distinct);
    u32.fill(0, at.taken / 4, at.taken / 4 + Math.ceil(this.count / 32));
    let { count, bits } = this;
    let [weights, table, rest] = [at.weights, at.table, 0];
    for (let found = 0, position = 0; found < this.#length; ) {
      const wanted = this.#length - found;
      const words = Math.min(MOST_WORDS, Math.max(LEAST_WORDS, wanted));
      kernels.aliasDraw(table, bits, at.stream, position, 1, at.words, words);
      const fresh = kernels.keepNew(at.words, words, at.restIds, rest, at.taken, at.order + 4 * found, wanted);
      position += words;
      found += fresh;
      if (found === this.#length || FEWEST * fresh >= words) continue;
      count = kernels.remaining(weights, count, at.restIds, rest, at.taken, at.restWeights, at.restIds);
      [weights, table, rest] = [at.restWeights, at.restTable, 1];
      bits = aliasBits(count);
      kernels.aliasBuild(weights, count, table, bits, at.work, at.sums);
      this.builds++;
    }
    this.#seed = seed;
    this.#epoch = epoch;
  }
}
