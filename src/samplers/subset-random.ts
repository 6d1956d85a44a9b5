import { checkArrayLike, checkExclusive, checkOptions, checkSeeded, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { PermutationSource } from '../sources/permutation.js';
import { SUBSET } from './covered.js';
import type { Identity } from './sampler.js';
import { type SeededOptions, SeededSampler } from './seeded-sampler.js';

/** Options of {@link SubsetRandomSampler}. */
export type SubsetRandomOptions = SeededOptions;

/** Gives each of the given indices once per epoch, uniformly shuffled, like PyTorch's class of this name. */
export class SubsetRandomSampler extends SeededSampler {
  readonly #indices: Uint32Array<ArrayBuffer>;

  /**
   * @param indices (length,), integers in [0, 2^32 - 1]. Repeats are allowed. Copied.
   * @throws {TypeError | RangeError} An argument is invalid. Nothing is allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(indices: ArrayLike<number>, options?: SubsetRandomOptions) {
    const { seed, generator, backend = 'auto' } = checkOptions(options, ['seed', 'generator', 'backend']);
    checkExclusive(seed, generator);
    const length = checkIndices(indices);
    checkSeeded(seed, generator, backend);
    const copy = zeros(Uint32Array, length, 'indices');
    // checked again, because another thread may have changed them
    for (let i = 0; i < length; i++) copy[i] = checkIndex(indices[i], i);
    const epochs = generator?._permutations(length, length, backend, copy);
    super(epochs?.source ?? new PermutationSource(length, backend, copy), seed, generator, epochs);
    this.#indices = copy;
    // PyTorch's sampler has a writable list of this name; here an assignment throws
    Object.defineProperty(this, 'indices', { value: this.indices });
  }

  /** Number of draws in one epoch: the number of indices. */
  get length(): number {
    return this.#indices.length;
  }

  /** Copy of the given indices, (length,). `indices()` returns them in the order of an epoch. */
  get source(): Uint32Array<ArrayBuffer> {
    return this.#indices.slice();
  }

  /** Always false: each of the given indices comes once per epoch. */
  get replacement(): boolean {
    return false;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'SubsetRandomSampler', length: this.length };
  }

  /** @internal */
  override get _covered(): string {
    return SUBSET;
  }

  /** @internal */
  override _identity(): Identity {
    const print = fingerprint('SubsetRandomSampler', this.#indices);
    return { sampler: 'SubsetRandomSampler', fingerprint: print, ...this.identitySeed() };
  }
}

function checkIndices(indices: ArrayLike<unknown>): number {
  const length = checkArrayLike('indices', indices, MAX_INDICES);
  for (let i = 0; i < length; i++) checkIndex(indices[i], i);
  return length;
}

function checkIndex(index: unknown, i: number): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index <= MAX_INDICES) return index;
  const problem = `indices[${i}] must be an integer in [0, 2^32 - 1], got ${describe(index)}`;
  throw typeof index === 'number' ? new RangeError(problem) : new TypeError(problem);
}
