import {
  checkArrayLike,
  checkBoolean,
  checkDistinct,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkWeights,
  MAX_WEIGHTS,
  type Seed,
} from '../check.js';
import { fingerprint } from '../fingerprint.js';
import { AliasTable } from '../kernels/alias-table.js';
import { DistinctTable } from '../kernels/distinct-table.js';
import type { Backend } from '../kernels/workspace.js';
import { type Label, sampleWeights, type Target } from '../weights.js';
import type { Identity } from './sampler.js';
import { SeededSampler } from './seeded-sampler.js';

/** Options of {@link WeightedRandomSampler}. */
export interface WeightedOptions {
  /** Whether an index may be drawn again within an epoch. Default true. */
  replacement?: boolean;
  /** Default: fresh entropy, readable as `seed`. */
  seed?: Seed;
  /** Default 'auto': WebAssembly where it is to be had and within its budget of memories, else JavaScript. The numbers are the same. */
  backend?: 'auto' | 'wasm' | 'js';
}

/** Options of {@link WeightedRandomSampler.fromLabels}. */
export interface FromLabelsOptions<L extends Label = Label> extends WeightedOptions {
  /** The share of the draws that each class is to have. Default: all the same. */
  target?: Target<NoInfer<L>>;
  /** Default: as many as there are labels. */
  numSamples?: number;
}

const OPTIONS = ['replacement', 'seed', 'backend'] as const;

/**
 * Draws indices in [0, weights.length) with probabilities in proportion to the weights: PyTorch's class of the same name.
 * Draws are exact (see `probabilities`) and a function of weights, seed, epoch and position alone.
 *
 * Without replacement an epoch's order is that of successive draws, each in proportion to the weights that are left.
 *
 * Building is O(n), a draw O(1): Walker's alias method, ACM Trans. Math. Softw. 3 (1977), doi:10.1145/355744.355749.
 */
export class WeightedRandomSampler extends SeededSampler {
  readonly #length: number;
  readonly #table: AliasTable | DistinctTable;
  #identity: string | undefined;

  /**
   * @param weights (n,), finite and not negative, not all zero, any scale; they need not sum to 1. Copied.
   * @param numSamples Draws in one epoch. Default: n.
   * @throws {TypeError | RangeError} An argument is not as described; nothing was allocated.
   * @throws {Error} `backend: 'wasm'` is not to be had.
   */
  constructor(weights: ArrayLike<number>, numSamples?: number, options?: WeightedOptions) {
    const count = checkWeights(weights);
    const { replacement, seed, backend } = checkArguments(numSamples, options);
    const length = numSamples ?? count;
    if (!replacement) checkDistinct(weights, count, length);
    super(seed);
    this.#length = length;
    this.#table = replacement
      ? new AliasTable(weights, count, backend)
      : new DistinctTable(weights, count, length, backend);
  }

  /**
   * Balances classes: each index is weighted by 1 / (count of its class), times the class's target.
   * @param labels (n,), the class of each index.
   * @throws {TypeError | RangeError} A label is null, undefined, NaN or no label at all; `target` does not name just the classes that are there.
   */
  static fromLabels<L extends Label>(labels: ArrayLike<L>, options?: FromLabelsOptions<L>): WeightedRandomSampler {
    const { target, numSamples, ...rest } = checkOptions(options, [...OPTIONS, 'target', 'numSamples']);
    checkArguments(numSamples, rest);
    if (checkArrayLike('labels', labels, MAX_WEIGHTS) === 0) throw new RangeError('labels must not be empty');
    return new this(sampleWeights(labels, target === undefined ? {} : { target }), numSamples, rest);
  }

  /** Draws in one epoch. */
  get length(): number {
    return this.#length;
  }

  get backend(): 'wasm' | 'js' {
    return this.#table.backend;
  }

  /** (n,), the probability of each index, read back from the table that is drawn from: integers over 2^64, rounded to f64. */
  probabilities(): Float64Array<ArrayBuffer> {
    return this.#table.probabilities();
  }

  override _readDraws(
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    const seed = this.readSeed();
    if (this.#table instanceof DistinctTable) this.#table.read(seed, epoch, position, stride, out, offset, count);
    else this.#table.drawer.draw(seed, epoch, position, stride, out, offset, count);
  }

  override _identity(): Identity {
    const replacement = !(this.#table instanceof DistinctTable);
    const options = `WeightedRandomSampler numSamples=${this.#length} replacement=${replacement}`;
    this.#identity ??= fingerprint(options, this.#table.weightWords());
    return { sampler: 'WeightedRandomSampler', fingerprint: this.#identity, seed: Number(this.seed) };
  }
}

/** Everything but the weights. */
function checkArguments(
  numSamples: number | undefined,
  options: WeightedOptions | undefined,
): { replacement: boolean; seed: Seed | undefined; backend: Backend } {
  if (numSamples !== undefined) checkNumSamples(numSamples);
  const { replacement = true, seed, backend = 'auto' } = checkOptions(options, OPTIONS);
  checkBoolean('replacement', replacement, 'replacement should be a boolean value');
  checkSeeded(seed, backend);
  return { replacement, seed, backend };
}
