import type { Job } from '../kernels/drawer.js';
import type { Piece, Slots } from './messages.js';
import { startThread, type Thread } from './thread.js';

/** A piece's draws; two of them are under way in a thread, so that none waits for the other to be copied. */
export const PIECE = 1 << 17;
const DEPTH = 2;
const PAGE = 65536;
const WORDS = 8192;
/** A thread's own room in a sampler's memory: a stream, scratch, the draws of its pieces. */
const ROOM = PAGE * Math.ceil((64 + WORDS + DEPTH * 4 * PIECE) / PAGE);
/** How long a thread may take to answer at first. */
const PATIENCE = 10_000;

/** Draws that are wanted, and what is to be done with them. */
export interface Order {
  readonly job: Job;
  readonly epoch: number;
  readonly position: number;
  readonly length: number;
  readonly count: number;
  /** Takes them over; they are written over afterwards. */
  done(draws: Uint32Array): void;
  /** No thread is left to draw them. */
  undone(): void;
  /** Nobody will. */
  fail(error: Error): void;
}

interface Member {
  readonly thread: Thread;
  readonly index: number;
  ready: boolean;
  lost: boolean;
  /** Which samplers it has. */
  readonly attached: Set<number>;
  /** What it is at, by slot. */
  readonly at: (Order | undefined)[];
}

/** A sampler's memory as threads see it. */
interface Ground {
  readonly id: number;
  /** Where the rooms begin. */
  readonly base: number;
}

/** Threads, and what they are asked for. */
export class Crew {
  readonly #members: Member[];
  readonly #queue: Order[] = [];
  readonly #grounds = new WeakMap<WebAssembly.Memory, Ground>();
  readonly #collected = new FinalizationRegistry((id: number) => this.#detach(id));
  #pieces = 0;
  #samplers = 0;

  constructor(
    threads: number,
    url: string | URL | undefined,
    private readonly warn: (why: string) => void,
  ) {
    this.#members = Array.from({ length: threads }, (_, index) => this.#start(index, url));
  }

  get alive(): boolean {
    return this.#members.some((member) => !member.lost);
  }

  /**
   * Makes room for the threads in a sampler's memory.
   * @throws {Error} There is none, or the memory cannot be shared.
   */
  prepare({ memory }: Job): void {
    if (this.#grounds.has(memory)) return;
    const base = memory.buffer.byteLength;
    memory.grow((this.#members.length * ROOM) / PAGE);
    const id = this.#samplers++;
    this.#grounds.set(memory, { id, base });
    this.#collected.register(memory, id);
  }

  add(orders: readonly Order[]): void {
    this.#queue.push(...orders);
    this.#serve();
  }

  /** Forgets what is not begun of an order's kin. */
  drop(unwanted: (order: Order) => boolean): void {
    const kept = this.#queue.filter((order) => !unwanted(order));
    this.#queue.splice(0, this.#queue.length, ...kept);
  }

  /** Ends the threads: what is under way is not done. */
  async end(): Promise<void> {
    const closed = new Error('the pool was closed');
    for (const member of this.#members) {
      member.lost = true;
      for (const order of member.at) order?.fail(closed);
    }
    for (const order of this.#queue.splice(0)) order.fail(closed);
    await Promise.all(this.#members.map(({ thread }) => thread.end()));
  }

  #start(index: number, url: string | URL | undefined): Member {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lose = (why: string) => {
      clearTimeout(timer);
      this.#lose(member, why);
    };
    const thread = startThread(
      url,
      (message) => {
        if ('ready' in message) {
          clearTimeout(timer);
          member.ready = true;
          member.thread.idle(true);
        } else {
          this.#finish(member, message.done);
        }
        this.#serve();
      },
      lose,
    );
    const member: Member = { thread, index, ready: false, lost: false, attached: new Set(), at: new Array(DEPTH) };
    timer = setTimeout(() => {
      lose(`a thread has not answered in ${PATIENCE / 1000} s`);
      void thread.end();
    }, PATIENCE);
    (timer as { unref?: () => void }).unref?.();
    return member;
  }

  #serve(): void {
    for (const member of this.#members) {
      if (member.lost) continue;
      for (let slot = 0; slot < DEPTH && member.ready; slot++) {
        const order = member.at[slot] ? undefined : this.#queue.shift();
        if (order) this.#give(member, slot, order);
      }
      // a thread that is to answer, or that is at work, keeps a process from ending
      const waited = member.at.some(Boolean) || (!member.ready && this.#queue.length > 0);
      if (!member.lost) member.thread.idle(!waited);
    }
    if (!this.alive) for (const order of this.#queue.splice(0)) order.undone();
  }

  #give(member: Member, slot: number, order: Order): void {
    const { memory, module, seed, purpose, call } = order.job;
    const { id, base } = this.#grounds.get(memory) as Ground;
    const room = base + member.index * ROOM;
    const slots: Slots = { stream: room, words: room + 64 };
    const { epoch, position, length, count } = order;
    const piece: Piece = {
      ...{ ...call, seed, purpose, epoch, position, length, count, slots },
      piece: slot + DEPTH * this.#pieces++,
      sampler: id,
      out: outOf(room, slot),
    };
    member.at[slot] = order;
    try {
      if (!member.attached.has(id)) member.thread.post({ attach: id, module, memory });
      member.attached.add(id);
      member.thread.post(piece);
    } catch (error) {
      // a memory that a page without cross-origin isolation may not share
      this.#lose(member, String(error));
    }
  }

  #finish(member: Member, piece: number): void {
    const slot = piece % DEPTH;
    const order = member.at[slot];
    member.at[slot] = undefined;
    if (!order || member.lost) return;
    const { base } = this.#grounds.get(order.job.memory) as Ground;
    order.done(new Uint32Array(order.job.memory.buffer, outOf(base + member.index * ROOM, slot), order.count));
  }

  /** What a lost thread was at is done by others. */
  #lose(member: Member, why: string): void {
    if (member.lost) return;
    member.lost = true;
    this.#queue.unshift(...member.at.filter((order) => order !== undefined));
    member.at.fill(undefined);
    if (!this.alive) this.warn(why);
    this.#serve();
  }

  #detach(id: number): void {
    for (const { thread, attached, lost } of this.#members)
      if (attached.delete(id) && !lost) thread.post({ detach: id });
  }
}

function outOf(room: number, slot: number): number {
  return room + 64 + WORDS + slot * 4 * PIECE;
}
