// How many places each class has in each batch: earliest deadline first, in whole numbers.
// R. Tijdeman, "The chairman assignment problem", Discrete Math. 32 (1980), doi:10.1016/0012-365X(80)90269-1.
import { Buckets, Queue } from './deadline-queues.js';
import { quotasOf, sum } from './quotas.js';

/** The relative error of a batch's number in f64, after five roundings, is below this. */
const CERTAIN = 1e-15;
/** Up to so many classes of a batch are sorted by insertion: a typed array's own sort takes longer. */
const FEW = 48;
/** Up to so many groups are in one queue, whatever they are due by. */
const FEW_GROUPS = 24;

/**
 * The class of each place, (numBatches * batchSize,), classes in order within a batch: after every batch each class has
 * its quota so far, rounded down or up. O(classes + batches + places); where many different quotas fall due in one
 * batch, times the logarithm of their number. `places` is the array to write to, and `quotas` what
 * `quotasOf` gives.
 *
 * A class's place j is released in the batch in which its quota passes j - 1, and due by the one in which it reaches j.
 * Each batch takes the released places that are due soonest, of several those of the smallest classes. By Tijdeman's
 * theorem that never fails.
 */
export function placesOf(
  shares: readonly number[],
  batchSize: number,
  numBatches: number,
  places: Uint32Array = new Uint32Array(batchSize * numBatches),
  quotas?: readonly bigint[],
): Uint32Array {
  // by places: Hermes makes an empty array of an iterator
  const codes = Uint32Array.from(shares, (_, code) => code).filter((code) => shares[code] > 0);
  const share = shares[codes[0]];
  if (codes.every((code) => shares[code] === share)) dealRound(codes, batchSize, places);
  else new Dealer(shares, codes, batchSize, quotas ?? quotasOf(shares, batchSize)).deal(places, numBatches);
  return places;
}

/** Equal quotas fall due together, so that classes take turns. */
function dealRound(codes: Uint32Array, batchSize: number, places: Uint32Array): void {
  const count = codes.length;
  const many = Math.floor(batchSize / count);
  const rest = batchSize % count;
  let at = 0;
  const put = (from: number, to: number, each: number): void => {
    if (each === 0) return;
    for (let i = from; i < to; i++) for (let left = each; left > 0; left--) places[at++] = codes[i];
  };
  for (let turn = 0; at < places.length; turn = (turn + rest) % count) {
    // `rest` classes from `turn` on have one more, and after the last class come the first ones
    const end = Math.min(count, turn + rest);
    const again = turn + rest - end;
    put(0, again, many + 1);
    put(again, turn, many);
    put(turn, end, many + 1);
    put(end, count, many);
  }
}

