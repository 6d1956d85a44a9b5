// Assigns classes to the slots of batches: earliest deadline first, with exact integers.
// R. Tijdeman, "The chairman assignment problem", Discrete Math. 32 (1980), doi:10.1016/0012-365X(80)90269-1.

import { quotasOf, sum } from '../weights/quotas.js';
import { Buckets, Queue } from './deadline-queues.js';

/** The relative error of a batch number in a double, after five roundings, is below this. */
const MAX_ERROR = 1e-15;
/** Up to this many classes, insertion sort is faster than a typed array's sort. */
const INSERTION_SORT_MAX = 48;
/** Up to this many groups, one binary heap is faster than a heap per deadline. */
const SINGLE_QUEUE_MAX = 24;

/**
 * Writes the class of each slot to `slots`, (numBatches * batchSize,), sorted within a batch. After every batch, each
 * class has its cumulative quota, rounded down or up. `quotas` come from `quotasOf`. Takes O(classes + batches +
 * slots), times a logarithm if many different quotas share deadlines.
 *
 * Slot j of a class is released in the batch in which its quota exceeds j - 1. Its deadline is the batch in which the
 * quota reaches j. Each batch takes the released slots with the earliest deadlines, and of equal ones those of the
 * smallest classes. By Tijdeman's theorem, no deadline is missed.
 */
export function scheduleClasses(
  shares: readonly number[],
  batchSize: number,
  numBatches: number,
  slots: Uint32Array = new Uint32Array(batchSize * numBatches),
  quotas?: readonly bigint[],
): Uint32Array {
  // indexed, because Hermes makes an empty array of an iterator
  const codes = Uint32Array.from(shares, (_, code) => code).filter((code) => shares[code] > 0);
  const share = shares[codes[0]];
  if (codes.every((code) => shares[code] === share)) scheduleEqual(codes, batchSize, slots);
  else new ClassScheduler(shares, codes, batchSize, quotas ?? quotasOf(shares, batchSize)).schedule(slots, numBatches);
  return slots;
}

/** With equal quotas, all deadlines coincide, so classes take turns. */
function scheduleEqual(codes: Uint32Array, batchSize: number, slots: Uint32Array): void {
  const count = codes.length;
  const each = Math.floor(batchSize / count);
  const rest = batchSize % count;
  let at = 0;
  const put = (from: number, to: number, times: number): void => {
    if (times === 0) return;
    for (let i = from; i < to; i++) for (let left = times; left > 0; left--) slots[at++] = codes[i];
  };
  for (let turn = 0; at < slots.length; turn = (turn + rest) % count) {
    // `rest` classes from `turn` on get one slot more; after the last class, the first ones follow
    const end = Math.min(count, turn + rest);
    const again = turn + rest - end;
    put(0, again, each + 1);
    put(again, turn, each);
    put(turn, end, each + 1);
    put(end, count, each);
  }
}

/** Assigns slots to groups of classes with equal quotas. Deadlines within a group coincide: its classes take turns. */
class ClassScheduler {
  readonly #batchSize: number;
  readonly #numbers: readonly bigint[];
  readonly #shares: Float64Array;
  readonly #exactTotal: bigint;
  readonly #total: number;
  /** The classes, group after group; the start and the end of each group there, and the class whose turn it is. */
  readonly #members: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #turns: Uint32Array;
  /** Number of each group's next slot, (groups,). */
  readonly #slot: Float64Array;
  /** Deadline of the next slot of each group, and release of the slot after it, as batch numbers, (groups,). */
  readonly #due: Float64Array;
  readonly #release: Float64Array;
  /** Number of slots of each class in the current batch, (classes,); and the classes that have any. */
  readonly #counts: Uint32Array;
  readonly #taken: Uint32Array;
  #takenCount = 0;
  /** Free slots of the current batch. */
  #left = 0;

  constructor(shares: readonly number[], codes: Uint32Array, batchSize: number, numbers: readonly bigint[]) {
    const byShare = new Map<number, number>();
    const sizes: number[] = [];
    const groupOf = codes.map((code) => {
      let group = byShare.get(shares[code]);
      if (group === undefined) byShare.set(shares[code], (group = sizes.push(0) - 1));
      sizes[group]++;
      return group;
    });
    let end = 0;
    this.#batchSize = batchSize;
    this.#ends = Uint32Array.from(sizes, (size) => (end += size));
    this.#starts = this.#ends.map((each, group) => each - sizes[group]);
    this.#members = new Uint32Array(end);
    this.#turns = this.#starts.slice();
    groupOf.forEach((group, i) => {
      this.#members[this.#turns[group]++] = codes[i];
    });
    this.#turns.set(this.#starts);
    this.#numbers = Array.from(this.#starts, (start) => numbers[this.#members[start]]);
    this.#shares = Float64Array.from(this.#numbers, Number);
    this.#exactTotal = sum(numbers);
    this.#total = Number(this.#exactTotal);
    this.#slot = new Float64Array(sizes.length);
    this.#due = new Float64Array(sizes.length);
    this.#release = new Float64Array(sizes.length);
    this.#counts = new Uint32Array(shares.length);
    this.#taken = new Uint32Array(Math.min(end, batchSize));
  }

