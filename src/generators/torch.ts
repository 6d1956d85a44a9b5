import { checkTotal } from '../internal/check-weights.js';
import { describe } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import type { Backend } from '../kernels/allocation.js';
import { nextFloat, nextWord, twisterSeed } from '../kernels/js/mersenne.js';
import { TorchCumulativeSource } from '../sources/torch-cumulative.js';
import { TorchExponentialSource } from '../sources/torch-exponential.js';
import { TorchIntegerSource } from '../sources/torch-integers.js';
import { TorchPermutationSource } from '../sources/torch-permutations.js';
import { TWISTER_WORDS } from '../sources/torch-source.js';
import { checkNormals, checkWords, decodeNormals, decodeWords, encodeWords } from './generator-state.js';
import { restoreWords } from './restore-words.js';
import { checkSaved, type SavedGenerator, savedInteger, saveInteger } from './saved-generator.js';
import { TorchEpochs } from './torch-epochs.js';
import { type Normals, readTorchState, writeTorchState } from './torch-state.js';

/** State of a {@link TorchGenerator}, as JSON. */
export interface TorchGeneratorState extends SavedGenerator<'TorchGenerator'> {
  /** The 624 words of MT19937, and the number of them that are used, as base64. */
  readonly words: string;
  /** Normal samples that PyTorch had cached, as base64, if the state came from PyTorch and has any. */
  readonly normals?: string;
}

/**
 * PyTorch's CPU generator, torch.Generator().manual_seed(seed). Pass it to a sampler to get the draws of PyTorch 2.13.
 * At the first draw of each epoch, a sampler takes the words that PyTorch's sampler takes. Several samplers may share
 * one generator. Not for cryptography.
 *
 * MT19937: M. Matsumoto and T. Nishimura, ACM Trans. Model. Comput. Simul. 8 (1998), doi:10.1145/272991.272995.
 */
export class TorchGenerator {
  #seed: number | bigint;
  #normals: Normals | undefined;
  /** @internal The generator's 624 state words, and the number of them that are used. */
  readonly _words: Uint32Array;

  /**
   * @param seed In [-2^63, 2^64), of which the low 32 bits are used; a safe integer if it is a number.
   * @throws {TypeError | RangeError} `seed` is not an integer in its range.
   */
  constructor(seed: number | bigint) {
    const low = checkSeed('seed', seed);
    inspectable(new.target.prototype);
    this.#seed = seed;
    this._words = new Uint32Array(TWISTER_WORDS);
    twisterSeed({ u32: this._words }, 0, low);
  }

  /**
   * Makes a generator that continues where PyTorch's generator is, from the bytes of its `get_state()` or of
   * `torch.get_rng_state()`. Normal samples that PyTorch had cached are kept for `torchState` and `state`.
   * @param bytes The 5,056 bytes, in the order of a little-endian machine.
   * @throws {TypeError | RangeError} `bytes` is not the state of a generator on a CPU.
   */
  static fromTorchState(bytes: Uint8Array): TorchGenerator {
    const { seed, words, normals } = readTorchState(bytes);
    const generator = generatorOf(seed);
    generator.#move(seed, words, normals);
    return generator;
  }

  /** The seed: the given one, or that of the state that was restored last. */
  get seed(): number | bigint {
    return this.#seed;
  }

