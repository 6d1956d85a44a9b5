import type { SharedMemory } from '../kernels/allocation.js';
import type { ThreadAreas } from './thread-areas.js';
import type { WorkerHandle } from './worker-handle.js';

/** Asks for one call of a kernel, with numbers as arguments. */
export interface CallRequest {
  readonly memory: SharedMemory;
  /** The module that has the kernel. */
  readonly module: WebAssembly.Module;
  readonly kernel: string;
  readonly args: readonly number[];
  /** Called once no thread uses the memory for this call anymore. */
  release(): void;
  /** Called with what the kernel returned. */
  resolve(result: number): void;
  reject(reason: unknown): void;
  /** Called if no thread can make the call, or if the thread that made it was lost. */
  unavailable(): void;
}

/** Single calls of kernels, which wait for a thread. */
export class KernelCalls {
  #waiting: CallRequest[] = [];
  readonly #running = new Map<WorkerHandle, CallRequest>();

  constructor(private readonly areas: ThreadAreas) {}

  add(request: CallRequest): void {
    this.#waiting.push(request);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#running.size === 0;
  }

  /** Whether a thread is busy with a call. */
  isRunning(handle: WorkerHandle): boolean {
    return this.#running.has(handle);
  }

  /** Gives a thread the next call, unless it has one. */
  serve(handle: WorkerHandle): void {
    if (!handle.ready || handle.lost || this.#running.has(handle)) return;
    const request = this.#waiting.shift();
    if (!request) return;
    const { memory, module, kernel, args } = request;
    this.#running.set(handle, request);
    this.areas.attach(handle, memory, module);
    handle.post({ call: kernel, args, memory: this.areas.idOf(memory) });
  }

  /** Ends the call of a thread. */
  done(handle: WorkerHandle, result: number): void {
    const request = this.#running.get(handle);
    this.#running.delete(handle);
    request?.release();
    request?.resolve(result);
  }

  /** Ends the call of a thread that was lost; all calls if no thread is left. */
  lose(handle: WorkerHandle, alive: boolean): void {
    const lost = this.#running.get(handle);
    this.#running.delete(handle);
    for (const request of [...(lost ? [lost] : []), ...(alive ? [] : this.#waiting.splice(0))]) {
      request.release();
      request.unavailable();
    }
  }

  /** Rejects all calls. Call the returned function once no thread is at work anymore. */
  end(reason: () => unknown): () => void {
    const all = [...this.#running.values(), ...this.#waiting];
    this.#running.clear();
    this.#waiting = [];
    for (const each of all) each.reject(reason());
    return () => {
      for (const each of all) each.release();
    };
  }
}
