import { zeros } from '../zeros.js';
import { type Comb, combOf } from './comb.js';
import { PURPOSE } from './drawer.js';
import { combTwin } from './js/index.js';
import { copyKept } from './kept.js';
import type { CombKernels } from './kernels.js';
import { layOut } from './layout.js';
import { boundOf, copyWeights, weightWords } from './weights.js';
import { type Backend, extraModule, openWith, type Workspace } from './workspace.js';

type Region = 'stream' | 'gap' | 'sums' | 'weights' | 'ids' | 'wholes' | 'fractions' | 'order';

/** Systematic draws by weights, in a memory of their own: the epoch that was read last is kept. */
export class Systematic {
  readonly coverage: number;
  /** Behind the last positive weight. */
  readonly bound: number;
  readonly #workspace: Workspace<CombKernels>;
  readonly #at: Readonly<Record<Region, number>>;
  readonly #n: number;
  readonly #count: number;
  readonly #comb: Comb;
  #start = 0n;
  #seed = -1;
  #epoch = -1;

  /** Weights and their number `n` are those that `checkWeights` let through; `count` draws an epoch. */
  constructor(weights: ArrayLike<number>, n: number, count: number, backend: Backend) {
    const { at, bytes } = layOut<Region>({
      stream: 16,
      gap: 16,
      sums: 48,
      weights: 8 * n,
      ids: 4 * n,
      wholes: 4 * n,
      fractions: 8 * n,
      // the kernel writes two more, which mean nothing
      order: 4 * (count + 2),
    });
    this.#workspace = openWith<CombKernels>(combTwin, bytes, backend, extraModule);
    const { f64, u32 } = this.#workspace;
    copyWeights(weights, n, f64, at.weights / 8);
    this.#at = at;
    this.#n = n;
    this.#count = count;
    this.#comb = combOf(f64, u32, at.weights / 8, n, at.sums / 8, count);
    this.bound = boundOf(f64, at.weights / 8, n);
    this.coverage = this.#comb.coverage;
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  /** Draws position, position + stride, … of an epoch: `count` of them to out[offset] and on. */
  read(
    seed: number,
    epoch: number,
    position: number,
    stride: number,
    out: Uint32Array,
    offset: number,
    count: number,
  ): void {
    if (seed !== this.#seed) this.#layOut(seed);
    if (epoch !== this.#epoch) this.#make(seed, epoch);
    copyKept(this.#workspace.u32, this.#at.order / 4 + position, stride, out, offset, count);
  }

  /** (n,), expected draws of each index an epoch, over the number of draws. */
  probabilities(): Float64Array<ArrayBuffer> {
    const { ids, wholes, fractions, gap } = this.#comb;
    const probabilities = zeros(Float64Array, this.#n, 'probabilities');
    ids.forEach((id, i) => {
      const fraction = (fractions[2 * i + 1] * 2 ** 32 + fractions[2 * i]) / Number(gap);
      probabilities[id] = (wholes[i] + fraction) / this.#count;
    });
    return probabilities;
  }

  /** The weights as they were given. */
  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.#workspace.f64, this.#at.weights / 8, this.#n);
  }

  /** Puts the items in the seed's order on the circle: who is whose neighbor there is chance. */
  #layOut(seed: number): void {
    const { ids, wholes, fractions, gap } = this.#comb;
    const { kernels, u32 } = this.#workspace;
    const at = this.#at;
    this.#seed = -1;
    this.#epoch = -1;
    kernels.openStream(at.stream, seed, 0, PURPOSE.circle);
    kernels.shuffle(at.stream, at.ids, ids.length);
    for (let i = 0; i < ids.length; i++) {
      const item = u32[at.ids / 4 + i];
      u32[at.ids / 4 + i] = ids[item];
      u32[at.wholes / 4 + i] = wholes[item];
      u32[at.fractions / 4 + 2 * i] = fractions[2 * item];
      u32[at.fractions / 4 + 2 * i + 1] = fractions[2 * item + 1];
    }
    kernels.openStream(at.stream, seed, 0, PURPOSE.offset);
    kernels.pcgWords(at.stream, 0, 1, at.gap, 1);
    this.#start = (this.#u64(at.gap) * gap) >> 64n;
    this.#seed = seed;
  }

  #make(seed: number, epoch: number): void {
    const { gap, step } = this.#comb;
    const { kernels } = this.#workspace;
    const at = this.#at;
    this.#epoch = -1;
    this.#write(at.gap, gap);
    this.#write(at.gap + 8, (this.#start + BigInt(epoch) * step) % gap);
    kernels.openStream(at.stream, seed, epoch, PURPOSE.systematic);
    kernels.combDraw(at.ids, at.wholes, at.fractions, this.#comb.ids.length, at.gap, at.stream, at.order);
    this.#epoch = epoch;
  }

  #u64(address: number): bigint {
    const { u32 } = this.#workspace;
    return (BigInt(u32[address / 4 + 1]) << 32n) | BigInt(u32[address / 4]);
  }

  #write(address: number, value: bigint): void {
    const { u32 } = this.#workspace;
    u32[address / 4] = Number(value & 0xffffffffn);
    u32[address / 4 + 1] = Number(value >> 32n);
  }
}
