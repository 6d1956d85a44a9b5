import { checkArrayLike, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import { IterableLoop } from '../samplers/iterable-loop.js';
import { IterableState } from '../samplers/iterable-state.js';
import type { Identity, InnerState, Member, SamplerState } from '../samplers/sampler.js';
import { unavailableError } from '../samplers/wrapped.js';
import type { StartPoint } from '../sources/epochs.js';

/** Batches of indices from an iterable of your own, which only moves forward. */
export class IterableBatches extends EpochSampler<Uint32Array<ArrayBuffer>, IterableLoop<ArrayLike<number>>> {
  readonly #batches: Iterable<ArrayLike<number>>;
  readonly #iterableState: IterableState | undefined;

  /**
   * `name` is that of the argument, for errors. With `exact`, an epoch must have as many batches as the length says.
   */
  constructor(
    batches: Iterable<ArrayLike<number>>,
    private readonly name: string,
    private readonly exact = false,
  ) {
    super();
    this.#batches = batches;
    this.#iterableState = IterableState.of(batches);
  }

  get length(): number {
    const length = this.#known();
    if (length === undefined)
      throw new TypeError(`length is not known: the ${this.exact ? 'iterable of batches' : this.name} has none`);
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
  override _require(member: Member, asked: { _settings(): Shown }): void {
    if (member === 'skip') return;
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
  override _load(
    reader: IterableLoop<ArrayLike<number>>,
    _epoch: number,
    position: number,
  ): Uint32Array<ArrayBuffer>[] {
    reader.open(position);
    const next = reader.next();
    if (!next) {
      if (this.exact && this._remaining(position) < Infinity) throw this.#wrongLength(position);
      return [];
    }
    const indices = reader.convert(next.value, (batch) => this.#check(batch));
    if (this._remaining(position + 1) > 0) return [indices];
    if (this.exact && reader.next()) {
      reader.abandon();
      throw this.#wrongLength(`more than ${this.length}`);
    }
    reader.end(1);
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

  #check(batch: unknown): Uint32Array<ArrayBuffer> {
    if (!this.exact || typeof batch !== 'number') return indicesOf(batch, `a batch of ${this.name}`);
    throw new TypeError(
      `a batch of ${this.name} must be an array or typed array, got ${batch}; for single indices, use a ` +
        'DistributedSampler',
    );
  }

  #wrongLength(got: number | string): Error {
    return new Error(`${this.name} must give as many batches as their length, ${this.length}, got ${got}`);
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
export function indicesOf(batch: unknown, name: string): Uint32Array<ArrayBuffer> {
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
