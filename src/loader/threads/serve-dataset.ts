import type { DatasetOrFactory, ServeOptions } from './module-dataset.js';
import { DatasetServer, markServing, portOfThread } from './serve.js';

/**
 * Serves a data set from a worker of your own to a DataLoader: `new DataLoader(() => new Worker(…), { numWorkers })`.
 * Call it in the worker's module. You need it where a bundler must see `new Worker(new URL('./dataset.js',
 * import.meta.url))`, or where a Content-Security-Policy forbids workers from blobs. It does nothing on a thread that
 * is not a worker.
 * @param dataset The data set, or a function that gets { workerId, numWorkers, seed } and makes the data set.
 * @param options collate and transfer.
 */
export function serveDataset<T, B = unknown>(dataset: DatasetOrFactory<T>, options: ServeOptions<T, B> = {}): void {
  const port = portOfThread();
  if (!port || markServing()) return;
  new DatasetServer(port, async () => ({ default: dataset, ...options }));
}
