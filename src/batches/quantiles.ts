// Cuts numbers into parts of about equal size, without sorting all of them.
import { zeros } from '../internal/zeros.js';

/** Up to this many numbers are sorted. */
const MAX_SORTED = 4096;
/** Number of cells in which more numbers are counted. */
const CELLS = 2 ** 16;

/**
 * A factor that maps numbers from `first` to `last` to cells below `cells`, monotonically; 0 if they are too close for
 * that.
 */
export function scaleOf(first: number, last: number, cells: number): number {
  const scale = (cells - 1) / (last - first);
  return scale < Infinity ? scale : 0;
}

/**
 * Returns the ascending numbers that cut `values` (n,) into at most `parts` parts of about equal size: each is the
 * first one of its part, without the very first. A value goes to the part in which its middle rank lies, so that
 * equal values share one. O(n), unless their magnitudes are extremely different.
 */
export function quantilesOf(values: Float64Array, parts: number): Float64Array<ArrayBuffer> {
  const cuts = new Cuts(values.length, parts);
  cuts.visit(values, 0);
  return Float64Array.from(cuts.found);
}

class Cuts {
  readonly found: number[] = [];
  /** The part that was reached. */
  #part = -1;

  constructor(
    private readonly count: number,
    private readonly parts: number,
  ) {}

  /** Visits values that all follow those before. `start` is the number of smaller ones. */
  visit(values: Float64Array, start: number): void {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const end = start + values.length;
    const part = this.#partOf(2 * start + 1);
    const scale = scaleOf(least, most, CELLS);
    if (least === most) this.#begin(least, this.#partOf(start + end));
    else if (part === this.#partOf(2 * end - 1)) this.#begin(least, part);
    else if (values.length <= MAX_SORTED || scale === 0) this.#visitSorted(values.slice().sort(), start);
    else this.#visitCells(values, start, least, scale);
  }

  /** Counts values in cells, and visits only cells in which a part begins. */
  #visitCells(values: Float64Array, start: number, least: number, scale: number): void {
    const ends = zeros(Uint32Array, CELLS, 'counts of lengths');
    for (let i = 0; i < values.length; i++) ends[Math.floor((values[i] - least) * scale)]++;
    // where the values of each cell are put: those of other cells to a place that is not read
    const places = zeros(Uint32Array, CELLS, 'counts of lengths');
    const chosen: number[] = [];
    let kept = 1;
    let part = this.#part;
    for (let cell = 0, rank = start; cell < CELLS; cell++) {
      const many = ends[cell];
      if (many === 0) continue;
      const first = this.#partOf(2 * rank + 1);
      const last = this.#partOf(2 * (rank + many) - 1);
      if (first !== part || last !== part) {
        chosen.push(cell, rank);
        places[cell] = kept;
        kept += many;
      }
      rank += many;
      // after a cell in which a part begins, the next cell may continue it or not
      part = first === last ? last : -1;
    }
    const sorted = zeros(Float64Array, kept, 'lengths');
    for (let i = 0; i < values.length; i++) {
      const cell = Math.floor((values[i] - least) * scale);
      const place = places[cell];
      sorted[place] = values[i];
      if (place > 0) places[cell] = place + 1;
    }
    for (let i = 0; i < chosen.length; i += 2) {
      const cell = chosen[i];
      this.visit(sorted.subarray(places[cell] - ends[cell], places[cell]), chosen[i + 1]);
    }
  }

  #visitSorted(sorted: Float64Array, start: number): void {
    for (let i = 0, next = 0; i < sorted.length; i = next) {
      while (next < sorted.length && sorted[next] === sorted[i]) next++;
      this.#begin(sorted[i], this.#partOf(2 * start + i + next));
    }
  }

  /** The part of a value whose first rank and the rank after its last one have the sum `ranks`. */
  #partOf(ranks: number): number {
    return Math.floor((this.parts * ranks) / (2 * this.count));
  }

  #begin(value: number, part: number): void {
    if (part === this.#part) return;
    if (this.#part >= 0) this.found.push(value);
    this.#part = part;
  }
}
