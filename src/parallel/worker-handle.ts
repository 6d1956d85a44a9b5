import { startThread, type Thread } from '../internal/thread.js';
import { CHUNKS } from '../kernels/thread-memory.js';
import { type FromThread, PROTOCOL, type ToThread } from './messages.js';
import type { PoolJob } from './pool-job.js';
import { source } from './worker-source.js';

/** Milliseconds that a thread may take to report that it is ready. */
const PATIENCE = 10_000;

/** A chunk of a job that is being drawn, or that waits for the assembler to copy it. */
export interface DrawnChunk {
  readonly job: PoolJob;
  readonly chunk: number;
  drawn: boolean;
  /** The worker handle that copies the chunk, once it is drawn. */
  assembler?: WorkerHandle;
}

/** The calling thread's view of one thread: its chunks, its jobs, and whether it has been lost. */
export class WorkerHandle {
  readonly #thread: Thread<ToThread>;
  readonly #lost: (why: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  ready = false;
  lost = false;
  /** Numbers of the memories that the thread is attached to, and the modules whose kernels it has there. */
  readonly attached = new Map<number, Set<WebAssembly.Module>>();
  /** Jobs whose arrays the thread assembles. */
  readonly jobs = new Set<PoolJob>();
  /** Number of drawn chunks that were sent to the thread and are not yet copied. */
  copies = 0;
  /** Chunks that the thread draws, or that wait to be copied. */
  readonly slots: (DrawnChunk | undefined)[] = new Array(CHUNKS);

  constructor(
    readonly index: number,
    url: string | URL | undefined,
    got: (handle: WorkerHandle, message: FromThread) => void,
    lost: (handle: WorkerHandle, why: string) => void,
  ) {
    this.#lost = (why) => {
      clearTimeout(this.#timer);
      if (this.lost) return;
      this.lost = true;
      void this.#thread.end();
      const reason = why || unstarted(url);
      lost(this, this.ready || url === undefined ? reason : `workerUrl ${url} did not start a thread: ${reason}`);
    };
    this.#thread = startThread(
      source,
      url,
      (message: FromThread) => {
        clearTimeout(this.#timer);
        // a thread that runs another file never sends this; without the check its messages would be ignored or misread
        const ready = (message as { ready?: unknown } | null)?.ready;
        if (!this.ready && ready !== PROTOCOL) {
          this.#lost(
            ready === undefined
              ? 'it is not loaded-dice/worker'
              : 'it is loaded-dice/worker of another version: serve the file of the installed package',
          );
          return;
        }
        this.ready = true;
        if (!this.lost) got(this, message);
      },
      this.#lost,
    );
    this.#timer = setTimeout(() => this.#lost(`no answer from a thread in ${PATIENCE / 1000} s`), PATIENCE);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /**
   * Posts a message. If a memory cannot be posted, as on a page that is not cross-origin isolated, the thread is lost.
   */
  post(message: ToThread): void {
    if (this.lost) return;
    try {
      this.#thread.post(message);
    } catch (error) {
      this.#lost(unshared(error));
    }
  }

  /** Whether the thread may be drawing. */
  get isDrawing(): boolean {
    return this.slots.some((entry) => entry && !entry.drawn);
  }

  /** Sets whether the process may end while the thread waits. */
  idle(idle: boolean): void {
    if (!this.lost) this.#thread.idle(idle);
  }

  /** Ends the thread. Resolves to whether it has certainly stopped. */
  end(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.lost = true;
    return this.#thread.end();
  }
}

/** Why a memory could not be posted. Engines word it differently, and WebKit gives no reason. */
function unshared(error: unknown): string {
  if (globalThis.crossOriginIsolated !== false) return `this engine cannot share memory with workers (${error})`;
  const how =
    globalThis.isSecureContext === false
      ? 'serve it by https or on localhost: browsers ignore its headers elsewhere'
      : 'serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: ' +
        'require-corp, or load coi-serviceworker where you cannot set headers';
  return `the page is not cross-origin isolated, so that threads cannot read the sampler; ${how}`;
}

/** Possible reasons why a thread did not start. Browsers do not give one. */
function unstarted(url: string | URL | undefined): string {
  return url === undefined
    ? 'no worker started from a blob: ' + 'if worker-src of a Content-Security-Policy forbids blobs, pass workerUrl'
    : 'check that it is JavaScript, allowed by worker-src of the Content-Security-Policy, ' +
        'with the page’s Cross-Origin-Embedder-Policy';
}
