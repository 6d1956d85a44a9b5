import type { DatasetOrFactory, ServeOptions } from './module-dataset.js';
import { DatasetServer, markServing, portOfThread } from './serve.js';

/**
 * Serves a data set from a worker of your own to a DataLoader: `new DataLoader(() => new Worker(…), { numWorkers })`.
 * Call it in the worker's module. Needed where a bundler must see `new Worker(new URL('./dataset.js',
 * import.meta.url))`, or where a Content-Security-Policy forbids workers from blobs. On a thread that is no worker, it
 * does nothing.
 * @param dataset The data set, or a function that makes it and that gets { workerId, numWorkers, seed }.
 */
export function serveDataset<T, B = unknown>(dataset: DatasetOrFactory<T>, options: ServeOptions<T, B> = {}): void {
  const port = portOfThread();
  if (!port || markServing()) return;
  new DatasetServer(port, async () => ({ default: dataset, ...options }));
}
