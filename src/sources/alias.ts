import type { Allocation, Backend } from '../kernels/allocation.js';
import { allocate } from '../kernels/memory.js';
import { AliasTable, buildRegions, tableRegions } from './alias-table.js';
import { type Layout, layOut } from './layout.js';
import { CORE } from './seeded-kernels.js';
import { DRAW_CHUNK, type DrawTask, type Positions, PURPOSE, type WeightedSource } from './source.js';

/** Draws with replacement from an alias table: O(1) a draw. */
export class AliasSource implements WeightedSource {
  readonly #memory: Allocation;
  readonly #table: AliasTable;
  readonly #out: number;
  #seed = -1;
  #epoch = -1;

  constructor(weights: ArrayLike<number>, count: number, backend: Backend) {
    const { kept, scratch } = layoutOf(count);
    const memory = allocate(kept.bytes, scratch.bytes, backend, CORE);
    this.#memory = memory;
    this.#out = memory.scratch + scratch.at.out;
    this.#table = new AliasTable(memory, weights, count, {
      weights: memory.at + kept.at.weights,
      table: memory.at + kept.at.table,
      work: memory.scratch + scratch.at.work,
      sums: memory.scratch + scratch.at.sums,
    });
  }

  get backend(): 'wasm' | 'js' {
    return this.#memory.backend;
  }

  get bound(): number {
    return this.#table.bound;
  }

  read(seed: number, { epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    const { kernels, at } = this.#memory;
    const { table, bits } = this.#table;
    if (seed !== this.#seed || epoch !== this.#epoch) {
      kernels.openStream(at, seed, epoch, PURPOSE.draws);
      this.#seed = seed;
      this.#epoch = epoch;
    }
    for (let done = 0; done < count; done += DRAW_CHUNK) {
      const some = Math.min(DRAW_CHUNK, count - done);
      kernels.aliasDraw(table, bits, at, position + done * stride, stride, this.#out, some);
      this.#memory.copyOut(this.#out, out, offset + done, some);
    }
  }

  task(seed: number): DrawTask | 'js' {
    const memory = this.#memory.lend();
    if (memory === 'js') return memory;
    const { table, bits } = this.#table;
    return {
      memory,
      allocation: this.#memory as Allocation<never>,
      call: { kernel: 'aliasDraw', args: [table, bits, 'stream', 'position', 'stride', 'out', 'count'] },
      seed,
      purpose: PURPOSE.draws,
    };
  }

  probabilities(): Float64Array<ArrayBuffer> {
    return this.#table.probabilities();
  }

  /** (n,), each weight's integer share of 2^64: see {@link AliasTable.shares}. */
  shares(): { high: Uint32Array; low: Uint32Array } {
    return this.#table.shares();
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return this.#table.weightWords();
  }

  free(): void {
    this.#memory.free();
  }
}

interface AliasLayout {
  readonly count: number;
  /** The stream is the first region. */
  readonly kept: Layout<'stream' | 'weights' | 'table'>;
  readonly scratch: Layout<'work' | 'sums' | 'out'>;
}

/** The layout that was computed last, since samplers that are made in a row mostly have one size. */
let last: AliasLayout | undefined;

function layoutOf(count: number): AliasLayout {
  if (last?.count !== count) {
    const kept = layOut({ stream: 16, ...tableRegions(count) });
    const scratch = layOut({ ...buildRegions(count), out: 4 * DRAW_CHUNK });
    last = { count, kept, scratch };
  }
  return last;
}
