import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import { IterableLoop } from '../samplers/iterable-loop.js';
import { IterableState } from '../samplers/iterable-state.js';
import type { Identity, InnerState, SamplerState } from '../samplers/sampler.js';
import { unavailableError } from '../samplers/wrapped.js';
import type { StartPoint } from '../sources/epochs.js';

/** Batches of indices from an iterable of your own, which only moves forward. */
export class IterableBatches extends EpochSampler<Uint32Array, IterableLoop<ArrayLike<number>>> {
  readonly #batches: Iterable<ArrayLike<number>>;
  readonly #iterableState: IterableState | undefined;

  constructor(batches: Iterable<ArrayLike<number>>) {
    super();
    this.#batches = batches;
    this.#iterableState = IterableState.of(batches);
  }

  get length(): number {
    const length = this.#known();
    if (length === undefined) throw new TypeError('length is not known: the batchSampler has none');
    return length;
  }

  /** @internal */
  override _settings(): Shown {
    return { type: 'IterableBatches' };
  }

  /** @internal */
  get _itemKind(): 'batches' {
    return 'batches';
  }

  /** @internal */
  override get _access(): 'iterable' {
    return 'iterable';
  }

  /** @internal */
  override get _resumable(): boolean {
    return this.#iterableState !== undefined;
  }

  /** @internal */
  override _require(member: 'setEpoch' | 'state' | 'restore', asked: { _settings(): Shown }): void {
    if (member === 'setEpoch' || !this.#iterableState) throw unavailableError(member, asked._settings().type);
  }

  /** @internal */
  override _innerState(): InnerState | undefined {
    return this.#iterableState?.save();
  }

  /** @internal */
  override _restoreInner(state: SamplerState): void {
    this.#iterableState?.restore(state);
  }

  /** @internal */
  override _identity(): Identity {
    return (this.#iterableState as IterableState).identity();
  }

  /** @internal */
  override _reader(_from: StartPoint): IterableLoop<ArrayLike<number>> {
    return new IterableLoop(this.#batches);
  }

  /** @internal */
  override _load(reader: IterableLoop<ArrayLike<number>>, _epoch: number, position: number): Uint32Array[] {
    reader.open(position);
    const next = reader.next();
    if (!next) return [];
    const indices = reader.convert(next.value, (batch) => indicesOf(batch, 'a batch of batchSampler'));
    if (this._remaining(position + 1) <= 0) reader.end(1);
    return [indices];
  }

  /** @internal */
  override _remaining(position: number): number {
    return (this.#known() ?? Infinity) - position;
  }

  /** @internal */
  override _release(reader: IterableLoop<ArrayLike<number>> | undefined): void {
    reader?.close();
  }

  #known(): number | undefined {
    const { length } = this.#batches as { length?: unknown };
    return typeof length === 'number' ? length : undefined;
  }
}

/**
 * Checks a batch of indices that comes from outside, and copies it. `name` begins the error message.
 * @throws {TypeError | RangeError} It is not an array-like of integers in [0, 2^32 - 1].
 */
export function indicesOf(batch: unknown, name: string): Uint32Array {
  const length = checkArrayLike(name, batch, MAX_INDICES);
  const indices = batch as ArrayLike<unknown>;
  // by index, because the iterator of such an object may give another number of items
  return Uint32Array.from({ length }, (_, i) => {
    const index = indices[i];
    if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index <= MAX_INDICES) return index;
    const wanted = `${name} must hold integers in [0, 2^32 - 1], got ${describe(index)} at ${i}`;
    throw typeof index === 'number' ? new RangeError(wanted) : new TypeError(wanted);
  });
}
