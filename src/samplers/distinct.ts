/** Random places that are tried before all are gone through. */
const TRIES = 32;

/** Which indices are in which batches, and how often: an open-addressed table of (index, batch). */
class Membership {
  readonly #keys: Float64Array;
  readonly #counts: Uint32Array;
  readonly #mask: number;
  /** In how many batches each index is. */
  readonly spread: Uint32Array;

  constructor(
    most: number,
    indices: number,
    private readonly batches: number,
  ) {
    let size = 16;
    while (size < 2 * most) size *= 2;
    this.#keys = new Float64Array(size).fill(-1);
    this.#counts = new Uint32Array(size);
    this.#mask = size - 1;
    this.spread = new Uint32Array(indices);
  }

  count(id: number, batch: number): number {
    return this.#counts[this.#slot(id, batch)];
  }

  add(id: number, batch: number, by: 1 | -1): void {
    const slot = this.#slot(id, batch);
    // emptied slots stay taken: exchanges are few
    this.#keys[slot] = id * this.batches + batch;
    this.#counts[slot] += by;
    if (this.#counts[slot] === (by > 0 ? 1 : 0)) this.spread[id] += by;
  }

  #slot(id: number, batch: number): number {
    const key = id * this.batches + batch;
    let slot = Math.imul(Math.imul(id, 0x9e3779b1) ^ Math.imul(batch, 0x85ebca6b), 0xc2b2ae35);
    slot = (slot ^ (slot >>> 15)) & this.#mask;
    while (this.#keys[slot] !== key && this.#keys[slot] !== -1) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

/** Draws in batches of `size`, the last one perhaps shorter, that exchanges are made between. */
class Batches {
  readonly count: number;
  readonly #ids: Uint32Array;
  readonly #members: Membership;
  #word: number;

  constructor(
    readonly draws: Uint32Array,
    readonly size: number,
  ) {
    this.count = Math.ceil(draws.length / size);
    // small numbers for the indices, so that with a batch's they make a safe integer
    const known = new Map<number, number>();
    this.#ids = draws.map((index) => {
      const id = known.get(index) ?? known.size;
      known.set(index, id);
      return id;
    });
    // room for what exchanges add
    this.#members = new Membership(2 * draws.length, known.size, this.count);
    let word = draws.length;
    for (let i = 0; i < draws.length; i++) {
      this.#members.add(this.#ids[i], this.batchOf(i), 1);
      word = Math.imul(word ^ draws[i], 0x9e3779b1) ^ (word >>> 15);
    }
    this.#word = word;
  }

  batchOf(at: number): number {
    return Math.floor(at / this.size);
  }

  /** Whether what stands there stands in its batch again. */
  repeats(at: number): boolean {
    return this.#members.count(this.#ids[at], this.batchOf(at)) > 1;
  }

  /** How many batches lack what stands there: where none does, nothing can be done about a repeat. */
  lacking(at: number): number {
    return this.count - this.#members.spread[this.#ids[at]];
  }

  holds(batch: number, at: number): boolean {
    return this.#members.count(this.#ids[at], batch) > 0;
  }

  exchange(a: number, b: number): void {
    const [batchA, batchB] = [this.batchOf(a), this.batchOf(b)];
    for (const [at, from, to] of [
      [a, batchA, batchB],
      [b, batchB, batchA],
    ]) {
      this.#members.add(this.#ids[at], from, -1);
      this.#members.add(this.#ids[at], to, 1);
    }
    for (const words of [this.#ids, this.draws]) [words[a], words[b]] = [words[b], words[a]];
  }

  /** A number in [0, below), a function of the draws. Xorshift32 (G. Marsaglia, J. Stat. Softw. 8 (2003), doi:10.18637/jss.v008.i14). */
  random(below: number): number {
    let word = this.#word | 1;
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    this.#word = word;
    return Math.floor(((word >>> 0) / 2 ** 32) * below);
  }

  /** Places of a batch, from a random one on. */
  *places(batch: number): Generator<number> {
    const first = batch * this.size;
    const length = Math.min(this.size, this.draws.length - first);
    const start = this.random(length);
    for (let i = 0; i < length; i++) yield first + ((start + i) % length);
  }

  /** A place of a batch whose draw another one can take without a repeat more: it is new there, or a repeat as it is. */
  spare(batch: number, other: number): number | undefined {
    let repeated: number | undefined;
    for (const at of this.places(batch)) {
      if (!this.holds(other, at)) return at;
      if (this.repeats(at)) repeated = at;
    }
    return repeated;
  }
}

/**
 * Exchanges draws between batches of `size`, in place, so that as few as possible come twice in one: none where each index comes at most once a batch on
 * count, else as few as the theorem of Gale and Ryser allows (D. Gale, Pacific J. Math. 7 (1957), doi:10.2140/pjm.1957.7.1073). A repeat can always be exchanged
 * with a batch that lacks it: of two batches equally long, one with a repeat and one without its index, the second has a draw that is new to the first, or a
 * repeat too. A shorter last batch may have neither; then a third takes part. Which draws are exchanged is a function of the draws.
 */
export function spreadRepeats(draws: Uint32Array, size: number): void {
  if (draws.length <= size || size === 1) return;
  const batches = new Batches(draws, size);
  // each exchange leaves a repeat less, and may put another one here or make way for one that was passed
  for (let exchanged = true; exchanged; ) {
    exchanged = false;
    for (let at = 0; at < draws.length; at++) {
      while (
        batches.lacking(at) > 0 &&
        batches.repeats(at) &&
        (exchangeAtRandom(batches, at) || exchangeAnywhere(batches, at))
      )
        exchanged = true;
    }
  }
}

function exchangeAtRandom(batches: Batches, at: number): boolean {
  const batch = batches.batchOf(at);
  for (let tries = 0; tries < TRIES; tries++) {
    const other = batches.random(batches.draws.length);
    if (batches.holds(batches.batchOf(other), at) || batches.holds(batch, other)) continue;
    batches.exchange(at, other);
    return true;
  }
  return false;
}

function exchangeAnywhere(batches: Batches, at: number): boolean {
  const batch = batches.batchOf(at);
  const start = batches.random(batches.count);
  // the shorter one first: where it alone lacks the index, the others need not be looked at
  const last = batches.count - 1;
  for (let i = -1, lacking = batches.lacking(at); lacking > 0; i++) {
    const other = i < 0 ? last : (start + i) % batches.count;
    if ((i >= 0 && other === last) || batches.holds(other, at)) continue;
    lacking--;
    const spare = batches.spare(other, batch);
    if (spare !== undefined) {
      batches.exchange(at, spare);
      return true;
    }
    if (exchangeByThird(batches, at, other)) return true;
  }
  return false;
}

/** One of the other batch's draws goes to a third that lacks it, which gives what the first can take. */
function exchangeByThird(batches: Batches, at: number, other: number): boolean {
  const batch = batches.batchOf(at);
  for (const given of batches.places(other)) {
    if (batches.lacking(given) === 0) continue;
    for (let third = 0; third < batches.count; third++) {
      if (third === batch || third === other || batches.holds(third, given)) continue;
      const spare = batches.spare(third, batch);
      if (spare === undefined) continue;
      batches.exchange(given, spare);
      batches.exchange(at, given);
      return true;
    }
  }
  return false;
}
