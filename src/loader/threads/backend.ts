import type { WorkerLike } from '../../internal/thread.js';
import type { Signals } from '../signals.js';
import type { CollateMode } from './messages.js';

export type { WorkerLike };

/** A data set in a module: the module's URL, or a function that starts a worker whose module calls `serveDataset`. */
export type DatasetModule = URL | (() => WorkerLike);

/** What a loader says of its workers. */
export interface BackendSettings {
  readonly source: DatasetModule;
  readonly numWorkers: number;
  readonly mode: CollateMode;
  /** Number of items that the data set must have, if that is known. */
  numItems: number | undefined;
  /** The loader's seed, read when a worker starts. */
  readonly seed: () => unknown;
}

/** A data set that was loaded from a module, on this thread or on others. */
export interface Backend {
  /** A batch of items, or the items of a batch that is not collated here. The position chooses a worker. */
  fetch(indices: Uint32Array, signals: Signals, position: number): Promise<unknown>;
  /** Number of items of the data set. */
  length(): Promise<number>;
  /** Goes on for another owner, of the same data set. */
  adopt(settings: BackendSettings, owner: object): void;
  close(): Promise<void>;
}
