import { CHUNKS } from '../kernels/thread-memory.js';
import type { FromThread, ToThread } from './messages.js';
import type { PoolJob } from './pool-job.js';
import { startThread, type Thread } from './thread.js';

/** How long a thread may take to answer at first. */
const PATIENCE = 10_000;

/** A chunk of a job: being drawn, or drawn and waiting for who puts the job together. */
export interface DrawnChunk {
  readonly job: PoolJob;
  readonly chunk: number;
  drawn: boolean;
  /** Who copies it, once it is drawn. */
  assembler?: WorkerHandle;
}

/** One thread of a scheduler: what it is at, and whether it is still there. */
export class WorkerHandle {
  readonly #thread: Thread;
  readonly #lost: (why: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  ready = false;
  lost = false;
  /** Memories that it is attached to, by number. */
  readonly attached = new Set<number>();
  /** Jobs whose arrays it assembles. */
  readonly jobs = new Set<PoolJob>();
  /** Drawn chunks that it was sent, and has yet to copy. */
  copies = 0;
  /** Chunks that it draws, or that wait to be copied. */
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
      lost(this, this.ready || url === undefined ? why : `workerUrl ${url} starts no thread: ${why}`);
    };
    this.#thread = startThread(
      url,
      (message) => {
        clearTimeout(this.#timer);
        // what another file says would be taken for draws, or for nothing, and waited for without end
        if (!this.ready && !isReady(message)) {
          this.#lost('it is not loaded-dice/worker');
          return;
        }
        this.ready = true;
        if (!this.lost) got(this, message);
      },
      this.#lost,
    );
    this.#timer = setTimeout(() => this.#lost(`a thread has not answered in ${PATIENCE / 1000} s`), PATIENCE);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Posts a message. A page that is not cross-origin isolated cannot post a memory: then the thread is lost. */
  post(message: ToThread): void {
    if (this.lost) return;
    try {
      this.#thread.post(message);
    } catch (error) {
      this.#lost(`${unshared()} (${error})`);
    }
  }

  /** Whether a process may end meanwhile. */
  idle(idle: boolean): void {
    if (!this.lost) this.#thread.idle(idle);
  }

  /** Ends the thread. Resolves to whether it certainly does nothing anymore. */
  end(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.lost = true;
    return this.#thread.end();
  }
}

function isReady(message: unknown): boolean {
  return (message as { ready?: unknown } | null)?.ready === true;
}

/** Says why a memory was not posted: engines differ in what they say, and WebKit gives no reason. */
function unshared(): string {
  return globalThis.crossOriginIsolated === false
    ? 'the page is not cross-origin isolated; serve it with the headers ' +
        'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp'
    : 'this engine shares no memory with its workers';
}
