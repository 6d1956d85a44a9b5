import { checkSource } from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import type { Positions } from '../sources/source.js';
import { IndexSampler } from './index-sampler.js';
import type { Identity } from './sampler.js';

/** 0, 1, … in order, every epoch the same: PyTorch's class of the same name. */
export class SequentialSampler extends IndexSampler {
  readonly #length: number;

  /**
   * @param source How many indices, or what has that as its `length` (which is read once).
   * @throws {TypeError | RangeError} `source` is neither, or its length is no integer in [0, 2^32 - 1].
   */
  constructor(source: number | { readonly length: number }) {
    super();
    this.#length = checkSource(source);
  }

  get length(): number {
    return this.#length;
  }

  /** Number of indices: the source, or its length. */
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
  override _identity(): Identity {
    return { sampler: 'SequentialSampler', fingerprint: fingerprint(`SequentialSampler length=${this.#length}`) };
  }
}
