import type { Shown } from '../internal/inspect.js';
import type { Access, EpochSource } from '../sources/epochs.js';
import type { InnerState, Member, SamplerState, Wrapped } from './sampler.js';

/** Base class of wrappers: forwards to the wrapped sampler, if any. `R` is the type of the epoch source. */
export abstract class Wrapper<R extends EpochSource> implements Wrapped {
  readonly #wrapped: Wrapped | undefined;

  constructor(wrapped: Wrapped | undefined) {
    this.#wrapped = wrapped;
  }

  /** @internal How the epochs can be read. */
  get _access(): Access {
    return this.#wrapped?._access ?? 'random-access';
  }

  /** @internal Upper bound of the indices, inclusive; undefined if it is not known. */
  get _maxIndex(): number | undefined {
    return this.#wrapped?._maxIndex;
  }

  /** @internal Whether `state` and `restore` are available. */
  get _resumable(): boolean {
    return this.#wrapped?._resumable ?? true;
  }

  /** @internal Whether `skip` has to read items, because epochs only come in order, or differ in length. */
  get _skipsByReading(): boolean {
    return this.#wrapped?._skipsByReading ?? this._access === 'iterable';
  }

  /** @internal Whether `skip` has to take words from a generator, epoch by epoch. */
  get _takesWords(): boolean {
    return this._access === 'sequential';
  }

  /** @internal */
  _require(member: Member, asked: { _settings(): Shown }): void {
    this.#wrapped?._require(member, asked);
  }

  /** @internal Whether `restore` may set the seed: none was given, and nothing is drawn yet. */
  _mayTakeSeed(): boolean {
    return this.#wrapped?._mayTakeSeed() ?? false;
  }

  /** @internal */
  _takeSeed(seed: number): void {
    this.#wrapped?._takeSeed(seed);
  }

  /** @internal Restores a wrapped iterable of your own from its part of a state. */
  _restoreInner(state: SamplerState): void {
    this.#wrapped?._restoreInner(state);
  }

  /**
   * @internal The part of a state that belongs to a wrapped iterable of your own, at a position of an epoch.
   */
  _innerState(_reader: R, _epoch: number, _position: number): InnerState | undefined {
    return undefined;
  }

  /** @internal Further members of a state. `words` is the state of the generator that epochs come from. */
  _ownState(_reader: R, _epoch: number, _words: string | undefined): Partial<SamplerState> {
    return {};
  }

  /** @internal Skips an epoch without items, and advances the generator past it. */
  _skip(_reader: R, _epoch: number): void {}

  /** @internal Called when an epoch ends or is left. */
  _release(_reader: EpochSource | undefined, _epoch: number): void {}
}
