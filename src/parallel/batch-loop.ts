import { zeros } from '../internal/zeros.js';
import type { Cursor, Loop } from '../samplers/cursor.js';
import type { IndexSampler } from '../samplers/index-sampler.js';
import type { SeekableSampler } from '../samplers/sampler.js';

/** Draws that threads make ahead for a loop: `count` of its epoch, from position `from`. */
export interface PrefetchedDraws {
  readonly from: number;
  readonly count: number;
  readonly draws: Promise<Uint32Array<ArrayBuffer>>;
  stop(): void;
}

/** The pool, as a loop sees it. */
export interface Prefetcher {
  /** @throws {unknown} The pool is closed, or the loop was aborted. */
  check(): void;
  /** Starts the draws. Returns undefined if drawing them on the calling thread is faster. */
  begin(epoch: number, position: number, count: number): PrefetchedDraws | undefined;
}

/** Draws in a chunk that threads draw ahead while the loop gives out the chunk before. */
export const LOOP_CHUNK = 1 << 18;

/**
 * A loop over a sampler that gives its draws in batches. It inserts chunks that threads drew ahead into the sampler's
 * reader. The sampler then works as if it had read ahead itself, so every method behaves as in a plain loop.
 */
export class BatchLoop {
  readonly #loop: Loop<number>;
  #prefetched: PrefetchedDraws | undefined;
  /** How often the sampler's weights had changed when the last batch was given. */
  #changes: number | undefined;
  #over = false;

  constructor(
    private readonly sampler: IndexSampler,
    private readonly size: number,
    private readonly dropLast: boolean,
    private readonly prefetcher: Prefetcher,
    private readonly chunk: number,
  ) {
    this.#loop = sampler[Symbol.iterator]() as Loop<number>;
    this.#changes = changesOf(sampler);
  }

  /** The next batch, or undefined at the end. If it fails, the sampler stays after the batch before. */
  async next(): Promise<Uint32Array<ArrayBuffer> | undefined> {
    const { cursor } = this.#loop;
    try {
      for (;;) {
        if (this.#over || cursor.loop !== this.#loop) return this.#end();
        this.prefetcher.check();
        this.#forgetChanged();
        const count = Math.min(this.size, this.#left(cursor.position));
        if (this.dropLast && count < this.size) return this.#drop();
        this.#begin();
        if (!this.#prefetched || endOf(cursor) - cursor.position >= count) return this.#give(count);
        this.#put(await this.#prefetched.draws);
      }
    } catch (error) {
      this.#stay();
      throw error;
    }
  }

  /** Ends the loop early, unless it is over. If it `stays`, the sampler stays after the last batch. */
  leave(stays = false): void {
    this.#prefetched?.stop();
    if (this.#over) return;
    if (stays) this.#stay();
    else this.#loop.return();
  }

  /** Ends the loop like a generator function that threw; the next loop continues from here. */
  #stay(): void {
    const { cursor } = this.#loop;
    this.#over = true;
    if (cursor.loop === this.#loop) cursor.loop = undefined;
  }

  /** Discards all draws ahead if the sampler's weights have changed. */
  #forgetChanged(): void {
    const changes = changesOf(this.sampler);
    if (changes === this.#changes) return;
    this.#changes = changes;
    this.#prefetched?.stop();
    this.#prefetched = undefined;
    this.#loop.cursor.forget();
  }

  /** Number of draws that the epoch has from a position on. */
  #left(position: number): number {
    return this.sampler._remaining(position, this.#loop.cursor.reader);
  }

  /** Starts drawing ahead, from the first position that the cursor has not read. */
  #begin(): void {
    const { cursor } = this.#loop;
    const from = endOf(cursor);
    const prefetched = this.#prefetched;
    if (prefetched && prefetched.from <= from && from < prefetched.from + prefetched.count) return;
    prefetched?.stop();
    const left = this.#left(cursor.position);
    const wanted = this.dropLast ? left - (left % this.size) : left;
    const most = this.size * Math.max(1, Math.floor(this.chunk / this.size));
    const count = Math.min(most, cursor.position + wanted - from);
    this.#prefetched = count > 0 ? this.prefetcher.begin(cursor.epoch, from, count) : undefined;
  }

  /** Inserts the draws after those that the cursor has read, unless the sampler was moved meanwhile. */
  #put(draws: Uint32Array<ArrayBuffer>): void {
    const { cursor } = this.#loop;
    const { from } = this.#prefetched as PrefetchedDraws;
    const { position } = cursor;
    const skipped = endOf(cursor) - from;
    if (cursor.loop !== this.#loop || skipped < 0 || skipped >= draws.length) return;
    if (changesOf(this.sampler) !== this.#changes) return;
    const rest = endOf(cursor) - position;
    let chunk = draws.subarray(skipped);
    if (rest > 0) {
      chunk = zeros(Uint32Array, rest + chunk.length, 'indices');
      for (let i = 0; i < rest; i++) chunk[i] = cursor.chunk[cursor.next + i];
      chunk.set(draws.subarray(skipped), rest);
    }
    Object.assign(cursor, { chunk, start: position, next: 0, last: chunk.length - 1 });
    this.#prefetched = undefined;
  }

  /** The loop's next draws, as an array that the caller may transfer. */
  #give(count: number): Uint32Array<ArrayBuffer> | undefined {
    const { cursor } = this.#loop;
    const all = cursor.chunk as Uint32Array<ArrayBuffer>;
    const whole = count > 0 && cursor.next === 0 && cursor.last === count - 1 && all.buffer.byteLength === 4 * count;
    // nothing else uses this array: leave the last draw for the loop to read, since that ends the epoch
    if (whole) Object.assign(cursor, { chunk: all.slice(-1), start: cursor.start + count - 1, last: 0 });
    const batch = whole ? all : zeros(Uint32Array, count, 'indices');
    const done = this.#read(batch, whole ? count - 1 : 0);
    // a short batch is the last one, and the loop has already reported its end
    if (done < this.size) this.#end();
    if (done === 0 || (this.dropLast && done < this.size)) return undefined;
    return done < count ? batch.slice(0, done) : batch;
  }

  /**
   * Fills an array from index `done` on with what the loop gives. Returns the index after the last one written. That is
   * less than the array's length if an iterable of your own ends early.
   */
  #read(batch: Uint32Array, done: number): number {
    while (done < batch.length) {
      const { value } = this.#loop.next();
      if (value === undefined) break;
      batch[done++] = value;
      // copy all but the last of the draws that were read ahead
      const { buffer } = this.#loop;
      const some = Math.min(batch.length - done, buffer.last - buffer.next);
      if (some <= 0) continue;
      batch.set((buffer.chunk as Uint32Array).subarray(buffer.next, buffer.next + some), done);
      buffer.next += some;
      done += some;
    }
    return done;
  }

  /** Drops what is left of the epoch. Generators and iterables still give all of it, as in any loop. */
  #drop(): undefined {
    if (this.sampler._access !== 'random-access') while (!this.#loop.next().done);
    this.#over = true;
    this.#loop.return();
  }

  #end(): undefined {
    this.#prefetched?.stop();
    if (!this.#over) this.#loop.next();
    this.#over = true;
  }
}

function changesOf(sampler: SeekableSampler): number | undefined {
  return sampler._changes;
}

/** The position after the last one that a cursor has read. */
function endOf({ start, last }: Cursor<number>): number {
  return start + last + 1;
}
