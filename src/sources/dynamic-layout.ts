import type { Allocation, Backend } from '../kernels/allocation.js';
import { BANDS, LEVELS, NODES, SIZE, STARTS, SUM_BYTES, SUMS, TOTAL, WEIGHTS } from '../kernels/js/dynamic-tree.js';
import { dynamicTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { DynamicKernels } from '../kernels/kernels.js';
import { dynamicModule } from '../kernels/wasm/allocate.js';
import { allocateRegions } from './layout.js';
import { DRAW_CHUNK } from './source.js';

/** The kernels of a tree. */
export const DYNAMIC: KernelSet<DynamicKernels> = { twin: dynamicTwin, binary: dynamicModule };

/** Number of children of a node. */
const CHILDREN = 16;
/** Most updates that wait to be made together. */
export const MOST_WAITING = 32;
/** Bytes of scratch for draws. */
export const DRAW_SCRATCH = 1552;
/** Most entries that one call of `dynamicUpdateMany` takes. */
export const UPDATE_CHUNK = 1024;

/** The levels of a tree over `size` weights. */
export function levelsOf(size: number): number {
  let levels = 1;
  for (let reach = CHILDREN; reach < size; reach *= CHILDREN) levels++;
  return levels;
}

/** The regions to keep for a tree with space for `capacity` weights, and the number of each level's first node. */
export function treeRegions(capacity: number) {
  const leaves = Math.max(1, Math.ceil(capacity / CHILDREN));
  const starts: number[] = [];
  let nodes = 0;
  for (let count = leaves, levels = levelsOf(capacity); levels > 0; levels--) {
    starts.push(nodes);
    nodes += count;
    count = Math.ceil(count / CHILDREN);
  }
  const bytes = 8 * CHILDREN;
  const waiting = { waiting: 4 * MOST_WAITING, waitingWeights: 8 * MOST_WAITING };
  const kept = {
    stream: 16,
    tree: SUMS + SUM_BYTES,
    ...waiting,
    weights: bytes * leaves,
    nodes: bytes * nodes,
    bands: nodes,
  };
  return { kept, starts };
}

/** The addresses of a tree's parts. */
export interface TreeAddresses {
  readonly stream: number;
  readonly tree: number;
  readonly weights: number;
  readonly nodes: number;
  readonly bands: number;
  /** Updates that wait: their indices, and their weights. */
  readonly waiting: number;
  readonly waitingWeights: number;
  /** Scratch. */
  readonly out: number;
  readonly indices: number;
  readonly entries: number;
  readonly work: number;
}

/** A tree's memory, with space for `capacity` weights. */
export interface TreeMemory {
  readonly memory: Allocation<DynamicKernels>;
  readonly at: TreeAddresses;
  readonly capacity: number;
  /** Number of each level's first node. */
  readonly starts: readonly number[];
  /** Words that are kept. */
  readonly words: number;
}

/** Allocates a tree of zeros with space for `capacity` weights. Its header has no size yet. */
export function allocateTree(capacity: number, backend: Backend): TreeMemory {
  const { kept, starts } = treeRegions(capacity);
  const scratch = { entries: 8 * UPDATE_CHUNK, indices: 4 * UPDATE_CHUNK, out: 4 * DRAW_CHUNK, work: DRAW_SCRATCH };
  const { memory, at } = allocateRegions(kept, scratch, backend, DYNAMIC);
  const words = Math.ceil((at.bands + kept.bands - at.stream) / 4);
  const tree = { memory, at, capacity, starts, words };
  writeHeader(memory.u32, at, starts);
  return tree;
}

/** Writes everything but the size into a tree's header. */
export function writeHeader(
  u32: Uint32Array,
  at: Pick<TreeAddresses, 'tree' | 'weights' | 'nodes' | 'bands'>,
  starts: readonly number[],
): void {
  const header = at.tree / 4;
  u32[header + WEIGHTS] = at.weights;
  u32[header + NODES] = at.nodes;
  u32[header + BANDS] = at.bands;
  u32.set(starts, header + STARTS);
}

/** Copies a tree to another memory. */
export function copyTree(tree: TreeMemory, backend: Backend): TreeMemory {
  const copy = allocateTree(tree.capacity, backend);
  const from = tree.at.stream / 4;
  copy.memory.u32.set(tree.memory.u32.subarray(from, from + tree.words), copy.at.stream / 4);
  writeHeader(copy.memory.u32, copy.at, copy.starts);
  return copy;
}

/** Copies the first `count` weights of a tree to another tree. */
export function copyWeightsOf(from: TreeMemory, to: TreeMemory, count: number): void {
  const first = from.at.weights / 8;
  to.memory.f64.set(from.memory.f64.subarray(first, first + count), to.at.weights / 8);
}

/** Writes the size of a tree into its header. */
export function writeSize(u32: Uint32Array, tree: number, size: number): void {
  u32[tree / 4 + SIZE] = size;
  u32[tree / 4 + LEVELS] = levelsOf(size);
}

/** What a tree of `size` weights counts at its root. */
export function rootTotal({ memory: { f64 }, at, starts }: TreeMemory, size: number): number {
  return f64[at.nodes / 8 + 16 * starts[levelsOf(size) - 1] + TOTAL];
}
