import { checkWeights, checkWithoutReplacement } from '../internal/check-weights.js';
import { zeros } from '../internal/zeros.js';
import type { Backend } from '../kernels/allocation.js';
import { boundOf, copyWeights, isWhole, weightWords } from './copied-weights.js';
import { FewDraws } from './few-draws.js';
import { type BuiltTable, type Positions, PURPOSE, type WeightedSource } from './source.js';
import { FEWEST, WithoutReplacementSource, wordsFor } from './without-replacement.js';

/** For fewer weights, a table takes as little time. */
const LEAST_COUNT = 4096;
/**
 * A draw without a table takes about as long as a table takes for this number of weights: at least, and at most, where
 * each draw waits for memory.
 */
const [LEAST_RATIO, MOST_RATIO] = [32, 96];
/** The ratio grows by one for as many weights. */
const WEIGHTS_PER_STEP = 2 ** 14;

/** Whether `numSamples` draws from `count` weights take less time without a table. The draws are equal. */
export function isFew(count: number, numSamples: number): boolean {
  const ratio = Math.min(LEAST_RATIO + Math.floor(count / WEIGHTS_PER_STEP), MOST_RATIO);
  return count >= LEAST_COUNT && numSamples * ratio <= count;
}

/** The weights as an array to read without a copy, or undefined if they may change while they are read. */
function stable(weights: ArrayLike<number>): Float64Array | undefined {
  // a class of the user's may make its parts (`subarray`, `slice`) as it likes
  if (!(weights instanceof Float64Array) || weights.constructor !== Float64Array) return undefined;
  if (!isWhole(weights, weights.length)) return undefined;
  return weights.buffer[Symbol.toStringTag] === 'ArrayBuffer' ? weights : undefined;
}

/**
 * Checks weights, and prepares few draws from them without a table. Undefined if the draws are not few, or if only a
 * table will do. `draws.weights` may be the given array. If all other weights are 0, `ids` are the indices of the
 * positive ones.
 * @throws {TypeError | RangeError} The weights are not valid, or too few of them are positive.
 */
export function fewDraws(
  weights: ArrayLike<number>,
  numSamples: number,
  replacement: boolean,
  backend: Backend,
  ids?: Uint32Array,
): FewDraws | undefined {
  const isArray = Array.isArray(weights) || ArrayBuffer.isView(weights);
  if (!isArray || !isFew(weights.length, numSamples)) return undefined;
  let values = stable(weights);
  if (!values) {
    const count = checkWeights(weights, replacement);
    if (!replacement) checkWithoutReplacement(weights, count, numSamples);
    values = zeros(Float64Array, count, 'weights');
    copyWeights(weights, count, values, 0);
  }
  const draws = new FewDraws(values, backend, ids);
  if (draws.positives >= (replacement ? 1 : numSamples)) return draws;
  draws.free();
  checkWeights(values, replacement);
  if (!replacement) checkWithoutReplacement(values, values.length, numSamples);
  return undefined;
}

/**
 * Draws `out.length` indices without replacement, the epoch's from position 0 on. Returns false if most draws are
 * repeats, so that a table over the remaining weights pays.
 */
export function drawDistinct(draws: FewDraws, seed: number, epoch: number, out: Uint32Array): boolean {
  draws.open(seed, epoch, PURPOSE.withoutReplacement);
  const taken = zeros(Uint32Array, Math.ceil(draws.weights.length / 32), 'words');
  for (let found = 0, position = 0; found < out.length; ) {
    const before = found;
    const some = wordsFor(out.length - found);
    for (const end = position + some; position < end && found < out.length; position++) {
      const index = draws.draw(position);
      out[found] = index;
      const bits = taken[index >>> 5];
      taken[index >>> 5] = bits | (1 << (index & 31));
      found += ((bits >>> (index & 31)) & 1) ^ 1;
    }
    if (found < out.length && FEWEST * (found - before) < some) return false;
  }
  return true;
}

/**
 * Few draws without replacement from many weights. The epoch that is read first needs no alias table. All others come
 * from a {@link WithoutReplacementSource}, which gives the same draws.
 */
export class FewSource implements WeightedSource {
  readonly backend: 'wasm' | 'js';
  readonly bound: number;
  readonly #weights: Float64Array;
  readonly #length: number;
  readonly #wanted: Backend;
  /** Until the first epoch is drawn. */
  #draws: FewDraws | undefined;
  #order: Uint32Array | undefined;
  #seed = -1;
  #epoch = -1;
  #table: WithoutReplacementSource | undefined;

  /** `draws` is from `fewDraws` of the weights `given`, for `length` draws without replacement. */
  constructor(draws: FewDraws, given: ArrayLike<number>, length: number, backend: Backend) {
    if (draws.weights === given) draws.weights = draws.weights.slice();
    this.#weights = draws.weights;
    this.#draws = draws;
    this.#length = length;
    this.#wanted = backend;
    this.backend = draws.backend;
    this.bound = boundOf(this.#weights, 0, this.#weights.length);
  }

  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void {
    const { epoch, position, stride, count } = positions;
    if (this.#draws) this.#drawFirst(this.#draws, seed, epoch);
    if (!this.#order || seed !== this.#seed || epoch !== this.#epoch) {
      this.#withTable().read(seed, positions, out, offset);
      return;
    }
    for (let i = 0; i < count; i++) out[offset + i] = this.#order[position + i * stride];
  }

  #drawFirst(draws: FewDraws, seed: number, epoch: number): void {
    const order = zeros(Uint32Array, this.#length, 'indices');
    if (drawDistinct(draws, seed, epoch, order)) {
      this.#order = order;
      this.#seed = seed;
      this.#epoch = epoch;
    }
    draws.free();
    this.#draws = undefined;
  }

  #withTable(): WithoutReplacementSource {
    this.#table ??= new WithoutReplacementSource(this.#weights, this.#weights.length, this.#length, this.#wanted);
    return this.#table;
  }

  probabilities(): Float64Array<ArrayBuffer> {
    return this.#withTable().probabilities();
  }

  builtTable(): BuiltTable {
    return this.#withTable().builtTable();
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.#weights, 0, this.#weights.length);
  }

  free(): void {
    this.#draws?.free();
    this.#table?.free();
  }
}
