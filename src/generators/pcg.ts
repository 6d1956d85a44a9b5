import { describe } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { jump, MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow } from '../kernels/js/pcg.js';
import type { U64 } from '../kernels/js/u64.js';
import { checkSaved, type SavedGenerator, savedInteger, saveInteger } from './saved-generator.js';

/** State of a {@link PcgGenerator}, as JSON. */
export interface PcgGeneratorState extends SavedGenerator<'PcgGenerator'> {
  /** The stream: a number as it was given, a bigint as its decimal digits. */
  readonly stream: number | string;
  /** The 64 bits of the state, as 16 hexadecimal digits. */
  readonly state: string;
}

const TWO_64 = 1n << 64n;

/**
 * The random number generator of all seeded samplers: pcg_setseq_64_rxs_m_xs_64 of the PCG reference implementation.
 * It has 64 bits of state and period 2^64. Not for cryptography.
 *
 * M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation", HMC-CS-2014-0905 (2014); github.com/imneme/pcg-c.
 */
export class PcgGenerator {
  #seed: number | bigint;
  #stream: number | bigint;
  #high = 0;
  #low = 0;
  #increment: U64;

  /**
   * @param seed In [0, 2^64); at most 2^53 - 1 as a number.
   * @param stream In [0, 2^64), of which the low 63 bits are used. Default 0. Streams with equal seeds correlate: use
   * different seeds too.
   * @throws {TypeError | RangeError} `seed` or `stream` is not an integer in its range.
   */
  constructor(seed: number | bigint, stream: number | bigint = 0) {
    const start = checkU64('seed', seed);
    this.#increment = incrementOf(checkU64('stream', stream));
    inspectable(new.target.prototype);
    this.#seed = seed;
    this.#stream = stream;
    // as srandom of the reference: step from state 0, add the seed, step again
    this.#step();
    [this.#high, this.#low] = words(this.#state() + start);
    this.#step();
  }

  /** The seed: the given one, or that of the state that was restored last. */
  get seed(): number | bigint {
    return this.#seed;
  }

  /** The stream: the given one, or that of the state that was restored last. */
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

  /** Returns seed, stream and position as a small JSON value, for `restore`. */
  state(): PcgGeneratorState {
    return {
      version: 1,
      generator: 'PcgGenerator',
      seed: saveInteger(this.#seed),
      stream: saveInteger(this.#stream),
      state: this.#state().toString(16).padStart(16, '0'),
    };
  }

  /**
   * Continues where `state` was saved, and takes its seed and its stream.
   * @throws {TypeError | RangeError} `state` is not that of a PcgGenerator. The generator does not change.
   */
  restore(state: PcgGeneratorState): void {
    const saved = checkSaved(state, 'PcgGenerator', ['seed', 'stream', 'state']);
    const [seed, stream] = [savedInteger(saved.seed), savedInteger(saved.stream)];
    checkU64('state.seed', seed);
    const increment = incrementOf(checkU64('state.stream', stream));
    const digits = saved.state;
    const problem = `state.state must be 16 hexadecimal digits, from state(), got ${describe(digits)}`;
    if (typeof digits !== 'string') throw new TypeError(problem);
    if (!/^[0-9a-f]{16}$/.test(digits)) throw new RangeError(problem);
    this.#seed = seed as number | bigint;
    this.#stream = stream as number | bigint;
    this.#increment = increment;
    [this.#high, this.#low] = words(BigInt(`0x${digits}`));
  }

  /** Makes another generator with this seed, stream and position. Drawing from one leaves the other as it is. */
  clone(): PcgGenerator {
    const clone = generatorOf(this.#seed, this.#stream);
    [clone.#high, clone.#low] = [this.#high, this.#low];
    return clone;
  }

  #state(): bigint {
    return (BigInt.asUintN(32, BigInt(this.#high)) << 32n) | BigInt.asUintN(32, BigInt(this.#low));
  }

  #step(): void {
    const [high, low] = this.#increment;
    const next = stepLow(this.#low, MULTIPLIER[1], low);
    this.#high = stepHigh(this.#high, this.#low, MULTIPLIER[0], MULTIPLIER[1], high, low, next);
    this.#low = next;
  }
}

/** The increment of a stream: its low 63 bits, and 1 below them. */
function incrementOf(stream: bigint): U64 {
  return words((stream << 1n) | 1n);
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

/** A new generator. The build renames a class that names itself. */
function generatorOf(...settings: ConstructorParameters<typeof PcgGenerator>): PcgGenerator {
  return new PcgGenerator(...settings);
}
