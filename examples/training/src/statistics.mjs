// Means with their intervals, and what pairs of runs say.
import jStat from 'jstat';

/**
 * @typedef {object} Interval
 * @property {number} mean
 * @property {number} lower the 95 % interval of the mean, by Student's t; of one value all that there is
 * @property {number} upper
 * @property {number} count of values
 */

/** @returns {Interval} */
export function intervalOf(values) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = count > 1 ? jStat.studentt.inv(0.975, count - 1) * Math.sqrt(variance / count) : Infinity;
  return { mean, lower: mean - half, upper: mean + half, count };
}

/**
 * Two values of each seed, one of each way.
 * @param {readonly number[]} ones
 * @param {readonly number[]} others
 * @returns {Interval & { better: number, worse: number, p: number }} of the differences one - other; in how many pairs
 * the one is better and worse; and the sign test's p-value: how likely pairs are at least as one-sided where neither is
 * better. Pairs that are equal do not count.
 */
export function pairedOf(ones, others) {
  const differences = ones.map((one, i) => one - others[i]);
  const better = differences.filter((each) => each > 0).length;
  const worse = differences.filter((each) => each < 0).length;
  const p = better + worse > 0 ? Math.min(1, 2 * jStat.binomial.cdf(Math.min(better, worse), better + worse, 0.5)) : 1;
  return { ...intervalOf(differences), better, worse, p };
}

/**
 * The 95 % interval of a chance that was seen `hits` times of `count`: C. J. Clopper, E. S. Pearson, Biometrika 26
 * (1934), doi:10.1093/biomet/26.4.404.
 */
export function chanceOf(hits, count) {
  const lower = hits === 0 ? 0 : jStat.beta.inv(0.025, hits, count - hits + 1);
  const upper = hits === count ? 1 : jStat.beta.inv(0.975, hits + 1, count - hits);
  return { lower, upper };
}
