// What is likely wrong with the labels of a file, beyond what lintWeights finds; and which options help.
import type { Finding } from '../index.js';
import { isNone } from './missing.js';
import { count, counted, inQuotes } from './words.js';

/** Labels to look at. */
export interface LabelsToCheck {
  /** The name of the column, for messages. */
  readonly column: string;
  /** (rows,), the class of each row as an index into `classes`; negative if it has none. */
  readonly codes: Int32Array;
  readonly classes: readonly string[];
}

/**
 * Finds labels that hold several labels, classes that say "no label", and columns of ids. One line each.
 * @param findings What lintWeights found: nothing is said twice.
 */
export function labelFindings(labels: LabelsToCheck, findings: readonly Pick<Finding, 'code'>[] = []): string[] {
  const isContinuous = findings.some(({ code }) => code === 'continuous');
  return [...joinedLabels(labels), ...noneClasses(labels), ...(isContinuous ? [] : uniqueLabels(labels))];
}

/** What a command adds to the message of similar labels: the options that make them one, if there are any. */
export function similarLabelsAdvice({ differences }: Extract<Finding, { code: 'similar-labels' }>): string {
  const has = (difference: (typeof differences)[number]) => differences.includes(difference);
  const ignoreCase = has('case');
  const trim = has('outer-space') || (has('composition') && !ignoreCase);
  const options = [...(trim ? ['--trim'] : []), ...(ignoreCase ? ['--ignore-case'] : [])].join(' ');
  const inFile = [
    ...(has('number') ? ['numbers'] : []),
    ...(has('inner-space') ? ['white space inside'] : []),
    ...(has('invisible') ? ['characters that are not seen'] : []),
  ];
  if (options === '') return ' in the file';
  const rest = inFile.length > 0 ? `, which leaves ${inFile.join(' and ')} as they are` : '';
  return ` in the file, or add ${options}${rest}`;
}

/** Signs between several labels in one. */
const SEPARATORS = ['|', ';', ',', '/', '&', '+', ' '] as const;
/** Between numbers, these signs may make a date or a number. A space makes a list of numbers, but a name of words. */
const IN_NUMBERS: readonly string[] = [',', '/'];

/** Least share of the parts of lists that are in other labels, too. */
const MIN_REPEATED = 2 / 3;
/** Least share of these that are at another place there, or alone: a "city, state" always has its places. */
const MIN_MOVED = 1 / 3;

/** At most this many labels are looked at. */
const MOST_LABELS = 10_000;

/** Finds labels such as "cat|dog", beside "cat", or beside "dog|owl". */
function joinedLabels({ column, classes }: LabelsToCheck): string[] {
  for (const separator of SEPARATORS) {
    const lists = classes
      .filter((label) => label.includes(separator))
      .slice(0, MOST_LABELS)
      .map((label) => ({ label, parts: partsOf(label, separator) }))
      .filter(({ parts }) => parts.length > 1);
    if (lists.length === 0 || !areLists(lists, classes)) continue;
    const share = `${count(lists.length)} of ${counted(classes.length, 'class', 'classes')}`;
    return [
      `${column} looks like several labels in one, joined by ${inQuotes(separator)}: each combination, such as ` +
        `${inQuotes(lists[0].label)}, counts as a class of its own (${share}); to balance the labels themselves, use ` +
        `--multi-label ${inQuotes(separator)}`,
    ];
  }
  return [];
}

/** The different labels in a list; none if it is none. Brackets and quotes are left out: ['cat', 'dog']. */
function partsOf(label: string, separator: string): string[] {
  const parts = label
    .trim()
    .replace(/^[[({]|[\])}]$/g, '')
    .split(separator)
    .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((part) => part !== '');
  const areNumbers = parts.every((part) => /^\d+$/.test(part));
  const isNone = areNumbers ? IN_NUMBERS.includes(separator) : separator === ' ';
  return isNone || new Set(parts).size < parts.length ? [] : parts;
}

function areLists(lists: readonly { readonly parts: readonly string[] }[], classes: readonly string[]): boolean {
  const alone = new Set(classes);
  const places = new Map<string, { times: number; readonly places: Set<number> }>();
  for (const { parts } of lists) {
    for (const [place, part] of parts.entries()) {
      const found = places.get(part) ?? { times: 0, places: new Set() };
      found.times++;
      found.places.add(place);
      places.set(part, found);
    }
  }
  const repeated = [...places].filter(([part, { times }]) => times > 1 || alone.has(part));
  const moved = repeated.filter(([part, found]) => found.places.size > 1 || alone.has(part));
  return repeated.length >= MIN_REPEATED * places.size && moved.length >= MIN_MOVED * repeated.length;
}

/** What people write where they do not know the class. */
const UNKNOWN = /^\s*(unknown|unlabell?ed|unspecified|not specified|undetermined)\s*$/i;

/** Finds classes whose name says that there is no label. */
function noneClasses({ column, codes, classes }: LabelsToCheck): string[] {
  const isNoLabel = (label: string): boolean => isNone(label) || UNKNOWN.test(label);
  if (classes.length < 2 || !classes.some(isNoLabel)) return [];
  return classes.flatMap((label, code) => {
    if (!isNoLabel(label)) return [];
    const rows = codes.reduce((sum, each) => sum + Number(each === code), 0);
    return [
      `${column}: ${inQuotes(label)} (${counted(rows, 'row')}) is a class: if it means that there is no label, leave ` +
        'it empty in the file, or name the others by --classes',
    ];
  });
}

/** Fewer rows may be a list of classes. */
const MIN_ROWS = 20;

/** Finds columns whose labels come once each. */
function uniqueLabels({ column, codes, classes }: LabelsToCheck): string[] {
  if (classes.length < MIN_ROWS || codes.reduce((rows, code) => rows + Number(code >= 0), 0) > classes.length)
    return [];
  return [
    `${column} has a different label in each of ${count(classes.length)} rows: are they ids? name a column whose ` +
      'values repeat',
  ];
}
