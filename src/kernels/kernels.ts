/**
 * The hot path, in WebAssembly (assembly/) or JavaScript (js/): addresses in bytes and numbers in, a number out.
 * Kernels hold no state, allocate nothing, never throw and trust their caller. u64 lie in memory, low word first;
 * positions, strides, seeds and epochs are safe non-negative integers, and so is the last position that a call reaches.
 */
export interface SeededKernels {
  /** Hashes (seed, epoch, purpose) to a PCG stream: 16 bytes at `stream`. */
  openStream(stream: number, seed: number, epoch: number, purpose: number): void;
  /**
   * Alias table of 2^bits >= count cells, bits >= 2 (8 * 2^bits + 4 bytes at `table`, as assembly/alias-build.ts has
   * it), from `count` weights (f64; where the count is odd a zero follows). `work` is scratch of 2^bits bits, at least
   * 8 bytes, and 8,192 bytes more; `sums` of 48 bytes. Returns the number of positive weights; no table was built where
   * that is 0, or -1: a weight was negative or not finite, or -2: the shares did not sum to 2^64. O(2^bits).
   */
  aliasBuild(weights: number, count: number, table: number, bits: number, work: number, sums: number): number;
  /**
   * Draws `count` indices (u32 at `out`): draws position, position + stride, … of a stream, two a word. O(log position
   * + count).
   */
  aliasDraw(
    table: number,
    bits: number,
    stream: number,
    position: number,
    stride: number,
    out: number,
    count: number,
  ): void;
  /** Writes 0 … count - 1 in uniformly random order (u32 at `out`), by a stream's words from 0 on. O(count). */
  shuffle(stream: number, out: number, count: number): void;
  /**
   * Draws `count` indices in [0, bound) (u32 at `out`), bound in [1, 2^32 - 1], with words position, position + stride,
   * … of a stream. O(log position + count).
   */
  uniformDraw(bound: number, stream: number, position: number, stride: number, out: number, count: number): void;
  /**
   * Of `count` draws (u32 at `draws`) writes those that are new (u32 at `out`) until `wanted` are found. A draw is an
   * index into `ids` (u32) where that is `mapped` (1, not 0), else the id itself; `taken` has a bit for each id.
   * Returns how many were written.
   */
  keepNew(
    draws: number,
    count: number,
    ids: number,
    mapped: number,
    taken: number,
    out: number,
    wanted: number,
  ): number;
  /**
   * Keeps, in order, the positive weights (f64) whose ids (u32 where they are `mapped`, else 0, 1, …) are not taken,
   * and these ids; at `weightsOut` and `idsOut`, which may be `weights` and `ids`. A zero weight follows where their
   * number is odd. Returns that number.
   */
  remaining(
    weights: number,
    count: number,
    ids: number,
    mapped: number,
    taken: number,
    weightsOut: number,
    idsOut: number,
  ): number;
}

/** The part of the kernels that draws from PyTorch's generator. */
export interface TorchKernels {
  /**
   * Starts an MT19937 generator: 2,500 bytes at `state`, which the next three kernels leave further on. `seed` is a
   * u32.
   */
  twisterSeed(state: number, seed: number): void;
  /** `count` floats in [0, 1), f64 at `out`: two words each. */
  twisterFloats(state: number, out: number, count: number): void;
  /** `count` indices in [0, bound), u32 at `out`: a word each, or two from a bound of 2^28 on. */
  twisterIntegers(state: number, bound: number, out: number, count: number): void;
  /**
   * Writes 0 … count - 1 in random order (u32 at `out`): count - 1 words, or where it is `wide` (1, not 0) 2 * count.
   */
  twisterShuffle(state: number, out: number, count: number, wide: number): void;
  /**
   * Cumulative sums of `count` weights (f64) over their total, which has to be positive and finite: f64 at `sums`. For
   * each of 2^bits equal parts of [0, 1) the first index whose sum is at least where it begins: u32 at `guide`. O(count
   * + 2^bits).
   */
  cumulativeBuild(weights: number, count: number, sums: number, guide: number, bits: number): void;
  /** For each of `count` floats in [0, 1) the first index whose sum is at least that: u32 at `out`. */
  cumulativeDraw(sums: number, guide: number, bits: number, floats: number, out: number, count: number): void;
  /**
   * weight / -log(1 - u) of `count` weights and floats u in [0, 1), all f64, at `ratios`, which may be `floats`. 0 / 0
   * is above infinity.
   */
  exponentialRatios(weights: number, floats: number, ratios: number, count: number): void;
  /**
   * Where the `wanted` largest of `count` keys (u64 below 2^63; a non-negative f64 is one) stand, largest first, equal
   * ones in order: u32 at `out`. Changes the keys; `scratch` is of 8,192 + 16 * count bytes. O(count).
   */
  rankLargest(keys: number, count: number, wanted: number, scratch: number, out: number): void;
}

