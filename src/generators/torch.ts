import { checkTotal } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { inspectable, type Shown, shown } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { nextFloat, nextWord, twisterSeed } from '../kernels/js/mersenne.js';
import { TorchCumulativeSource } from '../sources/torch-cumulative.js';
import { TorchExponentialSource } from '../sources/torch-exponential.js';
import { TorchIntegerSource } from '../sources/torch-integers.js';
import { TorchPermutationSource } from '../sources/torch-permutations.js';
import { TWISTER_WORDS } from '../sources/torch-source.js';
import { checkWords, decodeWords, encodeWords } from './generator-state.js';
import { TorchEpochs } from './torch-epochs.js';

/**
 * PyTorch's generator on a CPU, torch.Generator().manual_seed(seed): what is drawn from it is what PyTorch 2.13 draws.
 * A sampler that is given one takes from it at the first draw of each epoch what PyTorch's sampler takes, and several
 * may take from one. Not for cryptography.
 *
 * MT19937: M. Matsumoto and T. Nishimura, ACM Trans. Model. Comput. Simul. 8 (1998), doi:10.1145/272991.272995.
 */
export class TorchGenerator {
  readonly #seed: number | bigint;
  /** @internal The generator's words, and how many of them were given out. */
  readonly _words: Uint32Array;

  /**
   * @param seed In [-2^63, 2^64), of which the low 32 bits count; a number is a safe integer.
   * @throws {TypeError | RangeError} `seed` is not an integer in its range.
   */
  constructor(seed: number | bigint) {
    const low = checkSeed(seed);
    inspectable(new.target.prototype);
    this.#seed = seed;
    this._words = new Uint32Array(TWISTER_WORDS);
    twisterSeed({ u32: this._words }, 0, low);
  }

  /** As given. */
  get seed(): number | bigint {
    return this.#seed;
  }

  /** What this is and its seed, for JSON.stringify and console.log. */
  toJSON(): Shown {
    return shown(this, { type: 'TorchGenerator', seed: this.#seed });
  }

  /** The next word, in [0, 2^32). */
  nextUint32(): number {
    return nextWord(this._words, 0) >>> 0;
  }

  /** The next two words, in [0, 2^64), the first one high. */
  nextUint64(): bigint {
    const high = BigInt(this.nextUint32());
    return (high << 32n) | BigInt(this.nextUint32());
  }

  /** In [0, 1), a multiple of 2^-53: torch.rand of dtype torch.float64. */
  nextFloat(): number {
    return nextFloat(this._words, 0);
  }

  /** @internal Where it stands, for a state. */
  _place(): string {
    return encodeWords(this._words);
  }

  /** @internal The words of such a place. */
  _checkPlace(place: unknown): Uint32Array {
    return decodeWords(checkWords('base', place));
  }

  // What samplers draw by a generator they ask of it, so that nothing of it is in a bundle that has none.

  /** @internal The epochs of a WeightedRandomSampler: torch.multinomial's. */
  _multinomial(
    weights: ArrayLike<number>,
    count: number,
    length: number,
    replacement: boolean,
    backend: Backend,
  ): TorchEpochs<TorchCumulativeSource | TorchExponentialSource> {
    checkTotal(weights, count);
    const Source = replacement && length > 1 ? TorchCumulativeSource : TorchExponentialSource;
    return new TorchEpochs(new Source(weights, count, length, backend), this._words);
  }

  /**
   * @internal The epochs of a RandomSampler without replacement, or with `labels` those of a SubsetRandomSampler:
   * torch.randperm's.
   */
  _permutations(count: number, length: number, backend: Backend, labels?: Uint32Array): TorchEpochs {
    return new TorchEpochs(new TorchPermutationSource(count, length, backend, labels), this._words);
  }

  /** @internal The epochs of a RandomSampler with replacement: torch.randint's. */
  _integers(bound: number, length: number, backend: Backend): TorchEpochs {
    return new TorchEpochs(new TorchIntegerSource(bound, length, backend), this._words);
  }
}

/** The low 32 bits of a seed. */
function checkSeed(seed: unknown): number {
  const wanted = `seed must be an integer in [-2^63, 2^64) (a number a safe one), got ${describe(seed)}`;
  if (typeof seed !== 'number' && typeof seed !== 'bigint') throw new TypeError(wanted);
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) throw new RangeError(wanted);
  const integer = BigInt(seed);
  if (integer < -(1n << 63n) || integer >= 1n << 64n) throw new RangeError(wanted);
  return Number(BigInt.asUintN(32, integer));
}
