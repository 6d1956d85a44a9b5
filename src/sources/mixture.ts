import { zeros } from '../internal/zeros.js';
import type { Backend } from '../kernels/allocation.js';
import type { UniformKernels } from '../kernels/kernels.js';
import { allocateRegions } from './layout.js';
import { MemorySource } from './memory-source.js';
import { differences, type MixtureEpoch, MixtureEpochs, type MixturePlan, passAfter } from './mixture-epochs.js';
import { UNIFORM } from './seeded-kernels.js';
import { type DrawSource, type Positions, PURPOSE } from './source.js';

/** What a mixture draws from: passes over some items, which can be read at any position. */
export interface MixturePart {
  /** Number of items: all indices are below this. */
  readonly items: number;
  /** Writes draws of a pass, the `epoch` of the positions, to out[offset] and on. `seed` differs from part to part. */
  read(seed: number, positions: Positions, out: Uint32Array, offset: number): void;
  /** Frees memory that belongs to this part. */
  free(): void;
}

/** Draws that are made together, if windows are smaller. */
const BLOCK = 4096;
/** Draws that are made together if weights may change, and windows are smaller: a change discards them. */
const CHANGING_BLOCK = 64;

/** Numbers of the streams of a mixture, times 16. */
const STREAM = { offsets: 0, epoch: 16, passes: 32, shuffles: 48 } as const;

/**
 * Draws from several parts, in given shares: windows, each in random order, and a shorter rest. Each part gives its
 * draws in the order of its passes.
 *
 * A block of windows is made at once, in O(draws + parts * windows), and the latest one is stored. Any other block than
 * the next one takes O(parts * log length) more.
 */
export class MixtureSource extends MemorySource<UniformKernels> implements DrawSource {
  /** Number of items of all parts. */
  readonly bound: number;
  readonly #epochs: MixtureEpochs;
  readonly #order: number;
  readonly #windowsInBlock: number;
  #seed = -1;
  #epoch = -1;
  #block = -1;
  /** How often the parts' weights had changed when the block was made. */
  #made: number | undefined;
  #opened!: MixtureEpoch;
  #shuffleSeed = 0;
  #passSeeds: number[] = [];
  /** Draws of each part in the epoch before the block, and in the block. */
  #before!: Float64Array;
  #counts!: Uint32Array;
  /** The draws of the block, the part of each, and the draws of each part, one part after the other. */
  #draws!: Uint32Array;
  #codes!: Uint32Array;
  #byPart!: Uint32Array;

  /** A block is made anew if `changes` returns another number: the draws of the parts are others. */
  constructor(
    private readonly parts: readonly MixturePart[],
    private readonly plan: MixturePlan,
    private readonly changes: () => number | undefined,
    backend: Backend,
  ) {
    const epochs = new MixtureEpochs(plan);
    const { size } = epochs;
    const { memory, at } = allocateRegions({ stream: 16 }, { order: 4 * size, sorted: 4 * size }, backend, UNIFORM);
    super(memory);
    this.#epochs = epochs;
    this.#order = at.order;
    this.#windowsInBlock = Math.max(1, Math.floor((changes() === undefined ? BLOCK : CHANGING_BLOCK) / size));
    this.bound = parts.reduce((bound, part) => bound + part.items, 0);
  }

  override free(): void {
    super.free();
    for (const part of this.parts) part.free();
  }

