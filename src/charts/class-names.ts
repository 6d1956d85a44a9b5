import { isLabel, notALabel } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { estimateTextWidth } from './text-width.js';
import { LABEL_LIMIT, LABEL_SIZE } from './theme.js';

/** A class. 1, 1n, '1' and true are four different classes. */
export type ClassLabel = string | number | bigint | boolean;

/** The most characters of a name. Vega cuts off a name of more than LABEL_LIMIT pixels. */
const LONGEST = 32;

/**
 * The names of classes in a chart: each on one line, and all different. Long names are cut in their middle. Names that
 * would then be equal get a number.
 * @param name The name of the label at an index, for errors.
 * @throws {TypeError | RangeError} A label is of the wrong kind, or occurs twice.
 */
export function namesOf(labels: readonly ClassLabel[], name: (i: number) => string): string[] {
  const places = new Map<ClassLabel, number>();
  const names = new Set<string>();
  labels.forEach((label, i) => {
    if (!isLabel(label)) throw notALabel(name(i), label);
    const earlier = places.get(label);
    if (earlier !== undefined) {
      throw new RangeError(`${name(i)} must differ from ${name(earlier)}, got ${describe(label)} twice`);
    }
    places.set(label, i);
    const shown = oneLine(String(label));
    let unique = shortened(shown);
    for (let number = 2; names.has(unique); number++) unique = shortened(shown, ` (${number})`);
    names.add(unique);
  });
  return [...names];
}

/** A text on one line, as XML allows it: control characters and lone surrogates are escaped. */
export function oneLine(text: string): string {
  if (text.trim() === '') return text === '' ? '(empty)' : '(blank)';
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // Vega uses names as keys of objects; it trims the space
  if (text === '__proto__') return `${text} `;
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu, escaped);
}

/** A name with a suffix. If they are too long, the name is cut in its middle. */
function shortened(name: string, after = ''): string {
  if (fits(name + after)) return name + after;
  const characters = [...name];
  for (let kept = LONGEST; ; kept--) {
    const end = Math.floor(kept / 3);
    const [first, last] = [characters.slice(0, kept - end), characters.slice(characters.length - end)];
    const short = `${first.join('')}…${last.join('')}${after}`;
    if (kept === 2 || fits(short)) return short;
  }
}

function fits(name: string): boolean {
  // the width of a much longer text need not be measured
  return (
    name.length <= 2 * LONGEST && [...name].length <= LONGEST && estimateTextWidth(name, LABEL_SIZE) <= LABEL_LIMIT
  );
}
