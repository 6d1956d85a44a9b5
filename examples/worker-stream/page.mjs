// Batches that a worker draws for a page, as a stream. Bundlers know this form of `new Worker`, and bundle worker.mjs
// by itself.
export function openStream(options, made = (_count) => {}) {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
    worker.onmessage = ({ data }) => {
      if (data.stream) resolve(data.stream);
      else made(data.made);
    };
    worker.postMessage(options);
  });
}
