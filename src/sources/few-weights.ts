import { decide, isLow } from '../kernels/js/dynamic-draw.js';
import { buildLeaf, dynamicBuild, FOURS, SUM_BYTES, SUMS } from '../kernels/js/dynamic-tree.js';
import type { Memory } from '../kernels/js/memory.js';
import { jump, MULTIPLIER, outputHigh, outputLow, stepHigh, stepLow } from '../kernels/js/pcg.js';
import { openStream } from '../kernels/js/stream.js';
import { toU64 } from '../kernels/js/u64.js';
import { treeRegions, writeHeader, writeSize } from './dynamic-layout.js';
import { exactSum, quotient } from './exact-sum.js';
import { layOut } from './layout.js';
import { PURPOSE } from './source.js';

/** Most weights that one node of a tree has. */
export const FEW_WEIGHTS = 16;

/** The memory that all tables of few weights share. `node` and `weights` are indices of `f64`, others are addresses. */
interface Shared extends Memory {
  readonly stream: number;
  readonly tree: number;
  readonly weights: number;
  readonly node: number;
  /** Cumulative sums of the node. */
  readonly sums: Float64Array;
  /** These sums as parts of the total, in 2^-31. */
  readonly parts: Int32Array;
  /** Receives a single draw. */
  readonly one: Uint32Array;
}

/** It has the weights and the node of one table, and the stream of one seed in epoch 0. */
let shared: Shared | undefined;
let owner: FewWeights | undefined;
let hasParts = false;
let opened = -1;
/** The stream's state before word `at`. */
let at = 0;
let high = 0;
let low = 0;

function makeShared(): Shared {
  const { kept, starts } = treeRegions(FEW_WEIGHTS);
  const { at, bytes } = layOut(kept);
  const buffer = new ArrayBuffer(bytes);
  const memory: Memory = { u32: new Uint32Array(buffer), f64: new Float64Array(buffer) };
  writeHeader(memory.u32, at, starts);
  return {
    ...memory,
    stream: at.stream,
    tree: at.tree,
    weights: at.weights / 8,
    node: at.nodes / 8,
    sums: new Float64Array(FEW_WEIGHTS),
    parts: new Int32Array(FEW_WEIGHTS),
    one: new Uint32Array(1),
  };
}

/**
 * At most 16 weights that change. It draws what a DynamicSource draws in epoch 0, and has no memory of its own: all
 * such tables share one buffer, because draws are synchronous. A table writes its weights there and builds its node,
 * unless it was the last one to do so.
 */
export class FewWeights {
  /** Keeps the array. After it changed, call `update` or `push`. */
  constructor(private readonly weights: readonly number[]) {}

  get backend(): 'js' {
    return 'js';
  }

  /** The draw at a position. */
  draw(seed: number, position: number): number {
    const memory = this.#prepare(seed, position);
    const { one } = memory;
    drawNext(memory, position, one, 1, false);
    return one[0];
  }

  /** Writes the draws at `count` positions from `position` on to `out`. */
  read(seed: number, position: number, out: Uint32Array, count: number): void {
    const memory = this.#prepare(seed, position);
    if (!hasParts) {
      const { sums, parts } = memory;
      const scale = 2147483647 / sums[FEW_WEIGHTS - 1];
      for (let i = 0; i < FEW_WEIGHTS; i++) parts[i] = sums[i] * scale;
      hasParts = true;
    }
    drawNext(memory, position, out, count, true);
  }

  /** Changes a weight of the node, if the memory holds it. */
  update(index: number, weight: number): void {
    if (owner !== this || !shared) return;
    shared.f64[shared.weights + index] = weight;
    buildNode(shared);
  }

  /** Takes notice that a weight will be added. Returns false if there is no room for it. */
  push(): boolean {
    if (owner === this) owner = undefined;
    return this.weights.length < FEW_WEIGHTS;
  }

  /** The probability of an index; NaN if all weights are 0. */
  probability(index: number): number {
    const memory = this.#own();
    const { u32, f64, tree, weights } = memory;
    dynamicBuild(memory, tree);
    const first = (tree + SUMS) / 4;
    return quotient(f64[weights + index], exactSum(u32.subarray(first, first + SUM_BYTES / 4)));
  }

  free(): void {}

