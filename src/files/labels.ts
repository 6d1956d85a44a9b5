// Turns the labels of a file into codes, row by row.
import { FileError } from './file-error.js';
import { GrowingArray } from './growing-array.js';
import { isMissing, missingText } from './missing.js';
import { owned } from './owned.js';
import { count, inQuotes } from './words.js';

/** Options of {@link LabelEncoder}. */
export interface LabelOptions {
  /** What to do with rows whose label is missing: leave them out, keep them as a class, or stop with an error. */
  readonly missing: 'drop' | 'keep' | 'error';
  /** Whether labels are equal that differ only in white space around them, or in how accents are composed (NFC). */
  readonly trim: boolean;
  /** Whether labels are equal that differ only in case, or in how accents are composed (NFC). */
  readonly ignoreCase: boolean;
  /** The name of the file, for errors. */
  readonly file: string;
  /** The name of the column, for errors. */
  readonly column: string;
  /** Where the label that is being added stands, for errors: "line 17". */
  readonly where: () => string;
}

/** The labels of all rows, as codes. */
export interface EncodedLabels {
  /** (rows,), the class of each row as an index into `classes`; -1 if its label is missing and left out. */
  readonly codes: Int32Array;
  /** The classes by their first spelling, in order of first appearance. */
  readonly classes: string[];
  /** The spellings of missing labels that are left out, with their numbers of rows. */
  readonly missing: ReadonlyMap<string, number>;
  /** The spellings of missing labels that are kept as classes, with their numbers of rows. */
  readonly kept: ReadonlyMap<string, number>;
}

/** Spellings that are not the name of their class: their number, and the first of them. */
export interface Respelled {
  count: number;
  readonly text: string;
  readonly name: string;
}

/** The most entries of a Map. */
const MOST_LABELS = 2 ** 24;

/**
 * Turns labels into codes, one after another: call `add` for each row, then `result` once.
 *
 * A label "-" is missing unless there is a class "+": then both are classes, as for the strands of DNA.
 */
export class LabelEncoder {
  readonly #options: LabelOptions;
  /** (rows,), the index of a class, or -1 minus the index of a missing spelling. */
  readonly #codes = new GrowingArray((length) => new Int32Array(length));
  readonly #classes: string[] = [];
  readonly #missing: string[] = [];
  /** The code of each text that was seen. */
  readonly #byText = new Map<string, number>();
  /** The code of each class, by what its spellings have in common. Texts themselves, if every spelling is a class. */
  readonly #byKey: Map<string, number>;
  /** The label before, and its code: many files are sorted by class. */
  #last: string | undefined;
  #lastCode = 0;
  /** Where the first "-" stands that is a class until all labels are known. */
  #firstDash: string | undefined;
  #isDashClass = false;
  #respelled: Respelled | undefined;

  constructor(options: LabelOptions) {
    this.#options = options;
    this.#byKey = options.trim || options.ignoreCase ? new Map() : this.#byText;
  }

  /** Adds the label of the next row. @throws {FileError} It is missing, and missing labels are errors. */
  add(text: string): void {
    if (text !== this.#last) {
      this.#lastCode = this.#byText.get(text) ?? this.#newCode(text);
      this.#last = text;
    }
    this.#codes.push(this.#lastCode);
  }

  /** Adds a label that is a class, whatever its name: NA, too. */
  addClass(text: string): void {
    if (isDash(text)) this.#isDashClass = true;
    this.#last = undefined;
    this.#codes.push(this.#byText.get(text) ?? this.#newCode(text, true));
  }

  /** Undefined if all labels so far are spelled as their classes are named. */
  get respelled(): Readonly<Respelled> | undefined {
    return this.#respelled;
  }

  /** All labels that were added. @throws {FileError} All of them are missing; or "-" is, and that is an error. */
  result(): EncodedLabels {
    const { missing: option } = this.#options;
    const hasPlus = this.#classes.some((label) => label.trim() === '+');
    const isClass = hasPlus || this.#isDashClass ? isDash : () => false;
    const spellings = [...this.#missing];
    const classes: string[] = [];
    const newCodes = this.#classes.map((label) => {
      if (option === 'keep' || !isDash(label) || isClass(label)) return classes.push(label) - 1;
      if (option === 'error') throw this.#missingError(label, this.#firstDash as string);
      return -spellings.push(label);
    });
    const codes = this.#codes.values();
    const counts = new Float64Array(classes.length);
    const left = new Float64Array(spellings.length);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] >= 0 ? newCodes[codes[row]] : codes[row];
      if (code >= 0) counts[code]++;
      else left[-1 - code]++;
      codes[row] = Math.max(code, -1);
    }
    const missing = new Map(spellings.map((spelling, i) => [spelling, left[i]]));
    if (classes.length === 0 && codes.length > 0) throw this.#allMissing(missing);
    const kept = new Map<string, number>();
    for (const [code, label] of classes.entries()) {
      if (isMissing(label) && !isClass(label)) kept.set(label, counts[code]);
    }
    return { codes, classes, missing, kept };
  }

  /** The code of a text that was not seen before. */
  #newCode(read: string, isClass = false): number {
    const text = owned(read);
    const { missing, trim, ignoreCase, file, column, where } = this.#options;
    if (this.#byText.size === MOST_LABELS) {
      throw new FileError(`${file}: ${column} has more than ${count(MOST_LABELS)} different labels`);
    }
    if (missing !== 'keep' && !isClass && isMissing(text)) {
      if (isDash(text)) this.#firstDash ??= where();
      else if (missing === 'error') throw this.#missingError(text, where());
      else {
        const code = -this.#missing.push(text);
        this.#byText.set(text, code);
        return code;
      }
    }
    const name = nameOf(text, trim, ignoreCase);
    const key = ignoreCase ? withoutCase(name) : name;
    const code = this.#byKey.get(key) ?? this.#classes.push(name) - 1;
    this.#byKey.set(key, code);
    this.#byText.set(text, code);
    if (text !== this.#classes[code] && !isDash(text)) {
      this.#respelled ??= { count: 0, text, name: this.#classes[code] };
      this.#respelled.count++;
    }
    return code;
  }

  #missingError(text: string, where: string): FileError {
    const { file, column } = this.#options;
    return new FileError(
      `${file}: ${where}: ${column} has no label, only ${inQuotes(text)}: correct it, leave such rows out by ` +
        '--missing drop, or keep them as a class by --missing keep',
    );
  }

  #allMissing(missing: ReadonlyMap<string, number>): FileError {
    const { file, column } = this.#options;
    return new FileError(
      `${file}: ${column} has no labels: ${missingText(missing)}; name another column, or keep them as classes by ` +
        '--missing keep',
    );
  }
}

const isDash = (text: string): boolean => text.trim() === '-';

/** What spellings have in common that differ only in case. It is Unicode's simple folding: ß is not ss. */
function withoutCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ').replaceAll('ſ', 's').normalize('NFC');
}

/** The name of the class that begins with this spelling. */
const nameOf = (text: string, trim: boolean, ignoreCase: boolean): string =>
  trim || ignoreCase ? (trim ? text.trim() : text).normalize('NFC') : text;

/** What spellings of one class have in common. */
export function labelKey(text: string, trim: boolean, ignoreCase: boolean): string {
  const name = nameOf(text, trim, ignoreCase);
  return ignoreCase ? withoutCase(name) : name;
}
