// Rows with several labels: each combination of labels is a class, and has a set of labels.
import { LabelEncoder } from '../../files/labels.js';
import { isMissing } from '../../files/missing.js';

/** Rows and their classes. */
interface Classed {
  readonly name: string;
  readonly codes: Int32Array;
  readonly classes: string[];
}

/** The labels of combinations. */
export interface LabelSets {
  /** The labels, in order of first appearance. */
  readonly labels: readonly string[];
  /** (combinations,), the labels of each, as indices into `labels`. */
  readonly of: readonly (readonly number[])[];
}

/** Whether rows have several labels. */
export function hasSets<D extends { sets?: LabelSets | undefined }>(data: D): data is D & { sets: LabelSets } {
  return data.sets !== undefined;
}

/** Splits the classes of data, which hold several labels each. White space around labels does not count. */
export function splitLabels<D extends Classed>(data: D, separator: string, ignoreCase: boolean): D {
  const encoder = new LabelEncoder({
    ...{ missing: 'keep', trim: true, ignoreCase, file: data.name, column: 'label', where: () => '' },
  });
  const counts = data.classes.map((text) => {
    // a missing value that is kept has no label
    const parts = isMissing(text) ? [] : text.split(separator).filter((part) => part.trim() !== '');
    for (const part of parts) encoder.addClass(part);
    return parts.length;
  });
  const { codes, classes: labels } = encoder.result();
  let at = 0;
  const sets = counts.map((count) => {
    const own = codes.subarray(at, at + count);
    at += count;
    return [...new Set(own)].sort((a, b) => a - b);
  });
  return merged(data, labels, sets, separator);
}

/** What separates the names of columns in the name of a class: no column's name has it. */
const BETWEEN = '\0';

/** Collects rows of one-hot columns, of which some may have several labels. */
export class OneHotSets {
  #areSeveral = false;

  /** A name for the labels of a row; an empty text for none. */
  name(labels: readonly string[]): string {
    if (labels.length > 1) this.#areSeveral = true;
    return labels.length === 1 ? labels[0] : labels.join(BETWEEN);
  }

  /** The data, with its sets if some row had several labels. */
  data<D extends Classed>(data: D): D {
    if (!this.#areSeveral) return data;
    const codeOf = new Map<string, number>();
    const sets = data.classes.map((name) => {
      const labels = name === '' ? [] : name.split(BETWEEN);
      for (const label of labels) if (!codeOf.has(label)) codeOf.set(label, codeOf.size);
      return labels.map((label) => codeOf.get(label) as number).sort((a, b) => a - b);
    });
    return merged(data, [...codeOf.keys()], sets, '|');
  }
}

/** Data whose combinations are different from one another. */
function merged<D extends Classed>(
  data: D,
  labels: readonly string[],
  sets: readonly (readonly number[])[],
  separator: string,
): D & { sets: LabelSets } {
  const codeOf = new Map<string, number>();
  const of: (readonly number[])[] = [];
  const newCodes = sets.map((set) => {
    const key = set.join();
    const code = codeOf.get(key) ?? of.push(set) - 1;
    codeOf.set(key, code);
    return code;
  });
  const codes = data.codes.map((code) => (code === -1 ? -1 : newCodes[code]));
  const classes = of.map((set) => set.map((label) => labels[label]).join(separator));
  return { ...data, codes, classes, sets: { labels, of } };
}
