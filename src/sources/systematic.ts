import { zeros } from '../internal/zeros.js';
import type { Allocation, Backend } from '../kernels/allocation.js';
import { systematicTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { SystematicKernels } from '../kernels/kernels.js';
import { allocate } from '../kernels/memory.js';
import { extraModule } from '../kernels/wasm/allocate.js';
import { boundOf, copyWeights, weightWords } from './copied-weights.js';
import { type Layout, layOut } from './layout.js';
import { type Positions, PURPOSE, type WeightedSource } from './source.js';
import { copyStrided } from './stored-epoch.js';
import { type Grid, gridOf } from './systematic-grid.js';

type Kept = 'stream' | 'gap' | 'weights' | 'ids' | 'wholes' | 'fractions' | 'order';

const SYSTEMATIC: KernelSet<SystematicKernels> = { twin: systematicTwin, binary: extraModule };
/** Bytes of scratch for `sumWeights`: five f64. */
const SUMS = 48;

/** Systematic draws by weights. Stores the epoch that was read last. */
export class SystematicSource implements WeightedSource {
  readonly coverage: number;
  /** One more than the last index with a positive weight. */
  readonly bound: number;
  readonly #memory: Allocation<SystematicKernels>;
  readonly #at: Layout<Kept>['at'];
  readonly #n: number;
  readonly #count: number;
  readonly #grid: Grid;
  #start = 0n;
  #seed = -1;
  #epoch = -1;

  /** The weights and their number `n` must have passed `checkWeights`. An epoch has `count` draws. */
  constructor(weights: ArrayLike<number>, n: number, count: number, backend: Backend) {
    const { at, bytes } = layOut<Kept>({
      stream: 16,
      gap: 16,
      weights: 8 * n,
      ids: 4 * n,
      wholes: 4 * n,
      fractions: 8 * n,
      // the kernel writes up to two entries beyond the end
      order: 4 * (count + 2),
    });
    this.#memory = allocate(bytes, SUMS, backend, SYSTEMATIC);
    const { f64, u32, scratch } = this.#memory;
    this.#at = at;
    const first = this.#address('weights') / 8;
    copyWeights(weights, n, f64, first);
    this.#n = n;
    this.#count = count;
    this.#grid = gridOf(f64, u32, first, n, scratch / 8, count);
    this.bound = boundOf(f64, first, n);
    this.coverage = this.#grid.coverage;
  }

  get backend(): 'wasm' | 'js' {
    return this.#memory.backend;
  }

  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void {
    if (seed !== this.#seed) this.#layOut(seed);
    if (positions.epoch !== this.#epoch) this.#make(seed, positions.epoch);
    copyStrided(this.#memory.u32, this.#address('order') / 4, positions, out, offset);
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
    return weightWords(this.#memory.f64, this.#address('weights') / 8, this.#n);
  }

  free(): void {
    this.#memory.free();
  }

  #address(region: Kept): number {
    return this.#memory.at + this.#at[region];
  }

  /** Places the items on the cumulative line in an order that depends on the seed, so that neighbors are random. */
  #layOut(seed: number): void {
    const { ids, wholes, fractions, gap } = this.#grid;
    const { kernels, u32, at: stream } = this.#memory;
    const idsAt = this.#address('ids') / 4;
    const wholesAt = this.#address('wholes') / 4;
    const fractionsAt = this.#address('fractions') / 4;
    const gapAt = this.#address('gap');
    this.#seed = -1;
    this.#epoch = -1;
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

  #make(seed: number, epoch: number): void {
    const { gap, step, ids } = this.#grid;
    const { kernels, at: stream } = this.#memory;
    const gapAt = this.#address('gap');
    this.#epoch = -1;
    this.#write(gapAt, gap);
    this.#write(gapAt + 8, (this.#start + BigInt(epoch) * step) % gap);
    kernels.openStream(stream, seed, epoch, PURPOSE.systematic);
    kernels.systematicDraw(
      this.#address('ids'),
      this.#address('wholes'),
      this.#address('fractions'),
      ids.length,
      gapAt,
      stream,
      this.#address('order'),
    );
    this.#epoch = epoch;
  }

  #u64(address: number): bigint {
    const { u32 } = this.#memory;
    return (BigInt(u32[address / 4 + 1]) << 32n) | BigInt(u32[address / 4]);
  }

  #write(address: number, value: bigint): void {
    const { u32 } = this.#memory;
    u32[address / 4] = Number(value & 0xffffffffn);
    u32[address / 4 + 1] = Number(value >> 32n);
  }
}
