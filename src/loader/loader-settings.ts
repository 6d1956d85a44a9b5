import type { BatchSampler } from '../batches/batch.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import type { Sampler, Wrapped } from '../samplers/sampler.js';
import type { BatchingOptions } from './batching.js';
import type { Loading } from './loading.js';

/** Options of a loader, as given or by default. */
export interface Settings {
  readonly batching: BatchingOptions;
  readonly prefetch: number;
  readonly timeout: number;
  readonly numWorkers: number;
}

/** The part of a loader that says how it was made. */
export abstract class LoaderSettings<B> extends EpochSampler<B, Loading<B>> {
  readonly #source: Wrapped;
  readonly #settings: Settings;

  constructor(source: Wrapped, settings: Settings) {
    super(source);
    this.#source = source;
    this.#settings = settings;
  }

  /** Number of items in a batch. Null if the loader gives single items, undefined with a `batchSampler`. */
  get batchSize(): number | null | undefined {
    const { batchSize, batchSampler } = this.#settings.batching;
    return batchSize === undefined && !batchSampler ? 1 : batchSize;
  }

  /** Whether each epoch has its own random order. */
  get shuffle(): boolean {
    return this.#settings.batching.shuffle ?? false;
  }

  /**
   * The sampler of single indices: the given one, or the loader's own. Undefined with a `batchSampler`, and for an
   * iterable data set.
   */
  get sampler(): Sampler | undefined {
    return this.batchSampler ? undefined : (this.#source as Partial<BatchSampler>).sampler;
  }

  /** The sampler of batches, as given. */
  get batchSampler(): Iterable<ArrayLike<number>> | undefined {
    return this.#settings.batching.batchSampler;
  }

  /** Whether a last batch with fewer items is dropped. */
  get dropLast(): boolean {
    return this.#settings.batching.dropLast ?? false;
  }

  /** Number of batches that `for await` loads ahead, for each worker. */
  get prefetch(): number {
    return this.#settings.prefetch;
  }

  /** Milliseconds that `for await` waits for a batch. 0 means without a limit. */
  get timeout(): number {
    return this.#settings.timeout;
  }

  /** Number of threads that make items. With 0, the calling thread makes them. */
  get numWorkers(): number {
    return this.#settings.numWorkers;
  }
}
