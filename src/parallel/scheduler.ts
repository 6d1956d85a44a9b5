import { CHUNKS, chunkAt } from '../kernels/thread-memory.js';
import type { DrawTask } from '../sources/source.js';
import { drawMessage } from './draw-message.js';
import { type CallRequest, KernelCalls } from './kernel-calls.js';
import type { FromThread } from './messages.js';
import { type DrawRequest, PoolJob } from './pool-job.js';
import { ThreadAreas } from './thread-areas.js';
import type { Warn } from './warn-once.js';
import { type DrawnChunk, WorkerHandle } from './worker-handle.js';

/** Milliseconds after which a thread that was ended certainly no longer writes. */
const STILL_WRITING = 5_000;

/**
 * Divides requests for draws among threads. Each job has one assembler, a thread that assembles its array. The other
 * threads draw the job's chunks into their own part of the sampler's memory, and the assembler copies them from there.
 */
export class Scheduler {
  readonly #handles: WorkerHandle[] = [];
  readonly #jobs: PoolJob[] = [];
  readonly #areas = new ThreadAreas(this.#handles);
  readonly #calls = new KernelCalls(this.#areas);
  #ids = 0;
  /** Why a thread did not start, or why the last one ended, until the warning is given. */
  #why: string | undefined;

  /**
   * Starts the threads. Works with fewer if some do not start. A scheduler has no reference to its pool, so that the
   * engine can collect a dropped pool.
   */
  constructor(
    private readonly threads: number,
    url: string | URL | undefined,
    private readonly warn: Warn,
  ) {
    const got = (handle: WorkerHandle, message: FromThread) => this.#got(handle, message);
    const lost = (handle: WorkerHandle, why: string) => this.#lose(handle, why);
    for (let i = 0; i < threads; i++) {
      try {
        this.#handles.push(new WorkerHandle(this.#handles.length, url, got, lost));
      } catch (error) {
        this.#why ??= String(error);
      }
    }
    this.#warnIfFewer();
  }

  get alive(): boolean {
    return this.#handles.some((handle) => !handle.lost);
  }

  /**
   * Reserves bytes for the threads in a memory, once for all samplers that share the memory.
   * @throws {RangeError} The memory cannot grow that far.
   */
  prepare({ memory }: DrawTask): void {
    this.#areas.prepare(memory);
  }

  /** Calls a kernel on one of the threads. */
  call(request: CallRequest): void {
    this.#calls.add(request);
    this.#serve();
  }

  /**
   * Starts a job for a request. Returns a function that aborts it, and calls its argument once no thread writes to the
   * caller's array.
   */
  add(request: DrawRequest): (then: () => void) => void {
    this.#assign(new PoolJob(this.#ids++, request));
    this.#serve();
    return (then) => this.#stop(request, then);
  }

  /** Ends the threads. Pending requests reject. */
  async end(): Promise<void> {
    const idle = this.#calls.isEmpty && !this.#handles.some((handle) => handle.isDrawing);
    const ends = this.#handles.map((handle) => handle.end());
    // the last one first: each moves its sampler back to the position before its own request
    const jobs = this.#jobs.splice(0).reverse();
    const reject = (job: PoolJob) => (job.stopped ?? (() => job.request.reject(closed())))();
    for (const { request } of jobs) request.undo?.();
    for (const job of jobs) if (!job.control) reject(job);
    const free = this.#calls.end(closed);
    const certain = (await Promise.all(ends)).every((each) => each);
    for (const job of jobs) if (job.control) reject(job);
    const release = (): void => {
      this.#areas.release();
      free();
    };
    // a browser may let a busy thread write for a moment after its end
    if (idle || certain) release();
    else globalThis.setTimeout?.(release, STILL_WRITING);
    this.#areas.end();
  }

  /** Chooses an assembler for a job that needs one. One thread assembles all jobs. */
  #assign(job: PoolJob): void {
    const handle = this.#handles.find((each) => !each.lost);
    if (!handle) {
      job.request.unavailable();
      return;
    }
    if (!this.#jobs.includes(job)) this.#jobs.push(job);
    if (job.request.out) return;
    handle.jobs.add(job);
    handle.post({ assemble: job.id, count: job.request.count });
  }

