// The numbers of the picture "coverage": after how many epochs everything was seen.
import { SystematicSampler, sampleWeights } from 'loaded-dice';
import { type Coverage, coverage, simulateCoverage } from 'loaded-dice/analysis';
import { labelsOf } from './unseen-numbers.js';

/** How many of some runs took a number of epochs, and how many are expected to. */
export interface EpochBar {
  readonly epoch: number;
  /** The probability of just this number. */
  readonly probability: number;
  /** The share of the simulated runs. */
  readonly simulated: number;
}

/** The weights that balance classes of these sizes. */
export function balancedWeights(counts: readonly number[]): Float64Array {
  return sampleWeights(labelsOf(counts));
}

/** The forecast for classes of these sizes. An epoch has as many draws as there are items. */
export function forecastOf(counts: readonly number[]): Coverage {
  return coverage(balancedWeights(counts));
}

/** (trials,), the epochs until everything was seen, in simulated runs. */
export async function trialsOf(
  counts: readonly number[],
  trials: number,
  seed: number,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const { epochs } = await simulateCoverage(balancedWeights(counts), undefined, { trials, seed, signal });
  return epochs;
}

/** One bar for each number of epochs of the forecast's distribution, and of the simulated runs within it. */
export function barsOf(forecast: Coverage, epochs: Uint32Array): EpochBar[] {
  const bars = forecast.distribution(60);
  const step = bars.length > 1 ? bars[1].epoch - bars[0].epoch : 1;
  const first = bars[0].epoch - Math.floor((step - 1) / 2);
  const simulated = new Float64Array(bars.length);
  for (const each of epochs) simulated[Math.floor((each - first) / step)] += 1 / (step * epochs.length);
  return bars.map(({ epoch, probability }, i) => ({ epoch, probability, simulated: simulated[i] }));
}

/** What a systematic sampler guarantees, and what it did. */
export interface Guarantee {
  /** The epochs that are always enough. */
  readonly epochs: number;
  /** (seeds,), the epochs from the first one on until everything was seen, for seeds 0, 1, … */
  readonly runs: readonly number[];
}

/** Draws epochs of a systematic sampler until everything was seen, for several seeds. */
export function guaranteeOf(counts: readonly number[], seeds: number): Guarantee {
  const weights = balancedWeights(counts);
  const samplers = Array.from({ length: seeds }, (_, seed) => new SystematicSampler(weights, undefined, { seed }));
  return { epochs: samplers[0].coverageEpochs, runs: samplers.map((sampler) => epochsToAll(sampler, weights.length)) };
}

function epochsToAll(sampler: SystematicSampler, items: number): number {
  const seen = new Set<number>();
  let epoch = 0;
  for (; seen.size < items; epoch++) for (const index of sampler.indices(epoch)) seen.add(index);
  return epoch;
}
