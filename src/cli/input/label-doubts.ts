// What is said of labels that are probably right and might not be.
import { classDoubt } from '../../files/header.js';
import type { LabelEncoder } from '../../files/labels.js';
import { quoted } from '../text.js';
import type { ReadNote } from './columns.js';
import type { Inputs } from './find-input.js';

/** Labels that were read from a column. */
interface ReadLabels {
  readonly classes: readonly string[];
  readonly read: ReadNote;
  readonly doubts: readonly string[];
}

/** What is said where a class has the name of its column, which the first rows do not show. */
export function headerDoubts(
  { name }: Inputs,
  column: string | undefined,
  { classes, read, doubts }: ReadLabels,
): string[] {
  const isAsked = 'header' in read && read.header && doubts.length === 0 && column !== undefined;
  const doubt = isAsked ? classDoubt(name, column, classes) : undefined;
  return doubt === undefined ? [...doubts] : [doubt];
}

/** What is said where rows are printed whose labels are not spelled as their classes are named. */
export function respelledDoubts({ name }: Inputs, { respelled }: LabelEncoder): string[] {
  if (!respelled) return [];
  const { count, text, name: label } = respelled;
  const [spellings, are] = count === 1 ? ['1 spelling', 'is'] : [`${count} spellings`, 'are'];
  const example = `${quoted(text)} for ${quoted(label)}`;
  const what = `${spellings} ${are} not the name of the class, such as ${example}`;
  return [`${name}: rows are printed as they are in the file: ${what}; unite them where you read the rows`];
}