  #serve(): void {
    const alone = this.#handles.filter((handle) => !handle.lost).length === 1;
    for (const handle of this.#handles) {
      this.#calls.serve(handle);
      // The assembler draws only if it has nothing to copy. If drawing is fast, copying keeps it busy. The array's
      // pages are new to the process, and to map them takes as long as to draw their contents.
      const assembles = handle.jobs.size > 0 && !alone;
      const depth = assembles ? Number(handle.copies === 0) : CHUNKS;
      for (let slot = 0; slot < depth && handle.ready && !handle.lost; slot++) {
        const job = handle.slots[slot] ? undefined : this.#jobs.find((each) => each.isOpenTo(handle));
        if (job) this.#give(handle, slot, job);
      }
      // a thread that is at work, or whose answer is pending, keeps a process alive
      handle.idle(this.#jobs.length === 0 && this.#calls.isEmpty);
    }
  }

  #give(handle: WorkerHandle, slot: number, job: PoolJob): void {
    const { memory, module } = job.request.task;
    const chunk = job.control ? 0 : job.take();
    handle.slots[slot] = { job, chunk, drawn: false };
    if (job.control) job.join(handle);
    this.#areas.attach(handle, memory, module);
    handle.post(drawMessage(job, chunk, slot, this.#areas.idOf(memory), this.#threadAt(job, handle)));
  }

  #got(handle: WorkerHandle, message: FromThread): void {
    if ('done' in message) this.#drawn(handle, message.done, message.wrote ?? 0);
    else if ('filling' in message) handle.slots[message.filling]?.job.wrote(message.wrote);
    else if ('copied' in message) this.#copied(handle, message.copied);
    else if ('assembled' in message) {
      // view the bytes with this realm's class: in Jest, a thread's arrays have the class of Node's own realm
      this.#end(message.assembled)?.request.resolve(new Uint32Array(message.draws.buffer));
    } else if ('called' in message) this.#calls.done(handle, message.called);
    else if ('failed' in message) this.#end(message.failed)?.request.unavailable();
    this.#warnIfFewer();
    this.#serve();
  }

  /** Sends a drawn chunk to the assembler of its job, if it has one. */
  #drawn(handle: WorkerHandle, slot: number, wrote: number): void {
    const entry = handle.slots[slot] as DrawnChunk;
    const { job, chunk } = entry;
    entry.drawn = true;
    if (job.request.out) {
      handle.slots[slot] = undefined;
      if (job.control) this.#left(job, wrote);
      else this.#filled(job, chunk, handle, slot);
      return;
    }
    const assembler = this.#assemblerOf(job);
    if (!assembler) {
      handle.slots[slot] = undefined;
      return;
    }
    const { at, count } = job.rangeOf(chunk);
    const { memory, module } = job.request.task;
    this.#areas.attach(assembler, memory, module);
    const from = chunkAt(this.#threadAt(job, handle), slot);
    entry.assembler = assembler;
    assembler.copies++;
    assembler.post({
      copy: handle.index * CHUNKS + slot,
      into: job.id,
      memory: this.#areas.idOf(memory),
      from,
      at,
      count,
    });
  }

  /** Ends a thread's part in filling an array that threads share. After the last one, the array is full. */
  #left(job: PoolJob, wrote: number): void {
    job.working--;
    if (wrote > 0) job.wrote(wrote);
    if (job.working > 0 || !this.#jobs.includes(job)) return;
    if (job.stopped) this.#endStopped(job);
    else if (job.torn) this.#restart(job);
    else this.#finish(job);
  }