/** The kernels of systematic sampling. */
export interface SystematicKernels extends Pick<SeededKernels, 'openStream' | 'shuffle'> {
  /** Words position, position + stride, … of a stream: `count` u64 at `out`. O(log position + count). */
  pcgWords(stream: number, position: number, stride: number, out: number, count: number): void;
  /**
   * Writes each of `count` items (u32 at `ids`) once for each point of the grid that lies on it (u32 at `out`, with
   * room for two more), in random order by a stream's words from 0 on. Returns how many were written.
   *
   * A gap is the distance between two points (u64 below 2^63 at `gap`). The width of an item is a whole number of gaps
   * (u32 at `wholes`) and a fraction of one (u64 at `fractions`). The first item begins at some distance after a point
   * (u64 at `gap` + 8).
   */
  systematicDraw(
    ids: number,
    wholes: number,
    fractions: number,
    count: number,
    gap: number,
    stream: number,
    out: number,
  ): number;
}

/** The kernel of stratified batches. */
export interface StrataKernels extends Pick<SeededKernels, 'openStream'> {
  /**
   * Fills `count` places, `size` a batch (u32 at `out`), with items of the classes that they are for (u32 at `places`,
   * a class's places in a batch side by side). Class c has the items (u32 at `items`) from starts[c] to starts[c + 1]
   * (u32 at `starts`), in shuffled passes, of which it gave `given` (u32 a class) so far. `cursor` is a stream of 16
   * bytes; it, `given` and the items' order are left further on.
   */
  strataDraw(
    items: number,
    starts: number,
    given: number,
    places: number,
    count: number,
    size: number,
    cursor: number,
    out: number,
  ): void;
}

/**
 * The part of the kernels that tries how many draws show everything. A trial's scratch is of 4,100 bytes and a bit an
 * item, in whole words.
 */
export interface CoverageKernels extends Pick<SeededKernels, 'aliasBuild' | 'aliasDraw' | 'openStream'> {
  /** Begins a trial over `count` weights of which `positives` are to be seen. */
  coverageBegin(scratch: number, count: number, positives: number): void;
  /**
   * Goes on with a trial by draws position, position + 1, … of a stream and an alias table, `most` at the most. Returns
   * how many it took; when none are left (u32 at scratch + 4096), everything is seen, and the last draw was the one
   * that did it.
   */
  coverageDraw(table: number, bits: number, stream: number, position: number, most: number, scratch: number): number;
  /**
   * Trials position, position + 1, …: how many epochs of `length` draws each of `count` took (u32 at `out`). Trial t
   * draws from the stream of (seed, t, purpose), opened at `stream`. Ends early where the u32 at `stop` is no longer 0.
   * Scratch follows `out`, where 16 bytes divide the address.
   */
  coverageTrials(
    table: number,
    bits: number,
    items: number,
    positives: number,
    seed: number,
    purpose: number,
    length: number,
    stop: number,
    stream: number,
    position: number,
    out: number,
    count: number,
  ): void;
}

/** Those of the binary that assembly/index.ts is compiled to. */
export interface CoreKernels extends SeededKernels, CoverageKernels {}

/** Those of the binary that assembly/extra.ts is compiled to. */
export interface ExtraKernels extends SystematicKernels, StrataKernels, TorchKernels {}

/** All kernels. */
export interface Kernels extends CoreKernels, ExtraKernels {}
