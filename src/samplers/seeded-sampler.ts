import { checkSeed, type Seed } from '../check.js';
import { freshSeed } from '../entropy.js';
import type { TorchGenerator } from '../generators/torch.js';
import type { TorchEpochs } from '../generators/torch-epochs.js';
import type { Place, Reader } from '../reader.js';
import { IndexSampler } from './index-sampler.js';

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
   * Default 'auto': WebAssembly where it is available and within its budget of memories, else JavaScript. The numbers
   * are the same.
   */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** An index sampler whose every epoch is a function of its seed; or taken from a generator. */
export abstract class SeededSampler extends IndexSampler {
  readonly #generator: TorchGenerator | undefined;
  #seed: Seed;
  /** The integer that the seed stands for. */
  #number: number;
  readonly #given: boolean;
  readonly #torch: TorchEpochs | undefined;
  #read = false;

  /**
   * Arguments are checked before a subclass allocates: pass what `checkSeeded` let through, and a generator's epochs.
   */
  constructor(seed: Seed | undefined, generator?: TorchGenerator, torch?: TorchEpochs) {
    super();
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
  abstract get backend(): 'wasm' | 'js';

  /** @internal */
  override get _streams(): boolean {
    return this.#torch !== undefined;
  }

  /** @internal */
  override _reader(from: Place, shared: boolean): Reader {
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

  /** For a state to match: a seed, or that there is a generator. */
  protected identitySeed(): { seed?: number } {
    return this.#torch ? {} : { seed: this.#number };
  }
}
