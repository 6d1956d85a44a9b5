import {
  checkArrayLength,
  checkBatches,
  checkBoolean,
  checkIndex,
  checkInteger,
  checkOptions,
  checkUint32Array,
  type Seed,
} from '../check.js';
import { fingerprint } from '../fingerprint.js';
import type { Opened, Place, Reader } from '../reader.js';
import { spreadRepeats } from './distinct.js';
import { CHUNK, EpochSampler } from './epoch-sampler.js';
import { Inner } from './inner.js';
import { PlainLoop } from './plain-loop.js';
import type { Identity, Positioned, Sampler, SamplerState } from './sampler.js';

/** Options of {@link BatchSampler}. */
export interface BatchOptions {
  /**
   * Whether draws are exchanged between the batches of an epoch so that no index comes twice in one; where that cannot
   * be, as few times as possible. An epoch still holds the very same draws, and no batch and no place in a batch is
   * favored. An index that comes as often as there are batches is in each of them, a shorter last one included. Default
   * false.
   */
  distinct?: boolean | undefined;
}

/** An epoch's delivered draws, exchanged. */
interface Plan {
  readonly reader: Reader;
  readonly epoch: number;
  readonly draws: Uint32Array<ArrayBuffer>;
}

/**
 * The draws of another sampler in batches: PyTorch's class of the same name. Counts batches wherever a sampler counts
 * draws, and never moves the sampler inside, which several may share.
 *
 * Over a plain iterable of indices it works too, but for what needs to know its epochs: `setEpoch`, `indices`, `fill`,
 * `state` and `restore` throw.
 *
 * With `distinct` a whole epoch is read and planned before its first batch: O(draws) time and memory, some 60 bytes a
 * draw.
 */
export class BatchSampler extends EpochSampler<Uint32Array<ArrayBuffer>, Reader | PlainLoop<number>> {
  readonly #inner: Inner;
  readonly #batchSize: number;
  readonly #dropLast: boolean;
  readonly #distinct: boolean;
  /** Epochs that loops are in, the last one first. */
  #plans: Plan[] = [];

