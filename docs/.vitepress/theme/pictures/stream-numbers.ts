// The numbers of the picture "streams and seeds": a draw is a function of weights, seed, epoch and position.
import { BatchSampler, DistributedSampler, type Seed, WeightedRandomSampler } from 'loaded-dice';

/** Draws in an epoch of the picture: enough for a position of a million millions. */
export const LONG_EPOCH = 2 ** 50;

/** (epochs, count), the first draws of some epochs. */
export function firstDraws(weights: readonly number[], seed: Seed, epochs: number, count: number): Uint32Array[] {
  const sampler = new WeightedRandomSampler(weights, count, { seed });
  return Array.from({ length: epochs }, (_, epoch) => sampler.indices(epoch));
}

/** (count,), draws from a position of epoch 0 on, without those before. */
export function drawsAt(weights: readonly number[], seed: Seed, position: number, count: number): Uint32Array {
  const sampler = new WeightedRandomSampler(weights, LONG_EPOCH, { seed });
  sampler.restore({ ...sampler.state(), position });
  return sampler.take(count);
}

/** The draws of epoch 0 in batches. */
export function batchesOf(weights: readonly number[], seed: Seed, draws: number, batchSize: number): Uint32Array[] {
  return [...new BatchSampler(new WeightedRandomSampler(weights, draws, { seed }), batchSize)];
}

/** A run that stops after some draws, and another sampler that goes on from its state. */
export function resumed(
  weights: readonly number[],
  seed: Seed,
  draws: number,
  stop: number,
): { before: Uint32Array; state: string; after: Uint32Array } {
  const sampler = new WeightedRandomSampler(weights, draws, { seed });
  const before = sampler.take(stop);
  const state = JSON.stringify(sampler.state());
  const other = new WeightedRandomSampler(weights, draws, { seed });
  other.restore(JSON.parse(state));
  return { before, state, after: other.take(draws - stop) };
}

/** (numReplicas, …), the draws of each rank in epoch 0. */
export function ranksOf(weights: readonly number[], seed: Seed, draws: number, numReplicas: number): Uint32Array[] {
  const sampler = new WeightedRandomSampler(weights, draws, { seed });
  return Array.from({ length: numReplicas }, (_, rank) =>
    new DistributedSampler(sampler, { numReplicas, rank, pad: false }).indices(),
  );
}
