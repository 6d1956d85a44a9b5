import { zeros } from '../internal/zeros.js';

/**
 * Exchanges draws between batches of `size`, in place, so that as few as possible repeat within a batch. Repeats remain
 * only if an index comes more often than there are batches. Their number is the minimum (D. Gale, Pacific J. Math. 7
 * (1957), doi:10.2140/pjm.1957.7.1073). O(n log batches).
 *
 * The batches are halved recursively. In each half, the limit of an index is the number of batches. Draws above it are
 * exchanged with draws of the other half. A partner always exists. Otherwise, this half would hold every index of the
 * other half as often as its limit, and overflow. Unavoidable repeats have no limit.
 *
 * Batches and the slots of each batch are visited in random order, a function of the draws. So none is favored.
 */
export function spreadRepeats(draws: Uint32Array, size: number): void {
  if (draws.length > size && size > 1) new Deduplication(draws, size).run();
}

/** What memory is for, in error messages. */
const PURPOSE = 'numbers to deduplicate batches';

class Deduplication {
  readonly #size: number;
  /** Number of batches of `size`. A shorter one may follow. */
  readonly #full: number;
  /** Slots in the order of visits: batches in random order, a shorter one last, and slots in random order. */
  readonly #slots: Uint32Array;
  /** Id of the index in each slot, in the order of visits. Draws without a limit have the id plus `#known`. */
  readonly #ids: Uint32Array;
  /** The index of each id. */
  readonly #values: Uint32Array;
  /** Number of unique indices. */
  readonly #known: number;
  /** Count of each id in the left and the right half; 0 for draws without a limit. */
  readonly #left: Uint32Array;
  readonly #right: Uint32Array;
  #word = 1;

  constructor(
    private readonly draws: Uint32Array,
    size: number,
  ) {
    const { length } = draws;
    this.#size = size;
    this.#full = Math.floor(length / size);
    for (let i = 0; i < length; i++) this.#word = Math.imul(this.#word ^ draws[i], 0x9e3779b1) ^ (this.#word >>> 15);
    this.#slots = this.#shuffledSlots();
    this.#ids = zeros(Uint32Array, length, PURPOSE);
    this.#values = zeros(Uint32Array, length, PURPOSE);
    const counts = zeros(Uint32Array, length, PURPOSE);
    this.#known = this.#assignIds(counts);
    if (length % size > 0 && this.#known < length) this.#fillShorter(counts);
    this.#removeLimits(counts);
    this.#left = zeros(Uint32Array, 2 * this.#known, PURPOSE);
    this.#right = zeros(Uint32Array, 2 * this.#known, PURPOSE);
  }

  run(): void {
    const { draws } = this;
    const slots = this.#slots;
    const ids = this.#ids;
    this.#halve(0, this.#full, this.#full);
    for (let i = 0; i < draws.length; i++) {
      draws[slots[i]] = this.#values[ids[i] < this.#known ? ids[i] : ids[i] - this.#known];
    }
  }

  /**
   * Spreads the repeats of `batches` batches from slot `from` on. No index comes more than `most` times there; indices
   * that come at most half as often as there are batches need no exchange.
   */
  #halve(from: number, batches: number, most: number): void {
    if (batches === 1 || most < 2) return;
    const left = batches >> 1;
    const mid = from + left * this.#size;
    const seen = most > left ? this.#even(from, mid, from + batches * this.#size, left, batches - left) : most;
    this.#halve(from, left, seen);
    this.#halve(mid, batches - left, seen);
  }

  /**
   * Exchanges draws until each index comes at most `leftMost` times in [from, mid) and `rightMost` times in [mid, end).
   * Returns the largest count.
   */
  #even(from: number, mid: number, end: number, leftMost: number, rightMost: number): number {
    const ids = this.#ids;
    const known = this.#known;
    const counts = [this.#left, this.#right] as const;
    const tooMany: [number[], number[]] = [[], []];
    let most = 0;
    for (let half = 0; half < 2; half++) {
      const [first, last, limit] = half ? [mid, end, rightMost] : [from, mid, leftMost];
      const own = counts[half];
      for (let i = first; i < last; i++) {
        const id = ids[i];
        if (id >= known) continue;
        const count = ++own[id];
        if (count > limit) tooMany[half].push(i);
        else if (count > most) most = count;
      }
    }
    const [lefts, rights] = tooMany;
    const exchange = (i: number, k: number): void => {
      const [a, b] = [ids[i], ids[k]];
      ids[i] = b;
      ids[k] = a;
      if (a < known) {
        counts[0][a]--;
        most = Math.max(most, ++counts[1][a]);
      }
      if (b < known) {
        counts[1][b]--;
        most = Math.max(most, ++counts[0][b]);
      }
    };
    while (lefts.length > 0 && rights.length > 0) exchange(lefts.pop() as number, rights.pop() as number);
    // a count at its limit stays there, so each slot is visited once
    for (let k = mid; lefts.length > 0; k++) if (counts[0][ids[k]] < leftMost) exchange(lefts.pop() as number, k);
    for (let i = from; rights.length > 0; i++) if (counts[1][ids[i]] < rightMost) exchange(i, rights.pop() as number);
    if (end - from > known) {
      for (const own of counts) own.fill(0);
    } else {
      for (let i = from; i < end; i++) counts[0][ids[i]] = counts[1][ids[i]] = 0;
    }
    return most;
  }

