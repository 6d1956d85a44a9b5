// Groups of classes by the batch that their next places are due by.

/**
 * Groups whose places are due by one of the epoch's batches: a pairing heap for each batch, the group of the smallest
 * class on top. M. L. Fredman, R. Sedgewick, D. D. Sleator, R. E. Tarjan, Algorithmica 1 (1986),
 * doi:10.1007/BF01840439.
 */
export class Buckets {
  /** (batches + 1,), the group on top, or -1. */
  readonly #tops: Int32Array;
  /** (batches + 1,), places of all groups there. */
  readonly #many: Uint32Array;
  /** Which batches have any: a bit each; in the next array a bit for each word, and so on, up to one word. */
  readonly #bits: readonly Uint32Array[];
  /** (groups,), a group's first child in its heap, and its sibling. */
  readonly #child: Int32Array;
  readonly #sibling: Int32Array;
  readonly #stack: number[] = [];

  /** `codes` (groups,) are read when groups are added and taken. */
  constructor(
    private readonly codes: Uint32Array,
    batches: number,
  ) {
    this.#tops = new Int32Array(batches + 1).fill(-1);
    this.#many = new Uint32Array(batches + 1);
    this.#child = new Int32Array(codes.length);
    this.#sibling = new Int32Array(codes.length);
    const bits: Uint32Array[] = [];
    let words = batches + 1;
    do bits.push(new Uint32Array((words = Math.ceil(words / 32))));
    while (words > 1);
    this.#bits = bits;
  }

  /** The first batch by which anything is due, or 0. */
  get first(): number {
    let batch = 0;
    for (let level = this.#bits.length - 1; level >= 0; level--) {
      const word = this.#bits[level][batch];
      if (word === 0) return 0;
      batch = 32 * batch + 31 - Math.clz32(word & -word);
    }
    return batch;
  }

  /** How many places are due by a batch. */
  many(batch: number): number {
    return this.#many[batch];
  }

  /** The smallest class whose place is due by a batch; Infinity where there is none. */
  code(batch: number): number {
    const top = this.#tops[batch];
    return top < 0 ? Infinity : this.codes[top];
  }

  /** Adds a group, with so many more places. */
  add(group: number, batch: number, many: number): void {
    this.#child[group] = -1;
    const top = this.#tops[batch];
    this.#tops[batch] = top < 0 ? group : this.#joined(top, group);
    this.#many[batch] += many;
    for (let level = 0, at = batch; top < 0 && level < this.#bits.length; level++) {
      const bits = this.#bits[level];
      const before = bits[at >>> 5];
      bits[at >>> 5] = before | (1 << (at & 31));
      if (before !== 0) return;
      at >>>= 5;
    }
  }

  /** Takes places off a batch's number. */
  less(batch: number, many: number): void {
    this.#many[batch] -= many;
  }

  /** Takes the group of the smallest class out. */
  take(batch: number): number {
    const group = this.#tops[batch];
    let pairs = -1;
    for (let one = this.#child[group]; one >= 0; ) {
      const other = this.#sibling[one];
      const next = other < 0 ? -1 : this.#sibling[other];
      const pair = other < 0 ? one : this.#joined(one, other);
      this.#sibling[pair] = pairs;
      pairs = pair;
      one = next;
    }
    let top = pairs;
    for (let pair = top < 0 ? -1 : this.#sibling[top]; pair >= 0; ) {
      const next = this.#sibling[pair];
      top = this.#joined(top, pair);
      pair = next;
    }
    this.#tops[batch] = top;
    if (top < 0) this.#empty(batch);
    return group;
  }

  /** Takes all groups out, in any order; `each` may add them again. */
  takeAll(batch: number, each: (group: number) => void): void {
    const stack = this.#stack;
    stack.push(this.#tops[batch]);
    this.#tops[batch] = -1;
    this.#many[batch] = 0;
    this.#empty(batch);
    while (stack.length > 0) {
      const group = stack.pop() as number;
      for (let child = this.#child[group]; child >= 0; child = this.#sibling[child]) stack.push(child);
      each(group);
    }
  }

  #empty(batch: number): void {
    for (let level = 0, at = batch; level < this.#bits.length; level++, at >>>= 5) {
      const bits = this.#bits[level];
      bits[at >>> 5] &= ~(1 << (at & 31));
      if (bits[at >>> 5] !== 0) return;
    }
  }

  /** Two heaps as one: its top. */
  #joined(a: number, b: number): number {
    const [top, other] = this.codes[a] < this.codes[b] ? [a, b] : [b, a];
    this.#sibling[other] = this.#child[top];
    this.#child[top] = other;
    return top;
  }
}

/**
 * A binary heap of groups: the one whose next place is due soonest comes first, of several the one of the smallest
 * class.
 */
export class Queue {
  readonly #groups: number[] = [];

  constructor(
    private readonly due: Float64Array,
    private readonly codes: Uint32Array,
  ) {}

  get first(): number {
    return this.#groups[0];
  }

  add(group: number): void {
    const groups = this.#groups;
    let at = groups.length;
    for (; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#before(group, groups[parent])) break;
      groups[at] = groups[parent];
      at = parent;
    }
    groups[at] = group;
  }

  /** Moves the first group to where it belongs now, or takes it out. */
  settle(out: boolean): void {
    const groups = this.#groups;
    const last = out ? (groups.pop() as number) : groups[0];
    const count = groups.length;
    if (count === 0) return;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && this.#before(groups[child + 1], groups[child])) child++;
      if (!this.#before(groups[child], last)) break;
      groups[at] = groups[child];
      at = child;
    }
    groups[at] = last;
  }

  #before(a: number, b: number): boolean {
    const sooner = this.due[a] - this.due[b];
    return sooner < 0 || (sooner === 0 && this.codes[a] < this.codes[b]);
  }
}
