import { checkArrayLike, checkExclusive, checkOptions, checkSeeded, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { PermutationSource } from '../sources/permutation.js';
import type { Identity } from './sampler.js';
import { type SeededOptions, SeededSampler } from './seeded-sampler.js';

/** Options of {@link SubsetRandomSampler}. */
export type SubsetRandomOptions = SeededOptions;

/** The indices that it is given, each once an epoch, in uniformly random order: PyTorch's class of the same name. */
export class SubsetRandomSampler extends SeededSampler {
  readonly #indices: Uint32Array<ArrayBuffer>;

  /**
   * @param indices (length,), integers in [0, 2^32 - 1]; one may come more than once. Copied.
   * @throws {TypeError | RangeError} An argument is not as described; nothing was allocated.
   * @throws {Error} `backend: 'wasm'` is not available.
   */
  constructor(indices: ArrayLike<number>, options?: SubsetRandomOptions) {
    const { seed, generator, backend = 'auto' } = checkOptions(options, ['seed', 'generator', 'backend']);
    checkExclusive(seed, generator);
    const length = checkIndices(indices);
    checkSeeded(seed, generator, backend);
    const copy = zeros(Uint32Array, length, 'indices');
    // again: another thread may have changed them
    for (let i = 0; i < length; i++) copy[i] = checkIndex(indices[i], i);
    const epochs = generator?._permutations(length, length, backend, copy);
    super(epochs?.source ?? new PermutationSource(length, backend, copy), seed, generator, epochs);
    this.#indices = copy;
    // PyTorch's sampler has its list by this name: assigning another one throws here
    Object.defineProperty(this, 'indices', { value: this.indices });
  }

  /** Draws in one epoch: as many as there are indices. */
  get length(): number {
    return this.#indices.length;
  }

  /** The indices as given, (length,), as a fresh copy; `indices()` has them in an epoch's order. */
  get source(): Uint32Array<ArrayBuffer> {
    return this.#indices.slice();
  }

  /** Always false: each of the indices is drawn once an epoch. */
  get replacement(): boolean {
    return false;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'SubsetRandomSampler', length: this.length };
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
  const wanted = `indices[${i}] must be an integer in [0, 2^32 - 1], got ${describe(index)}`;
  throw typeof index === 'number' ? new RangeError(wanted) : new TypeError(wanted);
}
