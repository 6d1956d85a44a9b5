import type { Seed } from '../check.js';
import { freshSeed } from '../entropy.js';
import { IndexSampler } from './index-sampler.js';

/** An index sampler whose every epoch is a function of its seed. */
export abstract class SeededSampler extends IndexSampler {
  #seed: Seed;
  readonly #given: boolean;
  #read = false;

  /** Arguments are checked before a subclass allocates: pass what `checkSeed` let through. */
  constructor(seed: Seed | undefined) {
    super();
    this.#given = seed !== undefined;
    this.#seed = seed ?? freshSeed();
  }

  /** As given, else fresh entropy, so that a run can be repeated. */
  get seed(): Seed {
    return this.#seed;
  }

  /** What is in use. */
  abstract get backend(): 'wasm' | 'js';

  /** @internal */
  override _mayTakeSeed(): boolean {
    return !this.#given && !this.#read;
  }

  /** @internal */
  override _takeSeed(seed: number): void {
    this.#seed = seed;
  }

  /** The seed's number, for drawing: from now on the seed is settled. */
  protected readSeed(): number {
    this.#read = true;
    return Number(this.#seed);
  }
}
