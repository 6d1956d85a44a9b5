import { checkIndex } from '../internal/check.js';
import type { IndexSource } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import type { InnerState } from './sampler.js';
import type { WrappedSampler } from './wrapped.js';

/** Reads one rank's share of a plain iterable. Each epoch is read to its end, since the padding is its head. */
export class IterableShare implements IndexSource {
  #epoch = -1;
  #draws = new Uint32Array(0);
  /** Gives the state of the iterable inside when this epoch began, or throws what its `state` threw then. */
  #before!: () => InnerState | undefined;

  constructor(
    private readonly inner: WrappedSampler,
    private readonly all: number,
    private readonly rank: number,
    private readonly replicas: number,
    private readonly length: number,
  ) {}

  /** @internal */
  _read({ epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    if (epoch !== this.#epoch) this.#begin(epoch);
    for (let i = 0; i < count; i++) out[offset + i] = this.#draws[position + i * stride];
  }

  /** The state to restore before an epoch is read again, or is read. */
  stateAt(epoch: number): InnerState | undefined {
    return epoch === this.#epoch ? this.#before() : this.inner.carried?.carry();
  }

  /** The epoch is over, or left. */
  release(): void {
    this.#epoch = -1;
    this.#draws = new Uint32Array(0);
  }

  #differs(gave: number | string): Error {
    return new Error(`the iterable inside gave ${gave} indices, and its length was ${this.all}`);
  }

  #begin(epoch: number): void {
    const before = this.#carry();
    const all: number[] = [];
    for (const index of this.inner.sampler) {
      // which leaves the loop: it may be endless
      if (all.length === this.all) throw this.#differs(`more than ${this.all}`);
      all.push(checkIndex(index));
    }
    if (all.length < this.all) throw this.#differs(all.length);
    const { rank, replicas, length } = this;
    this.#draws = Uint32Array.from({ length }, (_, i) => all[(rank + i * replicas) % all.length]);
    this.#epoch = epoch;
    this.#before = before;
  }

  /** Takes the state now, since reading moves on; a loop that nobody takes a state of does not fail by it. */
  #carry(): () => InnerState | undefined {
    try {
      const state = this.inner.carried?.carry();
      return () => state;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }
}
