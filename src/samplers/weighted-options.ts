import {
  checkBoolean,
  checkExclusive,
  checkNumSamples,
  checkOptions,
  checkSeeded,
  checkWhole,
} from '../internal/check.js';
import type { Backend } from '../kernels/allocation.js';
import type { Label, Target } from '../weights/class-weights.js';
import type { WeightScheme } from '../weights/schemes.js';
import type { BuildOptions } from './late-build.js';
import type { LogitsOptions } from './logits.js';
import type { SeededOptions } from './seeded-sampler.js';

/** Options of {@link WeightedRandomSampler}. */
export interface WeightedOptions extends SeededOptions {
  /** Whether to draw with replacement. Default true. */
  replacement?: boolean | undefined;
}

/** Options of {@link WeightedRandomSampler.fromLabels}. */
export interface FromLabelsOptions<L extends Label = Label> extends WeightedOptions {
  /** Share of the draws for each class, on any scale. Default: equal shares. */
  target?: Target<NoInfer<L>> | undefined;
  /** How the weight of a class follows from its count, before its share of the target. Default `'inverse'`. */
  scheme?: WeightScheme | undefined;
  /** Number of draws in one epoch. Default: the number of labels. */
  numSamples?: number | undefined;
}

/** Options of {@link WeightedRandomSampler.fromLogits}. */
export interface FromLogitsOptions extends WeightedOptions, LogitsOptions {
  /** Number of draws in one epoch. Default: the number of logits. */
  numSamples?: number | undefined;
}

/** Options of {@link WeightedRandomSampler.create}. */
export interface CreateOptions extends WeightedOptions, BuildOptions {}

export const OPTIONS = ['replacement', 'seed', 'generator', 'backend'] as const;

export const FROM_LOGITS = [...OPTIONS, 'temperature', 'topK', 'topP', 'numSamples'] as const;

/** Checks all arguments except the weights. */
export function checkArguments(
  numSamples: number | undefined,
  options: WeightedOptions | undefined,
): SeededOptions & { replacement: boolean; backend: Backend } {
  const { replacement = true, seed, generator, backend = 'auto' } = checkOptions(options, OPTIONS);
  checkExclusive(seed, generator);
  if (numSamples !== undefined) checkNumSamples(numSamples);
  checkBoolean('replacement', replacement, true);
  checkSeeded(seed, generator, backend);
  if (generator) checkWhole(numSamples ?? 0);
  return { replacement, seed, generator, backend };
}
