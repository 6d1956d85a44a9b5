import type { FromThread, ToThread } from './messages.js';
import { source } from './worker-source.js';

/** A thread, of worker_threads or a Worker of the platform. */
export interface Thread {
  post(message: ToThread): void;
  /** Whether a process may end while it waits. */
  idle(idle: boolean): void;
  /** Ends it. Resolves to whether it certainly does nothing anymore: a browser does not say when. */
  end(): Promise<boolean>;
}

/** Starts a thread; `lost` is called once, when it is no more. */
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
  // Node takes a file's address as a URL alone
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

/** Browsers do not say why. */
function unstarted(url: string | URL | undefined): string {
  return url === undefined
    ? 'no worker could be started from a blob: ' +
        'where worker-src of a Content-Security-Policy forbids that, workerUrl helps'
    : 'is it JavaScript, allowed by worker-src of the Content-Security-Policy, ' +
        'with the page’s Cross-Origin-Embedder-Policy?';
}

/** As many as there are processors. */
export function processors(): number {
  if (typeof navigator === 'object' && navigator.hardwareConcurrency) return navigator.hardwareConcurrency;
  return globalThis.process?.getBuiltinModule?.('node:os').availableParallelism() ?? 1;
}
