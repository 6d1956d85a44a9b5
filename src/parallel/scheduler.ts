import type { SharedMemory } from '../kernels/allocation.js';
import { CHUNKS, chunkAt, THREAD_BYTES } from '../kernels/thread-memory.js';
import type { DrawTask } from '../sources/source.js';
import type { FromThread } from './messages.js';
import { type DrawRequest, PoolJob } from './pool-job.js';
import type { Warn } from './warn-once.js';
import { type DrawnChunk, WorkerHandle } from './worker-handle.js';

/** The threads' bytes in a memory. */
interface Area {
  readonly id: number;
  readonly base: number;
  readonly bytes: number;
}

/**
 * Calls what schedulers have to do when a memory was collected. One registry serves all schedulers and lives as long as
 * the module. With one for each scheduler, a registry could be collected before it had called its finalizers; then V8
 * (as of Node 24) calls no finalizer of the process anymore, whoever registered it.
 */
let collected: FinalizationRegistry<() => void> | undefined;

/** Milliseconds after which a thread that was ended no longer writes. */
const STILL_WRITING = 5_000;

/**
 * Threads, and what they are asked for. One of them puts the jobs' arrays together; the others draw its chunks in
 * their own rooms of the sampler's memory, from where they are copied.
 */
export class Scheduler {
  readonly #handles: WorkerHandle[] = [];
  readonly #jobs: PoolJob[] = [];
  readonly #areas = new WeakMap<SharedMemory, Area>();
  readonly #memories = new Set<WeakRef<SharedMemory>>();
  #ids = 0;
  /** Why a thread did not start, or the last one ended, until that is told. */
  #why: string | undefined;

  /**
   * Goes on without threads that cannot be started. A scheduler does not hold its pool, so that a dropped pool can be
   * collected.
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
    this.#tell();
  }

  get alive(): boolean {
    return this.#handles.some((handle) => !handle.lost);
  }

  /**
   * Sets bytes aside for the threads in a memory: once for all samplers that share it.
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

  /** Returns what gives it up. */
  add(request: DrawRequest): () => void {
    const job = new PoolJob(this.#ids++, request);
    this.#assign(job);
    this.#serve();
    return () => this.#forget(job);
  }

  /** Ends the threads: what is under way fails. */
  async end(): Promise<void> {
    const idle = this.#handles.every(({ slots }) => slots.every((work) => !work || work.drawn));
    const ends = this.#handles.map((handle) => handle.end());
    // the last one first: each moves its sampler back to where the one before it left off
    for (const { request } of this.#jobs.splice(0).reverse()) request.reject(new Error('the pool was closed'));
    const certain = (await Promise.all(ends)).every((each) => each);
    // a browser may let a thread that is at work write on for a moment
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

  /** Has a job put together, all of them by one thread. */
  #assign(job: PoolJob): void {
    const handle = this.#handles.find((each) => !each.lost);
    if (!handle) {
      job.request.undone();
      return;
    }
    if (!this.#jobs.includes(job)) this.#jobs.push(job);
    handle.jobs.add(job);
    handle.post({ assemble: job.id, count: job.request.count });
  }

  #serve(): void {
    const alone = this.#handles.filter((handle) => !handle.lost).length === 1;
    for (const handle of this.#handles) {
      // who puts an array together has enough to do with that, where drawing is fast: its pages are new to the process,
      // which takes as long as to draw what they hold. It draws where it would have to wait
      const keeps = handle.jobs.size > 0 && !alone;
      const depth = keeps ? Number(handle.copies === 0) : CHUNKS;
      for (let slot = 0; slot < depth && handle.ready && !handle.lost; slot++) {
        const job = handle.slots[slot] ? undefined : this.#jobs.find((each) => each.open);
        if (job) this.#give(handle, slot, job);
      }
      // a thread that is to answer, or that is at work, keeps a process from ending
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
      chunk: slot,
      sampler: this.#areaOf(memory).id,
      out: chunkAt(thread, slot),
    });
  }

  #attach(handle: WorkerHandle, { request }: PoolJob): void {
    const { memory } = request.task;
    const { id } = this.#areaOf(memory);
    if (!handle.attached.has(id)) handle.post({ attach: id, module: memory.module, memory: memory.memory });
    handle.attached.add(id);
  }

  #got(handle: WorkerHandle, message: FromThread): void {
    if ('done' in message) this.#copy(handle, message.done);
    else if ('copied' in message) this.#copied(handle, message.copied);
    else if ('assembled' in message) {
      // an array of this realm over the same bytes: in Jest, what a thread sends is of Node's own realm
      this.#end(message.assembled)?.request.resolve(new Uint32Array(message.draws.buffer));
    } else if ('failed' in message) this.#end(message.failed)?.request.undone();
    this.#tell();
    this.#serve();
  }

  /** A chunk is drawn: it goes to who puts its job together. */
  #copy(handle: WorkerHandle, slot: number): void {
    const work = handle.slots[slot] as DrawnChunk;
    const { job, chunk } = work;
    work.drawn = true;
    const assembler = this.#assemblerOf(job);
    if (!assembler) {
      handle.slots[slot] = undefined;
      return;
    }
    const { at, count } = job.rangeOf(chunk);
    const { id } = this.#areaOf(job.request.task.memory);
    this.#attach(assembler, job);
    const from = chunkAt(this.#threadAt(job, handle), slot);
    work.assembler = assembler;
    assembler.copies++;
    assembler.post({ copy: handle.index * CHUNKS + slot, into: job.id, sampler: id, from, at, count });
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

  /** What a lost thread was at is done by others, and what it put together is begun anew. */
  #lose(handle: WorkerHandle, why: string): void {
    if (!handle.ready || !this.alive) this.#why ??= why;
    this.#tell();
    const jobs = [...handle.jobs];
    handle.jobs.clear();
    for (const slot of handle.slots) if (slot && !jobs.includes(slot.job)) slot.job.again.push(slot.chunk);
    handle.slots.fill(undefined);
    // what waited for it waits in vain: also for jobs that were given up, which it no longer has
    for (const { slots } of this.#handles) {
      for (let slot = 0; slot < CHUNKS; slot++) {
        if (slots[slot]?.assembler === handle) slots[slot] = undefined;
      }
    }
    for (const job of jobs) this.#restart(job);
    if (!this.alive) for (const { request } of this.#jobs.splice(0)) request.undone();
    this.#serve();
  }

  /** Says what threads there are, once all have answered or are lost. */
  #tell(): void {
    if (this.#why === undefined || this.#handles.some(({ ready, lost }) => !ready && !lost)) return;
    const alive = this.#handles.filter(({ lost }) => !lost).length;
    this.warn(this.#why, alive > 0 ? `${alive} of ${this.threads} threads` : undefined);
    this.#why = undefined;
  }

  /** Under another number: what is under way of it is another job's. */
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

  /** Where a thread's bytes begin in the memory of a job. */
  #threadAt({ request }: PoolJob, handle: WorkerHandle): number {
    return this.#areaOf(request.task.memory).base + handle.index * THREAD_BYTES;
  }

  #detach(id: number, ref: WeakRef<SharedMemory>): void {
    this.#memories.delete(ref);
    for (const handle of this.#handles) if (handle.attached.delete(id)) handle.post({ detach: id });
  }
}
