import type { Shown } from '../internal/inspect.js';
import type { Access, EpochSource } from '../sources/epochs.js';
import type { InnerState, SamplerState, Wrapped } from './sampler.js';

/** Base of what may wrap a sampler: forwards what depends on the wrapped one. `R` is what its epochs are read from. */
export abstract class Wrapper<R extends EpochSource> implements Wrapped {
  readonly #wrapped: Wrapped | undefined;

  constructor(wrapped: Wrapped | undefined) {
    this.#wrapped = wrapped;
  }

  /** @internal How its epochs can be read. */
  get _access(): Access {
    return this.#wrapped?._access ?? 'random-access';
  }

  /** @internal No index is larger; undefined if that is not known. */
  get _maxIndex(): number | undefined {
    return this.#wrapped?._maxIndex;
  }

  /** @internal Whether it has a state. */
  get _resumable(): boolean {
    return this.#wrapped?._resumable ?? true;
  }

  /** @internal */
  _needs(member: 'setEpoch' | 'state' | 'restore', asked: { _settings(): Shown }): void {
    this.#wrapped?._needs(member, asked);
  }

  /** @internal Whether it was given no seed and has not drawn yet, so that it takes the seed of a state. */
  _mayTakeSeed(): boolean {
    return this.#wrapped?._mayTakeSeed() ?? false;
  }

  /** @internal */
  _takeSeed(seed: number): void {
    this.#wrapped?._takeSeed(seed);
  }

  /** @internal Puts an iterable inside back to where a state was taken. */
  _restoreInner(state: SamplerState): void {
    this.#wrapped?._restoreInner(state);
  }

  /**
   * @internal What a state of this sampler, at a place of an epoch, holds of a plain iterable inside that has a state.
   */
  _innerState(_reader: R, _epoch: number, _position: number): InnerState | undefined {
    return undefined;
  }

  /** @internal What a state has besides, where the stream that epochs are taken from then stands at `words`. */
  _ownState(_reader: R, _epoch: number, _words: string | undefined): Partial<SamplerState> {
    return {};
  }

  /** @internal Goes through an epoch that has no items. */
  _pass(_reader: R, _epoch: number): void {}

  /** @internal Called when an epoch is over, or left. */
  _release(_reader: EpochSource | undefined, _epoch: number): void {}
}
