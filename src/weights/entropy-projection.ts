// The weights nearest to uniform with which labels have given shares of the draws.
//
// Primal: of all weights w, the least relative entropy to uniform, where the share q_l of label l is its target t_l.
// It has the form w_i = exp(sum of the multipliers of the item's labels), scaled. The multipliers maximize the dual,
// which is concave: J. N. Darroch, D. Ratcliff, Ann. Math. Statist. 43 (1972), doi:10.1214/aoms/1177692379;
// I. Csiszár, Ann. Probab. 3 (1975), doi:10.1214/aop/1176996454.
//
// Here: a first guess by iterative scaling, then Newton steps, whose systems conjugate gradients solve. A proximal
// term, `slack` / 2 times the sum of t_l (change of multiplier l)^2, makes the dual strictly concave. Where targets
// contradict each other, the shares tend to those of least sum of (q_l - t_l)^2 / t_l. The multipliers then grow in the
// direction (t_l - q_l) / t_l, which is a certificate of the contradiction (Farkas).
//
// f64 + - * / in a fixed order, and exp and log of our own: the weights decide draws.
import { scaleByLabel } from './iterative-scaling.js';
import { dot, type ProjectionOptions, WeightFamily } from './weight-family.js';

/** The slacks of the proximal steps, one after another. With limits, smaller ones take many times as many steps. */
const SLACKS = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];
const LIMITED_SLACKS = [1, 0.1, 0.03, 0.01, 0.01, 0.01, 0.01, 1e-3, 1e-4, 1e-5, 1e-6];
/**
 * The largest relative error of a share at the first slack, as a multiple of the slack. Where it is larger, larger
 * slacks come first: a multiplier moves by the error of its share over the slack, and steps that are far longer than
 * where the dual bends do not end.
 */
const FARTHEST = 100;
/** Labels of groups that are read before the search ends, wherever it is: several seconds' worth. */
const MOST_READ = 2 ** 31;
/** Most Newton steps for one slack, and most places that a step looks at. */
const [STEPS, TRIALS] = [40, 40];
/** A slope of the dual, as a part of that at the beginning of a step, that counts as its largest value. */
const FLAT = 1e-3;
/** Relative errors of shares: those that count as none, and those of a slack's last step, at least and at most. */
const [NONE, LEAST_LEFT, MOST_LEFT] = [1e-10, 1e-11, 1e-6];
/** Most products with the Hessian for one Newton step, and the part of the squared error that they may leave. */
const [PRODUCTS, LEFT] = [200, 1e-2];

/** (groups,), the share of the draws of each group: they sum to 1. */
export function projectEntropy(options: ProjectionOptions): Float64Array {
  const projection = new Projection(options);
  projection.solve();
  return projection.family.weights;
}

class Projection {
  readonly #targets: Float64Array;
  readonly #isRelative: boolean;
  readonly #multipliers: Float64Array;
  readonly family: WeightFamily;

