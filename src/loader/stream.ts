import { checkBatches, checkBoolean } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { fingerprint } from '../internal/fingerprint.js';
import { IterableState } from '../samplers/iterable-state.js';
import type { Identity, SamplerState, Wrapped } from '../samplers/sampler.js';
import { checkLength, WANTED } from './dataset.js';
import type { DataLoaderOptions } from './options.js';

/** What a DataLoader reads one item after the other: an iterable of items or of promises, or an async iterable. */
export type StreamSource<T> = Iterable<T | PromiseLike<T>> | AsyncIterable<T>;

/** Members that an iterable may have, unchecked. */
type Members<T> = Partial<Iterable<T | PromiseLike<T>> & AsyncIterable<T>> & {
  readonly length?: unknown;
  readonly get?: unknown;
  readonly getBatch?: unknown;
};

/** Whether a data set is read by iterating: it is iterable, and is not read by indices. */
export function isStream<T>(dataset: unknown): dataset is StreamSource<T> {
  if (typeof dataset !== 'object' || dataset === null || ArrayBuffer.isView(dataset)) return false;
  const { length, get, getBatch, ...iterable } = membersOf(dataset);
  if (iterable[Symbol.iterator] === undefined && iterable[Symbol.asyncIterator] === undefined) return false;
  if (typeof length !== 'number') return true;
  if (typeof get === 'function' || typeof getBatch === 'function' || 0 in dataset) return false;
  // an empty array, or what iterates as one: arguments, a NodeList
  return length !== 0 || iterable[Symbol.iterator] !== Array.prototype[Symbol.iterator];
}

function membersOf<T>(dataset: object): Members<T> {
  const { length, get, getBatch, [Symbol.iterator]: sync, [Symbol.asyncIterator]: async } = dataset as Members<T>;
  return { length, get, getBatch, [Symbol.iterator]: sync, [Symbol.asyncIterator]: async } as Members<T>;
}

/** Options that are for data sets with indices, and PyTorch's names of them. */
const INDEXED = { shuffle: 'shuffle', sampler: 'sampler', batchSampler: 'batch_sampler', seed: '', generator: '' };

/**
 * Checks that no option is for a data set with indices.
 * @throws {TypeError} One is.
 */
export function checkStreamOptions(options: DataLoaderOptions<unknown>): void {
  for (const [option, name] of Object.entries(INDEXED)) {
    const value = options[option as keyof typeof INDEXED];
    if (value === undefined || (option === 'shuffle' && value === false)) continue;
    const sentence = `DataLoader with IterableDataset: expected unspecified ${name} option, but got ${name}=`;
    throw new TypeError(
      `${option} is not available with an iterable data set, which decides its own order, got ${describe(value)}: ` +
        `give the items in that order, or a data set with length and get(index)${name && torch(sentence)}`,
    );
  }
}

/** An iterable data set, as the loader and all its loops see it. */
export class Stream<T> implements Wrapped {
  /** Saves and restores the state of the iterable; undefined if it has none. */
  readonly own: IterableState | undefined;
  readonly #batches: string;

  /** @throws {RangeError} The iterable has a length that is not a non-negative integer. */
  constructor(
    readonly dataset: StreamSource<T>,
    /** Number of items in a batch. */
    readonly size: number,
    readonly dropLast: boolean,
    single: boolean,
  ) {
    this.own = IterableState.of(dataset);
    this.#batches = `batchSize=${size} dropLast=${dropLast} single=${single}`;
    if (this.#known !== undefined) checkLength(dataset, `${WANTED}, got ${describe(dataset)}`);
  }

  /** Number of batches, if the iterable has a length. */
  get length(): number {
    const length = this.#known;
    if (length === undefined) {
      const sentence = "object of type 'IterableDataset' has no len()";
      throw new TypeError(`length is not known: the data set is an iterable without length${torch(sentence)}`);
    }
    return this.dropLast ? Math.floor(length / this.size) : Math.ceil(length / this.size);
  }

  get #known(): number | undefined {
    const { length } = this.dataset as { length?: unknown };
    return typeof length === 'number' ? length : undefined;
  }

  /** Tells the iterable which epoch begins, if it has `setEpoch` and is not there. */
  begin(epoch: number): void {
    const dataset = this.dataset as { setEpoch?: unknown; epoch?: unknown };
    if (typeof dataset.setEpoch === 'function' && dataset.epoch !== epoch) dataset.setEpoch(epoch);
  }

  /** @internal */
  get _access(): 'iterable' {
    return 'iterable';
  }

  /** @internal */
  readonly _maxIndex = undefined;

  /** @internal Without a state of the iterable, a state counts batches. */
  readonly _resumable = true;

  /** @internal */
  _require(): void {}

  /** Number of batches from `position` on, as long as no loop knows better: an iterable may have any number. */
  _remaining(position: number, _reader?: undefined, _epoch?: number): number {
    return Infinity - position;
  }

  /** @internal */
  _lengthOf(_epoch: number): number {
    return this.length;
  }

  /** @internal */
  _mayTakeSeed(): boolean {
    return false;
  }

  /** @internal */
  _takeSeed(): void {}

  /** @internal */
  _restoreInner(state: SamplerState): void {
    this.own?.restore(state);
  }

  /** @internal */
  _identity(): Identity {
    const { fingerprint: own = 'none' } = this.own?.identity() ?? {};
    return { sampler: 'DataLoader', fingerprint: fingerprint(`iterable ${own} ${this.#batches}`) };
  }
}

/** An iterable data set in batches, from options that do not exclude each other. */
export function streamOf<T>(
  dataset: StreamSource<T>,
  {
    batchSize = 1,
    shuffle = false,
    dropLast = false,
  }: Pick<DataLoaderOptions<T>, 'batchSize' | 'shuffle' | 'dropLast'>,
): Stream<T> {
  checkBoolean('shuffle', shuffle);
  checkBatches(batchSize ?? 1, dropLast);
  return new Stream(dataset, batchSize ?? 1, dropLast, batchSize === null);
}
