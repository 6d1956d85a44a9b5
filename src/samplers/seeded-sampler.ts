import type { TorchGenerator } from '../generators/torch.js';
import type { TorchEpochs } from '../generators/torch-epochs.js';
import { checkSeed, type Seed } from '../internal/check.js';
import { disposable } from '../internal/disposable.js';
import { freshSeed } from '../internal/entropy.js';
import { DisposedSource, refuseDisposed } from '../sources/disposed.js';
import type { Access, IndexSource, StartPoint } from '../sources/epochs.js';
import type { DrawSource, DrawTask, Positions } from '../sources/source.js';
import { IndexSampler } from './index-sampler.js';

declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** What a seeded sampler may be given. */
export interface SeededOptions {
  /**
   * Seed of the draws. Default: a fresh seed from `crypto`, readable as `seed`. An engine without
   * `crypto` hashes `Math.random()` and the time. One without either, as in a compartment of SES, throws and asks for a
   * seed.
   */
  seed?: Seed | undefined;
  /**
   * Draws what PyTorch draws with a generator of the same seed. One stream that goes on from epoch to epoch: `setEpoch`
   * throws, `indices` works on a copy, and the generator's place is part of a state. Excludes `seed`.
   */
  generator?: TorchGenerator | undefined;
  /**
   * Default 'auto': WebAssembly where it is available, else JavaScript. The numbers are the same.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** An index sampler whose every epoch is a function of its seed; or taken from a generator. */
export abstract class SeededSampler<S extends DrawSource = DrawSource> extends IndexSampler {
  #source: S;
  readonly #generator: TorchGenerator | undefined;
  #seed: Seed;
  /** The integer that the seed stands for. */
  #number: number;
  readonly #given: boolean;
  readonly #torch: TorchEpochs | undefined;
  #read = false;
  #disposed = false;
  /**
   * Gives the sampler's memory back at once, for `using sampler = …`; drawing then throws. Missing where the engine has
   * no `Symbol.dispose`. Without it, memory is given back when the sampler is collected.
   */
  declare readonly [Symbol.dispose]: () => void;

  /** Pass what `checkSeeded` let through, and the epochs that a generator made of it. */
  constructor(source: S, seed: Seed | undefined, generator?: TorchGenerator, torch?: TorchEpochs) {
    super();
    disposable(new.target.prototype);
    this.#source = source;
    this.#generator = generator;
    this.#torch = torch;
    this.#given = seed !== undefined || generator !== undefined;
    this.#seed = generator?.seed ?? seed ?? freshSeed();
    this.#number = generator ? 0 : checkSeed(this.#seed);
  }

  /** As given, else fresh entropy, so that a run can be repeated; or the generator's. */
  get seed(): Seed {
    return this.#seed;
  }

  /** As given. */
  get generator(): TorchGenerator | undefined {
    return this.#generator;
  }

  /** What is in use. */
  get backend(): 'wasm' | 'js' {
    return this.#source.backend;
  }

  /** @internal What the indices are drawn from. */
  get _source(): S {
    return this.#source;
  }

  /** @internal Gives the memory back. */
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
    return this.#torch ? undefined : this.#source.task?.(this.readSeed());
  }

  /** @internal */
  override _read(positions: Positions, out: Uint32Array, offset: number): void {
    this.#source.read(this.readSeed(), positions, out, offset);
  }

  /** @internal */
  override get _access(): Access {
    return this.#torch ? 'sequential' : 'random-access';
  }

  /** @internal */
  override _reader(from: StartPoint, shared: boolean): IndexSource {
    return this.#torch?.reader(from, shared) ?? this;
  }

  /** @internal */
  override _mayTakeSeed(): boolean {
    return !this.#given && !this.#read;
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#seed = seed;
    this.#number = seed;
  }

  /** The seed's number, for drawing: from now on the seed is settled. */
  protected readSeed(): number {
    this.#read = true;
    return this.#number;
  }

  /**
   * For a state to match: a seed, or that there is a generator.
   * @throws {Error} The sampler was disposed of.
   */
  protected identitySeed(): { seed?: number } {
    if (this.#disposed) refuseDisposed();
    return this.#torch ? {} : { seed: this.#number };
  }
}
