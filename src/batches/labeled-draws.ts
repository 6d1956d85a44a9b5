import type { Seed } from '../internal/check.js';
import type { Shown } from '../internal/inspect.js';
import { coveredBy } from '../samplers/covered.js';
import type { Identity } from '../samplers/sampler.js';
import { SeededSampler } from '../samplers/seeded-sampler.js';
import type { DrawSource } from '../sources/source.js';
import type { Label } from '../weights/class-weights.js';

/** A source that knows the class of each item. */
interface CodedSource extends DrawSource {
  codes(): Uint32Array;
}

/** What a sampler of batches by classes says of its draws. */
interface LabeledSettings<L extends Label> {
  /** Class name of the sampler of batches. */
  readonly owner: string;
  /** Name of the draws in a state. */
  readonly name: string;
  readonly classes: readonly L[];
  /** Share of each class. */
  readonly shares: readonly number[];
  /** Number of draws in an epoch. */
  readonly length: number;
  /** Hash of the settings. */
  readonly print: string;
}

/** The draws of batches that are made by classes, batch after batch. */
export class LabeledDraws<L extends Label, S extends CodedSource> extends SeededSampler<S> {
  readonly #settings: LabeledSettings<L>;

  constructor(source: S, seed: Seed | undefined, settings: LabeledSettings<L>) {
    super(source, seed);
    this.#settings = settings;
  }

  get length(): number {
    return this.#settings.length;
  }

  /** @internal */
  override _settings(): Shown {
    const { owner, classes, length } = this.#settings;
    return { type: `${owner}.sampler`, classes: classes.length, numSamples: length };
  }

  /** The share of each class. */
  target(): Map<L, number> {
    const { classes, shares } = this.#settings;
    return new Map(classes.map((label, code) => [label, shares[code]]));
  }

  labels(): L[] {
    return Array.from(this._source.codes(), (code) => this.#settings.classes[code]);
  }

  /** @internal */
  override get _covered(): string {
    return coveredBy(this.#settings.name);
  }

  /** @internal */
  override _identity(): Identity {
    const { name, print } = this.#settings;
    return { sampler: name, fingerprint: print, ...this.identitySeed() };
  }
}
