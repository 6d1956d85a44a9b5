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
