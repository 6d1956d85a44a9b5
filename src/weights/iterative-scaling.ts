// Iterative scaling, label after label: a first guess of the multipliers that an entropy projection looks for.
import { log } from '../internal/exp-log.js';
import type { CodeSets } from './label-sets.js';
import type { ProjectionOptions } from './weight-family.js';

/** Most sweeps over all labels. */
const SWEEPS = 6;
/** A sweep that changes no multiplier by more is the last one. */
const SWEPT = 0.02;
/** The largest factor of a label in one sweep, without limits of weights and with them. */
const [MOST_FREE, MOST_LIMITED] = [1e6, 16];
/** The largest share that is aimed at. */
const HIGHEST = 0.99;
/** Other groups with less of the draws cannot give way. */
const NEGLIGIBLE = 1e-9;

/**
 * Scales the weights of one label's groups after another, so that the label gets its target. Limits hold, but what lies
 * above them is remembered.
 * @param limits (groups,), the largest share of each group.
 * @returns (labels,), the logarithm of each label's factor.
 */
export function scaleByLabel(
  { sets, base, targets, isRelative }: ProjectionOptions,
  limits: Float64Array | undefined,
): Float64Array {
  const { starts, groups } = groupsOfLabels(sets, targets.length);
  const multipliers = new Float64Array(targets.length);
  const x = base.slice();
  const most = limits === undefined ? MOST_FREE : MOST_LIMITED;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let [sum, total, occurrences] = [0, 0, 0];
    for (let group = 0; group < x.length; group++) sum += x[group];
    for (let group = 0; group < x.length; group++) {
      x[group] /= sum;
      const value = limits ? Math.min(x[group], limits[group]) : x[group];
      total += value;
      occurrences += value * (sets.starts[group + 1] - sets.starts[group]);
    }
    const level = isRelative ? occurrences / total : 1;
    let largest = 0;
    for (let label = 0; label < targets.length; label++) {
      const [from, to] = [starts[label], starts[label + 1]];
      const own = sumOf(x, groups, from, to, limits);
      const others = total - own;
      const target = Math.min(targets[label] * level, HIGHEST);
      if (own === 0 || others <= NEGLIGIBLE * total) continue;
      const factor = Math.min(Math.max((target * others) / ((1 - target) * own), 1 / most), most);
      for (let i = from; i < to; i++) x[groups[i]] *= factor;
      total = others + (limits ? sumOf(x, groups, from, to, limits) : own * factor);
      const change = log(factor);
      multipliers[label] += change;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest < SWEPT) break;
  }
  return multipliers;
}

/** The sum of the values of some groups. Those above a limit count as the limit. */
function sumOf(x: Float64Array, groups: Uint32Array, from: number, to: number, limits?: Float64Array): number {
  let sum = 0;
  if (limits === undefined) for (let i = from; i < to; i++) sum += x[groups[i]];
  else for (let i = from; i < to; i++) sum += Math.min(x[groups[i]], limits[groups[i]]);
  return sum;
}

/** The groups that have each label. */
function groupsOfLabels({ starts, codes }: CodeSets, labels: number): { starts: Uint32Array; groups: Uint32Array } {
  const ends = new Uint32Array(labels + 1);
  for (let i = 0; i < codes.length; i++) ends[codes[i] + 1]++;
  for (let label = 0; label < labels; label++) ends[label + 1] += ends[label];
  const groups = new Uint32Array(codes.length);
  const next = ends.slice();
  for (let group = 0; group < starts.length - 1; group++) {
    for (let i = starts[group]; i < starts[group + 1]; i++) groups[next[codes[i]]++] = group;
  }
  return { starts: ends, groups };
}
