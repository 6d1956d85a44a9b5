// Numbers, names and phrases as people read them: in the terminal, on a report's page and in errors.
import stringWidth from 'string-width';
import { count, cut, MOST_DIGITS, counted as plural, inQuotes as quoted, word as shellWord } from '../files/words.js';

export { count, plural, quoted, shellWord };

/** Four significant digits. */
export const fourDigits = (value: number): string => String(Number(value.toPrecision(4)));
export const epochs = (value: number): string => plural(value, 'epoch');

export const ROWS = ['row', 'rows'] as const;
export const BATCHES = ['batch', 'batches'] as const;

/** A part of a whole, with the verb that fits: 1 of 6 batches has, 2 of 6 batches have, 0 of 1 batch has. */
export function partOf(
  part: number,
  whole: number,
  [noun, nouns]: readonly [string, string],
  [one, many]: readonly [string, string],
): string {
  return `${count(part)} of ${plural(whole, noun, nouns)} ${part === 1 || whole === 1 ? one : many}`;
}

/** An expected part of the rows, with the verb that fits: 1 of 3 rows is, 1.2 of 3 rows are. */
export function expectedPartOf(part: number, whole: number, [one, many]: readonly [string, string]): string {
  const shown = expectedText(part);
  return `${shown} of ${plural(whole, 'row')} ${shown === '1' || whole === 1 ? one : many}`;
}

/** An expected number of rows or epochs: one decimal below 10. */
export function expectedText(value: number): string {
  // below 1e-9 it is a rounding error
  if (value > 1e-9 && value < 0.05) return 'less than 0.1';
  return value < 10 ? String(Number(value.toFixed(1))) : count(Math.round(value));
}

/** A mean: one decimal below 100. */
export function meanText(value: number): string {
  return value < 100 ? value.toFixed(1) : count(Math.round(value));
}

/** A range of integers; a single number where both ends are the same. */
export function range(lower: number, upper: number): string {
  return lower === upper ? count(lower) : `${count(lower)} to ${count(upper)}`;
}

/** A range of a number of draws: 4 to 12 draws, 1 draw. */
export function drawsBetween(lower: number, upper: number): string {
  return `${range(lower, upper)} ${upper === 1 ? 'draw' : 'draws'}`;
}

/** A count in a table of the terminal: at most seven characters. Large numbers are rounded, 1,234,567 to 1.23M. */
export const short = (value: number): string => {
  return value < 1e5 || value > MOST_DIGITS
    ? count(value)
    : value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: value < 1e6 ? 4 : 3 });
};

/** How many draws something comes once in, on average: 1.43, 381, 1.23M. */
export const oneIn = (probability: number): string =>
  probability > 0.01 ? String(Number((1 / probability).toPrecision(3))) : short(Math.round(1 / probability));

/** A share in percent: one decimal, or two digits for small values such as 0.014 % or 1.2e-7 %. */
export function percent(value: number): string {
  if (value >= 0.01 || value === 0) return `${(100 * value).toFixed(1)} %`;
  const [shown, tiny] = [Number((100 * value).toPrecision(2)), (100 * value).toExponential(1)];
  return `${value < 1e-6 ? tiny : shown} %`;
}

/** A probability: in percent, or for a small one as "about one in 1,000". */
export function chance(p: number): string {
  if (p === 0) return 'none';
  if (p >= 0.01) return percent(p);
  return p > 1e-12 ? `about one in ${count(Number((1 / p).toPrecision(3)))}` : 'hardly any';
}

/** A list in a sentence: a, b and c. Of more than `most`, the first ones and the number of the others. */
export function list(parts: readonly string[], most = 4): string {
  if (parts.length > most) return `${parts.slice(0, most - 1).join(', ')} and ${count(parts.length - most + 1)} more`;
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

/** A list of texts from the file, in quotes, for an error: the first eight and the number of the others. */
export function quotedList(texts: readonly string[]): string {
  const more = texts.length - 8;
  return `${texts.slice(0, 8).map(quoted).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export const capitalized = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;

/** Control characters, and characters that change the order of the text around them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text on one line: unprintable characters are escaped as in JSON. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1);
    return escaped === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : escaped;
  });
}

/** The name of a class on one line: unprintable characters escaped, quotes where spaces could be overlooked. */
export function className(label: string): string {
  const shown = cut(label);
  if (shown === '') return '(empty)';
  return shown === shown.trim() ? printable(shown) : printable(JSON.stringify(shown));
}

/** The names of different classes. Those that would read the same are shown as JSON strings. */
export function classNames(labels: readonly string[]): string[] {
  const names = labels.map(className);
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  const taken = new Set(times.keys());
  return names.map((name, i) =>
    times.get(name) === 1 ? name : unique(printable(JSON.stringify(cut(labels[i]))), taken),
  );
}

/** The longest name of a class in a sentence, in terminal columns. */
const LONGEST_NAME = 40;

export const shortName = (name: string): string => shortened(name, LONGEST_NAME);

/** The name of a class in a sentence: in quotes unless it is one plain word, and shortened if it is long. */
export function nameInSentence(name: string): string {
  const shown = shortName(name);
  return /^[\p{L}_(][\p{L}\p{N}_()-]*$/u.test(shown) ? shown : `“${shown}”`;
}

/** Adds a name to those that are taken. One that is taken already gets a number. */
export function unique(name: string, taken: Set<string>, numbered = (number: number) => `${name} (${number})`): string {
  let shown = name;
  for (let number = 2; taken.has(shown); number++) shown = numbered(number);
  taken.add(shown);
  return shown;
}

/** The width of a text in terminal columns: two for a wide character, none for a combining one or a color code. */
export const columnsOf = (text: string): number => stringWidth(text);

const segmenter = new Intl.Segmenter();

/** A text of at most this many columns: a longer one is cut in its middle. */
export function shortened(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  const fitting = (from: Iterable<string>, columns: number): string[] => {
    const kept: string[] = [];
    let left = columns;
    for (const character of from) {
      left -= columnsOf(character);
      if (left < 0) break;
      kept.push(character);
    }
    return kept;
  };
  const end = fitting([...characters].reverse(), Math.floor((columns - 1) / 3)).reverse();
  const begin = fitting(characters, columns - 1 - columnsOf(end.join('')));
  return `${begin.join('')}…${end.join('')}`;
}

/** Breaks a text between words into lines of at most `width` columns. A number stays with its %. */
export function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(/ (?!%)/)) {
    const line = lines[lines.length - 1];
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
