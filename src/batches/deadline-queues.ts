// Queues of groups of classes, ordered by the batch that is the deadline of their next slot.

/**
 * Groups whose deadlines are in the epoch: a pairing heap for each batch, with the group of the smallest class on top.
 *
 * M. L. Fredman, R. Sedgewick, D. D. Sleator, R. E. Tarjan, Algorithmica 1 (1986),
 * doi:10.1007/BF01840439.
 */
export class Buckets {
  /** Top group of each batch's heap, (batches + 1,), or -1. */
  readonly #tops: Int32Array;
  /** Number of slots due by each batch, (batches + 1,). */
  readonly #counts: Uint32Array;
  /** Hierarchical bitmap of the batches with a heap: one bit per batch, then one bit per word of the level below. */
  readonly #bits: readonly Uint32Array[];
  /** First child and next sibling of each group in its heap, (groups,). */
  readonly #child: Int32Array;
  readonly #sibling: Int32Array;
  readonly #stack: number[] = [];

  /** `codes` (groups,) are the classes whose turn it is, read when groups are added and taken. */
  constructor(
    private readonly codes: Uint32Array,
    batches: number,
  ) {
    this.#tops = new Int32Array(batches + 1).fill(-1);
    this.#counts = new Uint32Array(batches + 1);
    this.#child = new Int32Array(codes.length);
    this.#sibling = new Int32Array(codes.length);
    const bits: Uint32Array[] = [];
    let words = batches + 1;
    do bits.push(new Uint32Array((words = Math.ceil(words / 32))));
    while (words > 1);
    this.#bits = bits;
  }

  /** The earliest deadline, or 0 if no group is here. */
  get first(): number {
    let batch = 0;
    for (let level = this.#bits.length - 1; level >= 0; level--) {
      const word = this.#bits[level][batch];
      if (word === 0) return 0;
      batch = 32 * batch + 31 - Math.clz32(word & -word);
    }
    return batch;
  }

  /** Number of slots that are due by a batch. */
  count(batch: number): number {
    return this.#counts[batch];
  }

  /** The smallest class with a slot due by a batch; Infinity if there is none. */
  code(batch: number): number {
    const top = this.#tops[batch];
    return top < 0 ? Infinity : this.codes[top];
  }

  /** Adds a group with `slots` slots that are due by `batch`. */
  add(group: number, batch: number, slots: number): void {
    this.#child[group] = -1;
    const top = this.#tops[batch];
    this.#tops[batch] = top < 0 ? group : this.#merge(top, group);
    this.#counts[batch] += slots;
    for (let level = 0, at = batch; top < 0 && level < this.#bits.length; level++) {
      const bits = this.#bits[level];
      const before = bits[at >>> 5];
      bits[at >>> 5] = before | (1 << (at & 31));
      if (before !== 0) return;
      at >>>= 5;
    }
  }

  /** Subtracts slots that were assigned. */
  subtract(batch: number, slots: number): void {
    this.#counts[batch] -= slots;
  }

  /** Removes and returns the group of the smallest class. */
  take(batch: number): number {
    const group = this.#tops[batch];
    let pairs = -1;
    for (let one = this.#child[group]; one >= 0; ) {
      const other = this.#sibling[one];
      const next = other < 0 ? -1 : this.#sibling[other];
      const pair = other < 0 ? one : this.#merge(one, other);
      this.#sibling[pair] = pairs;
      pairs = pair;
      one = next;
    }
    let top = pairs;
    for (let pair = top < 0 ? -1 : this.#sibling[top]; pair >= 0; ) {
      const next = this.#sibling[pair];
      top = this.#merge(top, pair);
      pair = next;
    }
    this.#tops[batch] = top;
    if (top < 0) this.#clearBit(batch);
    return group;
  }

  /** Removes all groups, in any order, and calls `each`, which may add them again. */
  takeAll(batch: number, each: (group: number) => void): void {
    const stack = this.#stack;
    stack.push(this.#tops[batch]);
    this.#tops[batch] = -1;
    this.#counts[batch] = 0;
    this.#clearBit(batch);
    while (stack.length > 0) {
      const group = stack.pop() as number;
      for (let child = this.#child[group]; child >= 0; child = this.#sibling[child]) stack.push(child);
      each(group);
    }
  }

  #clearBit(batch: number): void {
    for (let level = 0, at = batch; level < this.#bits.length; level++, at >>>= 5) {
      const bits = this.#bits[level];
      bits[at >>> 5] &= ~(1 << (at & 31));
      if (bits[at >>> 5] !== 0) return;
    }
  }

  /** Merges two heaps. Returns the top. */
  #merge(a: number, b: number): number {
    const [top, other] = this.codes[a] < this.codes[b] ? [a, b] : [b, a];
    this.#sibling[other] = this.#child[top];
    this.#child[top] = other;
    return top;
  }
}

/**
 * A binary heap of groups: the earliest deadline comes first, and of equal ones the smallest class.
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
      if (!this.#precedes(group, groups[parent])) break;
      groups[at] = groups[parent];
      at = parent;
    }
    groups[at] = group;
  }

  /** Removes the first group, or moves it to its new position after its deadline or class changed. */
  update(remove: boolean): void {
    const groups = this.#groups;
    const last = remove ? (groups.pop() as number) : groups[0];
    const count = groups.length;
    if (count === 0) return;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && this.#precedes(groups[child + 1], groups[child])) child++;
      if (!this.#precedes(groups[child], last)) break;
      groups[at] = groups[child];
      at = child;
    }
    groups[at] = last;
  }

  #precedes(a: number, b: number): boolean {
    const sooner = this.due[a] - this.due[b];
    return sooner < 0 || (sooner === 0 && this.codes[a] < this.codes[b]);
  }
}
