import {
  checkArrayLength,
  checkBatches,
  checkBoolean,
  checkIndex,
  checkInteger,
  checkOptions,
  checkUint32Array,
  type Seed,
} from '../internal/check.js';
import { fingerprint } from '../internal/fingerprint.js';
import type { Shown } from '../internal/inspect.js';
import { zeros } from '../internal/zeros.js';
import { nextEpoch } from '../samplers/cursor.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import { IterableLoop } from '../samplers/iterable-loop.js';
import type { Identity, InnerState, ResumableSampler, Sampler, SeekableSampler } from '../samplers/sampler.js';
import { shownInside, WrappedSampler } from '../samplers/wrapped.js';
import type { EpochSource, IndexSource, StartPoint } from '../sources/epochs.js';
import { AHEAD, batchesOf, MOST_BATCHES } from './batch-copies.js';
import type { BatchOptions } from './batch-options.js';
import { spreadRepeats } from './deduplicate.js';
import { checkPlan, Plans } from './deduplicated-epochs.js';

/**
 * The draws of another sampler in batches: PyTorch's class of the same name. It counts batches where a sampler counts
 * draws. It never moves the wrapped sampler, which several may share. Each batch is a new Uint32Array with its own
 * buffer: keep it, write to it or transfer it.
 *
 * Over a plain iterable of indices it works too, but for what needs to know its epochs: `setEpoch`, `indices` and
 * `fill` throw. So do `state` and `restore`, unless the iterable has methods of these names: its state is part of this
 * one's ({@link ResumableSampler}).
 *
 * With `distinct` a whole epoch is read and planned before its first batch: O(draws) time and memory, some 60 bytes a
 * draw.
 */
export class BatchSampler extends EpochSampler<Uint32Array<ArrayBuffer>, IndexSource | IterableLoop<number>> {
  readonly #inner: WrappedSampler;
  readonly #batchSize: number;
  readonly #dropLast: boolean;
  readonly #distinct: boolean;
  readonly #plans = new Plans();

  /**
   * @param sampler A sampler, or any iterable of indices.
   * @param batchSize Indices in a batch.
   * @param dropLast Whether a last batch of fewer is left out. Default false.
   * @throws {TypeError | RangeError} An argument is not as described.
   */
  constructor(sampler: Sampler, batchSize: number, dropLast = false, options?: BatchOptions) {
    const inner = new WrappedSampler(sampler, 'BatchSampler');
    super(inner);
    checkBatches(batchSize, dropLast);
    const { distinct = false } = checkOptions(options, ['distinct']);
    this.#distinct = checkBoolean('distinct', distinct);
    if (distinct && !inner.seekable) {
      throw new TypeError('distinct needs a sampler of this library: epochs of an iterable cannot be planned ahead');
    }
    this.#batchSize = batchSize;
    this.#dropLast = dropLast;
    this.#inner = inner;
  }

  /**
   * Batches in one epoch.
   * @throws {TypeError} The iterable inside has no length.
   */
  get length(): number {
    const { length } = this.#inner;
    if (length === undefined) throw new TypeError(`length is not known: the iterable inside has none`);
    return this.#dropLast ? Math.floor(length / this.#batchSize) : Math.ceil(length / this.#batchSize);
  }

  /** The sampler whose draws are put in batches. */
  get sampler(): Sampler {
    return this.#inner.sampler;
  }

  /** Indices in a batch. */
  get batchSize(): number {
    return this.#batchSize;
  }

  /** Whether a last batch of fewer indices is left out. */
  get dropLast(): boolean {
    return this.#dropLast;
  }

  /** Whether draws are exchanged between batches so that no index comes twice in one. */
  get distinct(): boolean {
    return this.#distinct;
  }

  /** @internal */
  override _settings(): Shown {
    const { sampler, batchSize, dropLast, distinct } = this;
    return { type: 'BatchSampler', sampler: shownInside(sampler), batchSize, dropLast, distinct };
  }

