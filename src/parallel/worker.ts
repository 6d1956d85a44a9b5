// The code that a thread runs: kernels over the memories that samplers are in. The build inlines it into the library as
// text. It is also published as a file, for pages that forbid code from text (see `workerUrl`).
import { type DrawMessage, type FillPart, type FromThread, PROTOCOL, type ToThread } from './messages.js';
import { positionAfter } from './position-after.js';

interface Port {
  onmessage: ((event: { data: ToThread }) => void) | null;
  postMessage(message: FromThread, transfer?: ArrayBuffer[]): void;
}

type Kernels = Record<string, (...args: number[]) => number>;

const node = typeof postMessage === 'function' ? undefined : globalThis.process.getBuiltinModule('node:worker_threads');
const port = (node?.parentPort ?? globalThis) as unknown as Port;
const memories = new Map<number, { readonly kernels: Kernels; readonly memory: WebAssembly.Memory }>();
/** Arrays that this thread assembles, by job. The calling thread then neither allocates nor copies. */
const assemblies = new Map<number, Uint32Array<ArrayBuffer>>();
/** Draws that go to a shared array at a time. They are still in the cache when they are copied. */
const FILLED = 1 << 15;
/** Draws after which a thread reports its progress. */
const REPORTED = 1 << 19;
/** Draws that the assembler copies at a time, once it has written to each of their pages. */
const COPIED = 1 << 15;
/** Entries in a page. */
const PAGE = 1 << 10;

/** Returns a function that draws as a message asks, but from where and how much you say: epoch after epoch. */
function drawing({ memory, seed, purpose, kernel, args, length, stream, scratch }: DrawMessage) {
  const { kernels } = memories.get(memory) as { kernels: Kernels };
  const values = { stream, position: 0, stride: 1, scratch, out: 0, count: 0 };
  let opened = -1;
  return (from: number, position: number, count: number, out: number): void => {
    let epoch = from;
    for (let done = 0; done < count; done += values.count) {
      // the last epoch repeats
      if (opened !== epoch) kernels.openStream(stream, seed, epoch, purpose);
      opened = epoch;
      values.position = done === 0 ? position : 0;
      values.count = Math.min(count - done, length - values.position);
      values.out = out + 4 * done;
      kernels[kernel](...args.map((arg) => (typeof arg === 'number' ? arg : values[arg])));
      epoch = Math.min(epoch + 1, Number.MAX_SAFE_INTEGER);
    }
  };
}

/** Draws chunks of an array that threads share, until there is none left. Returns the number of draws to report. */
function fill(message: DrawMessage, { array, control, chunks, size, reports }: FillPart): number {
  const { memory } = memories.get(message.memory) as { memory: WebAssembly.Memory };
  const draw = drawing(message);
  const { epoch, position, length, out } = message;
  const draws = new Uint32Array(memory.buffer, out, FILLED);
  let wrote = 0;
  for (let chunk = Atomics.add(control, 0, 1); chunk < chunks; chunk = Atomics.add(control, 0, 1)) {
    const end = Math.min(message.count, (chunk + 1) * size);
    for (let at = chunk * size; at < end; at += FILLED) {
      if (Atomics.load(control, 1) === 1) return wrote;
      const count = Math.min(FILLED, end - at);
      const from = positionAfter(epoch, position, length, at);
      draw(from.epoch, from.position, count, out);
      array.set(count < FILLED ? draws.subarray(0, count) : draws, at);
    }
    wrote += end - chunk * size;
    if (!reports || wrote < REPORTED) continue;
    port.postMessage({ filling: message.chunk, wrote });
    wrote = 0;
  }
  return wrote;
}

/** Copies draws into a new array. Writes to each page first: a block move into pages that are not there yet is slow. */
function copy(draws: Uint32Array, into: Uint32Array<ArrayBuffer>, at: number): void {
  for (let done = 0; done < draws.length; done += COPIED) {
    const piece = draws.subarray(done, done + COPIED);
    for (let i = 0; i < piece.length; i += PAGE) into[at + done + i] = 0;
    into.set(piece, at + done);
  }
}

function take(data: ToThread): void {
  if ('chunk' in data) {
    const wrote = data.fill ? fill(data, data.fill) : 0;
    if (!data.fill) drawing(data)(data.epoch, data.position, data.count, data.out);
    port.postMessage({ done: data.chunk, wrote });
  } else if ('copy' in data) {
    const { memory } = memories.get(data.memory) as { memory: WebAssembly.Memory };
    const into = assemblies.get(data.into);
    if (into) copy(new Uint32Array(memory.buffer, data.from, data.count), into, data.at);
    port.postMessage({ copied: data.copy });
  } else if ('call' in data) {
    const { kernels } = memories.get(data.memory) as { kernels: Kernels };
    port.postMessage({ called: kernels[data.call](...data.args) });
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
port.postMessage({ ready: PROTOCOL });