/** Deals places to groups of classes that have one quota. Their places fall due together: they take turns. */
class Dealer {
  readonly #batchSize: number;
  readonly #numbers: readonly bigint[];
  readonly #shares: Float64Array;
  readonly #whole: bigint;
  readonly #total: number;
  /** The classes, group after group; where each group begins and ends, and whose turn it is. */
  readonly #members: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #turns: Uint32Array;
  /** (groups,), the number of the place that is next. */
  readonly #place: Float64Array;
  /** (groups,), the last batch that may have it, and the first one that may have the place after it. */
  readonly #due: Float64Array;
  readonly #free: Float64Array;
  /** (classes,), how many places of the batch each has; and those that have any. */
  readonly #counts: Uint32Array;
  readonly #taken: Uint32Array;
  #some = 0;
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
    this.#whole = sum(numbers);
    this.#total = Number(this.#whole);
    this.#place = new Float64Array(sizes.length);
    this.#due = new Float64Array(sizes.length);
    this.#free = new Float64Array(sizes.length);
    this.#counts = new Uint32Array(shares.length);
    this.#taken = new Uint32Array(Math.min(end, batchSize));
  }

  deal(places: Uint32Array, numBatches: number): void {
    const groups = this.#due.length;
    const members = this.#members;
    const turns = this.#turns;
    const ends = this.#ends;
    // whose places are released in each batch, as linked lists
    const released = new Int32Array(numBatches + 1).fill(-1);
    const others = new Int32Array(groups);
    /** The class whose turn it is. */
    const codes = new Uint32Array(groups);
    // for a few groups a queue is faster
    const last = groups > FEW_GROUPS ? numBatches : 0;
    const soon = new Buckets(codes, last);
    const late = new Queue(this.#due, codes);
    const add = (group: number): void => {
      codes[group] = members[turns[group]];
      if (this.#due[group] > last) late.add(group);
      else soon.add(group, this.#due[group], ends[group] - turns[group]);
    };
    /** Goes on to the place after the one that all of a group have; those that are due by this batch are taken. */
    const goOn = (group: number, batch: number): void => {
      for (; this.#free[group] <= batch; this.#takeRest(group)) {
        turns[group] = this.#starts[group];
        this.#next(group);
        if (this.#due[group] > batch) {
          add(group);
          return;
        }
      }
      const next = this.#free[group];
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
          late.settle(over);
          if (over) goOn(group, batch);
        } else if (soon.many(first) <= this.#left) {
          // all that are due by that batch, in any order
          soon.takeAll(first, (group) => {
            this.#takeRest(group);
            goOn(group, batch);
          });
        } else {
          const group = soon.take(first);
          const from = turns[group];
          const before = soon.code(first);
          do this.#take(members[turns[group]++]);
          while (this.#left > 0 && turns[group] < ends[group] && members[turns[group]] < before);
          soon.less(first, turns[group] - from);
          if (turns[group] < ends[group]) {
            codes[group] = members[turns[group]];
            soon.add(group, first, 0);
          } else {
            goOn(group, batch);
          }
        }
      }
      at = this.#write(places, at);
    }
  }

  #take(code: number): void {
    if (this.#counts[code]++ === 0) this.#taken[this.#some++] = code;
    this.#left--;
  }

  /** A place for each of a group whose turn is to come. */
  #takeRest(group: number): void {
    for (let turn = this.#turns[group]; turn < this.#ends[group]; turn++) this.#take(this.#members[turn]);
  }

  /**
   * Goes on to the group's next place: place j is due by batch ceil(j / quota), the one after it free from floor(j /
   * quota) + 1 on.
   */
  #next(group: number): void {
    const place = ++this.#place[group];
    const above = place * this.#total;
    const below = this.#shares[group] * this.#batchSize;
    const quotient = above / below;
    let batch = Math.floor(quotient);
    let rest = 1;
    if (above <= Number.MAX_SAFE_INTEGER && below <= Number.MAX_SAFE_INTEGER) {
      // a remainder by % takes ten times as long; a quotient may have been rounded up to a whole number
      rest = above - batch * below;
      if (rest < 0) batch--;
    } else if (!(Math.abs(quotient - Math.round(quotient)) > CERTAIN * quotient)) {
      const [a, b] = [BigInt(place) * this.#whole, this.#numbers[group] * BigInt(this.#batchSize)];
      batch = Number(a / b);
      rest = Number(a % b > 0n);
    }
    this.#due[group] = batch + Number(rest !== 0);
    this.#free[group] = batch + 1;
  }

  /** Writes the batch's places from `at` on, in the order of the classes. Returns where they end. */
  #write(places: Uint32Array, at: number): number {
    const counts = this.#counts;
    const taken = this.#taken;
    const some = this.#some;
    this.#some = 0;
    const put = (code: number): void => {
      for (; counts[code] > 0; counts[code]--) places[at++] = code;
    };
    if (some > counts.length / 8) {
      for (let code = 0; code < counts.length; code++) put(code);
      return at;
    }
    if (some > FEW) taken.subarray(0, some).sort();
    for (let i = 1; i < some && some <= FEW; i++) {
      const code = taken[i];
      let place = i;
      for (; place > 0 && taken[place - 1] > code; place--) taken[place] = taken[place - 1];
      taken[place] = code;
    }
    for (let i = 0; i < some; i++) put(taken[i]);
    return at;
  }
}
