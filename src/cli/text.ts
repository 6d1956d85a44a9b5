// Numbers and names as people read them.
import stringWidth from 'string-width';

export const count = (value: number): string => value.toLocaleString('en-US');
export const significant = (value: number): string => String(Number(value.toPrecision(4)));
export const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;

/** A part of a number, and the verb that fits it: 1 of 6 batches has, 2 of 6 batches have, 0 of 1 batch has. */
export function partOf(
  part: number,
  whole: number,
  [noun, nouns]: readonly [string, string],
  [one, many]: readonly [string, string],
): string {
  return `${count(part)} of ${plural(whole, noun, nouns)} ${part === 1 || whole === 1 ? one : many}`;
}

/** A count in a table of the terminal: at most six characters. Large numbers are rounded, 1,234,567 to 1.23M. */
export const short = (value: number): string =>
  value < 1e5
    ? count(value)
    : value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: value < 1e6 ? 4 : 3 });

/** One decimal; two digits for small values, such as 0.014 % or 1.2e-7 %. */
export function percent(value: number): string {
  if (value >= 0.01 || value === 0) return `${(100 * value).toFixed(1)} %`;
  const [shown, tiny] = [Number((100 * value).toPrecision(2)), (100 * value).toExponential(1)];
  return `${value < 1e-6 ? tiny : shown} %`;
}

// controls, and what reorders the text around it
const UNSHOWN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Characters of a class that people see: its beginning and its end, where it has more. Measuring a text takes long. */
const [FIRST, LAST] = [300, 100];

const cut = (label: string): string =>
  label.length <= FIRST + LAST ? label : `${label.slice(0, FIRST)}…${label.slice(-LAST)}`;

/** A text of the file in quotes, cut where it is long. */
export const quoted = (text: string): string => JSON.stringify(cut(text));

/** A class as people see it, on one line: control characters escaped, quotes around spaces that could be missed. */
export function name(given: string): string {
  const label = cut(given);
  if (label === '') return '(empty)';
  return label === label.trim() ? printable(label) : printable(JSON.stringify(label));
}

/** A text on one line: line breaks, control characters and what reorders the text around it are escaped as in JSON. */
export function printable(text: string): string {
  return text.replace(UNSHOWN, (character) => {
    const short = JSON.stringify(character).slice(1, -1);
    return short === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : short;
  });
}

/** Different classes as people see them: where two read the same they are shown as JSON strings. */
export function namesOf(labels: readonly string[]): string[] {
  const times = new Map<string, number>();
  const names = labels.map(name);
  for (const shown of names) times.set(shown, (times.get(shown) ?? 0) + 1);
  const taken = new Set(times.keys());
  return labels.map((label, i) => {
    const shown = names[i];
    return times.get(shown) === 1 ? shown : unique(printable(JSON.stringify(cut(label))), taken);
  });
}

/** A name that is not taken, which then is: with a number where it has to be. */
export function unique(name: string, taken: Set<string>, made = (number: number) => `${name} (${number})`): string {
  let shown = name;
  for (let number = 2; taken.has(shown); number++) shown = made(number);
  taken.add(shown);
  return shown;
}

/** Columns that a text takes in a terminal: two for a wide character, none for a combining one or a color. */
export const columnsOf = (text: string): number => stringWidth(text);

const segmenter = new Intl.Segmenter();

/** A text of so many columns at most: its beginning and its end, where it is longer. */
export function shortened(text: string, room: number): string {
  if (columnsOf(text) <= room) return text;
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  const part = (from: Iterable<string>, room: number): string[] => {
    const kept: string[] = [];
    let left = room;
    for (const character of from) {
      left -= columnsOf(character);
      if (left < 0) break;
      kept.push(character);
    }
    return kept;
  };
  const end = part([...characters].reverse(), Math.floor((room - 1) / 3)).reverse();
  const begin = part(characters, room - 1 - columnsOf(end.join('')));
  return `${begin.join('')}…${end.join('')}`;
}

/**
 * Broken between words, so that no line is wider than the terminal. Words are never broken, nor numbers from their %.
 */
export function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(/ (?!%)/)) {
    const line = lines[lines.length - 1];
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
