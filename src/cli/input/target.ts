import { classCounts, classWeights, type WeightScheme } from '../../index.js';
import { quotedList } from '../text.js';
import { UserError } from '../user-error.js';
import { checkClass } from './subset.js';

/**
 * Turns --target into shares by class code, as the library takes them.
 * @returns Undefined where the option was not given.
 * @throws {UserError} It does not name every class, names another one, or has no positive share.
 */
export function targetOfCodes(
  data: { name: string; classes: readonly string[] },
  target: ReadonlyMap<string, number> | undefined,
): Map<number, number> | undefined {
  if (!target) return undefined;
  for (const label of target.keys()) checkClass(data, label);
  const missing = data.classes.filter((label) => !target.has(label));
  if (missing.length) {
    const are = missing.length > 1 ? 'are' : 'is';
    throw new UserError(`--target must name every class of ${data.name}: ${quotedList(missing)} ${are} missing`);
  }
  if (![...target.values()].some((share) => share > 0)) throw new UserError('--target must have a positive share');
  return new Map(data.classes.map((label, code) => [code, target.get(label) as number]));
}

/**
 * The share of each class that a scheme gives it, by class code.
 * @param target Shares that the scheme multiplies by its weights. Default: none.
 * @returns `target` where no scheme was given.
 */
export function sharesOfScheme(
  codes: Int32Array,
  target: Map<number, number> | undefined,
  scheme: WeightScheme | undefined,
): Map<number, number> | undefined {
  if (scheme === undefined) return target;
  const shares = classWeights(codes, { target, scheme });
  const counts = classCounts(codes);
  const largest = [...shares.values()].reduce((most, weight) => Math.max(most, weight), 0);
  for (const [code, weight] of shares) {
    const share = (weight / largest) * (counts.get(code) as number);
    // a positive share stays one
    shares.set(code, weight > 0 ? Math.max(share, Number.MIN_VALUE) : 0);
  }
  return shares;
}
