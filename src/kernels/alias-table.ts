import { zeros } from '../zeros.js';
import { Drawer, PIECE } from './drawer.js';
import { type Layout, layOut } from './layout.js';
import { boundOf, checkCopy, copyWeights, weightWords } from './weights.js';
import { type Backend, openWorkspace, type Workspace } from './workspace.js';

type Region = 'stream' | 'weights' | 'table' | 'work' | 'sums' | 'out';
/** Regions whose contents mean nothing between two calls, and may differ between backends. */
export const SCRATCH: readonly Region[] = ['work', 'sums'];

/** log2 of the number of cells: a table has at least four. */
export function aliasBits(count: number): number {
  return Math.max(2, 32 - Math.clz32(count - 1));
}

/** Bytes of a table: cells, residuals, the number of escapes. */
export function tableBytes(count: number): number {
  return 8 * 2 ** aliasBits(count) + 4;
}

/** The regions of a table, and whatever else its memory is to hold. */
export function aliasLayout<More extends string = never>(
  count: number,
  more = {} as Record<More, number>,
): Layout<Region | More> {
  const own: Record<Region, number> = {
    stream: 16,
    weights: 8 * (count + (count & 1)),
    table: tableBytes(count),
    work: Math.max(8, 2 ** aliasBits(count) / 8) + 8192,
    sums: 48,
    out: 4 * PIECE,
  };
  return layOut<Region | More>({ ...own, ...more });
}

/** An exact alias table over weights, in a memory of its own. */
export class AliasTable<More extends string = never> {
  readonly drawer: Drawer;
  /** Behind the last positive weight. */
  readonly bound: number;
  protected readonly count: number;
  protected readonly positives: number;
  protected readonly bits: number;
  protected readonly at: Layout<Region | More>['at'];
  protected readonly workspace: Workspace;

  /** Weights and their number are those that `checkWeights` let through. */
  constructor(
    weights: ArrayLike<number>,
    count: number,
    backend: Backend,
    more?: Record<More, number>,
    open: (bytes: number, backend: Backend) => Workspace = openWorkspace,
  ) {
    const layout = aliasLayout<More>(count, more);
    const workspace = open(layout.bytes, backend);
    const { kernels, f64 } = workspace;
    const at: Layout<Region>['at'] = layout.at;
    copyWeights(weights, count, f64, at.weights / 8);

    const bits = aliasBits(count);
    const positives = kernels.aliasBuild(at.weights, count, at.table, bits, at.work, at.sums);
    if (positives < 1) checkCopy(f64, at.weights / 8, count);
    this.count = count;
    this.bound = boundOf(f64, at.weights / 8, count);
    this.positives = positives;
    this.bits = bits;
    this.at = layout.at;
    this.workspace = workspace;
    this.drawer = new Drawer(
      workspace,
      at.stream,
      at.out,
      (position, stride, length) => kernels.aliasDraw(at.table, bits, at.stream, position, stride, at.out, length),
      { kernel: 'aliasDraw', args: [at.table, bits, 'stream', 'position', 'stride', 'out', 'count'] },
    );
  }

  get backend(): 'wasm' | 'js' {
    return this.workspace.backend;
  }

  /** (n,), each weight's integer share of 2^64 as read back from the table: high and low words. 2^64 itself reads 0. */
  shares(): { high: Uint32Array; low: Uint32Array } {
    const { u32 } = this.workspace;
    const cells = this.at.table / 4;
    const { bits, count } = this;
    const size = 2 ** bits;
    const firstShort = size - u32[cells + 2 * size];
    const high = zeros(Uint32Array, size, 'shares');
    for (let cell = 0; cell < size; cell++) {
      const packed = u32[cells + cell];
      // the cell's own part is the threshold, the alias has the rest of the capacity
      const own = packed >>> bits;
      high[cell] += own;
      high[packed & (size - 1)] += 2 ** (32 - bits) - (cell >= firstShort ? 1 : 0) - own;
    }
    return { high: high.subarray(0, count), low: u32.slice(cells + size, cells + size + count) };
  }

  probabilities(): Float64Array<ArrayBuffer> {
    const { high, low } = this.shares();
    const probabilities = zeros(Float64Array, this.count, 'probabilities');
    let total = 0;
    for (let i = 0; i < probabilities.length; i++) {
      probabilities[i] = (high[i] * 2 ** 32 + low[i]) * 2 ** -64;
      total += probabilities[i];
    }
    // a share of 2^64 reads 0, and then it is the only one: the alias of every cell
    if (total === 0) probabilities[this.workspace.u32[this.at.table / 4]] = 1;
    return probabilities;
  }

  /** The weights as they were given. */
  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.workspace.f64, this.at.weights / 8, this.count);
  }
}
