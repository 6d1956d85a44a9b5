import { isLabel, notALabel } from '../check.js';
import { describe } from '../describe.js';
import { estimateTextWidth } from './text-width.js';
import { LABEL_LIMIT, LABEL_SIZE } from './theme.js';

/** A class. 1, 1n, '1' and true are four different classes. */
export type ClassLabel = string | number | bigint | boolean;

/** Characters of a name, in an axis, a legend or a sentence. Vega cuts off what has more pixels than LABEL_LIMIT. */
const LONGEST = 32;

/**
 * Classes as a chart shows them: each on one line, no two the same. Long names are shortened in their middle. Where
 * labels read the same then, later ones have a number.
 * @param name of the label at an index, for messages.
 */
export function namesOf(labels: readonly ClassLabel[], name: (i: number) => string): string[] {
  const places = new Map<ClassLabel, number>();
  const names = new Set<string>();
  labels.forEach((label, i) => {
    if (!isLabel(label)) throw notALabel(name(i), label);
    const earlier = places.get(label);
    if (earlier !== undefined) {
      throw new RangeError(`${name(i)} must be another class than ${name(earlier)}, got ${describe(label)} twice`);
    }
    places.set(label, i);
    const shown = oneLine(String(label));
    let unique = shortened(shown);
    for (let number = 2; names.has(unique); number++) unique = shortened(shown, ` (${number})`);
    names.add(unique);
  });
  return [...names];
}

/** Without what no text on a line has, and no XML at all: control characters, halves of characters. */
export function oneLine(text: string): string {
  if (text.trim() === '') return text === '' ? '(empty)' : '(blank)';
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // Vega keeps what it draws in objects, by name; it cuts spaces off at the ends
  if (text === '__proto__') return `${text} `;
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu, escaped);
}

/** A name and what follows it: the name's beginning and end, where both are too long. */
function shortened(name: string, after = ''): string {
  if (fits(name + after)) return name + after;
  const characters = [...name];
  for (let kept = LONGEST; ; kept--) {
    const end = Math.floor(kept / 3);
    const short = `${characters.slice(0, kept - end).join('')}…${characters.slice(characters.length - end).join('')}${after}`;
    if (kept === 2 || fits(short)) return short;
  }
}

function fits(name: string): boolean {
  // of a text much longer the width is no matter
  return (
    name.length <= 2 * LONGEST && [...name].length <= LONGEST && estimateTextWidth(name, LABEL_SIZE) <= LABEL_LIMIT
  );
}
