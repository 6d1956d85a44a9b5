import type { FormatOptions } from '../../../src/files/dialect.js';
import type { LabelOptions } from '../../../src/files/labels.js';
import { byId } from './dom.js';
import { fieldOf, type Mend } from './mends.js';

const details = byId('format', HTMLDetailsElement);
const select = (id: string) => byId(id, HTMLSelectElement);
const input = (id: string) => byId(id, HTMLInputElement);
const [delimiter, quote, header] = ['read-delimiter', 'read-quote', 'read-header'].map(select);
const [encoding, shortRows, missing] = ['read-encoding', 'read-short-rows', 'read-missing'].map(select);
const [other, escapeSign, comment, oneHot] = ['read-other', 'read-escape', 'read-comment', 'read-one-hot'].map(input);
const [trim, ignoreCase] = ['read-trim', 'read-ignore-case'].map(input);
const otherField = byId('read-other-field', HTMLElement);
const OTHER = 'other';

/** Which labels count, and which are the same. */
export type LabelChoice = Pick<LabelOptions, 'missing' | 'trim' | 'ignoreCase'>;

/** The fields that say how a file is read: what the options of the command say. */
export class FormatFields {
  /**
   * @param formatChanged Called where the rows must be read anew.
   * @param labelsChanged Called where only labels are understood otherwise.
   */
  constructor(formatChanged: () => void, labelsChanged: () => void) {
    for (const field of [delimiter, quote, header, encoding, shortRows, other, escapeSign, comment, oneHot]) {
      field.addEventListener('change', () => {
        otherField.hidden = delimiter.value !== OTHER;
        if (field === delimiter && !otherField.hidden) other.focus();
        else formatChanged();
      });
    }
    for (const field of [missing, trim, ignoreCase]) field.addEventListener('change', labelsChanged);
  }

  get format(): FormatOptions {
    const given = (value: string) => (value === '' ? undefined : value);
    return {
      delimiter: given(delimiter.value === OTHER ? other.value : delimiter.value),
      quote: given(quote.value),
      escape: given(escapeSign.value),
      comment: given(comment.value),
      header: header.value === 'names',
      encoding: given(encoding.value),
      shortRows: shortRows.value as FormatOptions['shortRows'],
    };
  }

  /** The columns of which one has a 1; undefined for one column of labels. */
  get oneHot(): string | undefined {
    return oneHot.value.trim() === '' ? undefined : oneHot.value;
  }

  get labels(): LabelChoice {
    return {
      missing: missing.value as LabelChoice['missing'],
      trim: trim.checked,
      ignoreCase: ignoreCase.checked,
    };
  }

  /** Shows the fields. @param isAsked Whether something is asked that a field answers. */
  show(isAsked: boolean): void {
    details.hidden = false;
    if (isAsked) details.open = true;
  }

  hide(): void {
    details.hidden = true;
  }

  /** Sets all fields to what they are at first. */
  reset(): void {
    for (const field of [delimiter, quote, header, encoding, shortRows, missing]) field.selectedIndex = 0;
    for (const field of [other, escapeSign, comment, oneHot]) field.value = '';
    for (const field of [trim, ignoreCase]) field.checked = false;
    otherField.hidden = true;
    details.open = false;
  }

  /** Sets a field to what helps, as if its user had. */
  set(mend: Mend): void {
    const field = fieldOf(mend) as HTMLInputElement | HTMLSelectElement;
    const isOther = field === delimiter && ![...delimiter.options].some(({ value }) => value === mend.value);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = true;
    else field.value = isOther ? OTHER : mend.value;
    if (isOther) other.value = mend.value;
    otherField.hidden = delimiter.value !== OTHER;
    (isOther ? other : field).dispatchEvent(new Event('change'));
  }
}
