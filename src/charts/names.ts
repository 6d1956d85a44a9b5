import { isLabel, notALabel } from '../check.js';
import { describe } from '../describe.js';

/** A class. 1, 1n, '1' and true are four different classes. */
export type ClassLabel = string | number | bigint | boolean;

/** Characters of a name in a sentence. */
const LONGEST = 32;

/**
 * Classes as a chart shows them: each on one line, no two the same. Where labels read the same, later ones have a number.
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
    let unique = shown;
    for (let number = 2; names.has(unique); number++) unique = `${shown} (${number})`;
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

/** A name in a sentence: its beginning, where it is long. */
export function inSentence(name: string): string {
  const characters = [...name];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : name;
}
