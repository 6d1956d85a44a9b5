import { describe } from '../../internal/describe.js';
import { Signals } from '../signals.js';
import type { FetchMessage, FromDataset, LoadMessage, ToDataset } from './messages.js';
import { type Made, type ModuleDataset, moduleDataset } from './module-dataset.js';
import { moduleName } from './module-name.js';
import { buffersOf, type Packed, pack } from './pack.js';
import { toPosted } from './posted-error.js';

/** The port from a thread to the one that started it. */
export interface Port {
  onmessage: ((event: { data: ToDataset }) => void) | null;
  postMessage(message: FromDataset, transfer?: Transferable[]): void;
}

/** The exports of a module with a data set. */
export type Exports = Parameters<typeof moduleDataset>[1];

/** The port to the calling thread. Undefined on a thread that nobody started. */
export function portOfThread(): Port | undefined {
  const { WorkerGlobalScope } = globalThis as { WorkerGlobalScope?: new () => object };
  if (WorkerGlobalScope && globalThis instanceof WorkerGlobalScope) return globalThis as unknown as Port;
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  return (threads?.parentPort as unknown as Port | null | undefined) ?? undefined;
}

/** Makes batches for the calling thread. */
export class DatasetServer {
  readonly #queue: FetchMessage[] = [];
  readonly #running = new Map<number, Signals>();
  /** Buffers that have moved. */
  readonly #gone = new WeakSet<object>();
  /** Runs the queue after the messages that have already arrived, so that an abort overtakes the batches before it. */
  readonly #later = new MessageChannel();
  #dataset: ModuleDataset | undefined;

  constructor(
    private readonly port: Port,
    private readonly load: (message: LoadMessage) => Promise<Exports>,
  ) {
    this.#later.port1.onmessage = () => this.#next();
    port.onmessage = ({ data }) => this.#take(data);
    port.postMessage({ serves: 'loaded-dice' });
  }

  #take(data: ToDataset): void {
    if ('load' in data) {
      void this.#make(data);
    } else if ('fetch' in data) {
      this.#queue.push(data);
      if (this.#dataset) this.#later.port2.postMessage(0);
    } else {
      const queued = this.#queue.findIndex(({ fetch }) => fetch === data.abort);
      if (queued >= 0) this.#queue.splice(queued, 1);
      this.#running.get(data.abort)?.abort();
      this.#running.delete(data.abort);
    }
  }

  async #make(message: LoadMessage): Promise<void> {
    try {
      const name = message.load === undefined ? 'the worker' : moduleName(message.load);
      this.#dataset = await moduleDataset(name, await this.load(message), message);
      this.port.postMessage({ loaded: true, length: this.#dataset.length });
      for (const _ of this.#queue) this.#later.port2.postMessage(0);
    } catch (error) {
      this.port.postMessage({ unloaded: toPosted(error) });
    }
  }

  /** Begins with one batch. What it gives at once is then sent before the next one begins. */
  #next(): void {
    const message = this.#queue.shift();
    if (message && this.#dataset) void this.#fetch(message, this.#dataset);
  }

  async #fetch({ fetch, indices }: FetchMessage, dataset: ModuleDataset): Promise<void> {
    const signals = new Signals();
    this.#running.set(fetch, signals);
    try {
      const made = await dataset.batch(indices, signals);
      if (this.#running.has(fetch)) this.#post(fetch, indices, made, dataset);
    } catch (error) {
      if (this.#running.has(fetch)) this.port.postMessage({ failed: fetch, error: toPosted(error) });
    }
    this.#running.delete(fetch);
  }

  #post(fetch: number, indices: Uint32Array, made: Made, dataset: ModuleDataset): void {
    const kept = dataset.collated && !dataset.transfer ? buffersOf(made.items) : undefined;
    const free = (buffer: object): boolean => {
      if (!dataset.transfer) return kept !== undefined && !kept.has(buffer as ArrayBuffer);
      if (!this.#gone.has(buffer)) return true;
      throw new Error(
        'an array was moved to the calling thread before, and is empty now: the data set keeps it, so leave out ' +
          'transfer, or return a copy',
      );
    };
    const send = ({ value, moved }: Packed): void => {
      this.port.postMessage({ batch: fetch, value }, moved);
      if (dataset.transfer) for (const each of moved) this.#gone.add(each);
    };
    let packed: Packed;
    try {
      packed = pack(made.value, made.items, free);
    } catch (cause) {
      // an array that was moved is empty
      throw unsendable(made, indices, cause, '');
    }
    try {
      send(packed);
    } catch {
      // some buffers cannot move, such as that of a WebAssembly memory
      try {
        send(pack(made.value, made.items, () => false));
      } catch (cause) {
        throw unsendable(made, indices, cause, HINT);
      }
    }
  }
}

const HINT = ' (threads can pass on only what structuredClone can copy: no functions, symbols or proxies)';

/** The error of a batch that cannot be posted: which item is to blame, if one is. */
function unsendable({ items }: Made, indices: Uint32Array, cause: unknown, hint: string): Error {
  const why = cause instanceof Error ? cause.message : describe(cause);
  const one = items.findIndex((item) => {
    try {
      const { value, moved } = pack(item, [], () => false);
      structuredClone(value, { transfer: moved });
      return false;
    } catch {
      return true;
    }
  });
  const what = one < 0 ? `the batch that collate made of items ${indices.join(', ')}` : `item ${indices[one]}`;
  return new TypeError(`${what} cannot be sent from its worker: ${why}${hint}`, { cause });
}

const SERVING = Symbol.for('loaded-dice.serving');

/** Marks the thread as one that already serves a data set. Returns whether it already did. */
export function markServing(): boolean {
  const marked = globalThis as { [SERVING]?: boolean };
  const before = marked[SERVING] === true;
  marked[SERVING] = true;
  return before;
}
