// What a thread runs: kernels over the memories of samplers, and nothing else. Bundled into the library as text, and published as a file for
// pages that may not run text (see `workerUrl`).
import type { FromThread, Piece, ToThread } from './messages.js';

interface Port {
  onmessage: ((event: { data: ToThread }) => void) | null;
  postMessage(message: FromThread): void;
}

const node = typeof postMessage === 'function' ? undefined : process.getBuiltinModule('node:worker_threads');
const port = (node?.parentPort ?? globalThis) as unknown as Port;
type Kernels = Record<string, (...args: number[]) => void>;
const attached = new Map<number, Kernels>();

/** Draws a piece to its place, epoch after epoch. */
function draw(kernels: Kernels, { seed, purpose, kernel, args, length, slots, ...piece }: Piece): void {
  let { epoch, position, count, out } = piece;
  while (count > 0) {
    const some = Math.min(count, length - position);
    kernels.openStream(slots.stream, seed, epoch, purpose);
    const values = { stream: slots.stream, words: slots.words, position, stride: 1, out, count: some };
    kernels[kernel](...args.map((arg) => (typeof arg === 'number' ? arg : values[arg])));
    count -= some;
    out += 4 * some;
    position = 0;
    epoch = Math.min(epoch + 1, Number.MAX_SAFE_INTEGER);
  }
}

port.onmessage = ({ data }) => {
  if ('attach' in data) {
    const { exports } = new WebAssembly.Instance(data.module, { env: { memory: data.memory } });
    attached.set(data.attach, exports as unknown as Kernels);
  } else if ('detach' in data) {
    attached.delete(data.detach);
  } else {
    draw(attached.get(data.sampler) as Kernels, data);
    port.postMessage({ done: data.piece });
  }
};
port.postMessage({ ready: true });
