// Runs in a worker, of a page or of Node: makes a stream of batches of indices and transfers it.
import { BatchSampler, WeightedRandomSampler } from 'loaded-dice';

/** Batches to the end of `epochs` epochs; one is drawn when one is read, and no more than `ahead` wait. */
export function batchStream({ weights, numSamples, batchSize, epochs, seed, ahead = 2 }, made = (_count) => {}) {
  const batches = new BatchSampler(new WeightedRandomSampler(weights, numSamples, { seed }), batchSize);
  let count = 0;
  const pull = (controller) => {
    // a copy: a batch is a view, and posting one would copy all of the buffer behind it
    controller.enqueue(batches.draw().slice());
    made(++count);
    if (batches.epoch === epochs) controller.close();
  };
  return new ReadableStream({ pull }, { highWaterMark: ahead });
}

/** Answers each set of options with a stream, and says how many batches were made of it. */
function answer(port, options) {
  const stream = batchStream(options, (count) => port.postMessage({ made: count }));
  port.postMessage({ stream }, [stream]);
}

// a page's worker is its own port, Node's has one from a module
if (globalThis.postMessage) globalThis.onmessage = ({ data }) => answer(globalThis, data);
else
  void import('node:worker_threads').then(({ parentPort: port }) => port.on('message', (data) => answer(port, data)));