  constructor(options: ProjectionOptions) {
    this.#targets = options.targets;
    this.#isRelative = options.isRelative;
    this.family = new WeightFamily(options);
    this.#multipliers = scaleByLabel(options, this.family.limits);
    this.family.set(this.#multipliers);
  }

  /** Maximizes the dual: with smaller and smaller slacks, as long as the search ends at a maximum. */
  solve(): void {
    const slacks = [...(this.family.limits ? LIMITED_SLACKS : SLACKS)];
    const error = this.#errorOf(this.#gradient(0, this.#multipliers));
    while (error > FARTHEST * slacks[0]) slacks.unshift(10 * slacks[0]);
    let center = this.#multipliers.slice();
    for (const slack of slacks) {
      if (!this.#maximize(slack, center)) {
        if (slack === slacks[0]) return;
        this.#multipliers.set(center);
        this.family.set(this.#multipliers);
        return;
      }
      center = this.#multipliers.slice();
      if (this.#errorOf(this.#gradient(0, center)) < NONE) return;
    }
  }

  /** Maximizes the dual with a proximal term. @returns Whether the steps sufficed. */
  #maximize(slack: number, center: Float64Array): boolean {
    const left = Math.min(Math.max(0.1 * this.#errorOf(this.#gradient(0, center)), LEAST_LEFT), MOST_LEFT);
    for (let step = 0; step < STEPS && this.family.read < MOST_READ; step++) {
      const gradient = this.#gradient(slack, center);
      if (this.#errorOf(gradient) < left) return true;
      if (!this.#move(this.#direction(gradient, slack), gradient, slack, center)) return false;
    }
    return false;
  }

  /** The targets minus the shares, minus the proximal term. */
  #gradient(slack: number, center: Float64Array): Float64Array {
    const gradient = new Float64Array(this.#targets.length);
    const { shares } = this.family;
    const level = this.#isRelative ? shares.reduce((sum, each) => sum + each, 0) : 1;
    for (let label = 0; label < gradient.length; label++) {
      const target = this.#targets[label];
      gradient[label] = target * level - shares[label] - slack * target * (this.#multipliers[label] - center[label]);
    }
    return gradient;
  }

  /** The largest entry, each as a multiple of the label's target. */
  #errorOf(gradient: Float64Array): number {
    let largest = 0;
    for (let label = 0; label < gradient.length; label++) {
      largest = Math.max(largest, Math.abs(gradient[label]) / this.#targets[label]);
    }
    return largest;
  }

  /** Moves along a direction as far as the dual grows. @returns False where it does not. */
  #move(direction: Float64Array, gradient: Float64Array, slack: number, center: Float64Array): boolean {
    const begin = this.#multipliers.slice();
    const slope = dot(gradient, direction);
    if (!(slope > 0)) return false;
    // the dual grows up to `low`, and is at its largest before `high`
    let [low, high, scale] = [0, Infinity, 1];
    let [lowSlope, highSlope] = [slope, 0];
    for (let trial = 0; trial < TRIALS; trial++) {
      this.#step(begin, scale, direction);
      const now = dot(this.#gradient(slack, center), direction);
      if (now >= -FLAT * slope && (now <= 0.5 * slope || high === Infinity)) return true;
      if (now > 0) [low, lowSlope] = [scale, now];
      else [high, highSlope] = [scale, now];
      const secant = low + ((high - low) * lowSlope) / (lowSlope - highSlope);
      const edge = 0.05 * (high - low);
      scale = trial % 3 === 2 ? (low + high) / 2 : Math.min(Math.max(secant, low + edge), high - edge);
    }
    this.#step(begin, low, direction);
    return low > 0;
  }

  #step(begin: Float64Array, scale: number, direction: Float64Array): void {
    for (let label = 0; label < begin.length; label++) {
      this.#multipliers[label] = begin[label] + scale * direction[label];
    }
    this.family.set(this.#multipliers);
  }

  /** Solves (Hessian + slack * targets) direction = gradient by preconditioned conjugate gradients. */
  #direction(gradient: Float64Array, slack: number): Float64Array {
    const labels = this.#targets.length;
    const direction = new Float64Array(labels);
    const residual = gradient.slice();
    const diagonal = new Float64Array(labels);
    for (let label = 0; label < labels; label++) {
      const share = this.family.freeShares[label];
      diagonal[label] =
        (share > 0 ? Math.max(share * (1 - share / this.family.free), 0) : 0) + slack * this.#targets[label];
    }
    const scaled = residual.map((each, label) => each / diagonal[label]);
    const along = scaled.slice();
    let norm = dot(residual, scaled);
    const first = norm;
    for (let i = 0; i < PRODUCTS && norm > LEFT * first; i++) {
      const product = this.family.product(along);
      for (let label = 0; label < labels; label++) product[label] += slack * this.#targets[label] * along[label];
      const curvature = dot(along, product);
      if (!(curvature > 0)) break;
      const by = norm / curvature;
      for (let label = 0; label < labels; label++) {
        direction[label] += by * along[label];
        residual[label] -= by * product[label];
        scaled[label] = residual[label] / diagonal[label];
      }
      const next = dot(residual, scaled);
      for (let label = 0; label < labels; label++) along[label] = scaled[label] + (next / norm) * along[label];
      norm = next;
    }
    return direction;
  }
}
