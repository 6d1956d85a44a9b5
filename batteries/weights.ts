// Weights that let draws be mapped back to uniform bits.
import { PcgGenerator } from 'loaded-dice';
import { ORDERED } from './bits.js';

const GROUPS = 256;
const IN_A_GROUP = 40;
/** The sum of each group's weights: a prime, so that no share is a power of two. */
export const GROUP_SUM = 1_000_003;

/**
 * Integer weights in 256 groups of 40. Their sums are equal, the weights in a group differ by up to five orders of
 * magnitude, and indices of a group are scattered over all. `groups` maps an index to its group.
 */
export function equalGroups(): { weights: Float64Array; groups: Uint8Array } {
  const generator = new PcgGenerator(20261126);
  const count = GROUPS * IN_A_GROUP;
  const places = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(generator.nextFloat() * (i + 1));
    [places[i], places[j]] = [places[j], places[i]];
  }
  const weights = new Float64Array(count);
  const groups = new Uint8Array(count);
  for (let group = 0; group < GROUPS; group++) {
    // cuts the sum at 39 random places
    const cuts = Array.from({ length: IN_A_GROUP - 1 }, () => Math.floor(generator.nextFloat() * (GROUP_SUM + 1)));
    const sorted = [0, ...cuts.sort((a, b) => a - b), GROUP_SUM];
    for (let i = 0; i < IN_A_GROUP; i++) {
      const index = places[group * IN_A_GROUP + i];
      weights[index] = sorted[i + 1] - sorted[i];
      groups[index] = group;
    }
  }
  return { weights, groups };
}

/** Weights of which eight each are equal: 1, 1/2, 1/3, …, again and again from 1 on after 64 of them. */
export function eightEqualWeights(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => 1 / (1 + (Math.floor(i / ORDERED) % 64)));
}
