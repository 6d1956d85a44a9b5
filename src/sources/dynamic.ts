import { checkChangingWeights } from '../internal/check-entries.js';
import type { Backend } from '../kernels/allocation.js';
import { HASH, SUM_BYTES, SUMS } from '../kernels/js/dynamic-tree.js';
import { copyWeights } from './copied-weights.js';
import {
  allocateTree,
  copyTree,
  copyWeightsOf,
  levelsOf,
  MOST_WAITING,
  rootTotal,
  type TreeMemory,
  UPDATE_CHUNK,
  writeSize,
} from './dynamic-layout.js';
import { exactSum, quotient, type ScaledSum } from './exact-sum.js';
import { DRAW_CHUNK, type DrawTask, type Positions, PURPOSE, taskOf, type WeightedSource } from './source.js';

/** The tree is built anew if there are more updates than a quarter of the weights: it takes less time. */
const MANY = 4;

/**
 * Draws with replacement, in exact proportion to weights that may change: O(log n) a draw and an update. What it draws
 * is a function of the weights, whatever they were before.
 */
export class DynamicSource implements WeightedSource {
  #tree: TreeMemory;
  #size: number;
  readonly #backend: Backend;
  #seed = -1;
  #epoch = -1;
  /** How often weights changed. */
  #changes = 0;
  /** Number of updates that wait. */
  #waiting = 0;
  /** The sum of the weights, once it was asked for. */
  #sum: ScaledSum | undefined;

  /**
   * Copies `count` weights, which `checkChangingWeights` accepted.
   * @throws {TypeError | RangeError} Another thread made a weight invalid meanwhile.
   */
  constructor(weights: ArrayLike<number>, count: number, backend: Backend) {
    this.#backend = backend;
    this.#tree = allocateTree(count, backend);
    this.#size = count;
    const { memory, at } = this.#tree;
    copyWeights(weights, count, memory.f64, at.weights / 8);
    writeSize(memory.u32, at.tree, count);
    if (memory.kernels.dynamicBuild(at.tree) < 0) checkChangingWeights(this.weights());
  }

  get backend(): 'wasm' | 'js' {
    return this.#tree.memory.backend;
  }

  /** Number of weights, and of indices that may be drawn: zero weights may change. */
  get bound(): number {
    return this.#size;
  }

  /** The tree in memory, with all updates. */
  get tree(): TreeMemory {
    return this.#flush();
  }

  /** How often weights changed. */
  get changes(): number {
    return this.#changes;
  }

  /** The sum of the weights, rounded once; Infinity from 2^1024 on. */
  get total(): number {
    const { value, exponent } = this.#exactSum();
    return value * 2 ** exponent;
  }

  weight(index: number): number {
    const { memory, at } = this.#flush();
    return memory.f64[at.weights / 8 + index];
  }

