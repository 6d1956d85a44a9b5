import type { Backend } from '../kernels/allocation.js';
import { openTable, type PickTable } from './pick-table.js';

/** Number of indices to draw ahead after the first one, and most. A change of the weights discards them. */
const FEW_AHEAD = 8;
const MOST_AHEAD = 64;
/** Most picks: positions are safe integers. */
export const MOST_PICKS = Number.MAX_SAFE_INTEGER;

/** Weights that change, and the indices that are drawn by them, one after the other. */
export class PickStream {
  readonly #weights: number[];
  readonly #backend: Backend;
  #seed: number;
  /** Made when it is first needed, and anew after a weight was deleted. */
  #table: PickTable | undefined;
  /** Number of positive weights. */
  #positives = 0;
  /** Indices of the draws from position `#start` on. #ahead[#next] is the next one, if `#next` is below `#last`. */
  #ahead: Uint32Array | undefined;
  #start = 0;
  #next = 0;
  #last = 0;
  /** Number of indices to draw at once, the next time. */
  #count = 1;
  /** The backend that was in use, once the memory is freed. */
  #disposed: 'wasm' | 'js' | undefined;

  /**
   * Keeps the array.
   * @throws {Error} `backend` is 'wasm', and it is not available.
   */
  constructor(weights: number[], seed: number, backend: Backend) {
    this.#weights = weights;
    this.#backend = backend;
    this.#seed = seed;
    for (let i = 0; i < weights.length; i++) if (weights[i] > 0) this.#positives++;
    if (backend === 'wasm') this.#open();
  }

  get seed(): number {
    return this.#seed;
  }

  get positives(): number {
    return this.#positives;
  }

  get backend(): 'wasm' | 'js' {
    return this.#disposed ?? this.#open().backend;
  }

  /** The position of the next draw. */
  get position(): number {
    return this.#start + this.#next;
  }

  /** Draws the next index. */
  next(): number {
    const next = this.#next;
    if (next >= this.#last) return this.#draw();
    this.#next = next + 1;
    return (this.#ahead as Uint32Array)[next];
  }

  /** Draws `count` different indices, at most `positives`, with one position each. */
  distinct(count: number): number[] {
    this.check(count);
    const table = this.#open();
    const start = this.position;
    const drawn: number[] = [];
    for (let i = 0; i < count; i++) {
      const index = table.draw(this.#seed, start + i);
      drawn.push(index);
      // only in the table, which gets its weights back below
      table.update(index, 0);
    }
    for (const index of drawn) table.update(index, this.#weights[index]);
    this.moveTo(start + count);
    return drawn;
  }

  probability(index: number): number {
    return this.#open().probability(index);
  }

  /**
   * Sets a weight, or adds one behind the last.
   * @throws {RangeError | Error} There is not enough memory, or the picker was disposed of. Nothing changed.
   */
  set(index: number, weight: number): void {
    this.checkOpen();
    const weights = this.#weights;
    const old = index < weights.length ? weights[index] : 0;
    if (index < weights.length) this.#table?.update(index, weight);
    else if (this.#table?.push(weight) === false) this.#close();
    weights[index] = weight;
    this.#positives += Number(weight > 0) - Number(old > 0);
    this.moveTo(this.position);
  }

  /**
   * Deletes a weight: those behind it move up.
   * @throws {Error} The picker was disposed of. Nothing changed.
   */
  delete(index: number): void {
    this.checkOpen();
    const [weight] = this.#weights.splice(index, 1);
    if (weight > 0) this.#positives--;
    this.#close();
    this.moveTo(this.position);
  }

  /** Discards what was drawn ahead, and moves to a position. */
  moveTo(position: number, seed = this.#seed): void {
    this.#seed = seed;
    this.#start = position;
    this.#next = 0;
    this.#last = 0;
    this.#count = 1;
  }

  /** Checks that `count` draws are possible. */
  check(count: number): void {
    this.checkOpen();
    if (this.#positives === 0) {
      const { length } = this.#weights;
      const few = ['the picker is empty', 'the weight of its one item is 0'];
      const why = few[length] ?? `all ${length} weights are 0`;
      throw new RangeError(`nothing to pick: ${why}; set(item, weight) adds an item or changes its weight`);
    }
    const { position } = this;
    if (position > MOST_PICKS - count) {
      throw new RangeError(`a picker makes at most 2^53 - 1 picks, and ${position} were made: make a new picker`);
    }
  }

  /** @throws {Error} The picker was disposed of. */
  checkOpen(): void {
    if (this.#disposed) throw new Error('the picker was disposed of and its memory freed: make a new picker');
  }

  /** Frees the memory. */
  dispose(): void {
    this.#disposed ??= this.#table?.backend ?? 'js';
    this.#close();
    this.moveTo(this.position);
  }

  #draw(): number {
    this.check(1);
    const { position } = this;
    const count = Math.min(this.#count, MOST_PICKS - position);
    const table = this.#open();
    if (count === 1) {
      const index = table.draw(this.#seed, position);
      this.moveTo(position + 1);
      this.#count = FEW_AHEAD;
      return index;
    }
    this.#ahead ??= new Uint32Array(MOST_AHEAD);
    table.read(this.#seed, position, this.#ahead, count);
    this.#start = position;
    this.#next = 1;
    this.#last = count;
    this.#count = Math.min(2 * count, MOST_AHEAD);
    return this.#ahead[0];
  }

  #open(): PickTable {
    this.checkOpen();
    this.#table ??= openTable(this.#weights, this.#backend);
    return this.#table;
  }

  #close(): void {
    this.#table?.free();
    this.#table = undefined;
  }
}
