// Threads: of worker_threads in Node, Workers elsewhere.

/** A thread that takes messages of type `To`. */
export interface Thread<To> {
  post(message: To, transfer?: readonly Transferable[]): void;
  /** Sets whether the process may end while this thread waits. */
  idle(idle: boolean): void;
  /** Ends the thread. Resolves to whether it has certainly stopped: browsers do not tell when a thread stops. */
  end(): Promise<boolean>;
}

/** A Worker of the web, or one of worker_threads. */
export interface WorkerLike {
  /** Sends a message to the worker. */
  postMessage(message: unknown, transfer: never[]): void;
  /** Ends the worker. */
  terminate(): unknown;
}

/** A Worker of worker_threads. */
interface NodeWorker extends WorkerLike {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'messageerror' | 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  ref(): void;
  unref(): void;
}

/**
 * Starts a thread that runs the file at `url`, or else `source`. Calls `lost` when the thread fails, and when it
 * ends; `why` is empty if the browser gives no reason.
 */
export function startThread<To, From>(
  source: string,
  url: string | URL | undefined,
  got: (message: From) => void,
  lost: (why: string) => void,
): Thread<To> {
  return typeof Worker === 'function' ? startWorker(source, url, got, lost) : startNode(source, url, got, lost);
}

function startNode<To, From>(
  source: string,
  url: string | URL | undefined,
  got: (message: From) => void,
  lost: (why: string) => void,
): Thread<To> {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (!threads) throw new Error('this runtime has no threads');
  // Node accepts a file's address only as a URL object
  const own = typeof url === 'string' && url.startsWith('file:') ? new URL(url) : url;
  return adoptNode(new threads.Worker(own ?? source, { eval: own === undefined }), got, lost);
}

function adoptNode<To, From>(
  thread: NodeWorker,
  got: (message: From) => void,
  lost: (why: string) => void,
): Thread<To> {
  thread.on('message', (message) => got(message as From));
  thread.on('messageerror', (error) => lost(String(error)));
  thread.on('error', (error) => lost(String(error)));
  thread.on('exit', (code) => lost(`a thread ended with code ${code}`));
  thread.unref();
  return {
    post: (message, transfer = []) => thread.postMessage(message, transfer as never[]),
    idle: (idle) => (idle ? thread.unref() : thread.ref()),
    end: async () => {
      thread.ref();
      await thread.terminate();
      return true;
    },
  };
}

function startWorker<To, From>(
  source: string,
  url: string | URL | undefined,
  got: (message: From) => void,
  lost: (why: string) => void,
): Thread<To> {
  const own = url ?? URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const revoke = () => url === undefined && URL.revokeObjectURL(String(own));
  try {
    const thread = adoptWeb<To, From>(new Worker(own, { type: 'module' }), got, lost);
    const end = () => {
      revoke();
      return thread.end();
    };
    return { ...thread, end };
  } catch (error) {
    revoke();
    throw error;
  }
}

function adoptWeb<To, From>(thread: Worker, got: (message: From) => void, lost: (why: string) => void): Thread<To> {
  thread.onmessage = ({ data }) => got(data);
  thread.onmessageerror = () => lost('a message could not be read');
  thread.onerror = (event) => {
    event.preventDefault?.();
    lost(event.message);
  };
  return {
    post: (message, transfer = []) => thread.postMessage(message, transfer as Transferable[]),
    idle: () => {},
    end: async () => {
      thread.terminate();
      return false;
    },
  };
}

/** A thread over a worker that somebody else started. */
export function adoptThread<To, From>(
  worker: WorkerLike,
  got: (message: From) => void,
  lost: (why: string) => void,
): Thread<To> {
  if ('unref' in worker && 'on' in worker) return adoptNode(worker as NodeWorker, got, lost);
  return adoptWeb(worker as Worker, got, lost);
}

/** Number of processors. */
export function processors(): number {
  if (typeof navigator === 'object' && navigator.hardwareConcurrency) return navigator.hardwareConcurrency;
  return globalThis.process?.getBuiltinModule?.('node:os').availableParallelism() ?? 1;
}
