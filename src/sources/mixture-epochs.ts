import { EvenTurns, evenStep } from './even-turns.js';

/** How the draws of a mixture are shared. */
export interface MixturePlan {
  /** (parts,), the parts' shares as cumulative integers, in exact proportion. The last one is positive. */
  readonly ends: readonly bigint[];
  /** (parts,), number of draws in a pass of each part. */
  readonly passes: readonly number[];
  /** Number of draws in an epoch. */
  readonly length: number;
  /** Number of draws in a window with exact shares; undefined if only epochs have them. */
  readonly window: number | undefined;
  /** Whether every epoch begins with a new pass of each part. Otherwise passes continue from epoch to epoch. */
  readonly restarts: boolean;
}

/** A pass of a part, and a position in it. */
export interface PassPosition {
  readonly pass: number;
  readonly position: number;
}

/** The draws of each part in an epoch. */
export interface MixtureEpoch {
  /** Draws of parts 0 to s in each window. */
  readonly windows: EvenTurns;
  /** Draws of parts 0 to s in every window, and what is left of them, in units of 1 / (number of windows). */
  readonly whole: readonly number[];
  readonly left: readonly number[];
  /** Draws of parts 0 to s in the rest. */
  readonly rest: readonly number[];
  /** Where each part begins. */
  readonly first: readonly PassPosition[];
}

/** Draws that are shuffled together, unless a window is given: a whole epoch of at most this many. */
const SHUFFLED = 65536;
/** 2^53 - 1, the last pass: after it, numbers of passes begin anew, because they are epochs of samplers. */
const LAST_PASS = 0x1fffffffffffffn;

/**
 * The draws of each part in the epochs of a mixture. An epoch has `windows` windows of `size` draws, and a rest. The
 * draws of a part in a window are those in all windows / `windows`, rounded down or up.
 *
 * With given windows, those in all windows and those in the rest are the exact shares, rounded down or up. Otherwise
 * those in the epoch are, and the rest gets a part of them.
 */
export class MixtureEpochs {
  readonly size: number;
  readonly windows: number;
  /** Number of draws in the rest. */
  readonly rest: number;
  /** Increment of the offset from window to window. */
  readonly step: bigint;
  readonly #epochStep: bigint;
  readonly #total: bigint;
  #main!: EvenTurns;
  #restOnly!: EvenTurns;

  constructor(private readonly plan: MixturePlan) {
    const { ends, length, window = SHUFFLED } = plan;
    this.size = Math.min(length, window);
    this.windows = Math.floor(length / this.size);
    this.rest = length - this.windows * this.size;
    this.step = evenStep(BigInt(this.windows));
    this.#total = ends[ends.length - 1];
    this.#epochStep = evenStep(this.#total);
  }

  /** Begins with the epochs of a seed. `words` are two random integers below 2^64. */
  begin(words: readonly bigint[]): void {
    const { ends, length, window } = this.plan;
    const turns = (draws: number, word: bigint) => {
      const widths = ends.map((end) => end * BigInt(draws));
      return new EvenTurns(widths, this.#total, below(this.#total, word), this.#epochStep);
    };
    this.#main = turns(window === undefined ? length : length - this.rest, words[0]);
    this.#restOnly = turns(this.rest, words[1]);
  }

  /** O(parts * log(sum of shares)). `word` is a random integer below 2^64. */
  epoch(epoch: number, word: bigint): MixtureEpoch {
    let main = this.#main.draws(epoch);
    let rest = this.#restOnly.draws(epoch);
    if (this.plan.window === undefined) {
      const length = BigInt(this.plan.length);
      const offset = below(length, word);
      rest = main.map((end) => (end * BigInt(this.rest) + offset) / length);
      main = main.map((end, s) => end - rest[s]);
    }
    const windows = BigInt(this.windows);
    return {
      windows: new EvenTurns(main, windows, below(windows, word), this.step),
      whole: main.map((end) => Number(end / windows)),
      left: main.map((end) => Number(end % windows)),
      rest: rest.map(Number),
      first: this.plan.restarts ? this.#restarted(epoch) : this.#continued(epoch),
    };
  }

  /** Each part begins a new pass. No epoch takes passes of another one. */
  #restarted(epoch: number): PassPosition[] {
    const { ends, passes, length } = this.plan;
    return differences(ends).map((share, s) => {
      const draws = divideUp(share * BigInt(length), this.#total);
      const each = divideUp(draws, BigInt(passes[s]));
      return { pass: Number((BigInt(epoch) * each) & LAST_PASS), position: 0 };
    });
  }

  /** Each part continues where it ended in the epoch before. */
  #continued(epoch: number): PassPosition[] {
    const rest = this.plan.window === undefined ? undefined : this.#restOnly.drawsBefore(epoch);
    const ends = this.#main.drawsBefore(epoch).map((end, s) => end + (rest?.[s] ?? 0n));
    return differences(ends).map((draws, s) => {
      const length = BigInt(this.plan.passes[s]);
      return { pass: Number((draws / length) & LAST_PASS), position: Number(draws % length) };
    });
  }
}

/** The pass and the position `draws` draws later. Numbers of passes wrap around at 2^53. */
export function passAfter({ pass, position }: PassPosition, draws: number, length: number): PassPosition {
  if (draws < length - position) return { pass, position: position + draws };
  const beyond = draws - (length - position);
  const passes = 1 + Math.floor(beyond / length);
  const left = Number.MAX_SAFE_INTEGER - pass;
  return { pass: passes > left ? passes - left - 1 : pass + passes, position: beyond % length };
}

/** The differences of cumulative numbers. */
export function differences(ends: readonly bigint[]): bigint[] {
  return ends.map((end, s) => end - (s > 0 ? ends[s - 1] : 0n));
}

/** An integer in [0, bound), from a random one below 2^64. */
function below(bound: bigint, word: bigint): bigint {
  return (word * bound) >> 64n;
}

function divideUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
