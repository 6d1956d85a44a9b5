// Weights as a function of the multipliers of labels: w = base * exp(sum of the multipliers of a group's labels),
// limited and scaled to sum to 1.
import { exp, log } from '../internal/exp-log.js';
import type { CodeSets } from './label-sets.js';

/** What to project. */
export interface ProjectionOptions {
  /** The labels of each group of items. */
  readonly sets: CodeSets;
  /** (groups,), the share of the items in each group, positive. They sum to less than 1 where items are not drawn. */
  readonly base: Float64Array;
  /** (labels,), positive. Each label has a group. */
  readonly targets: Float64Array;
  /** Whether only the ratios of the targets count. They then sum to 1, and are shares of all labels that are drawn. */
  readonly isRelative: boolean;
  /** The largest share of a group, as a multiple of its base, or Infinity. Times the sum of `base` it is above 1. */
  readonly cap: number;
}

/** Computing the weight of a group takes as long as reading this many labels. */
const EXP = 4;
/** Most scales that are tried for limited weights. The first ones are Newton's, the others halve an interval. */
const [SCALES, NEWTON_SCALES] = [200, 30];
/** The largest error of the sum of limited weights before they are scaled. */
const SUM_ERROR = 1e-9;

/** Weights, their shares, and the derivative of those. */
export class WeightFamily {
  readonly #sets: CodeSets;
  readonly #base: Float64Array;
  readonly #targets: Float64Array;
  readonly #isRelative: boolean;
  /** (groups,), the largest share of each; undefined without a limit. */
  readonly limits: Float64Array | undefined;
  /** (groups,), the share of the draws of each. */
  readonly weights: Float64Array;
  /** (labels,), the shares of the labels. */
  shares: Float64Array;
  /** (labels,), what groups below their limits contribute to `shares`. */
  freeShares: Float64Array;
  /** The share of the draws of those groups. */
  free = 1;
  /** Labels of groups that were read. */
  read = 0;
  /** The logarithm of what limited weights were last divided by. */
  #scale: number | undefined;

  constructor({ sets, base, targets, isRelative, cap }: ProjectionOptions) {
    this.#sets = sets;
    this.#base = base;
    this.#targets = targets;
    this.#isRelative = isRelative;
    this.limits = cap === Infinity ? undefined : base.map((share) => cap * share);
    this.weights = new Float64Array(base.length);
    this.shares = this.freeShares = new Float64Array(targets.length);
  }

  /** The derivative of the shares times a vector: the Hessian of the dual, with the sign that makes it positive. */
  product(vector: Float64Array): Float64Array {
    const [{ starts, codes }, weights, limits] = [this.#sets, this.weights, this.limits];
    this.read += codes.length;
    const own = this.#shifted(vector);
    const mean = this.free > 0 ? dot(own, this.freeShares) / this.free : 0;
    const product = new Float64Array(vector.length);
    for (let group = 0; group < weights.length; group++) {
      const weight = weights[group];
      if (limits !== undefined && weight >= limits[group]) continue;
      const [from, to] = [starts[group], starts[group + 1]];
      let sum = -mean;
      for (let i = from; i < to; i++) sum += own[codes[i]];
      sum *= weight;
      for (let i = from; i < to; i++) product[codes[i]] += sum;
    }
    if (this.#isRelative) {
      const all = product.reduce((sum, each) => sum + each, 0);
      for (let label = 0; label < product.length; label++) product[label] -= this.#targets[label] * all;
    }
    return product;
  }

  /** What a group's score sums: the multipliers, or with a free level those minus their mean. */
  #shifted(values: Float64Array): Float64Array {
    if (!this.#isRelative) return values;
    const shift = dot(values, this.#targets);
    return values.map((value) => value - shift);
  }

  /** Computes the weights of multipliers, and their shares. */
  set(multipliers: Float64Array): void {
    const [{ starts, codes }, base, weights] = [this.#sets, this.#base, this.weights];
    this.read += 2 * codes.length + EXP * weights.length;
    const own = this.#shifted(multipliers);
    // first the score of each group, then its weight
    let largest = -Infinity;
    for (let group = 0; group < weights.length; group++) {
      const end = starts[group + 1];
      let score = 0;
      for (let i = starts[group]; i < end; i++) score += own[codes[i]];
      if (score > largest) largest = score;
      weights[group] = score;
    }
    if (this.limits !== undefined) {
      this.#limit(weights.slice(), this.limits, largest);
      this.freeShares = this.#sums(weights, this.limits);
      this.shares = this.#sums(weights);
      return;
    }
    let total = 0;
    for (let group = 0; group < weights.length; group++) {
      total += weights[group] = base[group] * exp(weights[group] - largest);
    }
    for (let group = 0; group < weights.length; group++) weights[group] /= total;
    this.shares = this.#sums(weights);
    this.freeShares = this.shares;
  }

  /** The sum of each label's groups' values. Those at a limit do not count. */
  #sums(values: Float64Array, limits?: Float64Array): Float64Array {
    const { starts, codes } = this.#sets;
    const sums = new Float64Array(this.#targets.length);
    for (let group = 0; group < values.length; group++) {
      const value = values[group];
      if (limits !== undefined && value >= limits[group]) continue;
      const end = starts[group + 1];
      for (let i = starts[group]; i < end; i++) sums[codes[i]] += value;
    }
    return sums;
  }

  /** Limits the weights: raises the scale of the others until all sum to 1. */
  #limit(scores: Float64Array, limits: Float64Array, largest: number): void {
    const [base, weights] = [this.#base, this.weights];
    let [scale, high, low] = [this.#scale ?? largest, Infinity, -Infinity];
    let [capped, free] = [0, 0];
    for (let trial = 0; trial < SCALES; trial++) {
      [capped, free] = [0, 0];
      for (let group = 0; group < scores.length; group++) {
        const weight = base[group] * exp(scores[group] - scale);
        if (weight >= limits[group]) capped += weights[group] = limits[group];
        else free += weights[group] = weight;
      }
      this.read += EXP * weights.length;
      const sum = capped + free;
      if (Math.abs(sum - 1) < SUM_ERROR) break;
      if (sum < 1) high = scale;
      else low = scale;
      const next = capped < 1 && free > 0 ? scale - log((1 - capped) / free) : Number.NaN;
      if (trial < NEWTON_SCALES && next > low && next < high) scale = next;
      else if (low === -Infinity) scale = high - 2 ** trial;
      else scale = high === Infinity ? low + 2 ** trial : (low + high) / 2;
    }
    this.#scale = scale;
    const rest = free > 0 ? (1 - capped) / free : 1;
    this.free = 0;
    for (let group = 0; group < scores.length; group++) {
      if (weights[group] >= limits[group]) continue;
      weights[group] = Math.min(weights[group] * rest, limits[group]);
      if (weights[group] < limits[group]) this.free += weights[group];
    }
  }
}

/** The sum of products. */
export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}
