import { describe } from '../../internal/describe.js';
import { defaultCollate } from '../collate.js';
import { checkDataset, type Source } from '../dataset.js';
import { type Collate, ItemFetcher } from '../fetch.js';
import type { Signals } from '../signals.js';
import type { LoadMessage, WorkerInfo } from './messages.js';

/** A module's iterable would need shares for workers, so it is none of these. */
const WANTED =
  'dataset must be an array, a typed array, or an object with length and get(index) or getBatch(indices), ' +
  'or a function that makes one';

/** Options of `serveDataset`, which are also what a module may export beside its data set. */
export interface ServeOptions<T = never, B = unknown> {
  /** Makes a batch of its items, on the worker. The loader's `collate` takes precedence. Default: `defaultCollate`. */
  collate?: ((items: T[], indices: Uint32Array) => B | PromiseLike<B>) | undefined;
  /**
   * Whether to transfer buffers to the calling thread instead of copying them: those of items that are not collated,
   * and those that `collate` returns. A transfer empties them on the worker, so use it only if your code keeps none.
   * Default: false.
   */
  transfer?: boolean | undefined;
}

/** A data set, or a function that makes one on each thread. */
export type DatasetOrFactory<T> = Source<T> | ((info: WorkerInfo) => Source<T> | PromiseLike<Source<T>>);

/** The items of a batch, and the batch that was made of them. */
export interface Made {
  readonly items: readonly unknown[];
  readonly value: unknown;
}

/** The data set of a module, checked. */
export interface ModuleDataset {
  readonly length: number;
  batch(indices: Uint32Array, signals: Signals): Promise<Made>;
  /** Whether `defaultCollate` makes batches, whose arrays nobody else keeps. */
  readonly collated: boolean;
  readonly transfer: boolean;
}

/**
 * Makes the data set of a module's exports. `name` is the module's, for error messages.
 * @throws {TypeError | RangeError} The exports are not as described, or the data set has another length than expected.
 */
export async function moduleDataset(
  name: string,
  exports: { readonly default?: unknown; readonly collate?: unknown; readonly transfer?: unknown },
  { info, mode, numItems }: LoadMessage,
): Promise<ModuleDataset> {
  const { default: given, collate, transfer = false } = exports;
  if (given === undefined) {
    const names = Object.keys(exports).join(', ');
    throw new TypeError(
      `${name} must have a default export: a data set, or a function that makes one; ` +
        `it has ${names ? `only ${names}` : 'no exports'}`,
    );
  }
  if (collate !== undefined && typeof collate !== 'function') {
    throw new TypeError(`the export collate of ${name} must be a function, got ${describe(collate)}`);
  }
  if (typeof transfer !== 'boolean') {
    throw new TypeError(`the export transfer of ${name} must be a boolean, got ${describe(transfer)}`);
  }
  const dataset: unknown = typeof given === 'function' ? await made(name, () => given(info)) : given;
  const { items, length } = named(name, () => checkDataset<unknown>(dataset, WANTED));
  if (numItems !== undefined && length !== numItems) {
    throw new RangeError(`the data set of ${name} has length ${length}, but numItems is ${numItems}`);
  }
  const own = mode !== 'collate' ? undefined : (collate as Collate<unknown, unknown> | undefined);
  const make: Collate<unknown, unknown> = own ?? (mode === 'collate' ? defaultCollate<unknown> : (items) => items);
  const collateBoth = async (of: unknown[], indices: Uint32Array) => ({ items: of, value: await make(of, indices) });
  const fetcher = new ItemFetcher<unknown, Made>(items, collateBoth, mode === 'single');
  const batch = async (indices: Uint32Array, signals: Signals): Promise<Made> => {
    const beyond = indices.find((index) => index >= length);
    if (beyond === undefined) return fetcher.batch(indices, signals);
    throw new RangeError(`the sampler's indices must be below the length of the data set, ${length}, got ${beyond}`);
  };
  return { length, batch, collated: mode === 'collate' && !own, transfer };
}

/** What a module's function made. */
async function made(name: string, make: () => unknown): Promise<unknown> {
  try {
    return await make();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : describe(cause);
    throw new Error(`the function that ${name} exports made no data set: ${why}`, { cause });
  }
}

/** Adds the module's name to what is wrong with its data set. */
function named<R>(name: string, check: () => R): R {
  try {
    return check();
  } catch (error) {
    const { message, constructor: Kind } = error as Error & { constructor: ErrorConstructor };
    throw new Kind(`the default export of ${name}: ${message}`);
  }
}