  /** Of the sampler inside, where it has one. */
  get seed(): Seed | undefined {
    return this.#inner.seed;
  }

  /** Of the sampler inside, where it has one. */
  get backend(): 'wasm' | 'js' | undefined {
    return this.#inner.backend;
  }

  /**
   * The next `count` batches, going on into following epochs.
   * @throws {TypeError | RangeError} `count` is not an integer in [0, 2^32 - 1], or the sampler is empty.
   */
  take(count: number): Uint32Array<ArrayBuffer>[] {
    const batches: Uint32Array<ArrayBuffer>[] = [];
    for (let left = checkArrayLength('count', count); left > 0; left--) batches.push(this.draw());
    return batches;
  }

  /**
   * The next batches' draws, one batch after the other, into the caller's array, which is returned. Nothing is
   * allocated.
   * @throws {TypeError | RangeError | Error} `out` is not a Uint32Array, or would end within a batch; or the sampler
   * inside is a plain iterable.
   */
  fill<Out extends Uint32Array>(out: Out): Out {
    const sampler = this.#inner.needed('fill');
    checkUint32Array('out', out);
    const size = this.#batchSize;
    const perEpoch = this.#delivered(sampler);
    if (out.length === 0) return out;
    if (perEpoch === 0) throw new RangeError('nothing to draw: the sampler is empty');
    const target = this.position * size + out.length;
    const rest = target % perEpoch;
    if (rest % size !== 0) {
      throw new RangeError(
        `out must end where a batch of ${size} does, got ${out.length} entries from batch ${this.position} on`,
      );
    }
    const reader = this.reader() as IndexSource;
    let { epoch } = this;
    let from = this.position * size;
    for (let done = 0; done < out.length; ) {
      const count = Math.min(out.length - done, perEpoch - from);
      this.#read(reader, epoch, from, out, done, count);
      done += count;
      from += count;
      if (from < perEpoch) continue;
      reader._generated?.finish(epoch);
      epoch = nextEpoch(epoch);
      from = 0;
    }
    this.moveTo(epoch, rest / size, target >= perEpoch);
    return out;
  }

  /**
   * An epoch's delivered draws, one after the other; moves nothing.
   * @throws {TypeError | RangeError | Error} as an index sampler's; or the sampler inside is a plain iterable.
   */
  indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    const sampler = this.#inner.needed('indices');
    checkInteger('epoch', epoch, 0);
    const delivered = this.#delivered(sampler);
    const out = this.#room(delivered);
    (this.peek(epoch) ?? sampler)._read({ epoch, position: 0, stride: 1, count: delivered }, out, 0);
    if (this.#distinct) spreadRepeats(out, this.#batchSize);
    return out;
  }

  /** @internal */
  override get _gives(): 'batches' {
    return 'batches';
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#plans.clear();
    super._takeSeed(seed);
  }

