// Batches that a worker thread draws while this one is busy, as a stream that waits for its reader.
// node examples/worker-stream/node.mjs
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./worker.mjs', import.meta.url));
worker.postMessage({ weights: [1, 2, 3, 4], numSamples: 10, batchSize: 4, epochs: 2, seed: 1 });
const [{ stream }] = await once(worker, 'message');
for await (const batch of stream) console.log(batch.join(' '));
await worker.terminate();
