// How many places each class has in each batch: earliest deadline first, in whole numbers.
// R. Tijdeman, "The chairman assignment problem", Discrete Math. 32 (1980), doi:10.1016/0012-365X(80)90269-1.

/** Whole numbers in exactly the proportions of finite non-negative f64 that are not all zero. */
export function proportions(shares: readonly number[]): bigint[] {
  // doubling is exact, and makes any f64 whole in the end
  let doublings = 0;
  let scale = 1;
  let largest = 0;
  for (const share of shares) {
    for (; doublings < 1023 && share * scale < Infinity && !Number.isInteger(share * scale); doublings++) scale *= 2;
    largest = Math.max(largest, share);
  }
  const all = doublings < 1023 && largest * scale < Infinity;
  const numbers = shares.map((share) => (all ? BigInt(share * scale) : units(share)));
  const common = numbers.reduce(divisor);
  return common === 1n ? numbers : numbers.map((number) => number / common);
}

/** An f64 in units of the smallest one, 2^-1074. */
function units(share: number): bigint {
  let doublings = 0;
  for (; !Number.isInteger(share); doublings++) share *= 2;
  return BigInt(share) << BigInt(1074 - doublings);
}

/** The greatest common divisor. */
function divisor(a: bigint, b: bigint): bigint {
  while (b > 0n && a !== 1n) [a, b] = [b, a % b];
  return a;
}

/** A number this close to a simpler one, relative to it, is that one. */
const CLOSE = 1e-12;
/** Decimals are whole numbers once they are multiplied by a power of ten, up to this. */
const MOST = 1e9;
/** Simple fractions have denominators up to this, or up to the batch size. */
const SIMPLE = 1e5;
/** The other shares may change by one part in this. */
const PARTS = 1_000_000_000n;
/** The relative error of a batch's number in f64, after five roundings, is below this. */
const CERTAIN = 1e-15;

/**
 * Whole numbers in proportion to the shares as they are meant: 0.1 is a tenth, though no f64 is. If all shares are
 * decimals, within 1e-12 of themselves, these are the numbers. Else each share of the whole that is a simple fraction, as
 * close, is that fraction, and the others keep their proportions. If that does not add up, all are exactly as given.
 */
export function quotasOf(shares: readonly number[], batchSize: number): bigint[] {
  const whole = decimals(shares);
  return whole ? proportions(whole) : fractions(proportions(shares), Math.max(SIMPLE, batchSize));
}

/** Whether quotas are other ones than exactly in proportion to the shares. */
export function isRounded(shares: readonly number[], batchSize: number): boolean {
  const numbers = quotasOf(shares, batchSize);
  return proportions(shares).some((number, code) => number !== numbers[code]);
}

/** The shares times a power of ten, where that makes whole numbers of them. */
function decimals(shares: readonly number[]): number[] | undefined {
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  for (let scale = 1; largest * scale <= MOST; scale *= 10) {
    const isWhole = (share: number) => Math.abs(share * scale - Math.round(share * scale)) <= CLOSE * share * scale;
    if (shares.every(isWhole)) return shares.map((share) => Math.round(share * scale));
  }
  return undefined;
}

/** Numbers in proportion to others, whose simple fractions of the total are exact. */
function fractions(numbers: readonly bigint[], most: number): bigint[] {
  const exact = [...numbers];
  const total = sum(numbers);
  // numbers that no f64 holds lose their last bits here
  const cut = BigInt(Math.max(0, 4 * total.toString(16).length - 1000));
  const inverse = 1 / Number(total >> cut);
  const simple = numbers.map((number) => simplest(Number(number >> cut) * inverse, most));
  let common = 1n;
  for (const each of simple) {
    if (!each) continue;
    common *= each[1] / divisor(common, each[1]);
    // as many different ones are chance
    if (common > 1n << 64n) return exact;
  }
  const parts = simple.map((each) => each && (each[0] * common) / each[1]);
  const rest = common - sum(parts.filter((part) => part !== undefined));
  const others = sum(numbers.filter((_, code) => parts[code] === undefined));
  // what the others would have, times `total`
  const before = others * common;
  const off = rest * total - before;
  if (others === 0n ? rest !== 0n : rest <= 0n || (off < 0n ? -off : off) * PARTS > before) return exact;
  const meant = parts.map((part, code) => (part === undefined ? numbers[code] * rest : part * (others || 1n)));
  const shared = meant.reduce(divisor);
  return meant.map((number) => number / shared);
}

/** The first convergent of a continued fraction that is close to a positive number, as numerator and denominator. */
function simplest(value: number, most: number): [bigint, bigint] | undefined {
  let [above, below, aboveBefore, belowBefore] = [0, 1, 1, 0];
  for (let rest = value; rest > 0; ) {
    const digit = Math.floor(1 / rest);
    [above, aboveBefore] = [digit * above + aboveBefore, above];
    [below, belowBefore] = [digit * below + belowBefore, below];
    if (!(below <= most)) return undefined;
    if (Math.abs(above / below - value) <= CLOSE * value) return [BigInt(above), BigInt(below)];
    rest = 1 / rest - digit;
  }
  return undefined;
}