  /** @internal A batch is read when it is asked for: the sampler inside stands where this one does. */
  override _innerState(): InnerState | undefined {
    return this.#inner.carried?.carry();
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): IndexSource | IterableLoop<number> {
    const { seekable, sampler } = this.#inner;
    if (!seekable) return new IterableLoop(sampler);
    const position = Math.min(from.position * this.#batchSize, seekable.length);
    return seekable._reader({ ...from, position }, shared);
  }

  /** @internal */
  override _pass(reader: IndexSource | IterableLoop<number>, epoch: number): void {
    if (!(reader instanceof IterableLoop)) reader._generated?.pass(epoch);
  }

  /** @internal Draws that an epoch's batches hold, one batch after the other. */
  get _delivered(): number {
    return this.#delivered(this.#inner.needed('length'));
  }

  /** @internal Indices in every batch but perhaps the last. */
  get _size(): number {
    return this.#batchSize;
  }

  /** @internal Delivered draws from, from + 1, … of an epoch: `count` of them to out[offset] and on. */
  _readDelivered(epoch: number, from: number, out: Uint32Array, offset: number, count: number): void {
    this.#read(this.#inner.needed('draw'), epoch, from, out, offset, count);
  }

  /** @internal */
  override _identity(): Identity {
    const inner = this.#inner.identity();
    const batches = `batchSize=${this.#batchSize} dropLast=${this.#dropLast}${this.#distinct ? ' distinct=2' : ''}`;
    const options = `${inner.sampler} ${inner.fingerprint} ${batches}`;
    return { ...inner, sampler: 'BatchSampler', fingerprint: fingerprint(options) };
  }

  /** @internal Each batch has a buffer of its own, which the caller may write to or transfer. */
  override _load(
    reader: IndexSource | IterableLoop<number>,
    epoch: number,
    position: number,
    count: number,
  ): Uint32Array<ArrayBuffer>[] {
    if (reader instanceof IterableLoop) return this.#loadPlain(reader, position);
    const size = this.#batchSize;
    const from = position * size;
    const rest = this.#inner.needed('draw').length - from;
    const stream = reader._generated;
    // no further ahead than what a stream gives at once; and a short batch by itself, for which PyTorch's reads to the
    // end
    const together = stream ? Math.min(stream.together(epoch, from), rest - (rest % size)) : AHEAD;
    const batches = Math.max(1, Math.min(count, MOST_BATCHES, Math.floor(Math.min(AHEAD, together) / size)));
    const indices = Math.min(batches * size, rest);
    if (indices <= size) {
      const batch = zeros(Uint32Array, indices, 'draws of a batch');
      this.#read(reader, epoch, from, batch, 0, indices);
      if (indices < size) stream?.finish(epoch);
      return [batch];
    }
    return batchesOf(size, indices, (draws) => this.#read(reader, epoch, from, draws, 0, indices));
  }

  /** @internal */
  override _remaining(position: number, reader?: EpochSource): number {
    if (this.#inner.length !== undefined) return this.length - position;
    return position > 0 && reader instanceof IterableLoop && reader.over ? 0 : Infinity;
  }

  /** @internal */
  override _release(reader: EpochSource | undefined): void {
    if (reader instanceof IterableLoop) reader.close();
  }

  /** The loop's next batch. None where it is over. */
  #loadPlain(loop: IterableLoop<number>, position: number): Uint32Array<ArrayBuffer>[] {
    loop.open(position);
    const batch: number[] = [];
    while (batch.length < this.#batchSize) {
      const next = loop.next();
      if (!next) break;
      batch.push(loop.made(next.value, checkIndex));
    }
    if (this._remaining(position + 1) <= 0) loop.end(this.#batchSize);
    if (batch.length < (this.#dropLast ? this.#batchSize : 1)) return [];
    return [Uint32Array.from(batch)];
  }

  /** Delivered draws from, from + 1, … of an epoch: `count` of them to out[offset] and on. */
  #read(reader: IndexSource, epoch: number, from: number, out: Uint32Array, offset: number, count: number): void {
    if (this.#distinct) out.set(this.#planned(reader, epoch).subarray(from, from + count), offset);
    else reader._read({ epoch, position: from, stride: 1, count }, out, offset);
  }

  /** An epoch's delivered draws, exchanged; to be read only. */
  #planned(reader: IndexSource, epoch: number): Uint32Array<ArrayBuffer> {
    return this.#plans.of(reader, epoch, () => {
      const draws = this.#room(this.#delivered(this.#inner.needed('draw')));
      reader._read({ epoch, position: 0, stride: 1, count: draws.length }, draws, 0);
      spreadRepeats(draws, this.#batchSize);
      return draws;
    });
  }

  /** Room for an epoch's draws. */
  #room(length: number): Uint32Array<ArrayBuffer> {
    checkArrayLength('length', length);
    if (this.#distinct) checkPlan(length);
    return zeros(Uint32Array, length, 'draws of an epoch');
  }

  /** Draws in an epoch that some batch holds. */
  #delivered(sampler: SeekableSampler): number {
    return this.#dropLast ? this.length * this.#batchSize : sampler.length;
  }
}
