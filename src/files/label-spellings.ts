// How many classes the spellings of labels are, with --trim and with --ignore-case.
import { labelKey } from './labels.js';

/** The number of classes of some spellings, where case and white space around them do not count. */
export const classesOf = (spellings: Iterable<string>): number => count(spellings, true, true);

/** The options that make fewer classes of some spellings: those that are needed for the fewest. */
export function spellingOptions(spellings: ReadonlySet<string>): readonly string[] {
  const least = classesOf(spellings);
  // one class cannot be balanced
  if (least === spellings.size || least < 2) return [];
  const [trimmed, withoutCase] = [count(spellings, true, false), count(spellings, false, true)];
  if (trimmed === least) return ['--trim'];
  return withoutCase === least ? ['--ignore-case'] : ['--trim', '--ignore-case'];
}

function count(spellings: Iterable<string>, trim: boolean, ignoreCase: boolean): number {
  const keys = new Set<string>();
  for (const each of spellings) keys.add(labelKey(each, trim, ignoreCase));
  return keys.size;
}
