// How many places each class has in each batch: earliest deadline first, in whole numbers.
// R. Tijdeman, "The chairman assignment problem", Discrete Math. 32 (1980), doi:10.1016/0012-365X(80)90269-1.

/** Whole numbers in just the proportions of finite non-negative f64 that are not all zero. */
export function proportions(shares: readonly number[]): bigint[] {
  const parts = shares.map((share) => {
    // doubling is exact, and makes any f64 whole in the end
    let exponent = 0;
    for (; !Number.isInteger(share); exponent++) share *= 2;
    return { whole: BigInt(share), exponent };
  });
  const most = Math.max(...parts.map(({ exponent }) => exponent));
  const numbers = parts.map(({ whole, exponent }) => whole << BigInt(most - exponent));
  const common = numbers.reduce((a, b) => {
    let [divisor, rest] = [a, b];
    while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
    return divisor;
  });
  return numbers.map((number) => number / common);
}

/** One class's quota, batch after batch. */
interface Quota {
  /** Goes on by a batch; how many places are due by its end. */
  due(): number;
  /** Batches from now on after which one more is due; Infinity where the quota so far is whole, or one more was given already. */
  deadline(): number;
  /** One more than due is given. */
  give(): void;
}

/** A quota of step / whole places a batch, in numbers that stay safe integers. */
class SafeQuota implements Quota {
  #rest = 0;
  #given = 0;

  constructor(
    private readonly step: number,
    private readonly whole: number,
  ) {}

  due(): number {
    const sum = this.#rest + this.step;
    const places = Math.floor(sum / this.whole) - this.#given;
    this.#rest = sum % this.whole;
    // still one ahead where none was due
    this.#given = Math.max(0, -places);
    return Math.max(0, places);
  }

  deadline(): number {
    return this.#rest === 0 || this.#given > 0 ? Infinity : Math.ceil((this.whole - this.#rest) / this.step);
  }

  give(): void {
    this.#given = 1;
  }
}

/** The same in numbers of any size. */
class LargeQuota implements Quota {
  #rest = 0n;
  #given = 0;

  constructor(
    private readonly step: bigint,
    private readonly whole: bigint,
  ) {}

  due(): number {
    const sum = this.#rest + this.step;
    const places = Number(sum / this.whole) - this.#given;
    this.#rest = sum % this.whole;
    this.#given = Math.max(0, -places);
    return Math.max(0, places);
  }

  deadline(): number {
    if (this.#rest === 0n || this.#given > 0) return Infinity;
    return Number((this.whole - this.#rest + this.step - 1n) / this.step);
  }

  give(): void {
    this.#given = 1;
  }
}

/**
 * The class of each place, (numBatches * batchSize,), classes in order within a batch: after every batch each class has its quota so far, rounded down or up.
 *
 * A class's place j is released in the batch in which its quota passes j - 1, and due by the one in which it reaches j. What is due goes first, and what is
 * left of a batch goes to those that are released and due soonest. By Tijdeman's theorem that never fails.
 */
export function placesOf(shares: readonly number[], batchSize: number, numBatches: number): Uint32Array {
  const numbers = proportions(shares);
  const whole = numbers.reduce((sum, number) => sum + number);
  const safe = whole * BigInt(batchSize + 1) <= BigInt(Number.MAX_SAFE_INTEGER);
  const quotas = numbers.map((number): Quota => {
    const step = number * BigInt(batchSize);
    return safe ? new SafeQuota(Number(step), Number(whole)) : new LargeQuota(step, whole);
  });
  const places = new Uint32Array(batchSize * numBatches);
  const counts = new Uint32Array(quotas.length);
  for (let batch = 0; batch < numBatches; batch++) {
    let left = batchSize;
    const released: { code: number; deadline: number }[] = [];
    quotas.forEach((quota, code) => {
      counts[code] = quota.due();
      left -= counts[code];
      const deadline = quota.deadline();
      if (deadline < Infinity) released.push({ code, deadline });
    });
    released.sort((a, b) => a.deadline - b.deadline);
    for (const { code } of released.slice(0, left)) {
      quotas[code].give();
      counts[code]++;
    }
    let at = batch * batchSize;
    counts.forEach((count, code) => {
      places.fill(code, at, at + count);
      at += count;
    });
  }
  return places;
}
