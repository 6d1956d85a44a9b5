import type { Backend } from '../kernels/allocation.js';
import { decide } from '../kernels/js/alias-draw.js';
import type { Memory } from '../kernels/js/memory.js';
import { pcgWords } from '../kernels/js/pcg.js';
import { openStream } from '../kernels/js/stream.js';
import { ShareBlocks } from './share-blocks.js';

// Draws from the alias table of assembly/alias-build.ts, which is never built.
//
// The sweep that builds a table closes cells in a fixed order, so that what a cell holds follows from sums over all
// cells before it. Let D(a) be what the first a light cells lack to their capacities, and S(m) what the first m heavy
// cells have beyond theirs. The alias of light cell a + 1 is the first heavy cell m with S(m) > D(a). Heavy cell m
// keeps its capacity less D(a) - S(m), for the first a with D(a) >= S(m); its alias is the next heavy cell.

/** Words that are made at a time. */
const WORDS = 128;

/** Draws with replacement, equal to those from an alias table: O(n) once, then O(log n) each. */
export class FewDraws {
  readonly #blocks: ShareBlocks;
  /** The index of the only positive weight, or -1. */
  readonly #only: number;
  /** A stream, and its words for the draws from `#first` on. */
  readonly #stream: Memory;
  #first = -1;

  /** Takes what `ShareBlocks` takes. */
  constructor(weights: Float64Array, backend: Backend, ids?: Uint32Array) {
    this.#blocks = new ShareBlocks(weights, backend, ids);
    this.#only = this.positives === 1 ? weights.findIndex((weight) => weight > 0) : -1;
    const words = new ArrayBuffer(16 + 4 * WORDS);
    this.#stream = { u32: new Uint32Array(words), f64: new Float64Array(words) };
  }

  get weights(): Float64Array {
    return this.#blocks.weights;
  }

  set weights(weights: Float64Array) {
    this.#blocks.weights = weights;
  }

  /** Number of positive weights; 0 if a weight is not valid, or if only a table will do for their sizes. */
  get positives(): number {
    return this.#blocks.positives;
  }

  get backend(): 'wasm' | 'js' {
    return this.#blocks.backend;
  }

  free(): void {
    this.#blocks.free();
  }

  /** Begins draws from a stream. */
  open(seed: number, epoch: number, purpose: number): void {
    openStream(this.#stream, 0, seed, epoch, purpose);
    this.#first = -1;
  }

  /** Draw `t` of the stream. Fast if the numbers ascend. */
  draw(t: number): number {
    if (this.#only >= 0) return this.#only;
    const first = t - (t % WORDS);
    if (first !== this.#first) pcgWords(this.#stream, 0, first / 2, 1, 16, WORDS / 2);
    this.#first = first;
    const word = this.#stream.u32[4 + t - first];
    return ~word >>> 0 < this.#blocks.escapes ? this.#decide(t) : this.#indexOf(word);
  }

  /** Draw `t`, if its word is an escape. */
  #decide(t: number): number {
    const blocks = this.#blocks;
    let isKnown = true;
    const index = decide(this.#stream, blocks.bits, 0, t, (cell, random) => {
      const isBelow = blocks.isBelowResidual(random, cell);
      isKnown &&= isBelow !== undefined;
      return isBelow ?? true;
    });
    if (isKnown) return index;
    blocks.makeExact();
    return this.#decide(t);
  }

  /** The index that a word draws, if it is no escape. */
  #indexOf(word: number): number {
    const blocks = this.#blocks;
    const cell = word & (2 ** blocks.bits - 1);
    const random = word >>> blocks.bits;
    const share = blocks.shareOf(cell);
    const capacity = blocks.capacityOf(cell);
    if (share < blocks.capacity) {
      return random < share || share === capacity ? cell : blocks.reach(blocks.sumBefore(cell, 0) + 1, 1);
    }
    const beyond = blocks.sumBefore(cell, 1) + share - capacity;
    if (beyond > 0) blocks.reach(beyond, 0);
    const lacking = beyond > 0 ? blocks.reached : 0;
    return random < capacity - (lacking - beyond) ? cell : blocks.heavyAfter(cell);
  }
}