function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, number) => total + number, 0n);
}

/**
 * When places fall due: a class's place j by batch ceil(j / quota). The place after it is free from batch floor(j /
 * quota) + 1 on.
 */
class Schedule {
  /** (classes,), the last batch that may have each class's next place. */
  readonly due: Float64Array;
  /** (classes,), the first batch that may have the place after it. */
  readonly free: Float64Array;
  readonly #whole: bigint;
  readonly #total: number;
  readonly #size: number;
  readonly #shares: Float64Array;
  readonly #given: Float64Array;

  constructor(
    private readonly numbers: readonly bigint[],
    batchSize: number,
  ) {
    this.#whole = sum(numbers);
    this.#total = Number(this.#whole);
    this.#size = batchSize;
    this.#shares = new Float64Array(numbers.map(Number));
    this.#given = new Float64Array(numbers.length);
    this.due = new Float64Array(numbers.length);
    this.free = new Float64Array(numbers.length).fill(1);
  }

  /** Goes on to the class's next place. */
  next(code: number): void {
    const place = ++this.#given[code];
    const above = place * this.#total;
    const below = this.#shares[code] * this.#size;
    let batch = above / below;
    let rest = 1;
    if (above <= Number.MAX_SAFE_INTEGER && below <= Number.MAX_SAFE_INTEGER) rest = above % below;
    else if (!(Math.abs(batch - Math.round(batch)) > CERTAIN * batch)) {
      const [a, b] = [BigInt(place) * this.#whole, this.numbers[code] * BigInt(this.#size)];
      batch = Number(a / b);
      rest = Number(a % b > 0n);
    }
    this.due[code] = Math.floor(batch) + Number(rest > 0);
    this.free[code] = Math.floor(batch) + 1;
  }
}

/**
 * A binary heap of classes: the one whose next place is due soonest comes first, of several the one with the smallest
 * number.
 */
class Queue {
  readonly #codes: number[] = [];

  constructor(private readonly due: Float64Array) {}

  get first(): number {
    return this.#codes[0];
  }

  add(code: number): void {
    const codes = this.#codes;
    let at = codes.length;
    for (; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#before(code, codes[parent])) break;
      codes[at] = codes[parent];
      at = parent;
    }
    codes[at] = code;
  }

  /** Moves the first class to where it belongs now, or takes it out. */
  settle(out: boolean): void {
    const codes = this.#codes;
    const last = out ? (codes.pop() as number) : codes[0];
    const count = codes.length;
    if (count === 0) return;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && this.#before(codes[child + 1], codes[child])) child++;
      if (!this.#before(codes[child], last)) break;
      codes[at] = codes[child];
      at = child;
    }
    codes[at] = last;
  }

  #before(a: number, b: number): boolean {
    const sooner = this.due[a] - this.due[b];
    return sooner < 0 || (sooner === 0 && a < b);
  }
}

/**
 * The class of each place, (numBatches * batchSize,), classes in order within a batch: after every batch each class has
 * its quota so far, rounded down or up. O((classes + places) log classes).
 *
 * A class's place j is released in the batch in which its quota passes j - 1, and due by the one in which it reaches j.
 * Each batch takes the released places that are due soonest. By Tijdeman's theorem that never fails.
 */
export function placesOf(shares: readonly number[], batchSize: number, numBatches: number): Uint32Array {
  const numbers = quotasOf(shares, batchSize);
  const classes = numbers.length;
  const schedule = new Schedule(numbers, batchSize);
  // linked lists: the classes whose next place is released in each batch
  const released = new Int32Array(numBatches + 1).fill(-1);
  const others = new Int32Array(classes);
  const release = (code: number, batch: number): void => {
    if (batch > numBatches) return;
    others[code] = released[batch];
    released[batch] = code;
  };
  const queue = new Queue(schedule.due);
  for (let code = 0; code < classes; code++) if (numbers[code] > 0n) release(code, 1);
  const places = new Uint32Array(batchSize * numBatches);
  const counts = new Uint32Array(classes);
  const taken = new Uint32Array(Math.min(classes, batchSize));
  for (let batch = 1, at = 0; batch <= numBatches; batch++) {
    for (let code = released[batch]; code >= 0; code = others[code]) {
      schedule.next(code);
      queue.add(code);
    }
    let some = 0;
    for (let left = batchSize; left > 0; ) {
      const code = queue.first;
      if (counts[code] === 0) taken[some++] = code;
      let free: number;
      do {
        counts[code]++;
        left--;
        free = schedule.free[code];
        if (free <= batch) schedule.next(code);
      } while (left > 0 && free <= batch && schedule.due[code] <= batch);
      if (free > batch) release(code, free);
      queue.settle(free > batch);
    }
    for (const code of taken.subarray(0, some).sort()) {
      for (; counts[code] > 0; counts[code]--) places[at++] = code;
    }
  }
  return places;
}