  schedule(slots: Uint32Array, numBatches: number): void {
    const groups = this.#due.length;
    const members = this.#members;
    const turns = this.#turns;
    const ends = this.#ends;
    // the groups whose slots are released in each batch, as linked lists
    const released = new Int32Array(numBatches + 1).fill(-1);
    const others = new Int32Array(groups);
    /** The class whose turn it is. */
    const codes = new Uint32Array(groups);
    // later deadlines, and all of a few groups, go to the binary heap
    const last = groups > SINGLE_QUEUE_MAX ? numBatches : 0;
    const soon = new Buckets(codes, last);
    const late = new Queue(this.#due, codes);
    const add = (group: number): void => {
      codes[group] = members[turns[group]];
      if (this.#due[group] > last) late.add(group);
      else soon.add(group, this.#due[group], ends[group] - turns[group]);
    };
    /** Continues with the next slot of a group whose classes all have theirs. Takes those due by this batch. */
    const advance = (group: number, batch: number): void => {
      for (; this.#release[group] <= batch; this.#takeRest(group)) {
        turns[group] = this.#starts[group];
        this.#next(group);
        if (this.#due[group] > batch) {
          add(group);
          return;
        }
      }
      const next = this.#release[group];
      if (next > numBatches) return;
      others[group] = released[next];
      released[next] = group;
    };
    released[1] = groups - 1;
    for (let group = 0; group < groups; group++) others[group] = group - 1;
    for (let batch = 1, at = 0; batch <= numBatches; batch++) {
      for (let group = released[batch], other: number; group >= 0; group = other) {
        other = others[group];
        turns[group] = this.#starts[group];
        this.#next(group);
        add(group);
      }
      this.#left = this.#batchSize;
      while (this.#left > 0) {
        const first = soon.first;
        if (first === 0) {
          const group = late.first;
          this.#take(codes[group]);
          turns[group]++;
          const over = turns[group] === ends[group];
          codes[group] = members[turns[group]];
          late.update(over);
          if (over) advance(group, batch);
        } else if (soon.count(first) <= this.#left) {
          // all slots with this deadline fit, in any order
          soon.takeAll(first, (group) => {
            this.#takeRest(group);
            advance(group, batch);
          });
        } else {
          const group = soon.take(first);
          const from = turns[group];
          const before = soon.code(first);
          do this.#take(members[turns[group]++]);
          while (this.#left > 0 && turns[group] < ends[group] && members[turns[group]] < before);
          soon.subtract(first, turns[group] - from);
          if (turns[group] < ends[group]) {
            codes[group] = members[turns[group]];
            soon.add(group, first, 0);
          } else {
            advance(group, batch);
          }
        }
      }
      at = this.#write(slots, at);
    }
  }

  #take(code: number): void {
    if (this.#counts[code]++ === 0) this.#taken[this.#takenCount++] = code;
    this.#left--;
  }

  /** Takes a slot for each class of a group whose turn has not come yet. */
  #takeRest(group: number): void {
    for (let turn = this.#turns[group]; turn < this.#ends[group]; turn++) this.#take(this.#members[turn]);
  }

  /**
   * Moves to the group's next slot. The deadline of slot j is batch ceil(j / quota), and the slot after it is released
   * in batch floor(j / quota) + 1.
   */
  #next(group: number): void {
    const slot = ++this.#slot[group];
    const dividend = slot * this.#total;
    const divisor = this.#shares[group] * this.#batchSize;
    const quotient = dividend / divisor;
    let batch = Math.floor(quotient);
    let rest = 1;
    if (dividend <= Number.MAX_SAFE_INTEGER && divisor <= Number.MAX_SAFE_INTEGER) {
      // % takes ten times as long; the quotient may be rounded up to an integer
      rest = dividend - batch * divisor;
      if (rest < 0) batch--;
    } else if (!(Math.abs(quotient - Math.round(quotient)) > MAX_ERROR * quotient)) {
      const [a, b] = [BigInt(slot) * this.#exactTotal, this.#numbers[group] * BigInt(this.#batchSize)];
      batch = Number(a / b);
      rest = Number(a % b > 0n);
    }
    this.#due[group] = batch + Number(rest !== 0);
    this.#release[group] = batch + 1;
  }

  /** Writes the batch's slots from `at` on, in the order of the classes. Returns their end. */
  #write(slots: Uint32Array, at: number): number {
    const counts = this.#counts;
    const taken = this.#taken;
    const count = this.#takenCount;
    this.#takenCount = 0;
    const put = (code: number): void => {
      for (; counts[code] > 0; counts[code]--) slots[at++] = code;
    };
    if (count > counts.length / 8) {
      for (let code = 0; code < counts.length; code++) put(code);
      return at;
    }
    if (count > INSERTION_SORT_MAX) taken.subarray(0, count).sort();
    for (let i = 1; i < count && count <= INSERTION_SORT_MAX; i++) {
      const code = taken[i];
      let gap = i;
      for (; gap > 0 && taken[gap - 1] > code; gap--) taken[gap] = taken[gap - 1];
      taken[gap] = code;
    }
    for (let i = 0; i < count; i++) put(taken[i]);
    return at;
  }
}
