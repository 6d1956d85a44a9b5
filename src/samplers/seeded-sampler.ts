import { checkSeed, type Seed } from '../check.js';
import { freshSeed } from '../entropy.js';
import { IndexSampler } from './index-sampler.js';
import type { SamplerState } from './sampler.js';

/** An index sampler whose every epoch is a function of its seed. */
export abstract class SeededSampler extends IndexSampler {
  #seed: Seed;
  readonly #given: boolean;

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

  /**
   * Continues exactly where a state was taken. A sampler that was given no seed takes the state's.
   * @throws {TypeError | RangeError} Not a state; or one of another kind of sampler, version, weights, options or seed. Nothing is changed.
   */
  override restore(state: SamplerState): void {
    const before = this.#seed;
    if (!this.#given && state?.seed !== undefined) this.#seed = checkSeed(state.seed, 'state.seed');
    try {
      super.restore(state);
    } catch (error) {
      this.#seed = before;
      throw error;
    }
  }
}
