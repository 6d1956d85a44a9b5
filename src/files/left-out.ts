import { count, inQuotes } from './words.js';

/** Spellings that are shown. */
const MOST_SPELLINGS = 4;

/**
 * What is said of rows that are left out: 421 without a label left out (empty 400 and "NA" 21). Undefined for none.
 * @param missing The spellings of missing values, with the numbers of their rows.
 * @param what What they are: label or weight.
 * @param rows The number of rows. Default: the sum of all spellings.
 */
export function leftOutText(
  missing: ReadonlyMap<string, number>,
  what: string,
  rows = [...missing.values()].reduce((sum, each) => sum + each, 0),
): string | undefined {
  if (rows === 0) return undefined;
  const named = new Map<string, number>();
  for (const [text, each] of missing) {
    const name = text === '' ? 'empty' : text.trim() === '' ? 'white space' : inQuotes(text);
    named.set(name, (named.get(name) ?? 0) + each);
  }
  const parts = [...named].map(([name, each]) => `${name} ${count(each)}`);
  const more = parts.length - MOST_SPELLINGS + 1;
  const shown = more > 1 ? [...parts.slice(0, MOST_SPELLINGS - 1), `${count(more)} more`] : parts;
  const list = shown.length < 2 ? shown[0] : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
  return `${count(rows)} without a ${what} left out (${list})`;
}
