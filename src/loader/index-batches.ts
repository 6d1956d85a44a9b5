import type { TorchGenerator } from '../generators/torch.js';
import { describe } from '../internal/describe.js';
import type { EpochSampler } from '../samplers/epoch-sampler.js';
import { IterableLoop } from '../samplers/iterable-loop.js';
import type { InnerState } from '../samplers/sampler.js';
import type { EpochSource, GeneratorEpochs, StartPoint } from '../sources/epochs.js';
import { indicesOf } from './iterable-batches.js';

/** What gives batches of indices. */
export type BatchSource = EpochSampler<Uint32Array, EpochSource>;

/** Batches of indices are read ahead so many at a time at the most. */
const AHEAD = 64;

/** Reads batches of indices, and keeps those that were not delivered: they may be asked for again. */
export class IndexBatches implements EpochSource {
  readonly #source: BatchSource;
  readonly #reader: EpochSource;
  readonly #generator: TorchGenerator | undefined;
  /** An epoch whose base seed was drawn before. */
  begun: number;
  #epoch = -1;
  #first = 0;
  #batches: Uint32Array[] = [];
  /** The epoch has no more than these. */
  #over = false;

  /**
   * Where a loader has a generator of its own, PyTorch's draws a base seed from it, an int64, whenever a loop begins.
   */
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

  /** The indices of a batch, or none where the epoch is over. */
  at(epoch: number, position: number): Uint32Array | undefined {
    if (epoch !== this.#epoch) {
      if (position === 0 && epoch !== this.begun) this.#generator?.nextUint64();
      this.#epoch = epoch;
      this.#first = position;
      this.#batches = [];
      this.#over = false;
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

  /** Whether the epoch's base seed was drawn. */
  hasBegun(epoch: number): boolean {
    return epoch === this.#epoch || epoch === this.begun;
  }

  /** How many batches the epoch has from `position` on. */
  remaining(position: number): number {
    const next = Math.max(position, this.#first + this.#batches.length);
    return next - position + this.#beyond(next);
  }

  /** How many batches may yet be read, of which `next` is the first. */
  #beyond(next: number): number {
    return this.#over ? 0 : this.#source._remaining(next, this.#reader);
  }

  /**
   * What a state at a place that was not delivered yet holds of a plain iterable inside: where that stands now, and the
   * batches that were read of it. So it is asked only when a state is taken, and what the user has changed of it since
   * these were read is in there.
   */
  innerState(epoch: number, position: number): InnerState | undefined {
    const state = this.#source._innerState(this.#reader, epoch, position);
    const ahead = epoch === this.#epoch ? this.#batches.slice(position - this.#first) : [];
    if (!state || ahead.length === 0) return state;
    const batches = ahead.map((batch) => Array.from(batch));
    return { ...state, ahead: { batches, last: this.#beyond(position + ahead.length) <= 0 } };
  }

  /** Goes through an epoch that has no batches. */
  pass(epoch: number): void {
    this.#generator?.nextUint64();
    this.#source._pass(this.#reader, epoch);
  }

  /** Batches before `position` were delivered. */
  forget(position: number): void {
    const count = Math.min(position - this.#first, this.#batches.length);
    if (count <= 0) return;
    this.#batches.splice(0, count);
    this.#first += count;
  }

  /** Leaves a plain iterable inside, which gave what cannot be loaded. */
  abandon(): void {
    if (this.#reader instanceof IterableLoop) this.#reader.abandon();
  }

  /** The epoch is over, or left. */
  release(epoch: number): void {
    this.#batches = [];
    this.#first = 0;
    this.#epoch = -1;
    this.#over = false;
    this.begun = -1;
    this.#source._release(this.#reader, epoch);
  }
}

/** Batches that a state says were read ahead: at most as many as the epoch has left. */
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
