import { zeros } from '../zeros.js';
import { PURPOSE } from './drawer.js';
import { strataTwin } from './js/index.js';
import { copyKept } from './kept.js';
import type { StrataKernels } from './kernels.js';
import { layOut } from './layout.js';
import { type Backend, checkFits, extraModule, openWith, type Workspace } from './workspace.js';

/** Regions for `items` of `classes`, and for an epoch's places. */
function layoutOf(items: number, classes: number, places: number) {
  return layOut<Region>({
    walk: 16,
    starts: 4 * (classes + 1),
    given: 4 * classes,
    members: 4 * items,
    items: 4 * items,
    places: 4 * places,
    order: 4 * places,
  });
}

/** @throws {RangeError} So much has no addresses. */
export function checkStrata(items: number, classes: number, places: number): void {
  checkFits(layoutOf(items, classes, places).bytes, 'labels, or a smaller batchSize or numBatches');
}

type Region = 'walk' | 'starts' | 'given' | 'members' | 'items' | 'places' | 'order';

/** Items of classes for places of classes, in a memory of their own: the epoch that was read last is kept. */
export class Strata {
  readonly #workspace: Workspace<StrataKernels>;
  readonly #at: Readonly<Record<Region, number>>;
  readonly #sizes: Uint32Array;
  readonly #items: number;
  readonly #places: number;
  #seed = -1;
  #epoch = -1;

  /**
   * `codes` (n,) below `classes` are the items' classes. `place` writes the classes of an epoch's places, which have
   * items: `size` a batch, a class's in a batch side by side.
   */
  constructor(
    codes: ArrayLike<number>,
    classes: number,
    places: number,
    place: (places: Uint32Array) => void,
    private readonly size: number,
    backend: Backend,
  ) {
    const { at, bytes } = layoutOf(codes.length, classes, places);
    this.#workspace = openWith<StrataKernels>(strataTwin, bytes, backend, extraModule);
    this.#at = at;
    this.#items = codes.length;
    this.#places = places;
    const { u32 } = this.#workspace;
    this.#sizes = new Uint32Array(classes);
    for (let i = 0; i < codes.length; i++) this.#sizes[codes[i]]++;
    const next = new Uint32Array(classes);
    this.#sizes.forEach((many, code) => {
      const first = u32[at.starts / 4 + code];
      next[code] = first;
      u32[at.starts / 4 + code + 1] = first + many;
    });
    for (let i = 0; i < codes.length; i++) u32[at.members / 4 + next[codes[i]]++] = i;
    place(u32.subarray(at.places / 4, at.places / 4 + places));
  }

  get backend(): 'wasm' | 'js' {
    return this.#workspace.backend;
  }

  /** (n,), the items' classes, as they were given. */
  codes(): Uint32Array {
    const codes = zeros(Uint32Array, this.#items, 'labels');
    let at = this.#at.members / 4;
    this.#sizes.forEach((many, code) => {
      for (const end = at + many; at < end; at++) codes[this.#workspace.u32[at]] = code;
    });
    return codes;
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
    if (seed !== this.#seed || epoch !== this.#epoch) this.#make(seed, epoch);
    copyKept(this.#workspace.u32, this.#at.order / 4 + position, stride, out, offset, count);
  }

  #make(seed: number, epoch: number): void {
    const { kernels, u32 } = this.#workspace;
    const at = this.#at;
    this.#epoch = -1;
    // passes begin anew with each epoch, in the same order, so that any can be gone to
    u32.copyWithin(at.items / 4, at.members / 4, at.members / 4 + this.#items);
    u32.set(this.#sizes, at.given / 4);
    kernels.openStream(at.walk, seed, epoch, PURPOSE.strata);
    kernels.strataDraw(at.items, at.starts, at.given, at.places, this.#places, this.size, at.walk, at.order);
    this.#seed = seed;
    this.#epoch = epoch;
  }
}