  /** A copy of the weights, (n,). */
  weights(): Float64Array<ArrayBuffer> {
    const { memory, at } = this.#flush();
    return memory.f64.slice(at.weights / 8, at.weights / 8 + this.#size) as Float64Array<ArrayBuffer>;
  }

  /** The probability of an index; NaN if all weights are zero. */
  probability(index: number): number {
    return quotient(this.weight(index), this.#exactSum());
  }

  probabilities(): Float64Array<ArrayBuffer> {
    const sum = this.#exactSum();
    return this.weights().map((weight) => quotient(weight, sum));
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.weights().buffer);
  }

  /** A hash of the weights, kept with every update. */
  hashWords(): [number, number, number] {
    const { memory, at } = this.#flush();
    const first = at.tree / 4 + HASH;
    return [memory.u32[first], memory.u32[first + 1], this.#size];
  }

  /**
   * Sets a weight. Updates wait until something depends on them, and are then made together. Each call of a kernel
   * would take as long as an update, and together they wait for memory once.
   */
  update(index: number, weight: number): void {
    if (this.#tree.memory.isLent) this.#own();
    const { memory, at } = this.#tree;
    this.#changes++;
    const waiting = this.#waiting++;
    memory.u32[at.waiting / 4 + waiting] = index;
    memory.f64[at.waitingWeights / 8 + waiting] = weight;
    if (waiting === MOST_WAITING - 1) this.#flush();
  }

  /** Makes the updates that wait. */
  #flush(): TreeMemory {
    const tree = this.#tree;
    if (this.#waiting > 0) {
      const { memory, at } = tree;
      memory.kernels.dynamicUpdateMany(at.tree, at.waiting, at.waitingWeights, this.#waiting);
      this.#waiting = 0;
      this.#sum = undefined;
    }
    return tree;
  }

  /** Sets weights in order. The entries must be valid: nothing but this object may refer to them. */
  updateMany(indices: Uint32Array, weights: Float64Array): void {
    this.#own();
    this.#sum = undefined;
    this.#changes++;
    const { memory, at } = this.#flush();
    if (MANY * indices.length >= this.#size) {
      const first = at.weights / 8;
      for (let i = 0; i < indices.length; i++) memory.f64[first + indices[i]] = weights[i];
      memory.kernels.dynamicBuild(at.tree);
      return;
    }
    for (let done = 0; done < indices.length; done += UPDATE_CHUNK) {
      const some = Math.min(UPDATE_CHUNK, indices.length - done);
      memory.u32.set(indices.subarray(done, done + some), at.indices / 4);
      memory.f64.set(weights.subarray(done, done + some), at.entries / 8);
      memory.kernels.dynamicUpdateMany(at.tree, at.indices, at.entries, some);
    }
  }

  /**
   * Appends a weight.
   * @throws {RangeError} There is not enough memory. Nothing changed.
   */
  push(weight: number): void {
    this.#flush();
    const size = this.#size + 1;
    const grown = size > this.#tree.capacity;
    this.#own(grown ? 2 * size : this.#tree.capacity);
    this.#sum = undefined;
    this.#changes++;
    this.#size = size;
    const { memory, at } = this.#tree;
    const taller = levelsOf(size) > levelsOf(size - 1);
    writeSize(memory.u32, at.tree, size);
    if (!grown && !taller) {
      memory.kernels.dynamicUpdate(at.tree, size - 1, weight);
      return;
    }
    // without -0
    memory.f64[at.weights / 8 + size - 1] = weight + 0;
    memory.kernels.dynamicBuild(at.tree);
  }

  /** @throws {Error} All weights are zero. */
  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void {
    if (positions.count === 0) return;
    const tree = this.#requirePositive();
    const { epoch } = positions;
    if (seed !== this.#seed || epoch !== this.#epoch) {
      tree.memory.kernels.openStream(tree.at.stream, seed, epoch, PURPOSE.dynamic);
      this.#seed = seed;
      this.#epoch = epoch;
    }
    drawFrom(tree, tree.at.stream, positions, out, offset);
  }

  /**
   * A task for threads. They draw from the weights as they are now, because a tree that threads may read is copied
   * before it changes.
   * @throws {Error} All weights are zero.
   */
  task(seed: number): DrawTask | 'js' {
    const tree = this.#requirePositive();
    const { memory, at } = tree;
    const args = [at.tree, 'stream', 'position', 'stride', 'scratch', 'out', 'count'] as const;
    const task = taskOf(memory, { kernel: 'dynamicDraw', args }, seed, PURPOSE.dynamic);
    if (task === 'js') return task;
    const read: DrawTask['read'] = (positions, out, offset) => {
      // the tree's own stream is in use
      memory.kernels.openStream(at.entries, seed, positions.epoch, PURPOSE.dynamic);
      drawFrom(tree, at.entries, positions, out, offset);
    };
    return { ...task, read };
  }

  free(): void {
    this.#tree.memory.free();
  }

  #exactSum(): ScaledSum {
    const { memory, at } = this.#flush();
    const first = (at.tree + SUMS) / 4;
    this.#sum ??= exactSum(memory.u32.subarray(first, first + SUM_BYTES / 4));
    return this.#sum;
  }

  #requirePositive(): TreeMemory {
    const tree = this.#flush();
    if (rootTotal(tree, this.#size) > 0) return tree;
    throw new Error(
      this.#size === 0
        ? 'nothing to draw: there are no weights yet; push one first'
        : 'nothing to draw: all weights are zero; update one first',
    );
  }

  /**
   * Makes sure that the tree has this capacity, and that no thread reads it. Otherwise copies it to another memory.
   * With another capacity, only the weights are copied.
   */
  #own(capacity = this.#tree.capacity): void {
    const old = this.#tree;
    if (capacity === old.capacity && !old.memory.isLent) return;
    this.#tree = capacity === old.capacity ? copyTree(old, this.#backend) : allocateTree(capacity, this.#backend);
    if (capacity !== old.capacity) copyWeightsOf(old, this.#tree, this.#size);
    this.#epoch = -1;
    old.memory.free();
  }
}

/** Writes draws of a stream to out[offset] and on. */
function drawFrom(
  { memory, at }: TreeMemory,
  stream: number,
  { position, stride, count }: Positions,
  out: Uint32Array,
  offset: number,
): void {
  for (let done = 0; done < count; done += DRAW_CHUNK) {
    const some = Math.min(DRAW_CHUNK, count - done);
    memory.kernels.dynamicDraw(at.tree, stream, position + done * stride, stride, at.work, at.out, some);
    memory.copyOut(at.out, out, offset + done, some);
  }
}
