import type { TorchGenerator } from '../generators/torch.js';
import type { Opened, Place, Stream } from '../reader.js';
import type { EpochSampler } from '../samplers/epoch-sampler.js';
import { PlainLoop } from '../samplers/plain-loop.js';

/** What gives batches of indices. */
export type BatchSource = EpochSampler<Uint32Array, Opened>;

/** Batches of indices are read ahead so many at a time at the most. */
const AHEAD = 64;

/** Reads batches of indices, and keeps those that were not delivered: they may be asked for again. */
export class IndexBatches implements Opened {
  readonly #source: BatchSource;
  readonly #reader: Opened;
  readonly #generator: TorchGenerator | undefined;
  /** An epoch whose base seed was drawn before. */
  begun: number;
  #epoch = -1;
  #first = 0;
  #batches: Uint32Array[] = [];
  /** The states of a plain iterable inside before each of these batches and behind the last one. */
  #states: unknown[] = [];
  /** The epoch has no more than these. */
  #over = false;

  /** Where a loader has a generator of its own, PyTorch's draws a base seed from it, an int64, whenever a loop begins. */
  constructor(source: BatchSource, from: Place, shared: boolean, generator: TorchGenerator | undefined) {
    this.#source = source;
    this.#reader = source._reader(from, shared);
    this.#generator = generator;
    const state = from.generator as { start?: unknown } | undefined;
    this.begun = state?.start === undefined ? -1 : from.epoch;
  }

  get _stream(): Stream | undefined {
    return this.#reader._stream;
  }

  /** The indices of a batch, or none where the epoch is over. */
  at(epoch: number, position: number): Uint32Array | undefined {
    if (epoch !== this.#epoch) {
      if (position === 0 && epoch !== this.begun) this.#generator?.nextUint64();
      this.#epoch = epoch;
      this.#first = position;
      this.#batches = [];
      this.#states = [this.#source._innerState(this.#reader, epoch, position)];
      this.#over = false;
    }
    while (this.#first + this.#batches.length <= position) {
      if (this.#over) return undefined;
      const next = this.#first + this.#batches.length;
      const count = Math.min(AHEAD, this.#source._remaining(next, this.#reader));
      const more = count > 0 ? this.#source._load(this.#reader, epoch, next, count) : [];
      this.#over = more.length === 0;
      for (let i = 0; i < more.length; i++) this.#batches.push(more[i]);
      // a plain iterable gives one batch at a time
      this.#states.push(this.#source._innerState(this.#reader, epoch, next + more.length));
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
    return next - position + this.#source._remaining(next, this.#reader);
  }

  /** The state of a plain iterable inside, for a place that was not delivered yet. */
  innerState(epoch: number, position: number): unknown {
    const at = epoch === this.#epoch ? position - this.#first : -1;
    return at in this.#states ? this.#states[at] : this.#source._innerState(this.#reader, epoch, position);
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
    this.#states.splice(0, count);
    this.#first += count;
  }

  /** Leaves a plain iterable inside, which gave what cannot be loaded. */
  abandon(): void {
    if (this.#reader instanceof PlainLoop) this.#reader.abandon();
  }

  /** The epoch is over, or left. */
  release(epoch: number): void {
    this.#batches = [];
    this.#first = 0;
    this.#epoch = -1;
    this.begun = -1;
    this.#source._release(this.#reader, epoch);
  }
}