  /** Copies a chunk to the caller's array. */
  #filled(job: PoolJob, chunk: number, handle: WorkerHandle, slot: number): void {
    const { task, out, undo, reject } = job.request;
    if (!this.#jobs.includes(job)) return;
    try {
      const { at, count } = job.rangeOf(chunk);
      const from = chunkAt(this.#threadAt(job, handle), slot);
      (out as Uint32Array).set(new Uint32Array(task.memory.memory.buffer, from, count), at);
    } catch (error) {
      // the caller transferred or shortened the array meanwhile
      undo?.();
      this.#stop(job.request, () => reject(error));
      return;
    }
    if (job.done() && this.#jobs.includes(job)) this.#finish(job);
  }

  #finish(job: PoolJob): void {
    this.#drop(job);
    job.request.resolve(job.request.out as Uint32Array);
  }

  #copied(assembler: WorkerHandle, copy: number): void {
    assembler.copies--;
    const { slots } = this.#handles[Math.floor(copy / CHUNKS)];
    const { job } = slots[copy % CHUNKS] ?? {};
    slots[copy % CHUNKS] = undefined;
    if (job?.done()) this.#assemblerOf(job)?.post({ deliver: job.id });
  }

  #end(id: number): PoolJob | undefined {
    const job = this.#jobs.find((each) => each.id === id);
    if (job) this.#drop(job);
    return job;
  }

  #drop(job: PoolJob): void {
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    for (const handle of this.#handles) handle.jobs.delete(job);
  }

  #stop(request: DrawRequest, then: () => void): void {
    const job = this.#jobs.find((each) => each.request === request);
    if (!job) return;
    job.stop(then);
    this.#assemblerOf(job)?.post({ forget: job.id });
    this.#endStopped(job);
    this.#serve();
  }

  /** Ends a job that was stopped, unless threads still write to the caller's array. */
  #endStopped(job: PoolJob): void {
    if (job.working > 0) return;
    if (this.#jobs.includes(job)) this.#drop(job);
    job.stopped?.();
  }

  /** Gives a lost thread's chunks to other threads, and begins the jobs that it assembled anew. */
  #lose(handle: WorkerHandle, why: string): void {
    if (!handle.ready || !this.alive) this.#why ??= why;
    this.#warnIfFewer();
    const jobs = [...handle.jobs];
    handle.jobs.clear();
    for (const slot of handle.slots.splice(0, CHUNKS, ...new Array(CHUNKS))) {
      if (!slot || jobs.includes(slot.job)) continue;
      slot.job.again.push(slot.chunk);
      if (!slot.job.control) continue;
      slot.job.torn = true;
      this.#left(slot.job, 0);
    }
    // chunks whose copy it did not confirm are free again, those of aborted jobs included
    for (const { slots } of this.#handles) {
      for (let slot = 0; slot < CHUNKS; slot++) {
        if (slots[slot]?.assembler === handle) slots[slot] = undefined;
      }
    }
    for (const job of jobs) this.#restart(job);
    this.#calls.lose(handle, this.alive);
    if (!this.alive) for (const { request, stopped } of this.#jobs.splice(0)) (stopped ?? request.unavailable)();
    this.#serve();
  }

  /** Warns if threads are missing, as soon as each thread has either answered or been lost. */
  #warnIfFewer(): void {
    if (this.#why === undefined || this.#handles.some(({ ready, lost }) => !ready && !lost)) return;
    const alive = this.#handles.filter(({ lost }) => !lost).length;
    this.warn(this.#why, alive > 0 ? `${alive} of ${this.threads} threads` : undefined);
    this.#why = undefined;
  }

  /** Begins a job anew, under a new number: copies still on their way are for the old number. */
  #restart(job: PoolJob): void {
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    this.#assign(new PoolJob(this.#ids++, job.request));
  }

  #assemblerOf(job: PoolJob): WorkerHandle | undefined {
    return this.#handles.find((handle) => handle.jobs.has(job));
  }

  /** Address of a thread's bytes in the memory of a job. */
  #threadAt({ request }: PoolJob, handle: WorkerHandle): number {
    return this.#areas.threadAt(request.task.memory, handle);
  }
}

/** The error of requests that are pending when the pool is closed. */
export function closed(): Error {
  return new Error('the pool was closed meanwhile');
}
