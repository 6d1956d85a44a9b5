import type { TorchGenerator } from '../generators/torch.js';
import type { TorchEpochs } from '../generators/torch-epochs.js';
import { checkSeed, type Seed } from '../internal/check.js';
import { disposable } from '../internal/disposable.js';
import { freshSeed } from '../internal/entropy.js';
import { DisposedSource, throwDisposed } from '../sources/disposed.js';
import type { Access, IndexSource, StartPoint } from '../sources/epochs.js';
import type { DrawSource, DrawTask, Positions } from '../sources/source.js';
import { IndexSampler } from './index-sampler.js';
import type { Member } from './sampler.js';

declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Options of samplers whose draws are a function of a seed. */
export interface SeedOptions {
  /**
   * Seed of the draws. Default: a fresh seed from `crypto`, or from `Math.random()` and the time in an engine without
   * `crypto`. Without either, as in an SES compartment, you must give a seed. Read it as `sampler.seed`.
   */
  seed?: Seed | undefined;
  /**
   * Where to compute. Default 'auto': WebAssembly if available, otherwise JavaScript. The draws are equal.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** Options of all seeded samplers. */
export interface SeededOptions extends SeedOptions {
  /**
   * Draws what PyTorch draws with a generator of equal seed. The generator only moves forward, epoch by epoch, so
   * `setEpoch` throws. `indices(epoch)` draws from a copy, one epoch after the other up to that one, so a far epoch
   * takes long. `state` includes the generator's state. Excludes `seed`.
   */
  generator?: TorchGenerator | undefined;
}

/** Base class of index samplers whose epochs are a function of the seed, or come from a generator. */
export abstract class SeededSampler<S extends DrawSource = DrawSource> extends IndexSampler {
  #source: S;
  readonly #generator: TorchGenerator | undefined;
  #seed: Seed;
  /** The seed as an integer. */
  #number: number;
  readonly #hasSeed: boolean;
  readonly #epochs: TorchEpochs | undefined;
  #seedUsed = false;
  #disposed = false;
  /**
   * Releases the sampler's memory at once, for `using sampler = …`; drawing then throws. Undefined in engines without
   * `Symbol.dispose`. Otherwise garbage collection releases the memory.
   */
  declare readonly [Symbol.dispose]: () => void;

  /** Pass arguments that `checkSeeded` accepted, and the generator's epochs. */
  constructor(source: S, seed: Seed | undefined, generator?: TorchGenerator, epochs?: TorchEpochs) {
    super();
    disposable(new.target.prototype);
    this.#source = source;
    this.#generator = generator;
    this.#epochs = epochs;
    this.#hasSeed = seed !== undefined || generator !== undefined;
    this.#seed = generator ? 0 : (seed ?? freshSeed());
    this.#number = checkSeed(this.#seed);
  }

  /** The given seed, or the fresh one, with which you can repeat the run. With a generator, its seed. */
  get seed(): Seed {
    return this.#generator?.seed ?? this.#seed;
  }

  /** The given generator; undefined if there is none. */
  get generator(): TorchGenerator | undefined {
    return this.#generator;
  }

  /** The backend that is in use. */
  get backend(): 'wasm' | 'js' {
    return this.#source.backend;
  }

  /** @internal The draw source. */
  get _source(): S {
    return this.#source;
  }

  /** @internal Releases the memory. */
  _dispose(): void {
    this.#source.free();
    this.#source = new DisposedSource(this.#source.backend, this.#source.bound) as DrawSource as S;
    this.#disposed = true;
    this.forget();
  }

  /** @internal */
  override get _maxIndex(): number | undefined {
    return this.#source.bound - 1;
  }

  /** @internal */
  override _task(): DrawTask | 'js' | undefined {
    return this.#epochs ? undefined : this.#source.task?.(this.readSeed());
  }

  /** @internal */
  override _read(positions: Positions, out: Uint32Array, offset: number): void {
    this.#source.read(this.readSeed(), positions, out, offset);
  }

  /** @internal */
  override get _access(): Access {
    return this.#epochs ? 'sequential' : 'random-access';
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): IndexSource {
    return this.#epochs?.reader(from, shared) ?? this;
  }

  /** @internal */
  override _require(member: Member): void {
    if (member === 'skip' && this.#disposed) throwDisposed();
  }

  /** @internal */
  override _mayTakeSeed(): boolean {
    return !this.#hasSeed && !this.#seedUsed;
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#seed = seed;
    this.#number = seed;
  }

  /** The seed as an integer. Call it to draw: afterwards, `restore` cannot change the seed. */
  protected readSeed(): number {
    this.#seedUsed = true;
    return this.#number;
  }

  /**
   * The seed that a state must match; none with a generator.
   * @throws {Error} The sampler is disposed.
   */
  protected identitySeed(): { seed?: number } {
    if (this.#disposed) throwDisposed();
    return this.#epochs ? {} : { seed: this.#number };
  }
}
