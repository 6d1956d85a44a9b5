import type { Backend } from '../kernels/allocation.js';
import { AliasSource } from './alias.js';
import { boundOf, weightWords } from './copied-weights.js';
import { isFew } from './few.js';
import type { FewDraws } from './few-draws.js';
import { type BuiltTable, type DrawTask, type Positions, PURPOSE, type WeightedSource } from './source.js';

/**
 * Draws with replacement. The first draws need no alias table: a language model's next token is one draw from 150,000
 * weights. Once draws are many, they come from an {@link AliasSource}, which gives the same ones.
 */
export class LateTableSource implements WeightedSource {
  readonly backend: 'wasm' | 'js';
  readonly bound: number;
  readonly #weights: Float64Array;
  readonly #wanted: Backend;
  readonly #draws: FewDraws;
  /** Number of draws so far. */
  #made = 0;
  #seed = -1;
  #epoch = -1;
  #table: AliasSource | undefined;

  /** `draws` is from `fewDraws`, and its weights do not change. */
  constructor(draws: FewDraws, backend: Backend) {
    this.#weights = draws.weights;
    this.#draws = draws;
    this.#wanted = backend;
    this.backend = draws.backend;
    this.bound = boundOf(this.#weights, 0, this.#weights.length);
  }

  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void {
    const { epoch, position, stride, count } = positions;
    if (this.#table || !isFew(this.#weights.length, this.#made + count)) {
      this.#withTable().read(seed, positions, out, offset);
      return;
    }
    this.#made += count;
    if (seed !== this.#seed || epoch !== this.#epoch) this.#draws.open(seed, epoch, PURPOSE.draws);
    this.#seed = seed;
    this.#epoch = epoch;
    for (let i = 0; i < count; i++) out[offset + i] = this.#draws.draw(position + i * stride);
  }

  /** The table. From then on, nothing else is needed. */
  #withTable(): AliasSource {
    if (this.#table) return this.#table;
    this.#table = new AliasSource(this.#weights, this.#weights.length, this.#wanted);
    this.#draws.free();
    return this.#table;
  }

  task(seed: number): DrawTask | 'js' {
    return this.#withTable().task(seed);
  }

  probabilities(): Float64Array<ArrayBuffer> {
    return this.#withTable().probabilities();
  }

  builtTable(): BuiltTable {
    return this.#withTable().builtTable();
  }

  weightWords(): Uint32Array<ArrayBuffer> {
    return weightWords(this.#weights, 0, this.#weights.length);
  }

  free(): void {
    if (this.#table) this.#table.free();
    else this.#draws.free();
  }
}
