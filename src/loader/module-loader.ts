import type { Seed } from '../internal/check.js';
import { plural } from '../internal/describe.js';
import type { Wrapped } from '../samplers/sampler.js';
import { type Items, isModule, type Source } from './dataset.js';
import { type Collate, type Fetcher, ItemFetcher } from './fetch.js';
import { LoaderSettings, type Settings } from './loader-settings.js';
import { ModuleFetcher } from './module-fetcher.js';
import type { StreamSource } from './stream.js';
import type { DatasetModule } from './threads/backend.js';

declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** What a loader is told of its data set. */
interface FetcherOptions<T, B> {
  readonly dataset: Source<T> | StreamSource<T> | DatasetModule;
  /** How to get items of a data set that is not in a module. */
  readonly items: Items<T> | undefined;
  /** Whether a batch is one item. */
  readonly single: boolean;
  readonly numWorkers: number;
  readonly numItems: number | undefined;
  /** Where batches come from, which has the loader's seed. */
  readonly source: object;
  readonly generator: { readonly seed?: unknown } | undefined;
  readonly collate: Collate<T, B>;
  /** Whether a module makes batches itself, unlike here. */
  readonly collates: boolean;
}

/** What makes a loader's batches. Nothing here may refer to the loader: its workers end when it is collected. */
export function fetcherOf<T, B>(options: FetcherOptions<T, B>): Fetcher<B> {
  const { dataset, items, single, numWorkers, numItems, source, generator, collate, collates } = options;
  if (!isModule(dataset)) return new ItemFetcher(items as Items<T>, collate, single);
  const seed = (): unknown => (source as { seed?: Seed }).seed ?? generator?.seed;
  const mode = collates ? 'collate' : single ? 'single' : 'items';
  const settings = { source: dataset, numWorkers, numItems, seed, mode } as const;
  return new ModuleFetcher(settings, collates ? undefined : collate);
}

/** The part of a loader that is about its data set, which may be in a module, and about workers. */
export abstract class ModuleLoader<T, B> extends LoaderSettings<B> {
  readonly #dataset: Source<T> | StreamSource<T> | DatasetModule;
  readonly #numItems: number | undefined;
  /** Ends the workers, for `await using`. Missing if the engine has no `Symbol.asyncDispose`. */
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;

  constructor(
    source: Wrapped,
    /** @internal */
    readonly _fetcher: Fetcher<B>,
    dataset: Source<T> | StreamSource<T> | DatasetModule,
    settings: Settings,
    numItems: number | undefined,
  ) {
    super(source, settings);
    this.#dataset = dataset;
    this.#numItems = numItems;
    if (Symbol.asyncDispose) {
      Object.defineProperty(this, Symbol.asyncDispose, { value: () => this.close() });
    }
  }

  /** The data set, as given. */
  get dataset(): Source<T> | StreamSource<T> | DatasetModule {
    return this.#dataset;
  }

  /** Number of items in the data set. Undefined for a module whose length is not known yet. */
  get numItems(): number | undefined {
    return this.#numItems;
  }

  /**
   * @internal Number of items that the data set has now. Infinity for a module of unknown length, which checks indices
   * itself. Only an iterable of your own may give indices of items that were added later.
   * @throws {RangeError} The length is not that from which the number of batches was computed.
   */
  _checkLength(): number {
    const dataset = this.#dataset;
    if (isModule(dataset)) return this.#numItems ?? Infinity;
    const { length } = dataset as Source<T>;
    if (length === this.#numItems || this._access === 'iterable') return length;
    throw new RangeError(
      `the data set has ${plural(length, 'item')}, but had ${this.#numItems} when this DataLoader ` +
        'was made: make a new DataLoader',
    );
  }

  /**
   * Ends the workers of a data set in a module. Pending batches reject, and so does every later loop, also with
   * `numWorkers: 0`. It does nothing for other data sets.
   */
  async close(): Promise<void> {
    if (this._fetcher instanceof ModuleFetcher) await this._fetcher.close();
  }
}
