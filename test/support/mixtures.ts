// What tests of mixtures count.
import type { MixtureSampler } from '../../src/index.js';

/** Number of draws of each source. */
export function countsOf(mixture: MixtureSampler, draws: Iterable<number>): number[] {
  const counts = mixture.sources.map(() => 0);
  for (const index of draws) counts[mixture.sourceOf(index)]++;
  return counts;
}

/** The draws of a source within some draws, by their index there. */
export function localOf(mixture: MixtureSampler, source: number, draws: Iterable<number>): number[] {
  return [...draws]
    .filter((index) => mixture.sourceOf(index) === source)
    .map((index) => index - mixture.offsets[source]);
}

export const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
export const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
