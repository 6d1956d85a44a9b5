import type { TorchKernels } from './torch-kernels.js';

/**
 * The hot path, in WebAssembly (assembly/) or JavaScript (js/). Arguments are addresses in bytes and other numbers; the
 * result is a number.
 *
 * Kernels have no state, allocate nothing, never throw and trust their caller. A u64 in memory has its low word first.
 * Positions, strides, seeds and epochs are safe non-negative integers, and so is the last position that a call reaches.
 */
export interface WeightedKernels {
  /** Hashes (seed, epoch, purpose) to a PCG stream: 16 bytes at `stream`. */
  openStream(stream: number, seed: number, epoch: number, purpose: number): void;
  /**
   * Builds an alias table at `table` from `count` weights (f64; after an odd count a zero follows). It has 2^bits
   * cells, with bits >= 2 and 2^bits >= count, and takes 8 * 2^bits + 4 bytes (layout: assembly/alias-build.ts).
   *
   * `work` is scratch: 2^bits bits, at least 8 bytes, and 8,224 bytes more. `sums` is scratch of 48 bytes.
   *
   * Returns the number of positive weights. At 0 and below there is no table: -1 means that a weight was negative or
   * not finite, -2 that the shares did not sum to 2^64. O(2^bits).
   */
  aliasBuild(weights: number, count: number, table: number, bits: number, work: number, sums: number): number;
  /**
   * Adds a piece of `count` weights (after an odd count a zero follows) to four f64 at `out`, which begin as 0, 0, 0
   * and Infinity: their sum, high part; its low part; the number of positive weights; the smallest positive one.
   * Returns 0, or -1 if a weight is negative or not finite, or if the sum is not finite.
   */
  sumPiece(weights: number, count: number, out: number): number;
  /**
   * Adds those weights of a piece that are, times `factor`, below `limit` to a sum of two f64 at `out`. Returns the
   * number of positive ones among them.
   */
  sumBelow(weights: number, count: number, factor: number, limit: number, out: number): number;
  /**
   * Writes the shares of cells `from` to `end` of a table that is built in pieces: multiples of 64, or 2^bits. The
   * arguments are those of `aliasBuild`. Pieces come in order. `sums` has what `sumWeights` (assembly/sum.ts) writes,
   * then the carry (u64), which begins as 2^31. The table begins as zeros.
   *
   * Returns an integer that is, modulo 2^32, the number of words that the shares lack to 2^32. The sum of all pieces'
   * is the number of escapes.
   */
  aliasShares(
    weights: number,
    count: number,
    table: number,
    bits: number,
    work: number,
    sums: number,
    from: number,
    end: number,
  ): number;
  /**
   * Turns shares into cells, after the last piece of `aliasShares`: makes steps `from` to `end` of 2^bits. Pieces come
   * in order, and `work` keeps what they need. Returns `end`.
   */
  aliasSweep(table: number, bits: number, escapes: number, work: number, from: number, end: number): number;
  /**
   * Draws `count` indices (u32 at `out`): draws position, position + stride, … of a stream, two from each word. O(log
   * position + count).
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
  /**
   * Writes those of `count` draws (u32 at `draws`) that are new (u32 at `out`), until it has found `wanted`. If
   * `mapped` is 1 (not 0), a draw is an index into `ids` (u32); otherwise it is the id itself. `taken` has a bit for
   * each id. Returns the number of ids written.
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
   * Keeps, in order, the positive weights (f64) whose ids are not taken, and their ids. If `mapped` is 1 (not 0), ids
   * are u32 at `ids`; otherwise they are 0, 1, …. Writes to `weightsOut` and `idsOut`, which may equal `weights` and
   * `ids`. After an odd number of weights a zero follows. Returns the number of weights kept.
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

/** The kernels of uniform draws. */
export interface UniformKernels extends Pick<WeightedKernels, 'openStream'> {
  /** Writes 0 … count - 1 in uniformly random order (u32 at `out`), from a stream's words 0 and on. O(count). */
  shuffle(stream: number, out: number, count: number): void;
  /**
   * Draws `count` indices in [0, bound) (u32 at `out`) from words position, position + stride, … of a stream. `bound`
   * is in [1, 2^32 - 1]. O(log position + count).
   */
  uniformDraw(bound: number, stream: number, position: number, stride: number, out: number, count: number): void;
}

/**
 * The kernels of few draws from many weights. They work on pieces of the weights: f64, all pieces but the last one a
 * multiple of 1,024.
 */
export interface FewKernels extends Pick<WeightedKernels, 'sumPiece' | 'sumBelow'> {
  /**
   * Writes four u32 for each of `blocks` blocks of 64 cells: what cells below the capacity 2^(32 - bits) lack; what the
   * others have beyond it; the number of the others; 0. `sums` is as quantize.ts has it, with a factor of 1.
   *
   * Returns 1 if a share is so near to a whole number of words that the result may be wrong, otherwise 0.
   */
  floorBlocks(weights: number, blocks: number, bits: number, sums: number, out: number): number;
  /**
   * Writes what `floorBlocks` writes, always exact, with the carry before each block in place of the 0. The carry (u64
   * at sums + 40) advances. The shares of the last block remain: 64 high words, then 64 low words (u32 at `shares`).
   */
  shareBlocks(weights: number, blocks: number, bits: number, sums: number, shares: number, out: number): void;
}

/** The kernels of systematic sampling. */
export interface SystematicKernels extends Pick<UniformKernels, 'openStream' | 'shuffle'> {
  /** Writes words position, position + stride, … of a stream: `count` u64 at `out`. O(log position + count). */
  pcgWords(stream: number, position: number, stride: number, out: number, count: number): void;
  /**
   * Writes each of `count` items (u32 at `ids`) once for each point of the grid that falls on it. Then shuffles the
   * result by a stream's words 0 and on. The result is u32 at `out`, with space for two more. Returns the number of u32
   * written.
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
export interface StrataKernels extends Pick<WeightedKernels, 'openStream'> {
  /**
   * Fills `count` slots (u32 at `out`), `size` in each batch, with items of given classes (u32 at `slots`). In a batch,
   * slots of one class are neighbors. The items of class c are `items` (u32) from starts[c] to starts[c + 1]
   * (u32 at `starts`).
   *
   * Each class gives its items in shuffled passes, of which it gave `given` (u32 for each class) so far. `cursor` is a
   * stream of 16 bytes. The kernel advances `cursor` and `given`, and reorders the items.
   */
  strataDraw(
    items: number,
    starts: number,
    given: number,
    slots: number,
    count: number,
    size: number,
    cursor: number,
    out: number,
  ): void;
}

/** The kernel of batches of a few classes. */
export interface ClassKernels extends Pick<WeightedKernels, 'openStream'> {
  /**
   * Writes `count` runs of `each` items (u32, at `out`): the class of run i is slots[i] (u32, at `slots`). The items of
   * class c are `items` (u32) from starts[c] to starts[c + 1] (u32, at `starts`). A batch has `size` runs, and is
   * shuffled.
   *
   * Each class gives its items in shuffled passes, of which it gave `given` (u32 for each class) so far. `cursor` is a
   * stream of 16 bytes. The kernel advances `cursor` and `given`, and reorders the items.
   */
  classDraw(
    items: number,
    starts: number,
    given: number,
    slots: number,
    count: number,
    size: number,
    each: number,
    cursor: number,
    out: number,
  ): void;
}

/**
 * The kernels that find, by trial, how many draws show everything. A trial's scratch has 4,100 bytes, and a bit for
 * each item, rounded up to whole words.
 */
export interface CoverageKernels extends Omit<WeightedKernels, 'keepNew' | 'remaining'> {
  /** Begins a trial over `count` weights, `positives` of them positive. */
  coverageBegin(scratch: number, count: number, positives: number): void;
  /**
   * Continues a trial with draws position, position + 1, … of a stream and an alias table, at most `most` of them.
   * Returns the number of draws made. If the number of items left (u32 at scratch + 4096) is then 0, the last draw
   * completed the trial.
   */
  coverageDraw(table: number, bits: number, stream: number, position: number, most: number, scratch: number): number;
  /**
   * Runs `count` trials: position, position + 1, …. Writes how many epochs of `length` draws each took (u32 at `out`).
   * Trial t draws from the stream of (seed, t, purpose), which it opens at `stream`. Ends early if the u32 at `stop` is
   * no longer 0. Scratch follows `out`, at the next multiple of 16.
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

/** The kernels of weights that change: a tree of sums. Its layout is in assembly/dynamic-tree.ts. */
export interface DynamicKernels extends Pick<WeightedKernels, 'openStream'> {
  /**
   * Builds the tree at `tree`, whose header names its size and the addresses of its weights, nodes and bands. Returns
   * 0, or -1 if a weight is negative or not finite: then there is no tree. O(size).
   */
  dynamicBuild(tree: number): number;
  /** Sets weight number `index`, which must be finite and not negative. O(log size). */
  dynamicUpdate(tree: number, index: number, weight: number): void;
  /**
   * Sets `count` weights (f64 at `weights`) of these indices (u32 at `indices`), in order. O(count log size), and at
   * most O(count + size).
   */
  dynamicUpdateMany(tree: number, indices: number, weights: number, count: number): void;
  /**
   * Draws `count` indices (u32 at `out`): draws position, position + stride, … of a stream, each in proportion to its
   * weight. At least one weight must be positive. `scratch` has 1,552 bytes. O(log position + count log size).
   */
  dynamicDraw(
    tree: number,
    stream: number,
    position: number,
    stride: number,
    scratch: number,
    out: number,
    count: number,
  ): void;
}

/** The kernels of logits. */
export interface LogitsKernels {
  /**
   * Turns `count` logits (f64) into weights exp((logit - largest) / temperature), in place. All logits are at most
   * `largest`, which is finite. -Infinity becomes 0, and every other logit at least exp(-708). `temperature` is
   * positive and finite. An odd count is followed by one logit more, which it turns into a weight, too.
   */
  softmax(logits: number, count: number, largest: number, temperature: number): void;
}

/** The kernels in the binary that assembly/index.ts is compiled to. */
export interface CoreKernels extends WeightedKernels, UniformKernels, CoverageKernels, FewKernels, LogitsKernels {}

/** The kernels in the binary that assembly/extra.ts is compiled to. */
export interface ExtraKernels extends SystematicKernels, StrataKernels, ClassKernels, TorchKernels {}

/** All kernels. */
export interface Kernels extends CoreKernels, ExtraKernels, DynamicKernels {}
