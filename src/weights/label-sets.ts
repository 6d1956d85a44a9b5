// Reads sets of labels into typed arrays, and groups items that have equal sets.
import { checkArrayLike, isLabel, MAX_WEIGHTS, notALabel } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { zeros } from '../internal/zeros.js';
import type { Label } from './class-weights.js';

/** Sets of codes, one after another: those of set `i` are codes[starts[i]] to codes[starts[i + 1] - 1]. */
export interface CodeSets {
  /** (sets + 1,) */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly codes: Int32Array<ArrayBuffer>;
}

/** What sets of labels have. */
export interface SurveyedSets<L extends Label> {
  /** The number of items, and of the labels of all of them. */
  readonly items: number;
  readonly entries: number;
  /** The code of each label, in order of first appearance. */
  readonly codes: ReadonlyMap<L, number>;
  readonly classes: readonly L[];
  /** (classes,), the number of items with each label. */
  readonly counts: readonly number[];
}

/** The most labels of all items together. */
const MOST_ENTRIES = 2 ** 30;

/**
 * Checks sets of labels, and counts the labels. Allocates nothing for each item.
 * @throws {TypeError | RangeError} There are no items or no labels, a set is not an array, a label is invalid or comes
 * twice in a set. The message gives the item and the place.
 */
export function surveySets<L extends Label>(labelSets: ArrayLike<ArrayLike<L>>): SurveyedSets<L> {
  const items = checkArrayLike('labelSets', labelSets, MAX_WEIGHTS);
  if (items === 0) throw new RangeError('labelSets must not be empty: give an array of labels for each item');
  const codes = new Map<L, number>();
  const counts: number[] = [];
  // the last item with each label, to find one that comes twice
  const lastItem: number[] = [];
  let entries = 0;
  for (let item = 0; item < items; item++) {
    const labels = labelSets[item];
    const length = checkSet(labels, item);
    entries += length;
    if (entries > MOST_ENTRIES) throw new RangeError(`labelSets must have at most ${MOST_ENTRIES} labels in all`);
    for (let i = 0; i < length; i++) {
      const label = labels[i];
      if (!isLabel(label)) throw notALabel(`labelSets[${item}][${i}]`, label);
      let code = codes.get(label);
      if (code === undefined) {
        code = counts.push(0) - 1;
        codes.set(label, code);
        lastItem.push(-1);
      }
      if (lastItem[code] === item) throw twice(labels, item, i);
      lastItem[code] = item;
      counts[code]++;
    }
  }
  if (codes.size === 0) throw new RangeError(`labelSets must have a label, got ${items} empty sets`);
  return { items, entries, codes, classes: [...codes.keys()], counts };
}

/** Encodes sets of labels that were surveyed. @throws {RangeError} They have changed since. */
export function encodeSets<L extends Label>(
  labelSets: ArrayLike<ArrayLike<L>>,
  { items, entries, codes: byLabel }: SurveyedSets<L>,
): CodeSets {
  const starts = zeros(Uint32Array, items + 1, 'items');
  const codes = zeros(Int32Array, entries, 'labels');
  let at = 0;
  for (let item = 0; item < items; item++) {
    const labels = labelSets[item];
    for (let i = 0; i < labels.length; i++) {
      const code = byLabel.get(labels[i]);
      // another thread may have changed them
      if (code === undefined || at === entries) throw new RangeError(`labelSets[${item}] changed while it was read`);
      codes[at++] = code;
    }
    starts[item + 1] = at;
  }
  return { starts, codes };
}

function checkSet(labels: unknown, item: number): number {
  if (typeof labels === 'object' && labels !== null && !('length' in labels) && Symbol.iterator in labels) {
    throw new TypeError(`labelSets[${item}] must be an array of labels, got ${describe(labels)}: use [...set]`);
  }
  if (typeof labels === 'string') {
    throw new TypeError(
      `labelSets[${item}] must be an array of labels, got ${describe(labels)}: an item with one label needs ` +
        `[${describe(labels)}]`,
    );
  }
  return checkArrayLike(`labelSets[${item}]`, labels, MOST_ENTRIES);
}

function twice(labels: ArrayLike<unknown>, item: number, at: number): RangeError {
  const first = Array.prototype.indexOf.call(labels, labels[at]);
  return new RangeError(
    `labelSets[${item}] must have each label once, got ${describe(labels[at])} at ${first} and ${at}`,
  );
}

/** Items with equal sets of labels as one. */
export interface GroupedSets extends CodeSets {
  /** (items,), the group of each item. */
  readonly groupOf: Uint32Array<ArrayBuffer>;
  /** (groups,), the number of items of each. */
  readonly sizes: Uint32Array<ArrayBuffer>;
}

/** Groups items with equal sets, whatever the order of their labels. Groups are in order of first appearance. */
export function groupSets({ starts, codes }: CodeSets): GroupedSets {
  const items = starts.length - 1;
  const sorted = codes.slice();
  const groupOf = new Uint32Array(items);
  const sizes = new Uint32Array(items);
  const firstItem = new Uint32Array(items);
  // open addressing: 1 + the group, or 0
  let slots = 16;
  while (slots < 2 * items) slots *= 2;
  const table = new Uint32Array(slots);
  let groups = 0;
  let entries = 0;
  for (let item = 0; item < items; item++) {
    const [from, to] = [starts[item], starts[item + 1]];
    const hash = sortSet(sorted, from, to);
    let slot = hash & (slots - 1);
    while (table[slot] !== 0 && !areEqual(sorted, starts, firstItem[table[slot] - 1], item)) {
      slot = (slot + 1) & (slots - 1);
    }
    if (table[slot] === 0) {
      firstItem[groups] = item;
      table[slot] = ++groups;
      entries += to - from;
    }
    const group = table[slot] - 1;
    groupOf[item] = group;
    sizes[group]++;
  }
  if (groups === items) return { starts, codes: sorted, groupOf, sizes };
  const [ownStarts, ownCodes] = [new Uint32Array(groups + 1), new Int32Array(entries)];
  for (let group = 0, at = 0; group < groups; group++) {
    const item = firstItem[group];
    for (let i = starts[item]; i < starts[item + 1]; i++) ownCodes[at++] = sorted[i];
    ownStarts[group + 1] = at;
  }
  return { starts: ownStarts, codes: ownCodes, groupOf, sizes: sizes.slice(0, groups) };
}

/** Sorts the codes of a set, which are few, and hashes them. */
function sortSet(codes: Int32Array, from: number, to: number): number {
  if (to - from > 32) codes.subarray(from, to).sort();
  else {
    for (let i = from + 1; i < to; i++) {
      const code = codes[i];
      let j = i;
      for (; j > from && codes[j - 1] > code; j--) codes[j] = codes[j - 1];
      codes[j] = code;
    }
  }
  let hash = to - from;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ codes[i], 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function areEqual(codes: Int32Array, starts: Uint32Array, one: number, other: number): boolean {
  const [from, to] = [starts[one], starts[other]];
  const length = starts[one + 1] - from;
  if (starts[other + 1] - to !== length) return false;
  for (let i = 0; i < length; i++) if (codes[from + i] !== codes[to + i]) return false;
  return true;
}
