import type { SharedMemory } from '../kernels/allocation.js';
import { CHUNKS, chunkAt, scratchAt, THREAD_BYTES } from '../kernels/thread-memory.js';
import type { DrawTask } from '../sources/source.js';
import type { FromThread } from './messages.js';
import { type DrawRequest, PoolJob } from './pool-job.js';
import type { Warn } from './warn-once.js';
import { type DrawnChunk, WorkerHandle } from './worker-handle.js';

/** The bytes that a memory has for the threads of one scheduler. */
interface Area {
  readonly id: number;
  readonly base: number;
  readonly bytes: number;
}

/**
 * Calls a scheduler when the engine has collected a memory. All schedulers share this registry, which lives as long as
 * the module. With a registry for each scheduler, the engine could collect one before it called its finalizers. V8 (as
 * of Node 24) then calls no finalizer of the process anymore.
 */
let collected: FinalizationRegistry<() => void> | undefined;

/** Milliseconds after which a thread that was ended certainly no longer writes. */
const STILL_WRITING = 5_000;

/**
 * Divides requests for draws among threads. Each job has one assembler, a thread that assembles its array. The other
 * threads draw the job's chunks into their own part of the sampler's memory, and the assembler copies them from there.
 */
export class Scheduler {
  readonly #handles: WorkerHandle[] = [];
  readonly #jobs: PoolJob[] = [];
  readonly #areas = new WeakMap<SharedMemory, Area>();
  readonly #memories = new Set<WeakRef<SharedMemory>>();
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
    if (this.#areas.has(memory)) return;
    const bytes = this.#handles.length * THREAD_BYTES;
    const base = memory.reserve(bytes);
    const id = this.#ids++;
    this.#areas.set(memory, { id, base, bytes });
    const ref = new WeakRef(memory);
    this.#memories.add(ref);
    collected ??= new FinalizationRegistry((call) => call());
    collected.register(memory, () => this.#detach(id, ref), this);
  }

  /** Starts a job for a request. Returns a function that aborts it. */
  add(request: DrawRequest): () => void {
    const job = new PoolJob(this.#ids++, request);
    this.#assign(job);
    this.#serve();
    return () => this.#forget(job);
  }

  /** Ends the threads. Pending requests reject. */
  async end(): Promise<void> {
    const idle = this.#handles.every(({ slots }) => slots.every((entry) => !entry || entry.drawn));
    const ends = this.#handles.map((handle) => handle.end());
    // the last one first: each moves its sampler back to the position before its own request
    for (const { request } of this.#jobs.splice(0).reverse())
      request.reject(new Error('the pool was closed meanwhile'));
    const certain = (await Promise.all(ends)).every((each) => each);
    // a browser may let a busy thread write for a moment after its end
    if (idle || certain) this.#release();
    else globalThis.setTimeout?.(() => this.#release(), STILL_WRITING);
    collected?.unregister(this);
  }

  #release(): void {
    for (const each of this.#memories) {
      const memory = each.deref();
      const area = memory && this.#areas.get(memory);
      if (area) memory.release(area.base, area.bytes);
    }
    this.#memories.clear();
  }

  /** Chooses an assembler for a job. One thread assembles all jobs. */
  #assign(job: PoolJob): void {
    const handle = this.#handles.find((each) => !each.lost);
    if (!handle) {
      job.request.unavailable();
      return;
    }
    if (!this.#jobs.includes(job)) this.#jobs.push(job);
    handle.jobs.add(job);
    handle.post({ assemble: job.id, count: job.request.count });
  }

  #serve(): void {
    const alone = this.#handles.filter((handle) => !handle.lost).length === 1;
    for (const handle of this.#handles) {
      // The assembler draws only if it has nothing to copy. If drawing is fast, copying keeps it busy. The array's
      // pages are new to the process, and to map them takes as long as to draw their contents.
      const assembles = handle.jobs.size > 0 && !alone;
      const depth = assembles ? Number(handle.copies === 0) : CHUNKS;
      for (let slot = 0; slot < depth && handle.ready && !handle.lost; slot++) {
        const job = handle.slots[slot] ? undefined : this.#jobs.find((each) => each.open);
        if (job) this.#give(handle, slot, job);
      }
      // a thread that is at work, or whose answer is pending, keeps a process alive
      handle.idle(this.#jobs.length === 0);
    }
  }

  #give(handle: WorkerHandle, slot: number, job: PoolJob): void {
    const { memory, seed, purpose, call } = job.request.task;
    const chunk = job.take();
    handle.slots[slot] = { job, chunk, drawn: false };
    const thread = this.#threadAt(job, handle);
    const { epoch, position, count } = job.rangeOf(chunk);
    this.#attach(handle, job);
    handle.post({
      ...{ ...call, seed, purpose, epoch, position, count },
      length: job.request.length,
      stream: thread,
      scratch: scratchAt(thread),
      chunk: slot,
      memory: this.#areaOf(memory).id,
      out: chunkAt(thread, slot),
    });
  }

  #attach(handle: WorkerHandle, { request }: PoolJob): void {
    const { memory, module } = request.task;
    const { id } = this.#areaOf(memory);
    const modules = handle.attached.get(id) ?? new Set();
    if (!modules.has(module)) handle.post({ attach: id, module, memory: memory.memory });
    handle.attached.set(id, modules.add(module));
  }

  #got(handle: WorkerHandle, message: FromThread): void {
    if ('done' in message) this.#copy(handle, message.done);
    else if ('copied' in message) this.#copied(handle, message.copied);
    else if ('assembled' in message) {
      // view the bytes with this realm's class: in Jest, a thread's arrays have the class of Node's own realm
      this.#end(message.assembled)?.request.resolve(new Uint32Array(message.draws.buffer));
    } else if ('failed' in message) this.#end(message.failed)?.request.unavailable();
    this.#warnIfFewer();
    this.#serve();
  }

