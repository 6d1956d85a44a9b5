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
import { type Grid, gridOf } from './systematic-grid.js';

const SYSTEMATIC: KernelSet<SystematicKernels> = { twin: systematicTwin, binary: extraModule };
/** Bytes of scratch for `sumWeights`: five f64. */
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
    const { f64, u32 } = memory;
    const first = at.weights / 8;
    copyWeights(weights, n, f64, first);
    this.#n = n;
    this.#count = count;
    this.#grid = gridOf(f64, u32, first, n, at.sums / 8, count);
    this.bound = boundOf(f64, first, n);
    this.coverage = this.#grid.coverage;
  }

  /** (n,), each index's expected number of draws in an epoch, divided by the number of draws. */
  probabilities(): Float64Array<ArrayBuffer> {
    const { ids, wholes, fractions, gap } = this.#grid;
    const probabilities = zeros(Float64Array, this.#n, 'probabilities');
    ids.forEach((id, i) => {
      const fraction = (fractions[2 * i + 1] * 2 ** 32 + fractions[2 * i]) / Number(gap);
      probabilities[id] = (wholes[i] + fraction) / this.#count;
    });
    return probabilities;
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.memory.f64, this.#at.weights / 8, this.#n);
  }

  /** Places the items on the cumulative line in an order that depends on the seed, so that neighbors are random. */
  #layOut(seed: number): void {
    const { ids, wholes, fractions, gap } = this.#grid;
    const { kernels, u32, at: stream } = this.memory;
    const gapAt = this.#at.gap;
    const idsAt = this.#at.ids / 4;
    const wholesAt = this.#at.wholes / 4;
    const fractionsAt = this.#at.fractions / 4;
    this.#seed = -1;
    kernels.openStream(stream, seed, 0, PURPOSE.gridOrder);
    kernels.shuffle(stream, 4 * idsAt, ids.length);
    for (let i = 0; i < ids.length; i++) {
      const item = u32[idsAt + i];
      u32[idsAt + i] = ids[item];
      u32[wholesAt + i] = wholes[item];
      u32[fractionsAt + 2 * i] = fractions[2 * item];
      u32[fractionsAt + 2 * i + 1] = fractions[2 * item + 1];
    }
    kernels.openStream(stream, seed, 0, PURPOSE.gridOffset);
    kernels.pcgWords(stream, 0, 1, gapAt, 1);
    this.#start = (this.#u64(gapAt) * gap) >> 64n;
    this.#seed = seed;
  }

  protected make(seed: number, epoch: number): void {
    if (seed !== this.#seed) this.#layOut(seed);
    const { gap, step, ids: items } = this.#grid;
    const { kernels, at: stream } = this.memory;
    const { gap: gapAt, ids, wholes, fractions } = this.#at;
    this.#write(gapAt, gap);
    this.#write(gapAt + 8, (this.#start + BigInt(epoch) * step) % gap);
    kernels.openStream(stream, seed, epoch, PURPOSE.systematic);
    kernels.systematicDraw(ids, wholes, fractions, items.length, gapAt, stream, this.order);
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
