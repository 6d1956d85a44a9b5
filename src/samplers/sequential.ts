import { checkSource } from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Positions } from '../sources/source.js';
import { SEQUENTIAL } from './covered.js';
import { IndexSampler } from './index-sampler.js';
import type { Identity } from './sampler.js';

/** Gives the indices 0, 1, … in order in every epoch, like PyTorch's class of this name. */
export class SequentialSampler extends IndexSampler {
  readonly #length: number;

  /**
   * @param source Number of indices, or an object with that `length`, which is read once. At most 2^32 - 1.
   * @throws {TypeError | RangeError} `source` is invalid.
   */
  constructor(source: number | { readonly length: number }) {
    super();
    this.#length = checkSource(source);
  }

  /** Number of indices in one epoch. */
  get length(): number {
    return this.#length;
  }

  /** Number of indices. */
  get source(): number {
    return this.#length;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'SequentialSampler', source: this.#length };
  }

  /** @internal */
  override get _maxIndex(): number {
    return this.#length - 1;
  }

  /** @internal */
  override _read({ position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    for (let i = 0; i < count; i++) out[offset + i] = position + i * stride;
  }

  /** @internal */
  override get _covered(): string {
    return SEQUENTIAL;
  }

  /** @internal */
  override _identity(): Identity {
    return { sampler: 'SequentialSampler', fingerprint: fingerprint(`SequentialSampler length=${this.#length}`) };
  }
}