  /** The memory, with these weights and their node. */
  #own(): Shared {
    shared ??= makeShared();
    if (owner === this) return shared;
    const { weights } = this;
    const { length } = weights;
    const { u32, f64, tree, weights: first } = shared;
    for (let i = 0; i < FEW_WEIGHTS; i++) f64[first + i] = i < length ? weights[i] : 0;
    writeSize(u32, tree, length);
    buildNode(shared);
    owner = this;
    return shared;
  }

  /** The memory, with the stream of a seed, which stands at a position. */
  #prepare(seed: number, position: number): Shared {
    const memory = this.#own();
    if (seed !== opened) {
      openStream(memory, memory.stream, seed, 0, PURPOSE.dynamic);
      opened = seed;
      at = -1;
    }
    if (position !== at) {
      const { u32 } = memory;
      const first = memory.stream / 4;
      high = u32[first + 1] | 0;
      low = u32[first] | 0;
      if (position > 0) {
        [high, low] = jump([high, low], [u32[first + 3] | 0, u32[first + 2] | 0], toU64(position));
      }
    }
    return memory;
  }
}

function buildNode(memory: Shared): void {
  buildLeaf(memory, memory.tree, 0);
  hasParts = false;
  const { f64, node, sums } = memory;
  let before = 0;
  for (let four = 0; four < 4; four++) {
    const first = node + FOURS + 3 * four;
    const at = 4 * four;
    sums[at] = before + f64[first];
    sums[at + 1] = before + f64[first + 1];
    sums[at + 2] = before + f64[first + 2];
    before = f64[node + four];
    sums[at + 3] = before;
  }
}

/** The child that a number below the total chooses. */
function childOf(sums: Float64Array, chosen: number): number {
  let child = chosen < sums[7] ? 0 : 8;
  if (chosen >= sums[child + 3]) child += 4;
  if (chosen >= sums[child + 1]) child += 2;
  return chosen >= sums[child] ? child + 1 : child;
}

/**
 * The child that a word probably chooses, from its top 31 bits. Without a branch, because a processor cannot predict
 * draws: x + ~y has the sign bit if x <= y.
 */
function likelyChild(parts: Int32Array, wordHigh: number): number {
  const not = ~(wordHigh >>> 1);
  const first = 4 * (((parts[3] + not) >>> 31) + ((parts[7] + not) >>> 31) + ((parts[11] + not) >>> 31));
  return first + ((parts[first] + not) >>> 31) + ((parts[first + 1] + not) >>> 31) + ((parts[first + 2] + not) >>> 31);
}

/** Writes `count` draws from `position` on, whose word is the next one, to `out`. `fast` needs the parts. */
function drawNext(memory: Shared, position: number, out: Uint32Array, count: number, fast: boolean): void {
  const { u32, stream, tree, sums, parts } = memory;
  // | 0 tells the engine that these are 32-bit integers
  const multiplierHigh = MULTIPLIER[0] | 0;
  const multiplierLow = MULTIPLIER[1] | 0;
  const incrementHigh = u32[stream / 4 + 3] | 0;
  const incrementLow = u32[stream / 4 + 2] | 0;
  const total = sums[FEW_WEIGHTS - 1];
  const scale = total * 2 ** -53;
  const totalHigh = (total / 4294967296) | 0;
  const totalLow = total | 0;
  let stateHigh = high | 0;
  let stateLow = low | 0;
  for (let i = 0; i < count; i++) {
    const wordHigh = outputHigh(stateHigh, stateLow);
    const wordLow = outputLow(stateHigh, stateLow, wordHigh);
    const nextLow = stepLow(stateLow, multiplierLow, incrementLow);
    stateHigh = stepHigh(stateHigh, stateLow, multiplierHigh, multiplierLow, incrementHigh, incrementLow, nextLow);
    stateLow = nextLow;

    // the integer that chooses is floor(word * total / 2^64), which this is at most 1.5 away from
    const near = ((wordHigh >>> 0) * 2097152 + (wordLow >>> 11)) * scale;
    const child = fast ? likelyChild(parts, wordHigh) : childOf(sums, near);
    const isCertain =
      !isLow(wordHigh, wordLow, totalHigh, totalLow) &&
      near + 3 < sums[child] &&
      (child === 0 || near - 2 >= sums[child - 1]);
    out[i] = isCertain ? child : decide(memory, tree, stream, position + i, wordHigh, wordLow);
  }
  high = stateHigh;
  low = stateLow;
  at = position + count;
}
