// The reader's sentences name options of the command. Here these become fields of the form, and buttons that set them.
import { byId, make } from './dom.js';

/** Each option, its field, and how a sentence names a value. */
const FIELDS = {
  delimiter: { id: 'read-delimiter', name: 'Separator' },
  quote: { id: 'read-quote', name: 'Quotes' },
  escape: { id: 'read-escape', name: 'Escape sign' },
  comment: { id: 'read-comment', name: 'Comment sign' },
  encoding: { id: 'read-encoding', name: 'Encoding' },
  'short-rows': { id: 'read-short-rows', name: 'Short rows' },
  missing: { id: 'read-missing', name: 'Missing labels' },
  'no-header': { id: 'read-header', name: 'First row' },
  'one-hot': { id: 'read-one-hot', name: 'One-hot columns' },
  trim: { id: 'read-trim', name: 'ignore white space' },
  'ignore-case': { id: 'read-ignore-case', name: 'ignore case' },
} as const;

type Option = keyof typeof FIELDS;

/** A field that a sentence names, and the value that helps. */
export interface Mend {
  readonly option: Option;
  /** As the field has it; 'yes' for a checkbox. */
  readonly value: string;
}

// the names of one-hot columns stand in quotes where they are to be set
const OPTION = new RegExp(
  `--(?:(?:(delimiter|quote|escape|comment|encoding|short-rows|missing|one-hot(?! [^']))` +
    `(?: ('[^']*'|"[^"]*"|[\\w-]+))?)|(no-header|trim|ignore-case|one-hot))`,
  'g',
);

/** Phrases of which the option is only a part, and what the form has in their place. */
const PHRASES: readonly [RegExp, string][] = [
  [/try it without --quote none/, `--quote '"'`],
  [/try another --encoding/, 'choose another Encoding'],
  [/--no-header, and columns by number/, '--no-header'],
  [/\b(try|add) (?=--)/g, ''],
  [/(^|[^,;]) by (--[\w-]+ (?:'[^']*'|[\w-]+))/g, '$1 ($2)'],
  [/, or name the others by --classes/, ''],
  [/use --multi-label "[^"]*"/, 'use the command'],
  [/name another column/, 'choose another column'],
];

/** A sentence in the words of the form. What would help are buttons, which set a field. */
export function inWords(sentence: string, apply: (mend: Mend) => void): (string | HTMLButtonElement)[] {
  return partsOf(sentence).map((part) => {
    if (typeof part === 'string') return part;
    const button = make('button', { type: 'button', className: 'mend' }, phraseOf(part));
    button.addEventListener('click', () => apply(part));
    return button;
  });
}

/** What would help, of all that a sentence names. */
export const mendsOf = (sentence: string): Mend[] => partsOf(sentence).filter((part) => typeof part !== 'string');

/** The parts of a sentence: texts, and what would help. */
function partsOf(sentence: string): (string | Mend)[] {
  let text = sentence;
  for (const [phrase, other] of PHRASES) text = text.replace(phrase, other);
  const parts: (string | Mend)[] = [];
  let end = 0;
  for (const { 0: found, 1: valued, 2: value, 3: flag, index } of text.matchAll(OPTION)) {
    parts.push(text.slice(end, index));
    end = index + found.length;
    const option = (valued ?? flag) as Option;
    const isName = value === undefined && (valued !== undefined || option === 'one-hot');
    parts.push(isName ? FIELDS[option].name : mendOf(option, value));
  }
  parts.push(text.slice(end));
  return parts;
}

/** The field of a mend. */
export const fieldOf = ({ option }: Mend): HTMLElement => byId(FIELDS[option].id, HTMLElement);

function mendOf(option: Option, given: string | undefined): Mend {
  const value = given?.replace(/^(['"])(.*)\1$/, '$2');
  if (option === 'no-header') return { option, value: 'data' };
  return { option, value: value === '\\t' ? '\t' : (value ?? 'yes') };
}

/** Such as: set Separator to semicolons. */
function phraseOf(mend: Mend): string {
  const { name } = FIELDS[mend.option];
  const field = fieldOf(mend);
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return name;
  const shown =
    field instanceof HTMLSelectElement ? [...field.options].find(({ value }) => value === mend.value)?.text : undefined;
  return `set ${name} to ${shown ?? mend.value}`;
}
