import type { Job } from '../kernels/drawer.js';
import { DEPTH, Member, type Work } from './member.js';
import type { FromThread } from './messages.js';
import { Order, PIECE, type Wanted } from './order.js';

const PAGE = 65536;
const STREAM = 64;
/** A thread's own room in a sampler's memory: a stream, the draws of its pieces. */
const ROOM = PAGE * Math.ceil((STREAM + DEPTH * 4 * PIECE) / PAGE);

/** A sampler's memory as threads see it. */
interface Ground {
  readonly id: number;
  /** Where the rooms begin, and how many bytes they have. */
  readonly base: number;
  readonly bytes: number;
}

/** Rooms that ended crews gave back: a memory grows by so many and no more. */
const free = new WeakMap<WebAssembly.Memory, Omit<Ground, 'id'>[]>();

/**
 * Calls what crews have to do when a memory was collected. One registry serves all crews and lives as long as the
 * module. With one for each crew, a registry could be collected before it had called its finalizers; then V8 (as of
 * Node 24) calls no finalizer of the process anymore, whoever registered it.
 */
let collected: FinalizationRegistry<() => void> | undefined;

/** Says why draws are made on the calling thread, or on so many of the threads. */
export type Warn = (why: string, where?: string) => undefined;

/**
 * Threads, and what they are asked for. One of them puts the orders' arrays together; the others draw its pieces in
 * their own rooms of the sampler's memory, from where they are copied.
 */
export class Crew {
  readonly #members: Member[] = [];
  readonly #orders: Order[] = [];
  readonly #grounds = new WeakMap<WebAssembly.Memory, Ground>();
  readonly #memories = new Set<WeakRef<WebAssembly.Memory>>();
  #ids = 0;
  /** Why a thread did not start, or the last one ended, until that is told. */
  #why: string | undefined;

  /**
   * Threads that cannot be started are done without. A crew does not know its pool, which is to be collected once it is
   * dropped.
   */
  constructor(
    private readonly threads: number,
    url: string | URL | undefined,
    private readonly warn: Warn,
  ) {
    const got = (member: Member, message: FromThread) => this.#got(member, message);
    const lost = (member: Member, why: string) => this.#lose(member, why);
    for (let i = 0; i < threads; i++) {
      try {
        this.#members.push(new Member(this.#members.length, url, got, lost));
      } catch (error) {
        this.#why ??= String(error);
      }
    }
    this.#tell();
  }

  get alive(): boolean {
    return this.#members.some((member) => !member.lost);
  }

