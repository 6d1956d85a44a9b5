// Finds labels that look like different spellings of one class.
import { describe } from '../internal/describe.js';
import type { Label } from './class-weights.js';

/**
 * What spellings of one class differ in: case; white space around them or inside; composed accents (é as one character
 * or two); characters that are not seen; how a number is written (1, 1.0 and 01); or the type (1 and '1').
 */
export type LabelDifference = 'case' | 'outer-space' | 'inner-space' | 'composition' | 'invisible' | 'number' | 'type';

/** Labels that differ only in how they are written. */
export interface SimilarLabels {
  /** Two labels or more, those with most items first. */
  readonly labels: readonly Label[];
  /** Number of items of each label. */
  readonly counts: readonly number[];
}

/** Words of ASCII: most labels are, and they differ in case or as numbers only. */
const WORDS_OF_ASCII = /^[!-~]+(?: [!-~]+)*$/;
/**
 * Zero-width spaces, soft hyphens and marks of direction; and what chooses between black and colored emoji. A byte
 * order mark is white space. Text, because an engine reads the patterns of a module at its import, and those with
 * categories of Unicode cost V8 0.2 ms.
 */
const INVISIBLE = '(?!\\ufeff)\\p{Cf}|\\ufe0e|\\ufe0f';
const ESCAPED = '[^\\S ]|\\p{Cf}|\\ufe0e|\\ufe0f';
const ESCAPED_WITH_ACCENTS = '[^\\S ]|\\p{Cf}|\\p{M}';
let invisible: RegExp | undefined;
const WHOLE = /^[1-9]\d*$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** What leads from a label to what it has in common with its other spellings. Each step removes a difference. */
const STEPS: readonly (readonly [LabelDifference, (text: string) => string])[] = [
  ['composition', (text) => text.normalize('NFC')],
  [
    'invisible',
    (text) => {
      invisible ??= new RegExp(INVISIBLE, 'gu');
      return text.replace(invisible, '');
    },
  ],
  ['outer-space', (text) => text.trim()],
  ['inner-space', (text) => text.replace(/\s+/g, ' ')],
  // Unicode's simple case folding: ß is not ss
  ['case', (text) => text.toLowerCase().replace(/ς/g, 'σ').replace(/ſ/g, 's')],
  ['number', shortNumber],
];

/** A number without the zeros that say nothing. Other text as it is. */
function shortNumber(text: string): string {
  // letters come after digits
  if (text.charCodeAt(0) > 57 || WHOLE.test(text) || !NUMBER.test(text)) return text;
  const [whole, part = ''] = text.replace(/^[+-]?0*/, '').split('.');
  const digits = part.replace(/0+$/, '');
  const short = `${whole || '0'}${digits && `.${digits}`}`;
  return text.startsWith('-') && short !== '0' ? `-${short}` : short;
}

function keyOf(text: string): string {
  if (WORDS_OF_ASCII.test(text)) return shortNumber(text.toLowerCase());
  return STEPS.reduce((each, [, step]) => step(each), text);
}

/**
 * Finds labels that differ only in how they are written. O(classes).
 * @param codes (n,), the class of each item, as an index into `classes`.
 * @returns The groups of such labels, those with most items first.
 */
export function findSimilar(codes: Int32Array, classes: readonly Label[]): SimilarLabels[] {
  const first = new Map<string, number>();
  const groups = new Map<number, number[]>();
  for (let code = 0; code < classes.length; code++) {
    const key = keyOf(String(classes[code]));
    const known = first.get(key);
    if (known === undefined) first.set(key, code);
    else if (groups.has(known)) groups.get(known)?.push(code);
    else groups.set(known, [known, code]);
  }
  if (groups.size === 0) return [];
  const counts = new Float64Array(classes.length);
  for (const code of codes) counts[code]++;
  const items = (group: SimilarLabels) => group.counts.reduce((sum, each) => sum + each, 0);
  return Array.from(groups.values(), (group) => {
    group.sort((a, b) => counts[b] - counts[a] || a - b);
    return { labels: group.map((code) => classes[code]), counts: group.map((code) => counts[code]) };
  }).sort((a, b) => items(b) - items(a));
}

/** What the labels of some groups differ in: without the step that removes it, they are not the same. */
export function differencesOf(groups: readonly SimilarLabels[]): LabelDifference[] {
  const found = new Set<LabelDifference>();
  for (const { labels } of groups) {
    const texts = new Set(labels.map(String));
    if (texts.size < labels.length) found.add('type');
    for (const [difference] of STEPS) {
      if (found.has(difference)) continue;
      const others = STEPS.filter(([other]) => other !== difference);
      const keys = Array.from(texts, (text) => others.reduce((each, [, step]) => step(each), text));
      if (keys.some((key) => key !== keys[0])) found.add(difference);
    }
  }
  return [...found];
}

const WORDS: Readonly<Record<LabelDifference, string>> = {
  case: 'case',
  'outer-space': 'white space',
  'inner-space': 'white space',
  composition: 'how accents are composed',
  invisible: 'characters that are not seen',
  number: 'how a number is written',
  type: 'type',
};

/** A message shows this many groups, and this many labels of each. */
const [MOST_GROUPS, MOST_LABELS] = [3, 4];

/** Says which labels may be one class, with their numbers of items. */
export function similarMessage(
  groups: readonly SimilarLabels[],
  differences: readonly LabelDifference[],
): { message: string; labels: number } {
  const labels = groups.reduce((sum, group) => sum + group.labels.length, 0);
  const accents = differences.includes('composition');
  const shown = groups.slice(0, MOST_GROUPS).map((group, first) => {
    const parts = group.labels.slice(0, MOST_LABELS).map((label, i) => {
      const unit = first + i > 0 ? '' : group.counts[0] === 1 ? ' item' : ' items';
      return `${visible(label, accents)} (${group.counts[i]}${unit})`;
    });
    const more = group.labels.length - parts.length;
    return list(more > 0 ? [...parts, `${more} more`] : parts, 'and');
  });
  const more = groups.length - shown.length;
  const words = [...new Set(differences.map((each) => WORDS[each]))];
  const message =
    `${labels} labels may be ${groups.length === 1 ? '1 class' : `${groups.length} classes`}: ${shown.join('; ')}` +
    `${more > 0 ? `; ${more} more` : ''}; they differ only in ${list(words, 'or')}: write each class in one way`;
  return { message, labels };
}

const list = (parts: readonly string[], word: string): string =>
  parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} ${word} ${parts[parts.length - 1]}`;

/** A label whose spaces and characters that are not seen are escaped, and its accents where they matter. */
function visible(label: Label, accents: boolean): string {
  const hidden = new RegExp(accents ? ESCAPED_WITH_ACCENTS : ESCAPED, 'gu');
  return describe(label).replace(hidden, (character) => {
    return Array.from({ length: character.length }, (_, i) => {
      return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }).join('');
  });
}
