import { checkIndex } from '../internal/check.js';
import type { IndexSource } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import type { RankShare } from './ranks.js';
import type { InnerState } from './sampler.js';
import type { WrappedSampler } from './wrapped.js';

/** Reads one rank's share of an iterable of your own. It reads each epoch whole, because padding repeats its head. */
export class IterableShare implements IndexSource {
  #epoch = -1;
  #draws = new Uint32Array(0);
  /** Returns the iterable's state at the beginning of this epoch, or throws what its `state` threw then. */
  #stateAtStart!: () => InnerState | undefined;

  constructor(
    private readonly inner: WrappedSampler,
    private readonly all: number,
    private readonly share: RankShare,
    private readonly length: number,
  ) {}

  /** @internal */
  _read({ epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    if (epoch !== this.#epoch) this.#begin(epoch);
    for (let i = 0; i < count; i++) out[offset + i] = this.#draws[position + i * stride];
  }

  /** Reads an epoch of which this rank gets nothing, as the other ranks do. */
  skip(epoch: number): void {
    this.#begin(epoch);
  }

  /** The state to restore before reading an epoch, for the first time or again. */
  stateAt(epoch: number): InnerState | undefined {
    return epoch === this.#epoch ? this.#stateAtStart() : this.inner.iterableState?.save();
  }

  /** Frees the draws of an epoch that ended or was left. */
  release(): void {
    this.#epoch = -1;
    this.#draws = new Uint32Array(0);
  }

  #wrongLength(got: number | string): Error {
    return new Error(`the wrapped sampler must give as many indices as its length, ${this.all}, got ${got}`);
  }

  #begin(epoch: number): void {
    const stateAtStart = this.#saveState();
    const all: number[] = [];
    for (const index of this.inner.sampler) {
      // throwing closes the iterator, which may be infinite
      if (all.length === this.all) throw this.#wrongLength(`more than ${this.all}`);
      all.push(checkIndex(index));
    }
    if (all.length < this.all) throw this.#wrongLength(all.length);
    this.#draws = Uint32Array.from({ length: this.length }, (_, i) => all[this.share.at(i) % all.length]);
    this.#epoch = epoch;
    this.#stateAtStart = stateAtStart;
  }

  /** Saves the state before reading. An error is thrown only when the state is requested, so that loops do not fail. */
  #saveState(): () => InnerState | undefined {
    try {
      const state = this.inner.iterableState?.save();
      return () => state;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }
}
