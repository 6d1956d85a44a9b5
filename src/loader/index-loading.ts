import type { TorchGenerator } from '../generators/torch.js';
import type { StartPoint } from '../sources/epochs.js';
import type { Fetcher } from './fetch.js';
import { type BatchSource, firstBeyond, IndexBatches } from './index-batches.js';
import type { Loading } from './loading.js';
import { Signals } from './signals.js';

/** A loader over a data set with indices, as its loops see it. */
interface IndexedLoader<B> {
  readonly _fetcher: Fetcher<B>;
  /** Number of items of the data set. Throws if it changed. */
  _checkLength(): number;
}

/** Batches of the items that indices name. */
export class IndexLoading<B> extends IndexBatches implements Loading<B> {
  readonly #loader: IndexedLoader<B>;

  constructor(
    loader: IndexedLoader<B>,
    source: BatchSource,
    from: StartPoint,
    shared: boolean,
    generator: TorchGenerator | undefined,
  ) {
    super(source, from, shared, generator);
    this.#loader = loader;
  }

  begin(epoch: number, position: number, signals: Signals): Promise<B> | undefined {
    const indices = this.#indices(epoch, position);
    return indices && this.#loader._fetcher.batch(indices, signals, position);
  }

  now(epoch: number, position: number): B[] {
    const indices = this.#indices(epoch, position);
    if (!indices) return [];
    // a synchronous loop has nothing to abort
    const batch = this.#loader._fetcher.batchNow(indices, new Signals());
    this.forget(position);
    return [batch];
  }

  drop(epoch: number, position: number): boolean {
    if (!this.at(epoch, position)) return false;
    this.forget(position);
    return true;
  }

  override skip(epoch: number): void {
    this.#loader._checkLength();
    super.skip(epoch);
  }

  /**
   * The indices of a batch, or undefined if the epoch is over.
   * @throws {RangeError} One is beyond the data set.
   */
  #indices(epoch: number, position: number): Uint32Array | undefined {
    const length = this.#loader._checkLength();
    const indices = this.at(epoch, position);
    const beyond = indices && firstBeyond(indices, length);
    if (beyond === undefined) return indices;
    // no later loop could continue after this batch
    this.abandon();
    throw new RangeError(`the sampler's indices must be below the length of the data set, ${length}, got ${beyond}`);
  }
}
