import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import type { Label } from './class-weights.js';
import { surveySets } from './label-sets.js';

/**
 * Returns how often each item should come in an epoch, (n,), at least 1: the largest of max(1, sqrt(threshold / f))
 * over its labels, where f is the share of the items that have the label. Labels that are rarer than the threshold are
 * repeated. An item without labels comes once.
 *
 * These are the repeat factors of LVIS and detectron2. There, an item of factor 2.3 comes twice or three times in an
 * epoch, at random. A SystematicSampler with these weights does the same, in epochs of one length. Give it
 * `numSamples: Math.ceil(sum of all factors)`: then each item comes at least floor(factor) times in every epoch, and on
 * average less than one draw in an epoch is beyond the factors. With less, some items are missing from some epochs.
 *
 * A. Gupta, P. Dollár, R. Girshick, LVIS, CVPR 2019, doi:10.1109/CVPR.2019.00550.
 * @param labelSets (n,), the labels of each item: an array of strings, numbers, bigints or booleans, each once.
 * @param threshold Share of the items in (0, 1], such as 0.001.
 * @throws {TypeError | RangeError} There is no label, or an argument is invalid: the message gives the item.
 */
export function repeatFactors<L extends Label>(
  labelSets: ArrayLike<ArrayLike<L>>,
  threshold: number,
): Float64Array<ArrayBuffer> {
  const expected = 'threshold must be a share of the items in (0, 1], such as 0.001';
  if (typeof threshold !== 'number') throw new TypeError(`${expected}, got ${describe(threshold)}`);
  if (!(threshold > 0 && threshold <= 1)) throw new RangeError(`${expected}, got ${describe(threshold)}`);
  const { items, codes, counts } = surveySets(labelSets);
  const byLabel = counts.map((count) => Math.max(1, Math.sqrt(threshold / (count / items))));
  const factors = zeros(Float64Array, items, 'items').fill(1);
  for (let item = 0; item < items; item++) {
    const labels = labelSets[item];
    for (let i = 0; i < labels.length; i++) {
      factors[item] = Math.max(factors[item], byLabel[codes.get(labels[i]) as number]);
    }
  }
  return factors;
}
