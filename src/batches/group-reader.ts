import type { WrappedSampler } from '../samplers/wrapped.js';
import type { EpochSource, GeneratorEpochs, IndexSource } from '../sources/epochs.js';
import { batchesOf, MAX_BATCHES, MAX_READ_AHEAD } from './batch-copies.js';
import { epochOf } from './deduplicated-epochs.js';
import { countBatches, type GroupCodes, type GroupedEpoch, groupDraws } from './group-draws.js';
import { RecentEpochs } from './recent-epochs.js';

/** Reads epochs of a sampler of this library, and holds the one that was grouped last. */
export class GroupReader implements EpochSource {
  /** The epoch that is held, or -1. */
  epoch = -1;
  changes: number | undefined = undefined;
  grouped: GroupedEpoch | undefined = undefined;

  constructor(readonly source: IndexSource) {}

  /** @internal */
  get _generated(): GeneratorEpochs | undefined {
    return this.source._generated;
  }

  release(): void {
    this.epoch = -1;
    this.grouped = undefined;
  }
}

/** Groups epochs of a sampler of this library, and caches the latest. */
export class GroupEpochs {
  readonly #recent = new RecentEpochs<GroupedEpoch>();

  constructor(
    private readonly inner: WrappedSampler,
    private readonly groups: GroupCodes,
    private readonly size: number,
    private readonly dropLast: boolean,
  ) {}

  /** Groups the draws of an epoch. */
  make(source: IndexSource, epoch: number): GroupedEpoch {
    const draws = epochOf(this.inner.requireSeekable('draw').length, false);
    source._read({ epoch, position: 0, stride: 1, count: draws.length }, draws, 0);
    return groupDraws(draws, this.groups, this.size, this.dropLast);
  }

  /** An epoch, which may be cached. */
  of(source: IndexSource, epoch: number): GroupedEpoch {
    return this.#recent.of(source, epoch, this.inner.changes, () => this.make(source, epoch));
  }

  /** The epoch that a reader is in. */
  in(reader: GroupReader, epoch: number): GroupedEpoch {
    const { changes } = this.inner;
    if (!reader.grouped || reader.epoch !== epoch || reader.changes !== changes) {
      reader.grouped = this.of(reader.source, epoch);
      reader.epoch = epoch;
      reader.changes = changes;
    }
    return reader.grouped;
  }

  /** Number of batches from `position` on. If there are none, the generator takes what belongs to the epoch's end. */
  left(reader: GroupReader, epoch: number, position: number): number {
    const left = Math.max(0, countBatches(this.in(reader, epoch)) - position);
    if (left === 0) reader._generated?.finish(epoch);
    return left;
  }

  /** Empties the cache. */
  clear(): void {
    this.#recent.clear();
  }
}

/** Batches of an epoch from `position` on, at most `count`. Each has its own buffer. */
export function batchesFrom(
  { indices, full, rests }: GroupedEpoch,
  position: number,
  count: number,
  size: number,
): Uint32Array<ArrayBuffer>[] {
  if (position >= full) return [indices.slice(rests[position - full], rests[position - full + 1])];
  const many = Math.max(1, Math.min(count, full - position, MAX_BATCHES, Math.floor(MAX_READ_AHEAD / size)));
  const from = position * size;
  if (many === 1) return [indices.slice(from, from + size)];
  return batchesOf(size, many * size, (draws) => draws.set(indices.subarray(from, from + many * size)));
}
