import { indicesOf } from '../batches/iterable-batches.js';
import type { TorchGenerator } from '../generators/torch.js';
import { describe } from '../internal/describe.js';
import type { EpochSampler } from '../samplers/epoch-sampler.js';
import type { InnerState } from '../samplers/sampler.js';
import type { EpochSource, GeneratorEpochs, StartPoint } from '../sources/epochs.js';

/** A sampler that gives batches of indices. */
export type BatchSource = EpochSampler<Uint32Array, EpochSource>;

/** Most batches of indices that are read at once. */
const AHEAD = 64;

/** Reads batches of indices, and keeps each until it was delivered, because a loop may ask for a batch again. */
export class IndexBatches implements EpochSource {
  readonly #source: BatchSource;
  readonly #reader: EpochSource;
  readonly #generator: TorchGenerator | undefined;
  /** An epoch whose base seed was already drawn, or -1. */
  begun: number;
  #epoch = -1;
  #first = 0;
  #batches: Uint32Array[] = [];
  /** Whether the epoch has no batches beyond those in `#batches`. */
  #over = false;

  /** A loader that has a generator draws a base seed (int64) from it whenever a loop begins, as PyTorch's does. */
  constructor(source: BatchSource, from: StartPoint, shared: boolean, generator: TorchGenerator | undefined) {
    this.#source = source;
    this.#reader = source._reader(from, shared);
    this.#generator = generator;
    const state = from.generator as { start?: unknown } | undefined;
    this.begun = state?.start === undefined ? -1 : from.epoch;
    if (from.ahead === undefined || source._access !== 'iterable') return;
    const { batches, last } = checkAhead(from.ahead, source._remaining(from.position));
    this.#epoch = from.epoch;
    this.#first = from.position;
    this.#batches = batches;
    this.#over = last;
  }

  /** @internal */
  get _generated(): GeneratorEpochs | undefined {
    return this.#reader._generated;
  }

  /** The indices of a batch. Undefined if the epoch is over. */
  at(epoch: number, position: number): Uint32Array | undefined {
    if (epoch !== this.#epoch) {
      if (position === 0 && epoch !== this.begun) this.#generator?.nextUint64();
      this.#epoch = epoch;
      this.#first = position;
      this.#batches = [];
      this.#over = false;
    }
    if (position > this.#first + this.#batches.length) {
      // the batches between were skipped; those of an iterable are never skipped unread
      this.#first = position;
      this.#batches = [];
    }
    while (this.#first + this.#batches.length <= position) {
      if (this.#over) return undefined;
      const next = this.#first + this.#batches.length;
      const count = Math.min(AHEAD, this.#source._remaining(next, this.#reader));
      const more = count > 0 ? this.#source._load(this.#reader, epoch, next, count) : [];
      this.#over = more.length === 0;
      for (let i = 0; i < more.length; i++) this.#batches.push(more[i]);
    }
    return this.#batches[position - this.#first];
  }

  /** Whether the epoch's base seed was already drawn. */
  hasBegun(epoch: number): boolean {
    return epoch === this.#epoch || epoch === this.begun;
  }

  /** Number of batches that the epoch has from `position` on. */
  remaining(position: number): number {
    const next = Math.max(position, this.#first + this.#batches.length);
    return next - position + this.#beyond(next);
  }

  /** Number of batches that can still be read, beginning with batch `next`. */
  #beyond(next: number): number {
    return this.#over ? 0 : this.#source._remaining(next, this.#reader);
  }

  /**
   * The part of a state that describes a wrapped iterable of your own. It has the iterable's present state, and the
   * batches that were read from it but not delivered. The iterable is asked only when a state is taken, so its state
   * includes changes that you made after these batches were read.
   */
  innerState(epoch: number, position: number): InnerState | undefined {
    const state = this.#source._innerState(this.#reader, epoch, position);
    const ahead = epoch === this.#epoch ? this.#batches.slice(position - this.#first) : [];
    if (!state || ahead.length === 0 || this.#reader.rereads) return state;
    const batches = ahead.map((batch) => Array.from(batch));
    return { ...state, ahead: { batches, last: this.#beyond(position + ahead.length) <= 0 } };
  }

  /** Takes from the generators what reading the batches [from, to) of an epoch takes. */
  pass(epoch: number, from: number, to: number): void {
    if (from === 0 && !this.hasBegun(epoch)) this.#generator?.nextUint64();
    this.begun = epoch;
    this.#source._advance(this.#reader, epoch, from, to);
  }

  /** Skips an epoch that has no batches. */
  skip(epoch: number): void {
    this.#generator?.nextUint64();
    this.#source._skip(this.#reader, epoch);
  }

  /** Drops batches before `position`, which were delivered. */
  forget(position: number): void {
    const count = Math.min(position - this.#first, this.#batches.length);
    if (count <= 0) return;
    this.#batches.splice(0, count);
    this.#first += count;
  }

  /** Closes a wrapped iterable of your own after a batch that cannot be loaded. */
  abandon(): void {
    this.#reader.abandon?.();
  }

  /** Ends the epoch, whether it is over or was left. */
  release(epoch: number): void {
    this.#batches = [];
    this.#first = 0;
    this.#epoch = -1;
    this.#over = false;
    this.begun = -1;
    this.#source._release(this.#reader, epoch);
  }
}

/** The batches that a state has read ahead, checked: at most as many as the epoch has left. */
function checkAhead(ahead: unknown, most: number): { batches: Uint32Array[]; last: boolean } {
  const { batches, last } = Object(ahead);
  if (!Array.isArray(batches) || typeof last !== 'boolean') {
    throw new TypeError(`state.ahead must be { batches, last }, as state() gave it, got ${describe(ahead)}`);
  }
  if (batches.length > most) {
    throw new RangeError(`state.ahead must have at most the ${most} batches that are left, got ${batches.length}`);
  }
  return { batches: batches.map((batch) => indicesOf(batch, 'a batch of state.ahead')), last };
}

/** The first index that is not below `length`, if there is one. A loop, because `find` takes longer than all else. */
export function firstBeyond(indices: Uint32Array, length: number): number | undefined {
  for (let i = 0; i < indices.length; i++) if (indices[i] >= length) return indices[i];
  return undefined;
}