  #shuffledSlots(): Uint32Array {
    const { length } = this.draws;
    const size = this.#size;
    const slots = zeros(Uint32Array, length, PURPOSE);
    const order = zeros(Uint32Array, this.#full, PURPOSE);
    this.#shuffle(order, 0, 0, this.#full);
    for (let from = 0, batch = 0; from < length; from += size, batch++) {
      this.#shuffle(slots, from, (batch < this.#full ? order[batch] : batch) * size, Math.min(size, length - from));
    }
    return slots;
  }

  /** Writes the `count` integers from `first` on to out[at] and on, in random order. */
  #shuffle(out: Uint32Array, at: number, first: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const chosen = at + this.#random(i + 1);
      out[at + i] = out[chosen];
      out[chosen] = first + i;
    }
  }

  /** A number in [0, limit). Xorshift32 (G. Marsaglia, J. Stat. Softw. 8 (2003), doi:10.18637/jss.v008.i14). */
  #random(limit: number): number {
    let word = this.#word | 1;
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    this.#word = word;
    return Math.floor(((word >>> 0) / 2 ** 32) * limit);
  }

  /**
   * Gives each unique index an id from 0 on, with an open-addressed table, and counts each. Returns their number.
   */
  #assignIds(counts: Uint32Array): number {
    const { draws } = this;
    const slots = this.#slots;
    const values = this.#values;
    let capacity = 16;
    while (capacity < 2 * draws.length) capacity *= 2;
    const table = zeros(Uint32Array, capacity, PURPOSE);
    let count = 0;
    for (let i = draws.length - 1; i >= 0; i--) {
      const value = draws[slots[i]];
      let slot = Math.imul(value, 0x9e3779b1);
      slot = (slot ^ (slot >>> 15)) & (capacity - 1);
      while (table[slot] > 0 && values[table[slot] - 1] !== value) slot = (slot + 1) & (capacity - 1);
      if (table[slot] === 0) {
        values[count] = value;
        table[slot] = ++count;
      }
      const id = table[slot] - 1;
      this.#ids[i] = id;
      counts[id]++;
    }
    return count;
  }

  /**
   * Fills the shorter batch, and subtracts its draws from the counts. Each index gets a share of its slots, at random,
   * in proportion to its count. An index that comes more often than there are full batches gets a slot if one is free.
   */
  #fillShorter(counts: Uint32Array): void {
    const ids = this.#ids;
    const first = this.#full * this.#size;
    const slots = ids.length - first;
    const quotas = zeros(Uint32Array, this.#known, PURPOSE);
    const parts = zeros(Float64Array, this.#known, PURPOSE);
    let left = slots;
    let total = 0;
    for (let id = 0; id < this.#known; id++) {
      parts[id] = counts[id] * slots;
      if (counts[id] > this.#full) {
        parts[id] = Math.max(0, parts[id] - ids.length);
        if (left > 0) quotas[id] = 1;
        if (left > 0) left--;
      }
      total += parts[id];
    }
    // systematic sampling: W. G. Madow, Ann. Math. Stat. 20 (1949), doi:10.1214/aoms/1177729988
    const offset = this.#random(2 ** 20) / 2 ** 20;
    for (let id = 0, sum = 0, before = 0; id < this.#known && left > 0; id++) {
      sum += parts[id];
      const until = Math.min(left, Math.floor((sum / total) * left + offset));
      quotas[id] += until - before;
      before = until;
    }
    for (let id = 0; id < this.#known; id++) counts[id] -= quotas[id];
    const others: number[] = [];
    for (let i = first; i < ids.length; i++) {
      if (quotas[ids[i]] > 0) quotas[ids[i]]--;
      else others.push(i);
    }
    for (let i = 0; others.length > 0; i++) {
      if (quotas[ids[i]] === 0) continue;
      const other = others.pop() as number;
      quotas[ids[i]]--;
      [ids[i], ids[other]] = [ids[other], ids[i]];
    }
  }

  /** Removes the limit from draws beyond one per full batch of an index. `counts` cover the full batches. */
  #removeLimits(counts: Uint32Array): void {
    const ids = this.#ids;
    const excess = zeros(Uint32Array, this.#known, PURPOSE);
    for (let id = 0; id < this.#known; id++) excess[id] = Math.max(0, counts[id] - this.#full);
    for (let i = 0; i < this.#full * this.#size; i++) {
      const id = ids[i];
      // each draw of the index is equally likely to be one of them
      if (excess[id] === 0 || this.#random(counts[id]--) >= excess[id]) continue;
      excess[id]--;
      ids[i] = id + this.#known;
    }
  }
}