  /**
   * Makes room for the threads in a sampler's memory.
   * @throws {RangeError} There is none.
   */
  prepare({ memory }: Job): void {
    if (this.#grounds.has(memory)) return;
    const bytes = this.#members.length * ROOM;
    const rooms = free.get(memory) ?? [];
    const at = rooms.findIndex((room) => room.bytes >= bytes);
    const given = at < 0 ? undefined : rooms.splice(at, 1)[0];
    const base = given?.base ?? memory.buffer.byteLength;
    if (!given) memory.grow(bytes / PAGE);
    const id = this.#ids++;
    this.#grounds.set(memory, { id, base, bytes: given?.bytes ?? bytes });
    const ref = new WeakRef(memory);
    this.#memories.add(ref);
    collected ??= new FinalizationRegistry((call) => call());
    collected.register(memory, () => this.#detach(id, ref), this);
  }

  /** Returns what gives it up. */
  add(wanted: Wanted): () => void {
    const order = new Order(this.#ids++, wanted);
    this.#assign(order);
    this.#serve();
    return () => this.#forget(order);
  }

  /** Ends the threads: what is under way fails. */
  async end(): Promise<void> {
    // a browser may let a thread write on for a moment: rooms of one that is at work are not given to others
    const still = this.#members.every(({ at }) => at.every((work) => !work || work.drawn));
    const ends = this.#members.map((member) => member.end());
    // the last one first: each moves its sampler back to where the one before it left off
    for (const { wanted } of this.#orders.splice(0).reverse()) wanted.reject(new Error('the pool was closed'));
    await Promise.all(ends);
    for (const each of still ? this.#memories : []) {
      const memory = each.deref();
      if (memory) free.set(memory, [...(free.get(memory) ?? []), this.#groundOf(memory)]);
    }
    this.#memories.clear();
    collected?.unregister(this);
  }

  /** Has an order put together, all of them by one thread. */
  #assign(order: Order): void {
    const member = this.#members.find((each) => !each.lost);
    if (!member) {
      order.wanted.undone();
      return;
    }
    if (!this.#orders.includes(order)) this.#orders.push(order);
    member.orders.add(order);
    member.post({ assemble: order.id, count: order.wanted.count });
  }

  #serve(): void {
    const alone = this.#members.filter((member) => !member.lost).length === 1;
    for (const member of this.#members) {
      // who puts an array together has enough to do with that, where drawing is fast: its pages are new to the process,
      // which takes as long as to draw what they hold. It draws where it would have to wait
      const keeps = member.orders.size > 0 && !alone;
      const depth = keeps ? Number(member.copies === 0) : DEPTH;
      for (let slot = 0; slot < depth && member.ready && !member.lost; slot++) {
        const order = member.at[slot] ? undefined : this.#orders.find((each) => each.open);
        if (order) this.#give(member, slot, order);
      }
      // a thread that is to answer, or that is at work, keeps a process from ending
      member.idle(this.#orders.length === 0);
    }
  }

  #give(member: Member, slot: number, order: Order): void {
    const { memory, seed, purpose, call } = order.wanted.job;
    const piece = order.take();
    member.at[slot] = { order, piece, drawn: false };
    const room = this.#roomOf(order, member);
    const { epoch, position, count } = order.place(piece);
    this.#attach(member, order);
    member.post({
      ...{ ...call, seed, purpose, epoch, position, count },
      length: order.wanted.length,
      stream: room,
      piece: slot,
      sampler: this.#groundOf(memory).id,
      out: outOf(room, slot),
    });
  }

  #attach(member: Member, { wanted }: Order): void {
    const { memory, module } = wanted.job;
    const { id } = this.#groundOf(memory);
    if (!member.attached.has(id)) member.post({ attach: id, module, memory });
    member.attached.add(id);
  }

  #got(member: Member, message: FromThread): void {
    if ('done' in message) this.#copy(member, message.done);
    else if ('copied' in message) this.#copied(member, message.copied);
    else if ('assembled' in message) {
      // an array of this realm over the same bytes: in Jest, what a thread sends is of Node's own realm
      this.#end(message.assembled)?.wanted.resolve(new Uint32Array(message.draws.buffer));
    } else if ('failed' in message) this.#end(message.failed)?.wanted.undone();
    this.#tell();
    this.#serve();
  }

  /** A piece is drawn: it goes to who puts its order together. */
  #copy(member: Member, slot: number): void {
    const work = member.at[slot] as Work;
    const { order, piece } = work;
    work.drawn = true;
    const keeper = this.#keeperOf(order);
    if (!keeper) {
      member.at[slot] = undefined;
      return;
    }
    const { at, count } = order.place(piece);
    const { id } = this.#groundOf(order.wanted.job.memory);
    this.#attach(keeper, order);
    const from = outOf(this.#roomOf(order, member), slot);
    work.keeper = keeper;
    keeper.copies++;
    keeper.post({ copy: member.index * DEPTH + slot, into: order.id, sampler: id, from, at, count });
  }

  #copied(keeper: Member, copy: number): void {
    keeper.copies--;
    const { at } = this.#members[Math.floor(copy / DEPTH)];
    const { order } = at[copy % DEPTH] ?? {};
    at[copy % DEPTH] = undefined;
    if (order?.done()) this.#keeperOf(order)?.post({ deliver: order.id });
  }

  #end(id: number): Order | undefined {
    const order = this.#orders.find((each) => each.id === id);
    if (order) this.#drop(order);
    return order;
  }

  #drop(order: Order): void {
    this.#orders.splice(this.#orders.indexOf(order), 1);
    for (const member of this.#members) member.orders.delete(order);
  }

  #forget(order: Order): void {
    if (!this.#orders.includes(order)) return;
    this.#keeperOf(order)?.post({ forget: order.id });
    this.#drop(order);
    this.#serve();
  }

  /** What a lost thread was at is done by others, and what it put together is begun anew. */
  #lose(member: Member, why: string): void {
    if (!member.ready || !this.alive) this.#why ??= why;
    this.#tell();
    const orders = [...member.orders];
    member.orders.clear();
    for (const slot of member.at) if (slot && !orders.includes(slot.order)) slot.order.again.push(slot.piece);
    member.at.fill(undefined);
    // what waited for it waits in vain: also for orders that were given up, which it no longer has
    for (const { at } of this.#members) {
      for (let slot = 0; slot < DEPTH; slot++) {
        if (at[slot]?.keeper === member) at[slot] = undefined;
      }
    }
    for (const order of orders) this.#restart(order);
    if (!this.alive) for (const { wanted } of this.#orders.splice(0)) wanted.undone();
    this.#serve();
  }

  /** Says what threads there are, once all have answered or are lost. */
  #tell(): void {
    if (this.#why === undefined || this.#members.some(({ ready, lost }) => !ready && !lost)) return;
    const alive = this.#members.filter(({ lost }) => !lost).length;
    this.warn(this.#why, alive > 0 ? `${alive} of ${this.threads} threads` : undefined);
    this.#why = undefined;
  }

  /** Under another number: what is under way of it is another order's. */
  #restart(order: Order): void {
    this.#orders.splice(this.#orders.indexOf(order), 1);
    this.#assign(new Order(this.#ids++, order.wanted));
  }

  #keeperOf(order: Order): Member | undefined {
    return this.#members.find((member) => member.orders.has(order));
  }

  #groundOf(memory: WebAssembly.Memory): Ground {
    return this.#grounds.get(memory) as Ground;
  }

  #roomOf({ wanted }: Order, member: Member): number {
    return this.#groundOf(wanted.job.memory).base + member.index * ROOM;
  }

  #detach(id: number, ref: WeakRef<WebAssembly.Memory>): void {
    this.#memories.delete(ref);
    for (const member of this.#members) if (member.attached.delete(id)) member.post({ detach: id });
  }
}

function outOf(room: number, slot: number): number {
  return room + STREAM + slot * 4 * PIECE;
}
