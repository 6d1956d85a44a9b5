import { describe } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { jump, MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow } from '../kernels/js/pcg.js';
import type { U64 } from '../kernels/js/u64.js';

const TWO_64 = 1n << 64n;

/**
 * The random number generator of all seeded samplers: pcg_setseq_64_rxs_m_xs_64 of the PCG reference implementation.
 * It has 64 bits of state and period 2^64. Not for cryptography.
 *
 * M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation", HMC-CS-2014-0905 (2014); github.com/imneme/pcg-c.
 */
export class PcgGenerator {
  readonly #seed: number | bigint;
  readonly #stream: number | bigint;
  #high = 0;
  #low = 0;
  readonly #increment: U64;

  /**
   * @param seed In [0, 2^64); at most 2^53 - 1 as a number.
   * @param stream In [0, 2^64), of which the low 63 bits are used. Default 0. Streams with equal seeds correlate: use
   * different seeds too.
   * @throws {TypeError | RangeError} `seed` or `stream` is not an integer in its range.
   */
  constructor(seed: number | bigint, stream: number | bigint = 0) {
    const start = checkU64('seed', seed);
    this.#increment = words((checkU64('stream', stream) << 1n) | 1n);
    inspectable(new.target.prototype);
    this.#seed = seed;
    this.#stream = stream;
    // as srandom of the reference: step from state 0, add the seed, step again
    this.#step();
    const state = (BigInt.asUintN(32, BigInt(this.#high)) << 32n) | BigInt.asUintN(32, BigInt(this.#low));
    [this.#high, this.#low] = words(state + start);
    this.#step();
  }

  /** The given seed. */
  get seed(): number | bigint {
    return this.#seed;
  }

  /** The given stream. */
  get stream(): number | bigint {
    return this.#stream;
  }

  /** Class name, seed and stream, for JSON.stringify and console.log. */
  toJSON(): Shown {
    return settingsForJson(this, { type: 'PcgGenerator', seed: this.#seed, stream: this.#stream });
  }

  /** Draws a word in [0, 2^64). */
  nextUint64(): bigint {
    const high = outputHigh(this.#high, this.#low);
    const low = outputLow(this.#high, this.#low, high);
    this.#step();
    return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  }

  /** Draws a word, and returns its high 32 bits, in [0, 2^32). */
  nextUint32(): number {
    const high = outputHigh(this.#high, this.#low);
    this.#step();
    return high >>> 0;
  }

  /** Draws a word, and returns its top 53 bits as a number in [0, 1). */
  nextFloat(): number {
    const high = outputHigh(this.#high, this.#low);
    const low = outputLow(this.#high, this.#low, high);
    this.#step();
    return ((high >>> 0) * 2 ** 21 + (low >>> 11)) * 2 ** -53;
  }

  /**
   * Skips `delta` words, or steps back if `delta` is negative. Takes O(log delta).
   * @throws {TypeError | RangeError} `delta` is neither a bigint nor a safe integer.
   */
  advance(delta: number | bigint): this {
    const problem = `delta must be a bigint or a safe integer, got ${describe(delta)}`;
    if (typeof delta !== 'number' && typeof delta !== 'bigint') throw new TypeError(problem);
    if (typeof delta === 'number' && !Number.isSafeInteger(delta)) throw new RangeError(problem);
    [this.#high, this.#low] = jump([this.#high, this.#low], this.#increment, words(BigInt(delta)));
    return this;
  }

  #step(): void {
    const [high, low] = this.#increment;
    const next = stepLow(this.#low, MULTIPLIER[1], low);
    this.#high = stepHigh(this.#high, this.#low, MULTIPLIER[0], MULTIPLIER[1], high, low, next);
    this.#low = next;
  }
}

function words(value: bigint): U64 {
  return [Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value))];
}

function checkU64(name: string, value: unknown): bigint {
  const range = 'a non-negative integer below 2^64 (a number at most 2^53 - 1)';
  const problem = `${name} must be ${range}, got ${describe(value)}`;
  if (typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError(problem);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(problem);
  const integer = BigInt(value);
  if (integer < 0n || integer >= TWO_64) throw new RangeError(problem);
  return integer;
}
