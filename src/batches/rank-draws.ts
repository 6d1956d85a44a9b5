import type { Seed } from '../internal/check.js';
import type { Shown } from '../internal/inspect.js';
import { coveredBy } from '../samplers/covered.js';
import { IndexSampler } from '../samplers/index-sampler.js';
import type { RankShare } from '../samplers/ranks.js';
import type { Identity, SeekableSampler } from '../samplers/sampler.js';
import type { IndexSource, StartPoint } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import type { BatchSampler } from './batch.js';
import type { AnyBatches } from './batch-rounds.js';

/** The draws of one rank's batches, batch after batch. They can be read if all batches but the last are of one size. */
export class RankDraws extends IndexSampler {
  readonly #source: AnyBatches;
  readonly #share: RankShare;

  constructor(source: AnyBatches, share: RankShare) {
    super(source);
    this.#source = source;
    this.#share = share;
  }

  /** The batches of all ranks. */
  get source(): AnyBatches {
    return this.#source;
  }

  get share(): RankShare {
    return this.#share;
  }

  /** The batches, if all but the last are of one size and not those of an iterable of your own; otherwise undefined. */
  get even(): BatchSampler | undefined {
    const batches = this.#source as BatchSampler;
    return batches._size !== undefined && batches._access !== 'iterable' ? batches : undefined;
  }

  /** @internal */
  override _settings(): Shown {
    const { numReplicas, rank, dropLast, pad } = this.#share;
    const numSamples = this.even && this.numSamples;
    return { type: 'DistributedBatchSampler.sampler', numSamples, numReplicas, rank, dropLast, pad };
  }

  /** @throws {TypeError} Batches may be of any size. */
  get length(): number {
    const count = this.#share.countOf(this.#batches.length);
    if (count === 0) return 0;
    // only the last batch of an epoch may be short, and it is a rank's last one
    return (count - 1) * this.#size + this.#sizeOf(this.#batchAt(count - 1));
  }

  get seed(): Seed | undefined {
    return (this.#source as { seed?: Seed }).seed;
  }

  get backend(): 'wasm' | 'js' | undefined {
    return (this.#source as { backend?: 'wasm' | 'js' }).backend;
  }

  /** @internal */
  get _changes(): number | undefined {
    return (this.#source as { sampler?: Partial<SeekableSampler> }).sampler?._changes;
  }

  /** @internal */
  override _read(positions: Positions, out: Uint32Array, offset: number): void {
    this.#readFrom(undefined, positions, out, offset);
  }

  /** @internal */
  override _reader(from: StartPoint, _shared: boolean): IndexSource {
    if (this._access === 'random-access') return this;
    // the position after the last batch that was read of all batches, without padding
    const { position: own } = from;
    const position = own && Math.min(this.#share.at(Math.floor((own - 1) / this.#size)) + 1, this.#batches.length);
    return this.#rankOf(this.#batches._reader({ ...from, position }, true) as IndexSource);
  }

  /** @internal */
  override get _covered(): string {
    return coveredBy('RankDraws');
  }

  /** @internal */
  override _identity(): Identity {
    return this.#share.identity('RankDraws', this.#source._identity(), this);
  }

  get #batches(): BatchSampler {
    const { even } = this;
    if (even) return even;
    throw new TypeError('the draws of this rank are known only batch by batch: its batches may be of any size');
  }

  get #size(): number {
    return this.#batches._size as number;
  }

  /** Reads this rank's share of another epoch source. */
  #rankOf(reader: IndexSource): IndexSource {
    const stream = reader._generated;
    return {
      _read: (...args) => this.#readFrom(reader, ...args),
      _generated: stream && {
        words: stream.words,
        available: (epoch, position) => {
          const first = this.#drawAt(position);
          return first < this.#batches._delivered
            ? this.#ownOf(stream.available(epoch, first), this.#size - (position % this.#size))
            : 1;
        },
        finish: (epoch) => stream.finish(epoch),
        skip: (epoch) => stream.skip(epoch),
        state: (epoch, pending) => stream.state(epoch, pending),
        peek: (...args) => this.#rankOf(stream.peek(...args)),
      },
    };
  }

  #readFrom(
    reader: IndexSource | undefined,
    { epoch, position, stride, count }: Positions,
    out: Uint32Array,
    offset: number,
  ): void {
    const size = this.#size;
    for (let done = 0; done < count; ) {
      const at = position + done * stride;
      const run = stride === 1 ? Math.min(count - done, size - (at % size)) : 1;
      const positions = { epoch, position: this.#drawAt(at), stride: 1, count: run } as const;
      this.#batches._readDelivered(positions, out, offset + done, reader);
      done += run;
    }
  }

  /** How many of the next `count` draws of all ranks are this rank's, if `left` are left in its batch. */
  #ownOf(count: number, left: number): number {
    if (count <= left) return count;
    const others = (this.#share.numReplicas - 1) * this.#size;
    const turn = others + this.#size;
    const rest = (count - left) % turn;
    return left + ((count - left - rest) / turn) * this.#size + Math.max(0, rest - others);
  }

  /** The number of this rank's draw `at` in the epoch of all ranks. Past the end, the first batches repeat. */
  #drawAt(at: number): number {
    const size = this.#size;
    return this.#batchAt(Math.floor(at / size)) * size + (at % size);
  }

  /** Number of this rank's i-th batch in the epoch. Past the end, the first batches repeat. */
  #batchAt(i: number): number {
    return this.#share.at(i) % this.#batches.length;
  }

  #sizeOf(batch: number): number {
    return Math.min(this.#size, this.#batches._delivered - batch * this.#size);
  }
}