  read(seed: number, { epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    const { size, windows, rest } = this.#epochs;
    const most = this.#windowsInBlock * size;
    const end = windows * size;
    for (let done = 0; done < count; ) {
      const at = position + done * stride;
      const block = Math.floor(Math.min(at, end - 1) / most) + (at < end ? 0 : 1);
      const from = at < end ? block * most : end;
      this.#load(seed, epoch, block);
      const until = at < end ? Math.min(from + most, end) : end + rest;
      const some = Math.min(count - done, Math.ceil((until - at) / stride));
      const draws = this.#draws;
      if (stride === 1) out.set(draws.subarray(at - from, at - from + some), offset + done);
      else for (let i = 0; i < some; i++) out[offset + done + i] = draws[at - from + i * stride];
      done += some;
    }
  }

  /** Makes a block of an epoch, unless it is the latest one. */
  #load(seed: number, epoch: number, block: number): void {
    const isOpen = seed === this.#seed && epoch === this.#epoch;
    const changes = this.changes();
    if (isOpen && block === this.#block && changes === this.#made) return;
    const isNext = isOpen && this.#block >= 0 && block === this.#block + 1;
    // if anything throws, no block is stored
    this.#block = -1;
    if (seed !== this.#seed) this.#begin(seed);
    if (!isOpen) this.#open(seed, epoch);
    const first = Math.min(block * this.#windowsInBlock, this.#epochs.windows);
    if (isNext) for (let s = 0; s < this.#counts.length; s++) this.#before[s] += this.#counts[s];
    else this.#before.set(differences(this.#opened.windows.drawsBefore(first)).map(Number));
    this.#readParts(this.#choose(first));
    this.#block = block;
    this.#made = changes;
  }

  /** Opens a stream, and returns its two hashed words, integers below 2^64. */
  #words(seed: number, epoch: number, stream: number): [bigint, bigint] {
    const { kernels, u32, at } = this.memory;
    kernels.openStream(at, seed, epoch, PURPOSE.mixture + stream);
    const word = (i: number) => (BigInt(u32[i + 1]) << 32n) | BigInt(u32[i]);
    return [word(at / 4), word(at / 4 + 2)];
  }

  /** Prepares what depends on the seed only. */
  #begin(seed: number): void {
    this.#epoch = -1;
    this.#epochs.begin(this.#words(seed, 0, STREAM.offsets));
    this.#passSeeds = this.parts.map((_, s) => Number(this.#words(seed, s, STREAM.passes)[0] >> 11n));
    if (!this.#draws) {
      const most = Math.min(this.plan.length, this.#windowsInBlock * this.#epochs.size);
      const draws = zeros(Uint32Array, most, 'draws');
      this.#codes = zeros(Uint32Array, most, 'draws');
      this.#byPart = zeros(Uint32Array, most, 'draws');
      this.#before = zeros(Float64Array, this.parts.length, 'sources');
      this.#counts = zeros(Uint32Array, this.parts.length, 'sources');
      this.#draws = draws;
    }
    this.#seed = seed;
  }

  #open(seed: number, epoch: number): void {
    const [a, b] = this.#words(seed, epoch, STREAM.epoch);
    this.#shuffleSeed = Number(a >> 11n);
    this.#opened = this.#epochs.epoch(epoch, b);
    this.#epoch = epoch;
  }

  /** Chooses the part of each draw in a block, which begins with window `first`. Returns the number of draws. */
  #choose(first: number): number {
    const { u32, at, kernels } = this.memory;
    const { size, windows, rest } = this.#epochs;
    const { whole, left, rest: inRest, windows: turns } = this.#opened;
    const order = this.#order / 4;
    const sorted = order + size;
    const counts = this.#counts;
    const codes = this.#codes;
    counts.fill(0);
    let draws = 0;
    /** Adds a window in which parts 0 to s have end(s) draws. */
    const add = (window: number, count: number, end: (s: number) => number): void => {
      for (let s = 0, from = 0; s < counts.length; s++) {
        const to = end(s);
        counts[s] += to - from;
        for (; from < to; from++) u32[sorted + from] = s;
      }
      kernels.openStream(at, this.#shuffleSeed, window, PURPOSE.mixture + STREAM.shuffles);
      kernels.shuffle(at, this.#order, count);
      for (let i = 0; i < count; i++) codes[draws + i] = u32[sorted + u32[order + i]];
      draws += count;
    };
    if (first === windows) {
      add(windows, rest, (s) => inRest[s]);
      return draws;
    }
    const step = Number(this.#epochs.step);
    const last = Math.min(first + this.#windowsInBlock, windows);
    for (let window = first, offset = Number(turns.offset(first)); window < last; window++) {
      const threshold = windows - offset;
      add(window, size, (s) => whole[s] + (left[s] >= threshold ? 1 : 0));
      // both are below 2^53, and their sum might not be
      offset = offset >= windows - step ? offset - (windows - step) : offset + step;
    }
    return draws;
  }

  /** Reads the draws of each part, and writes them to its places in the block. */
  #readParts(draws: number): void {
    const counts = this.#counts;
    const byPart = this.#byPart;
    const next = new Uint32Array(counts.length);
    for (let s = 0, at = 0, offset = 0; s < counts.length; s++) {
      const { items } = this.parts[s];
      next[s] = at;
      this.#readPart(s, counts[s], at);
      for (const end = at + counts[s]; at < end; at++) {
        if (byPart[at] >= items) throw outgrown(s, byPart[at], items);
        byPart[at] += offset;
      }
      offset += items;
    }
    for (let i = 0; i < draws; i++) this.#draws[i] = byPart[next[this.#codes[i]]++];
  }

  /** Reads the next draws of a part, pass after pass. */
  #readPart(s: number, count: number, at: number): void {
    const length = this.plan.passes[s];
    let from = passAfter(this.#opened.first[s], this.#before[s], length);
    for (let done = 0; done < count; ) {
      const { pass: epoch, position } = from;
      const some = Math.min(count - done, length - position);
      this.parts[s].read(this.#passSeeds[s], { epoch, position, stride: 1, count: some }, this.#byPart, at + done);
      done += some;
      from = passAfter(from, some, length);
    }
  }
}

function outgrown(source: number, index: number, items: number): RangeError {
  return new RangeError(
    `sources[${source}] gave index ${index}, but had ${items} items when the mixture was made: make a new ` +
      'MixtureSampler, or give sizes',
  );
}
