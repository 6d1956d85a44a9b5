import { checkInteger, checkOptions, MAX_INDICES } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { freshSeed } from '../internal/entropy.js';
import type { BatchingOptions } from './batching.js';
import { isModule } from './dataset.js';
import type { ModuleFetcher } from './module-fetcher.js';
import { type ModuleOptions, OPTIONS } from './options.js';
import type { DatasetModule } from './threads/backend.js';

/** Most workers of a loader. */
const MOST_WORKERS = 256;

/**
 * Checks `numWorkers`, and what it and `numItems` need.
 * @throws {TypeError | RangeError} `numWorkers` is no number of workers, or the data set cannot be on them.
 */
export function checkWorkers(dataset: unknown, numWorkers: unknown): number {
  if (typeof numWorkers === 'number' && numWorkers < 0) {
    const sentence = 'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.';
    throw new RangeError(`numWorkers must be a non-negative integer, got ${numWorkers}${torch(sentence)}`);
  }
  const count = checkInteger('numWorkers', numWorkers, 0);
  if (count > MOST_WORKERS) throw new RangeError(`numWorkers must be at most ${MOST_WORKERS}, got ${count}`);
  if (count > 0 && !isModule(dataset)) {
    throw new TypeError(
      'numWorkers needs a data set that threads can load themselves, the URL of a module: ' +
        `new URL('./dataset.js', import.meta.url), got ${describe(dataset)}`,
    );
  }
  if (count === 0 && typeof dataset === 'function') {
    throw new TypeError('a data set that is a function which starts workers needs numWorkers of at least 1, got 0');
  }
  return count;
}

/** Checks `numItems`, which only a module may need, because its data set is not loaded yet. */
export function checkNumItems(
  numItems: unknown,
  isModule: boolean,
  { sampler, batchSampler }: BatchingOptions,
): number | undefined {
  if (!isModule) {
    if (numItems === undefined) return undefined;
    throw new TypeError('numItems is only for a data set in a module, which is given by its URL: leave it out');
  }
  if (numItems !== undefined) {
    const count = checkInteger('numItems', numItems, 0);
    if (count > MAX_INDICES) throw new RangeError(`numItems must be at most 2^32 - 1, got ${count}`);
    return count;
  }
  if (sampler !== undefined || batchSampler !== undefined) return undefined;
  throw new TypeError(
    'the data set of a module needs numItems, its length, or a sampler or batchSampler: give one of them, or let ' +
      'await DataLoader.open(url, options) ask the module',
  );
}

/**
 * Makes a loader of as many items as its module has. The module is asked by a loader that has the same options, so that
 * wrong ones throw before anything is loaded.
 */
export async function openLoader<T, B, L extends { readonly _fetcher: unknown }>(
  dataset: DatasetModule,
  options: ModuleOptions<T, B>,
  make: (options: ModuleOptions<T, B>) => L,
): Promise<L> {
  if (!isModule(dataset)) {
    throw new TypeError(
      "dataset must be the URL of a module, new URL('./dataset.js', import.meta.url), or a function that starts a " +
        `worker, got ${describe(dataset)}: give other data sets to new DataLoader`,
    );
  }
  const checked = checkOptions<ModuleOptions<T, B>>(options, OPTIONS);
  const { shuffle, seed, generator, sampler, batchSampler, numItems } = checked;
  const unseeded = shuffle === true && seed === undefined && generator === undefined;
  const settled = unseeded ? { ...checked, seed: freshSeed() } : checked;
  const open = numItems === undefined && sampler === undefined && batchSampler === undefined;
  const fetcher = make(open ? { ...settled, numItems: 1 } : settled)._fetcher as ModuleFetcher<T, B>;
  try {
    const length = await fetcher.length(open);
    const loader = make({ ...settled, numItems: length });
    (loader._fetcher as ModuleFetcher<T, B>).adopt(fetcher);
    return loader;
  } catch (error) {
    await fetcher.close();
    throw error;
  }
}