  /**
   * @param sampler A sampler, or any iterable of indices.
   * @param batchSize Indices in a batch.
   * @param dropLast Whether a last batch of fewer is left out. Default false.
   * @throws {TypeError | RangeError} An argument is not as described.
   */
  constructor(sampler: Sampler, batchSize: number, dropLast = false, options?: BatchOptions) {
    const inner = new Inner(sampler, 'BatchSampler');
    super();
    checkBatches(batchSize, dropLast);
    const { distinct = false } = checkOptions(options, ['distinct']);
    this.#distinct = checkBoolean('distinct', distinct);
    if (distinct && !inner.positioned) {
      throw new TypeError(
        'distinct needs a sampler of this library inside: a plain iterable’s epochs cannot be planned ahead',
      );
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
   * @throws {TypeError | RangeError | Error} `out` is not a Uint32Array, or would end within a batch; or the sampler inside is a plain iterable.
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
    const reader = this.reader() as Reader;
    let { epoch } = this;
    let from = this.position * size;
    for (let done = 0; done < out.length; from = 0, epoch++) {
      const count = Math.min(out.length - done, perEpoch - from);
      if (this.#distinct) out.set(this.#planned(reader, epoch).subarray(from, from + count), done);
      else reader._readDraws(epoch, from, 1, out, done, count);
      done += count;
      if (from + count === perEpoch) reader._stream?.finish(epoch);
    }
    this.moveTo(this.epoch + Math.floor(target / perEpoch), rest / size);
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
    const out = new Uint32Array(checkArrayLength('length', delivered));
    (this.peek(epoch) ?? sampler)._readDraws(epoch, 0, 1, out, 0, delivered);
    if (this.#distinct) spreadRepeats(out, this.#batchSize);
    return out;
  }

  override setEpoch(epoch: number): void {
    this.#inner.needed('setEpoch');
    super.setEpoch(epoch);
  }

  override restore(state: SamplerState): void {
    this.#inner.needed('restore');
    super.restore(state);
  }

  /** @internal */
  override _mayTakeSeed(): boolean {
    return this.#inner.positioned?._mayTakeSeed() ?? false;
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#plans = [];
    this.#inner.positioned?._takeSeed(seed);
  }

  /** @internal */
  override get _bound(): number | undefined {
    return this.#inner.positioned?._bound;
  }

  /** @internal */
  override get _plain(): boolean {
    return this.#inner.positioned === undefined;
  }

  /** @internal */
  override get _streams(): boolean {
    return this.#inner.positioned?._streams ?? false;
  }

  /** @internal */
  override _reader(from: Place, shared: boolean): Reader | PlainLoop<number> {
    const { positioned, sampler } = this.#inner;
    if (!positioned) return new PlainLoop(sampler);
    const position = Math.min(from.position * this.#batchSize, positioned.length);
    return positioned._reader({ ...from, position }, shared);
  }

  /** @internal */
  override _pass(reader: Reader | PlainLoop<number>, epoch: number): void {
    if (!(reader instanceof PlainLoop)) reader._stream?.pass(epoch);
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
    const reader = this.#inner.needed('draw');
    if (this.#distinct) out.set(this.#planned(reader, epoch).subarray(from, from + count), offset);
    else reader._readDraws(epoch, from, 1, out, offset, count);
  }

  override _identity(): Identity {
    const inner = this.#inner.needed('state')._identity();
    const options = `${inner.sampler} ${inner.fingerprint} batchSize=${this.#batchSize} dropLast=${this.#dropLast}${this.#distinct ? ' distinct=2' : ''}`;
    return { ...inner, sampler: 'BatchSampler', fingerprint: fingerprint(options) };
  }

  /** @internal Batches are views of one array that is never written again: they are the caller's to keep. */
  override _load(
    reader: Reader | PlainLoop<number>,
    epoch: number,
    position: number,
    count: number,
  ): Uint32Array<ArrayBuffer>[] {
    if (reader instanceof PlainLoop) return this.#loadPlain(reader, position);
    const size = this.#batchSize;
    const from = position * size;
    const rest = this.#inner.needed('draw').length - from;
    const stream = reader._stream;
    // no further ahead than what a stream gives at once; and a short batch by itself, for which PyTorch's reads to the end
    const together = stream ? Math.min(stream.together(epoch, from), rest - (rest % size)) : CHUNK;
    const batches = Math.max(1, Math.min(count, Math.floor(Math.min(CHUNK, together) / size)));
    const indices = Math.min(batches * size, rest);
    const chunk = this.#distinct
      ? this.#planned(reader, epoch).slice(from, from + indices)
      : this.#read(reader, epoch, from, indices);
    if (indices < size) stream?.finish(epoch);
    return Array.from({ length: Math.ceil(indices / size) }, (_, i) => chunk.subarray(i * size, (i + 1) * size));
  }

  /** @internal */
  override _remaining(position: number): number {
    return this.#inner.length === undefined ? Infinity : this.length - position;
  }

  /** @internal */
  override _release(reader: Opened | undefined): void {
    if (reader instanceof PlainLoop) reader.close();
  }

  /** The loop's next batch. None where it is over. */
  #loadPlain(loop: PlainLoop<number>, position: number): Uint32Array<ArrayBuffer>[] {
    if (position === 0) loop.open();
    const batch: number[] = [];
    while (batch.length < this.#batchSize) {
      const next = loop.next();
      if (!next) break;
      batch.push(checkIndex(next.value));
    }
    if (batch.length < (this.#dropLast ? this.#batchSize : 1)) return [];
    return [Uint32Array.from(batch)];
  }

  #read(reader: Reader, epoch: number, from: number, count: number): Uint32Array<ArrayBuffer> {
    const draws = new Uint32Array(count);
    reader._readDraws(epoch, from, 1, draws, 0, count);
    return draws;
  }

  /** An epoch's delivered draws, exchanged; to be read only. */
  #planned(reader: Reader, epoch: number): Uint32Array<ArrayBuffer> {
    let plan = this.#plans.find((each) => each.reader === reader && each.epoch === epoch);
    if (!plan) {
      const draws = this.#read(
        reader,
        epoch,
        0,
        checkArrayLength('length', this.#delivered(this.#inner.needed('draw'))),
      );
      spreadRepeats(draws, this.#batchSize);
      plan = { reader, epoch, draws };
      // a loop within a loop
      this.#plans = [plan, ...this.#plans.slice(0, 1)];
    }
    return plan.draws;
  }

  /** Draws in an epoch that some batch holds. */
  #delivered(sampler: Positioned): number {
    return this.#dropLast ? this.length * this.#batchSize : sampler.length;
  }
}