  /** Class name and seed, for JSON.stringify and console.log. */
  toJSON(): Shown {
    return settingsForJson(this, { type: 'TorchGenerator', seed: this.#seed });
  }

  /** Draws a word in [0, 2^32). */
  nextUint32(): number {
    return nextWord(this._words, 0) >>> 0;
  }

  /** Draws two words, and returns them as one integer in [0, 2^64). The first word is the high half. */
  nextUint64(): bigint {
    const high = BigInt(this.nextUint32());
    return (high << 32n) | BigInt(this.nextUint32());
  }

  /** Draws a multiple of 2^-53 in [0, 1), like torch.rand with dtype torch.float64. */
  nextFloat(): number {
    return nextFloat(this._words, 0);
  }

  /** Returns seed and position as a JSON value of 3.4 kB, for `restore`. */
  state(): TorchGeneratorState {
    return {
      version: 1,
      generator: 'TorchGenerator',
      seed: saveInteger(this.#seed),
      words: encodeWords(this._words),
      ...(this.#normals && { normals: encodeWords(this.#normals) }),
    };
  }

  /**
   * Continues where `state` was saved, and takes its seed. Samplers that share this generator then draw their next
   * numbers from that state. They keep their epochs and positions, and the indices that PyTorch would already have
   * drawn, such as the rest of a permutation.
   * @throws {TypeError | RangeError} `state` is not that of a TorchGenerator. The generator does not change.
   */
  restore(state: TorchGeneratorState): void {
    const { seed: saved, words, normals } = checkSaved(state, 'TorchGenerator', ['seed', 'words']);
    const seed = savedInteger(saved) as number | bigint;
    checkSeed('state.seed', seed);
    this.#move(
      seed,
      decodeWords(checkWords('words', words)),
      normals === undefined ? undefined : decodeNormals(checkNormals(normals)),
    );
  }

  /** Makes another generator with this seed and position. Drawing from one leaves the other as it is. */
  clone(): TorchGenerator {
    const clone = generatorOf(this.#seed);
    clone.#move(this.#seed, this._words, this.#normals);
    return clone;
  }

  /**
   * Returns the 5,056 bytes of PyTorch's `get_state()` at this position. In Python,
   * `generator.set_state(torch.frombuffer(bytearray(data), dtype=torch.uint8))` continues with the next numbers.
   */
  torchState(): Uint8Array<ArrayBuffer> {
    return writeTorchState({ seed: this.#seed, words: this._words, normals: this.#normals });
  }

  #move(seed: number | bigint, words: Uint32Array, normals: Normals | undefined): void {
    this.#seed = seed;
    this.#normals = normals;
    restoreWords(this._words, words);
  }

  /** @internal The generator's state in base64. */
  _encodeWords(): string {
    return encodeWords(this._words);
  }

  /** @internal The words of a state in base64, checked. */
  _decodeWords(text: unknown): Uint32Array {
    return decodeWords(checkWords('base', text));
  }

  // Samplers call these members, so that a bundle without this class has none of its code.

  /** @internal Epochs of a WeightedRandomSampler, as torch.multinomial draws them. */
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
   * @internal Epochs of a RandomSampler without replacement, or with `labels` of a SubsetRandomSampler, as
   * torch.randperm draws them.
   */
  _permutations(count: number, length: number, backend: Backend, labels?: Uint32Array): TorchEpochs {
    return new TorchEpochs(new TorchPermutationSource(count, length, backend, labels), this._words);
  }

  /** @internal Epochs of a RandomSampler with replacement, as torch.randint draws them. */
  _integers(bound: number, length: number, backend: Backend): TorchEpochs {
    return new TorchEpochs(new TorchIntegerSource(bound, length, backend), this._words);
  }
}

/** The low 32 bits of a seed. */
function checkSeed(name: string, seed: unknown): number {
  const range = 'an integer in [-2^63, 2^64) (a safe integer if it is a number)';
  const problem = `${name} must be ${range}, got ${describe(seed)}`;
  if (typeof seed !== 'number' && typeof seed !== 'bigint') throw new TypeError(problem);
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) throw new RangeError(problem);
  const integer = BigInt(seed);
  if (integer < -(1n << 63n) || integer >= 1n << 64n) throw new RangeError(problem);
  return Number(BigInt.asUintN(32, integer));
}

/** A new generator. The build renames a class that names itself. */
function generatorOf(seed: number | bigint): TorchGenerator {
  return new TorchGenerator(seed);
}
