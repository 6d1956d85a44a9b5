import { zeros } from '../internal/zeros.js';
import type { Cursor, Loop } from '../samplers/cursor.js';
import type { IndexSampler } from '../samplers/index-sampler.js';

/** Draws of a loop's epoch that threads draw ahead: `count` from a position on. */
export interface Ahead {
  readonly from: number;
  readonly count: number;
  readonly draws: Promise<Uint32Array<ArrayBuffer>>;
  stop(): void;
}

/** What a loop asks of its pool. */
export interface AheadSource {
  /** @throws {Error} The pool is closed. */
  check(): void;
  /** Begins to draw; nothing where that is sooner done on the calling thread. */
  begin(epoch: number, position: number, count: number): Ahead | undefined;
}

/** Batches are drawn so many indices at a time, the next ones while these are used. */
export const CHUNK = 1 << 18;

/**
 * A loop over a sampler whose draws come in batches. What threads drew ahead is put where the loop reads next, as if
 * the sampler had read that far ahead itself; so all that is asked of the sampler meanwhile is as in any loop.
 */
export class BatchLoop {
  readonly #loop: Loop<number>;
  #ahead: Ahead | undefined;
  #over = false;

  constructor(
    private readonly sampler: IndexSampler,
    private readonly size: number,
    private readonly dropLast: boolean,
    private readonly source: AheadSource,
    private readonly chunk: number,
  ) {
    this.#loop = sampler[Symbol.iterator]() as Loop<number>;
  }

  /** The next batch, or nothing at the end. Where it fails, the sampler stands behind the batch before. */
  async next(): Promise<Uint32Array<ArrayBuffer> | undefined> {
    const { cursor } = this.#loop;
    try {
      for (;;) {
        if (this.#over || cursor.loop !== this.#loop) return this.#end();
        this.source.check();
        const count = Math.min(this.size, this.#left(cursor.position));
        if (this.dropLast && count < this.size) return this.#drop();
        this.#begin();
        if (!this.#ahead || behind(cursor) - cursor.position >= count) return this.#give(count);
        this.#put(await this.#ahead.draws);
      }
    } catch (error) {
      // over, like a generator function that threw; the next loop goes on from here
      this.#over = true;
      if (cursor.loop === this.#loop) cursor.loop = undefined;
      throw error;
    }
  }

  /** Leaves the loop, where it is not over. */
  leave(): void {
    this.#ahead?.stop();
    if (!this.#over) this.#loop.return();
  }

  /** How many draws the epoch has from a position on. */
  #left(position: number): number {
    return this.sampler._remaining(position, this.#loop.cursor.reader);
  }

  /** Has drawn ahead what comes behind what was read. */
  #begin(): void {
    const { cursor } = this.#loop;
    const from = behind(cursor);
    const ahead = this.#ahead;
    if (ahead && ahead.from <= from && from < ahead.from + ahead.count) return;
    ahead?.stop();
    const left = this.#left(cursor.position);
    const wanted = this.dropLast ? left - (left % this.size) : left;
    const most = this.size * Math.max(1, Math.floor(this.chunk / this.size));
    const count = Math.min(most, cursor.position + wanted - from);
    this.#ahead = count > 0 ? this.source.begin(cursor.epoch, from, count) : undefined;
  }

  /** Puts what was drawn ahead behind what was read, unless someone has moved the sampler elsewhere. */
  #put(draws: Uint32Array<ArrayBuffer>): void {
    const { cursor } = this.#loop;
    const { from } = this.#ahead as Ahead;
    const { position } = cursor;
    const skipped = behind(cursor) - from;
    if (cursor.loop !== this.#loop || skipped < 0 || skipped >= draws.length) return;
    const rest = behind(cursor) - position;
    let chunk = draws.subarray(skipped);
    if (rest > 0) {
      chunk = zeros(Uint32Array, rest + chunk.length, 'indices');
      for (let i = 0; i < rest; i++) chunk[i] = cursor.chunk[cursor.next + i];
      chunk.set(draws.subarray(skipped), rest);
    }
    Object.assign(cursor, { chunk, start: position, next: 0, last: chunk.length - 1 });
    this.#ahead = undefined;
  }

  /** The loop's next draws, as an array of their own, which may be transferred. */
  #give(count: number): Uint32Array<ArrayBuffer> | undefined {
    const { cursor } = this.#loop;
    const all = cursor.chunk as Uint32Array<ArrayBuffer>;
    const whole = count > 0 && cursor.next === 0 && cursor.last === count - 1 && all.buffer.byteLength === 4 * count;
    // nobody else has these: only the last one is left for the loop to read, which then sees to the epoch's end
    if (whole) Object.assign(cursor, { chunk: all.slice(-1), start: cursor.start + count - 1, last: 0 });
    const batch = whole ? all : zeros(Uint32Array, count, 'indices');
    const done = this.#read(batch, whole ? count - 1 : 0);
    // a short batch is the last one, and known to be so since the loop was asked for more
    if (done < this.size) this.#end();
    if (done === 0 || (this.dropLast && done < this.size)) return undefined;
    return done < count ? batch.slice(0, done) : batch;
  }

  /**
   * Fills an array from `done` on with what the loop gives. Returns where it ends, which is early where a plain
   * iterable does.
   */
  #read(batch: Uint32Array, done: number): number {
    while (done < batch.length) {
      const { value } = this.#loop.next();
      if (value === undefined) break;
      batch[done++] = value;
      // all but the last one of what was read ahead
      const { ahead } = this.#loop;
      const some = Math.min(batch.length - done, ahead.last - ahead.next);
      if (some <= 0) continue;
      batch.set((ahead.chunk as Uint32Array).subarray(ahead.next, ahead.next + some), done);
      ahead.next += some;
      done += some;
    }
    return done;
  }

  /**
   * What is left of the epoch makes no batch. A generator or an iterable is asked for it all the same, as in any loop.
   */
  #drop(): undefined {
    if (this.sampler._access !== 'random-access') while (!this.#loop.next().done);
    this.#over = true;
    this.#loop.return();
  }

  #end(): undefined {
    this.#ahead?.stop();
    if (!this.#over) this.#loop.next();
    this.#over = true;
  }
}

/** The position behind what a cursor has read. */
function behind({ start, last }: Cursor<number>): number {
  return start + last + 1;
}
