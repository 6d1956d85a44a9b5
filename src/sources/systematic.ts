import { zeros } from '../internal/zeros.js';
import type { Backend } from '../kernels/allocation.js';
import { systematicTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { SystematicKernels } from '../kernels/kernels.js';
import { extraModule } from '../kernels/wasm/allocate.js';
import { boundOf, copyWeights, weightWords } from './copied-weights.js';
import { type Addresses, allocateRegions } from './layout.js';
import { StoredSource } from './memory-source.js';
import { PURPOSE, type WeightedSource } from './source.js';
import { type Grid, gridOf, placeItems } from './systematic-grid.js';

const SYSTEMATIC: KernelSet<SystematicKernels> = { twin: systematicTwin, binary: extraModule };
/** Bytes of scratch for `sumWeights`. */
const SUMS = 48;

/** Systematic draws by weights. Stores the epoch that was read last. */
export class SystematicSource extends StoredSource<SystematicKernels> implements WeightedSource {
  readonly coverage: number;
  /** One more than the last index with a positive weight. */
  readonly bound: number;
  protected readonly order: number;
  readonly #at: Addresses<'gap' | 'weights' | 'ids' | 'wholes' | 'fractions'>;
  readonly #n: number;
  readonly #count: number;
  readonly #grid: Grid;
  #step = 0n;
  #start = 0n;
  #seed = -1;

  /** The weights and their number `n` must have passed `checkWeights`. An epoch has `count` draws. */
  constructor(weights: ArrayLike<number>, n: number, count: number, backend: Backend) {
    const kept = {
      stream: 16,
      gap: 16,
      weights: 8 * n,
      ids: 4 * n,
      wholes: 4 * n,
      fractions: 8 * n,
      // the kernel writes up to two entries beyond the end
      order: 4 * (count + 2),
    };
    const { memory, at } = allocateRegions(kept, { sums: SUMS }, backend, SYSTEMATIC);
    super(memory);
    this.order = at.order;
    this.#at = at;
    const { f64 } = memory;
    const first = at.weights / 8;
    copyWeights(weights, n, f64, first);
    this.#n = n;
    this.#count = count;
    this.#grid = gridOf(memory, at, n, count);
    this.bound = boundOf(f64, first, n);
    this.coverage = this.#grid.coverage;
  }

  /** (n,), each index's expected number of draws in an epoch, divided by the number of draws. */
  probabilities(): Float64Array<ArrayBuffer> {
    if (this.#seed < 0) this.#layOut(0);
    const { items, gap } = this.#grid;
    const { u32 } = this.memory;
    const [ids, wholes, fractions] = [this.#at.ids / 4, this.#at.wholes / 4, this.#at.fractions / 4];
    const probabilities = zeros(Float64Array, this.#n, 'probabilities');
    for (let i = 0; i < items; i++) {
      const fraction = (u32[fractions + 2 * i + 1] * 2 ** 32 + u32[fractions + 2 * i]) / Number(gap);
      probabilities[u32[ids + i]] = (u32[wholes + i] + fraction) / this.#count;
    }
    return probabilities;
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.memory.f64, this.#at.weights / 8, this.#n);
  }

  /** Places the items on the cumulative line in an order that depends on the seed, so that neighbors are random. */
  #layOut(seed: number): void {
    const { items, gap } = this.#grid;
    const { kernels, u32, f64, at: stream } = this.memory;
    const at = this.#at;
    const ids = u32.subarray(at.ids / 4, at.ids / 4 + items);
    const indices = this.#positives();
    this.#seed = -1;
    kernels.openStream(stream, seed, 0, PURPOSE.gridOrder);
    kernels.shuffle(stream, at.ids, items);
    if (indices) for (let i = 0; i < items; i++) ids[i] = indices[ids[i]];
    for (let i = 0; i < items; i++) f64[at.fractions / 8 + i] = f64[at.weights / 8 + ids[i]];
    this.#step = placeItems(this.memory, at, this.#grid);
    kernels.openStream(stream, seed, 0, PURPOSE.gridOffset);
    kernels.pcgWords(stream, 0, 1, at.gap, 1);
    this.#start = (this.#u64(at.gap) * gap) >> 64n;
    this.#seed = seed;
  }

  /** The indices of positive weights; undefined where all weights are positive. */
  #positives(): Uint32Array | undefined {
    const { items } = this.#grid;
    if (items === this.#n) return undefined;
    const { f64 } = this.memory;
    const first = this.#at.weights / 8;
    const indices = zeros(Uint32Array, items, 'indices of positive weights');
    for (let i = 0, at = 0; at < items; i++) if (f64[first + i] > 0) indices[at++] = i;
    return indices;
  }

  protected make(seed: number, epoch: number): void {
    if (seed !== this.#seed) this.#layOut(seed);
    const { gap, items } = this.#grid;
    const { kernels, at: stream } = this.memory;
    const { gap: gapAt, ids, wholes, fractions } = this.#at;
    this.#write(gapAt, gap);
    this.#write(gapAt + 8, (this.#start + BigInt(epoch) * this.#step) % gap);
    kernels.openStream(stream, seed, epoch, PURPOSE.systematic);
    kernels.systematicDraw(ids, wholes, fractions, items, gapAt, stream, this.order);
  }

  #u64(address: number): bigint {
    const { u32 } = this.memory;
    return (BigInt(u32[address / 4 + 1]) << 32n) | BigInt(u32[address / 4]);
  }

  #write(address: number, value: bigint): void {
    const { u32 } = this.memory;
    u32[address / 4] = Number(value & 0xffffffffn);
    u32[address / 4 + 1] = Number(value >> 32n);
  }
}
