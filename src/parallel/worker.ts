// The code that a thread runs: kernels over the memories that samplers are in. The build inlines it into the library as
// text. It is also published as a file, for pages that forbid code from text (see `workerUrl`).
import type { DrawMessage, FromThread, ToThread } from './messages.js';

interface Port {
  onmessage: ((event: { data: ToThread }) => void) | null;
  postMessage(message: FromThread, transfer?: ArrayBuffer[]): void;
}

type Kernels = Record<string, (...args: number[]) => void>;

const node = typeof postMessage === 'function' ? undefined : globalThis.process.getBuiltinModule('node:worker_threads');
const port = (node?.parentPort ?? globalThis) as unknown as Port;
const memories = new Map<number, { readonly kernels: Kernels; readonly memory: WebAssembly.Memory }>();
/** Arrays that this thread assembles, by job. The calling thread then neither allocates nor copies. */
const assemblies = new Map<number, Uint32Array<ArrayBuffer>>();

/** Draws a chunk to its address, epoch after epoch. */
function draw({ memory, seed, purpose, kernel, args, length, stream, scratch, ...chunk }: DrawMessage): void {
  const { kernels } = memories.get(memory) as { kernels: Kernels };
  let { epoch, position, count, out } = chunk;
  while (count > 0) {
    const some = Math.min(count, length - position);
    kernels.openStream(stream, seed, epoch, purpose);
    const values = { stream, position, stride: 1, scratch, out, count: some };
    kernels[kernel](...args.map((arg) => (typeof arg === 'number' ? arg : values[arg])));
    count -= some;
    out += 4 * some;
    position = 0;
    epoch = Math.min(epoch + 1, Number.MAX_SAFE_INTEGER);
  }
}

function take(data: ToThread): void {
  if ('chunk' in data) {
    draw(data);
    port.postMessage({ done: data.chunk });
  } else if ('copy' in data) {
    const { memory } = memories.get(data.memory) as { memory: WebAssembly.Memory };
    assemblies.get(data.into)?.set(new Uint32Array(memory.buffer, data.from, data.count), data.at);
    port.postMessage({ copied: data.copy });
  } else if ('attach' in data) {
    const { memory } = data;
    const { exports } = new WebAssembly.Instance(data.module, { env: { memory } });
    // a memory may be attached once more, with the kernels of another module
    const kernels = { ...memories.get(data.attach)?.kernels, ...(exports as unknown as Kernels) };
    memories.set(data.attach, { kernels, memory });
  } else if ('detach' in data) {
    memories.delete(data.detach);
  } else if ('assemble' in data) {
    try {
      assemblies.set(data.assemble, new Uint32Array(data.count));
    } catch (error) {
      port.postMessage({ failed: data.assemble, why: String(error) });
    }
  } else if ('deliver' in data) {
    const draws = assemblies.get(data.deliver);
    assemblies.delete(data.deliver);
    if (draws) port.postMessage({ assembled: data.deliver, draws }, [draws.buffer]);
  } else {
    assemblies.delete(data.forget);
  }
}

port.onmessage = ({ data }) => take(data);
port.postMessage({ ready: true });
