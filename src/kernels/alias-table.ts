import { Drawer, PIECE } from './drawer.js';
import { type Layout, layOut } from './layout.js';
import { CHANGED, copyWeights, weightWords } from './weights.js';
import { type Backend, openWorkspace, type Workspace } from './workspace.js';

type Region = 'stream' | 'weights' | 'cells' | 'heavy' | 'sums' | 'words' | 'out';
/** Regions whose contents mean nothing between two calls, and may differ between backends. */
export const SCRATCH: readonly Region[] = ['heavy', 'sums', 'words'];

/** log2 of the number of cells: a table has at least two. */
export function aliasBits(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1));
}

/** The regions of a table, and whatever else its memory is to hold. */
export function aliasLayout<More extends string = never>(
  count: number,
  more = {} as Record<More, number>,
): Layout<Region | More> {
  const size = 2 ** aliasBits(count);
  const own: Record<Region, number> = {
    stream: 16,
    weights: 8 * (count + (count & 1)),
    cells: 8 * size,
    heavy: Math.max(8, size / 8),
    sums: 48,
    words: 8192,
    out: 4 * PIECE,
  };
  return layOut<Region | More>({ ...own, ...more });
}

/** An exact alias table over weights, in a memory of its own. */
export class AliasTable<More extends string = never> {
  readonly drawer: Drawer;
  protected readonly count: number;
  protected readonly positives: number;
  protected readonly bits: number;
  protected readonly at: Layout<Region | More>['at'];
  protected readonly workspace: Workspace;

  /** Weights and their number are those that `checkWeights` let through. */
  constructor(weights: ArrayLike<number>, count: number, backend: Backend, more?: Record<More, number>) {
    const layout = aliasLayout<More>(count, more);
    const workspace = openWorkspace(layout.bytes, backend);
    const { kernels, f64 } = workspace;
    const at: Layout<Region>['at'] = layout.at;
    copyWeights(weights, count, f64, at.weights / 8);

    const bits = aliasBits(count);
    const positives = kernels.aliasBuild(at.weights, count, at.cells, bits, at.heavy, at.sums);
    if (positives < 1) throw new Error(CHANGED);
    this.count = count;
    this.positives = positives;
    this.bits = bits;
    this.at = layout.at;
    this.workspace = workspace;
    this.drawer = new Drawer(
      workspace,
      at.stream,
      at.out,
      (position, stride, length) =>
        kernels.aliasDraw(at.cells, bits, at.stream, position, stride, at.out, length, at.words),
      { kernel: 'aliasDraw', args: [at.cells, bits, 'stream', 'position', 'stride', 'out', 'count', 'words'] },
    );
  }

  get backend(): 'wasm' | 'js' {
    return this.workspace.backend;
  }

  /** (n,), each weight's integer share of 2^64 as read back from the cells: high and low words. 2^64 itself reads 0. */
  shares(): { high: Uint32Array; low: Uint32Array } {
    const { u32 } = this.workspace;
    const cells = this.at.cells / 4;
    const bits = this.bits;
    const size = 2 ** bits;
    const capacity = 2 ** (32 - bits);
    const high = new Uint32Array(size);
    const low = new Uint32Array(size);
    for (let cell = 0; cell < size; cell++) {
      const packedLow = u32[cells + 2 * cell];
      const packedHigh = u32[cells + 2 * cell + 1];
      // the cell's own part is the threshold, the alias has the rest of the capacity, whose low word is 0
      const ownHigh = packedHigh >>> bits;
      const ownLow = ((packedHigh << (32 - bits)) | (packedLow >>> bits)) >>> 0;
      const alias = packedLow & (size - 1);
      low[cell] += ownLow;
      high[cell] += ownHigh + (low[cell] < ownLow ? 1 : 0);
      const restLow = -ownLow >>> 0;
      low[alias] += restLow;
      high[alias] += capacity - ownHigh - (ownLow > 0 ? 1 : 0) + (low[alias] < restLow ? 1 : 0);
    }
    return { high: high.subarray(0, this.count), low: low.subarray(0, this.count) };
  }

  probabilities(): Float64Array<ArrayBuffer> {
    const { high, low } = this.shares();
    const probabilities = new Float64Array(this.count);
    let total = 0;
    for (let i = 0; i < probabilities.length; i++) {
      probabilities[i] = (high[i] * 2 ** 32 + low[i]) * 2 ** -64;
      total += probabilities[i];
    }
    // a share of 2^64 reads 0, and then it is the only one: the alias of every cell
    if (total === 0) probabilities[this.workspace.u32[this.at.cells / 4]] = 1;
    return probabilities;
  }

  /** The weights as they were given. */
  weightWords(): Uint32Array {
    return weightWords(this.workspace.f64, this.at.weights / 8, this.count);
  }
}
