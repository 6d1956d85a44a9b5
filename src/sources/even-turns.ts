// Whole numbers of draws in given shares, turn after turn. The shares are neighbors on a line, and a grid cuts it into
// draws: each share gets as many as there are points of the grid on it, which is its exact number, rounded down or up.
// The offset of the grid goes on by a golden section with each turn, so that sums over many turns are near exact, too.

/** 2^64 / golden ratio. */
const GOLDEN = 0x9e3779b97f4a7c15n;
/** Number of steps to compare on either side of the golden section. */
const TRIED = 16n;

/** The draws of each share in every turn, as a function of the turn. */
export class EvenTurns {
  /**
   * Share s has (ends[s] - ends[s - 1]) / modulus draws in a turn on average. `ends` are ascending, and the last one is
   * a multiple of `modulus`, which is positive. `start` is the offset of turn 0, in [0, modulus), and `step` comes from
   * `evenStep(modulus)`: its increment from turn to turn.
   */
  constructor(
    private readonly ends: readonly bigint[],
    private readonly modulus: bigint,
    private readonly start: bigint,
    readonly step: bigint,
  ) {}

  /** The offset of a turn, in [0, modulus). All offsets come once in `modulus` turns, so their sums are exact. */
  offset(turn: number): bigint {
    return (this.start + BigInt(turn) * this.step) % this.modulus;
  }

  /** Draws of shares 0 to s in a turn, for each s. */
  draws(turn: number): bigint[] {
    const offset = this.offset(turn);
    return this.ends.map((end) => (end + offset) / this.modulus);
  }

  /** Draws of shares 0 to s in all turns before this one, for each s. O(shares * log modulus). */
  drawsBefore(turn: number): bigint[] {
    const { modulus, start, step } = this;
    const turns = BigInt(turn);
    const none = floorSum(turns, modulus, step, start);
    return this.ends.map(
      (end) => turns * (end / modulus) + floorSum(turns, modulus, step, start + (end % modulus)) - none,
    );
  }
}

/**
 * An increment below the modulus, with no divisor in common, such that offsets which follow one another are spread
 * evenly. It is near modulus / golden ratio, and of those there, it has the smallest partial quotients: they bound how
 * unevenly its multiples are spread (L. Kuipers, H. Niederreiter, Uniform Distribution of Sequences, 1974, 2.3).
 */
export function evenStep(modulus: bigint): bigint {
  const nearest = (modulus * GOLDEN) >> 64n;
  let best: { step: bigint; largest: bigint; sum: bigint } | undefined;
  for (let away = 0n; away < TRIED || !best; away++) {
    for (const step of [nearest + away, nearest - away]) {
      if (step < 0n || step >= modulus) continue;
      const { divisor, largest, sum } = partialQuotients(modulus, step);
      if (divisor !== 1n) continue;
      if (!best || largest < best.largest || (largest === best.largest && sum < best.sum))
        best = { step, largest, sum };
    }
  }
  return best.step;
}

/** The greatest common divisor, and the partial quotients on the way to it. */
function partialQuotients(a: bigint, b: bigint): { divisor: bigint; largest: bigint; sum: bigint } {
  let largest = 0n;
  let sum = 0n;
  while (b > 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    if (quotient > largest) largest = quotient;
    sum += quotient;
  }
  return { divisor: a, largest, sum };
}

/**
 * Sum of floor((step * i + start) / modulus) for i in [0, count), in O(log modulus), by Euclid's algorithm: the lattice
 * points under a line.
 */
function floorSum(count: bigint, modulus: bigint, step: bigint, start: bigint): bigint {
  let sum = 0n;
  for (;;) {
    sum += ((count * (count - 1n)) / 2n) * (step / modulus) + count * (start / modulus);
    step %= modulus;
    start %= modulus;
    const top = step * count + start;
    if (top < modulus) return sum;
    count = top / modulus;
    start = top % modulus;
    [modulus, step] = [step, modulus];
  }
}