  /** Sends a drawn chunk to the assembler of its job. */
  #copy(handle: WorkerHandle, slot: number): void {
    const entry = handle.slots[slot] as DrawnChunk;
    const { job, chunk } = entry;
    entry.drawn = true;
    const assembler = this.#assemblerOf(job);
    if (!assembler) {
      handle.slots[slot] = undefined;
      return;
    }
    const { at, count } = job.rangeOf(chunk);
    const { id } = this.#areaOf(job.request.task.memory);
    this.#attach(assembler, job);
    const from = chunkAt(this.#threadAt(job, handle), slot);
    entry.assembler = assembler;
    assembler.copies++;
    assembler.post({ copy: handle.index * CHUNKS + slot, into: job.id, memory: id, from, at, count });
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

  #forget(job: PoolJob): void {
    if (!this.#jobs.includes(job)) return;
    this.#assemblerOf(job)?.post({ forget: job.id });
    this.#drop(job);
    this.#serve();
  }

  /** Gives a lost thread's chunks to other threads, and begins the jobs that it assembled anew. */
  #lose(handle: WorkerHandle, why: string): void {
    if (!handle.ready || !this.alive) this.#why ??= why;
    this.#warnIfFewer();
    const jobs = [...handle.jobs];
    handle.jobs.clear();
    for (const slot of handle.slots) if (slot && !jobs.includes(slot.job)) slot.job.again.push(slot.chunk);
    handle.slots.fill(undefined);
    // chunks whose copy it did not confirm are free again, those of aborted jobs included
    for (const { slots } of this.#handles) {
      for (let slot = 0; slot < CHUNKS; slot++) {
        if (slots[slot]?.assembler === handle) slots[slot] = undefined;
      }
    }
    for (const job of jobs) this.#restart(job);
    if (!this.alive) for (const { request } of this.#jobs.splice(0)) request.unavailable();
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

  #areaOf(memory: SharedMemory): Area {
    return this.#areas.get(memory) as Area;
  }

  /** Address of a thread's bytes in the memory of a job. */
  #threadAt({ request }: PoolJob, handle: WorkerHandle): number {
    return this.#areaOf(request.task.memory).base + handle.index * THREAD_BYTES;
  }

  #detach(id: number, ref: WeakRef<SharedMemory>): void {
    this.#memories.delete(ref);
    for (const handle of this.#handles) if (handle.attached.delete(id)) handle.post({ detach: id });
  }
}
