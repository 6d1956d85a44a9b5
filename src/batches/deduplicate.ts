import { zeros } from '../internal/zeros.js';

/**
 * Exchanges draws between batches of `size`, in place, so that as few of them as possible repeat within a batch. None
 * repeats unless an index comes more often than there are batches. The number left is the minimum (D. Gale, Pacific J.
 * Math. 7 (1957), doi:10.2140/pjm.1957.7.1073). O(n log batches).
 *
 * The batches are halved again and again. In each half an index may come once per batch. Draws above that limit change
 * places with draws of the other half. A partner always exists: if this half had each index of the other half as often
 * as it may, it would hold more draws than it has places. Repeats that no arrangement avoids have no limit.
 *
 * Batches, and the places in each batch, are visited in random order, a function of the draws. So no batch and no place
 * is favored.
 */
export function spreadRepeats(draws: Uint32Array, size: number): void {
  if (draws.length > size && size > 1) new Spread(draws, size).run();
}

/** What memory is for, as messages have it. */
const PLAN = 'numbers to plan distinct batches with';

class Spread {
  readonly #size: number;
  /** Number of batches of `size`. A shorter one may follow. */
  readonly #full: number;
  /** The places to visit: batches in random order, a shorter one last, and each batch's places in random order. */
  readonly #places: Uint32Array;
  /** Each draw's number in the order of the visits; a draw without a limit has its index's number plus `#known`. */
  readonly #ids: Uint32Array;
  /** The index of each number. */
  readonly #values: Uint32Array;
  /** How many different indices there are. */
  readonly #known: number;
  /** How often each number comes in the left and the right half; 0 for draws without a limit, which go anywhere. */
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
    this.#places = this.#shuffledPlaces();
    this.#ids = zeros(Uint32Array, length, PLAN);
    this.#values = zeros(Uint32Array, length, PLAN);
    const counts = zeros(Uint32Array, length, PLAN);
    this.#known = this.#number(counts);
    if (length % size > 0 && this.#known < length) this.#fillShorter(counts);
    this.#lift(counts);
    this.#left = zeros(Uint32Array, 2 * this.#known, PLAN);
    this.#right = zeros(Uint32Array, 2 * this.#known, PLAN);
  }

  run(): void {
    const { draws } = this;
    const places = this.#places;
    const ids = this.#ids;
    this.#halve(0, this.#full, this.#full);
    for (let i = 0; i < draws.length; i++) {
      draws[places[i]] = this.#values[ids[i] < this.#known ? ids[i] : ids[i] - this.#known];
    }
  }

  /**
   * Spreads a number of batches, in which no index comes more than `most` times. Up to half as often as there are
   * batches needs nothing.
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
   * Leaves each index at most `leftMost` times in [from, mid) and `rightMost` times in [mid, end). Returns the largest
   * count.
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
    // a count at its limit stays there, so that no place is looked at twice
    for (let k = mid; lefts.length > 0; k++) if (counts[0][ids[k]] < leftMost) exchange(lefts.pop() as number, k);
    for (let i = from; rights.length > 0; i++) if (counts[1][ids[i]] < rightMost) exchange(i, rights.pop() as number);
    if (end - from > known) {
      for (const own of counts) own.fill(0);
    } else {
      for (let i = from; i < end; i++) counts[0][ids[i]] = counts[1][ids[i]] = 0;
    }
    return most;
  }

  #shuffledPlaces(): Uint32Array {
    const { length } = this.draws;
    const size = this.#size;
    const places = zeros(Uint32Array, length, PLAN);
    const order = zeros(Uint32Array, this.#full, PLAN);
    this.#shuffle(order, 0, 0, this.#full);
    for (let from = 0, batch = 0; from < length; from += size, batch++) {
      this.#shuffle(places, from, (batch < this.#full ? order[batch] : batch) * size, Math.min(size, length - from));
    }
    return places;
  }

  /** Writes first, first + 1, … (`count` of them, from `at` on) in random order. */
  #shuffle(out: Uint32Array, at: number, first: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const chosen = at + this.#random(i + 1);
      out[at + i] = out[chosen];
      out[chosen] = first + i;
    }
  }

  /** A number in [0, below). Xorshift32 (G. Marsaglia, J. Stat. Softw. 8 (2003), doi:10.18637/jss.v008.i14). */
  #random(below: number): number {
    let word = this.#word | 1;
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    this.#word = word;
    return Math.floor(((word >>> 0) / 2 ** 32) * below);
  }

  /**
   * Numbers the different indices from 0 on, in an open-addressed table, and counts each. Returns how many there are.
   */
  #number(counts: Uint32Array): number {
    const { draws } = this;
    const places = this.#places;
    const values = this.#values;
    let room = 16;
    while (room < 2 * draws.length) room *= 2;
    const table = zeros(Uint32Array, room, PLAN);
    let count = 0;
    for (let i = draws.length - 1; i >= 0; i--) {
      const value = draws[places[i]];
      let slot = Math.imul(value, 0x9e3779b1);
      slot = (slot ^ (slot >>> 15)) & (room - 1);
      while (table[slot] > 0 && values[table[slot] - 1] !== value) slot = (slot + 1) & (room - 1);
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
   * Fills the shorter batch, and takes its draws off the counts. Each index has its part of them, at random: what it
   * has of all draws. One that comes more often than there are full batches has to be there, as long as there is room.
   */
  #fillShorter(counts: Uint32Array): void {
    const ids = this.#ids;
    const first = this.#full * this.#size;
    const room = ids.length - first;
    const wanted = zeros(Uint32Array, this.#known, PLAN);
    const parts = zeros(Float64Array, this.#known, PLAN);
    let left = room;
    let total = 0;
    for (let id = 0; id < this.#known; id++) {
      parts[id] = counts[id] * room;
      if (counts[id] > this.#full) {
        parts[id] = Math.max(0, parts[id] - ids.length);
        if (left > 0) wanted[id] = 1;
        if (left > 0) left--;
      }
      total += parts[id];
    }
    // systematic sampling: W. G. Madow, Ann. Math. Stat. 20 (1949), doi:10.1214/aoms/1177729988
    const offset = this.#random(2 ** 20) / 2 ** 20;
    for (let id = 0, sum = 0, before = 0; id < this.#known && left > 0; id++) {
      sum += parts[id];
      const until = Math.min(left, Math.floor((sum / total) * left + offset));
      wanted[id] += until - before;
      before = until;
    }
    for (let id = 0; id < this.#known; id++) counts[id] -= wanted[id];
    const others: number[] = [];
    for (let i = first; i < ids.length; i++) {
      if (wanted[ids[i]] > 0) wanted[ids[i]]--;
      else others.push(i);
    }
    for (let i = 0; others.length > 0; i++) {
      if (wanted[ids[i]] === 0) continue;
      const other = others.pop() as number;
      wanted[ids[i]]--;
      [ids[i], ids[other]] = [ids[other], ids[i]];
    }
  }

  /** Lifts the limit from an index's draws beyond one per full batch. `counts` are of the full batches. */
  #lift(counts: Uint32Array): void {
    const ids = this.#ids;
    const lifted = zeros(Uint32Array, this.#known, PLAN);
    for (let id = 0; id < this.#known; id++) lifted[id] = Math.max(0, counts[id] - this.#full);
    for (let i = 0; i < this.#full * this.#size; i++) {
      const id = ids[i];
      // each of its draws is as likely to be one of them
      if (lifted[id] === 0 || this.#random(counts[id]--) >= lifted[id]) continue;
      lifted[id]--;
      ids[i] = id + this.#known;
    }
  }
}
