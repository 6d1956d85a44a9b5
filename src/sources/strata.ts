import { zeros } from '../internal/zeros.js';
import type { Allocation, Backend } from '../kernels/allocation.js';
import { strataTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { StrataKernels } from '../kernels/kernels.js';
import { allocate, checkFits } from '../kernels/memory.js';
import { extraModule } from '../kernels/wasm/allocate.js';
import { type Layout, layOut } from './layout.js';
import { type DrawSource, type Positions, PURPOSE } from './source.js';
import { copyStrided, StoredEpoch } from './stored-epoch.js';

type Kept = 'stream' | 'starts' | 'members' | 'places' | 'order';
type Scratch = 'given' | 'items';

const STRATA: KernelSet<StrataKernels> = { twin: strataTwin, binary: extraModule };

/** Layouts for `items` items of `classes` classes, and for an epoch's batches, which have `places` items in all. */
function layoutsOf(items: number, classes: number, places: number): { kept: Layout<Kept>; scratch: Layout<Scratch> } {
  const kept = layOut<Kept>({
    stream: 16,
    starts: 4 * (classes + 1),
    members: 4 * items,
    places: 4 * places,
    order: 4 * places,
  });
  return { kept, scratch: layOut<Scratch>({ given: 4 * classes, items: 4 * items }) };
}

/** @throws {RangeError} Such a sampler would need 4 GiB or more. */
export function checkStrata(items: number, classes: number, places: number): void {
  const { kept, scratch } = layoutsOf(items, classes, places);
  checkFits(kept.bytes + scratch.bytes, 'labels, or a smaller batchSize or numBatches');
}

/**
 * Stratified draws: each position of an epoch has a class, and gets an item of that class. Stores the epoch that was
 * read last.
 */
export class StrataSource implements DrawSource {
  readonly #memory: Allocation<StrataKernels>;
  readonly #kept: Layout<Kept>['at'];
  readonly #scratch: Layout<Scratch>['at'];
  readonly #sizes: Uint32Array;
  readonly #items: number;
  readonly #places: number;
  readonly #epoch = new StoredEpoch();

  /**
   * `codes` (n,) are the items' classes, each below `classes`. `place` writes the class of each position of an epoch.
   * Each of these classes must have items. A batch has `size` positions, and those of one class are neighbors.
   */
  constructor(
    codes: ArrayLike<number>,
    classes: number,
    places: number,
    place: (places: Uint32Array) => void,
    private readonly size: number,
    backend: Backend,
  ) {
    const { kept, scratch } = layoutsOf(codes.length, classes, places);
    this.#memory = allocate(kept.bytes, scratch.bytes, backend, STRATA);
    this.#kept = kept.at;
    this.#scratch = scratch.at;
    this.#items = codes.length;
    this.#places = places;
    const { u32 } = this.#memory;
    const starts = this.#address('starts') / 4;
    const members = this.#address('members') / 4;
    this.#sizes = new Uint32Array(classes);
    for (let i = 0; i < codes.length; i++) this.#sizes[codes[i]]++;
    const next = new Uint32Array(classes);
    this.#sizes.forEach((many, code) => {
      const first = u32[starts + code];
      next[code] = first;
      u32[starts + code + 1] = first + many;
    });
    for (let i = 0; i < codes.length; i++) u32[members + next[codes[i]]++] = i;
    const first = this.#address('places') / 4;
    place(u32.subarray(first, first + places));
  }

  get backend(): 'wasm' | 'js' {
    return this.#memory.backend;
  }

  get bound(): number {
    return this.#items;
  }

  /** (n,), the items' classes, as given. */
  codes(): Uint32Array {
    const codes = zeros(Uint32Array, this.#items, 'labels');
    let at = this.#address('members') / 4;
    this.#sizes.forEach((many, code) => {
      for (const end = at + many; at < end; at++) codes[this.#memory.u32[at]] = code;
    });
    return codes;
  }

  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void {
    this.#epoch.ensure(seed, positions.epoch, () => this.#make(seed, positions.epoch));
    copyStrided(this.#memory.u32, this.#address('order') / 4, positions, out, offset);
  }

  free(): void {
    this.#memory.free();
  }

  #address(region: Kept): number {
    return this.#memory.at + this.#kept[region];
  }

  #make(seed: number, epoch: number): void {
    const { kernels, u32, at: stream, scratch } = this.#memory;
    const given = scratch + this.#scratch.given;
    const items = scratch + this.#scratch.items;
    const members = this.#address('members') / 4;
    // each epoch starts from the same order of items, so that any epoch can be read at any time
    u32.copyWithin(items / 4, members, members + this.#items);
    u32.set(this.#sizes, given / 4);
    kernels.openStream(stream, seed, epoch, PURPOSE.strata);
    kernels.strataDraw(
      items,
      this.#address('starts'),
      given,
      this.#address('places'),
      this.#places,
      this.size,
      stream,
      this.#address('order'),
    );
  }
}
