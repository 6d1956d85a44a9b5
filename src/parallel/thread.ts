import type { FromThread, ToThread } from './messages.js';
import { source } from './worker-source.js';

/** A thread: one of worker_threads in Node, a Worker elsewhere. */
export interface Thread {
  post(message: ToThread): void;
  /** Sets whether the process may end while this thread waits. */
  idle(idle: boolean): void;
  /** Ends the thread. Resolves to whether it has certainly stopped: browsers do not tell when a thread stops. */
  end(): Promise<boolean>;
}

/** Starts a thread. Calls `lost` once, when the thread ends or fails. */
export function startThread(
  url: string | URL | undefined,
  got: (message: FromThread) => void,
  lost: (why: string) => void,
): Thread {
  return typeof Worker === 'function' ? startWorker(url, got, lost) : startNode(url, got, lost);
}

function startNode(
  url: string | URL | undefined,
  got: (message: FromThread) => void,
  lost: (why: string) => void,
): Thread {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (!threads) throw new Error('this runtime has no threads');
  // Node accepts a file's address only as a URL object
  const own = typeof url === 'string' && url.startsWith('file:') ? new URL(url) : url;
  const thread = new threads.Worker(own ?? source, { eval: own === undefined });
  thread.on('message', got);
  thread.on('error', (error) => lost(String(error)));
  thread.on('exit', (code) => lost(`a thread ended with code ${code}`));
  thread.unref();
  return {
    post: (message) => thread.postMessage(message),
    idle: (idle) => (idle ? thread.unref() : thread.ref()),
    end: async () => {
      thread.ref();
      await thread.terminate();
      return true;
    },
  };
}

function startWorker(
  url: string | URL | undefined,
  got: (message: FromThread) => void,
  lost: (why: string) => void,
): Thread {
  const own = url ?? URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const revoke = () => url === undefined && URL.revokeObjectURL(String(own));
  let thread: Worker;
  try {
    thread = new Worker(own, { type: 'module' });
  } catch (error) {
    revoke();
    throw error;
  }
  thread.onmessage = ({ data }) => got(data);
  thread.onerror = (event) => {
    event.preventDefault?.();
    lost(event.message || unstarted(url));
  };
  return {
    post: (message) => thread.postMessage(message),
    idle: () => {},
    end: async () => {
      thread.terminate();
      revoke();
      return false;
    },
  };
}

/** Possible reasons why a thread did not start. Browsers do not give one. */
function unstarted(url: string | URL | undefined): string {
  return url === undefined
    ? 'no worker started from a blob: ' + 'if worker-src of a Content-Security-Policy forbids blobs, pass workerUrl'
    : 'check that it is JavaScript, allowed by worker-src of the Content-Security-Policy, ' +
        'with the page’s Cross-Origin-Embedder-Policy';
}

/** Number of processors. */
export function processors(): number {
  if (typeof navigator === 'object' && navigator.hardwareConcurrency) return navigator.hardwareConcurrency;
  return globalThis.process?.getBuiltinModule?.('node:os').availableParallelism() ?? 1;
}
