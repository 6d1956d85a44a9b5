import { quoted } from '../text.js';
import { UserError } from '../user-error.js';
import { checkClass } from './subset.js';

/** --target by class code, as the library takes it; undefined where there was none. */
export function targetOfCodes(
  data: { name: string; classes: readonly string[] },
  target: ReadonlyMap<string, number> | undefined,
): Map<number, number> | undefined {
  if (!target) return undefined;
  for (const label of target.keys()) checkClass(data, label);
  const missing = data.classes.filter((label) => !target.has(label));
  if (missing.length) {
    const some = missing
      .slice(0, 8)
      .map((label) => quoted(label))
      .join(', ');
    const more = missing.length > 8 ? ` and ${missing.length - 8} more` : '';
    throw new UserError(
      `--target must name every class of ${data.name}: ${some}${more} ${missing.length > 1 ? 'are' : 'is'} missing`,
    );
  }
  if (![...target.values()].some((share) => share > 0)) throw new UserError('--target must have a positive share');
  return new Map(data.classes.map((label, code) => [code, target.get(label) as number]));
}
