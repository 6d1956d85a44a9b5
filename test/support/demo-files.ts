// Files on the demo page: chosen, read as their owner says, and what the page then shows.
import type { Page } from 'playwright';
import type { VectorOptions } from './vector-files.js';

/** What the page shows of a file. */
export interface OnPage {
  /** The columns to choose from. */
  readonly columns: readonly string[];
  /** What was understood, in one line. */
  readonly understood: string;
  /** The classes by name as they are shown, and the texts beside them. */
  readonly classes: readonly (readonly string[])[];
  readonly notes: readonly string[];
  readonly error: string;
}

/** A file, by its path or by its name and bytes. */
export type PageFile = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** Waits until the file was read. */
export async function fileRead(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#drop')?.ariaBusy === 'false', undefined, { polling: 5 });
}

/** Chooses a file, fills in the fields that say how it is read, and chooses its column if it is offered. */
export async function chooseFile(page: Page, file: PageFile, options: VectorOptions): Promise<OnPage> {
  await page.setInputFiles('#file', file);
  await fileRead(page);
  await fillIn(page, options);
  const columns = await page.locator('#column option').allTextContents();
  const at = columns.indexOf(options.column ?? '');
  if (at !== -1) {
    await page.selectOption('#column', { index: at });
    await fileRead(page);
  }
  return shown(page);
}

/** What the page shows of the file that was read last. */
export async function shown(page: Page): Promise<OnPage> {
  return page.evaluate(() => {
    const textsOf = (selector: string) =>
      Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent ?? '');
    return {
      columns: textsOf('#column option'),
      understood: textsOf('#understood')[0],
      classes: Array.from(document.querySelectorAll('.class.fixed'), (row) =>
        Array.from(row.querySelectorAll(':scope > span'), ({ textContent }) => textContent ?? ''),
      ),
      notes: textsOf('#notes li'),
      error: textsOf('#file-error')[0],
    };
  });
}

/** Sets all fields that say how a file is read; those that are not given to what they are at first. */
async function fillIn(page: Page, options: VectorOptions): Promise<void> {
  const { delimiter = '', encoding = '' } = options;
  const { now, delimiters } = await page.evaluate(() => {
    (document.querySelector('#format') as HTMLDetailsElement).open = true;
    const fields = [...document.querySelectorAll<HTMLInputElement>('#format select, #format input')];
    const now = fields.map((field) => [field.id, field.type === 'checkbox' ? field.checked : field.value] as const);
    const offered = [...document.querySelectorAll<HTMLOptionElement>('#read-delimiter option')];
    return { now: Object.fromEntries(now), delimiters: offered.map(({ value }) => value) };
  });
  const isOffered = delimiters.includes(delimiter);
  const wanted: Record<string, string | boolean> = {
    'read-delimiter': isOffered ? delimiter : 'other',
    'read-other': isOffered ? String(now['read-other']) : delimiter,
    'read-quote': options.quote ?? '',
    'read-header': options.header === false ? 'data' : 'names',
    'read-encoding': encoding === 'latin1' ? 'windows-1252' : encoding,
    'read-escape': options.escape ?? '',
    'read-comment': options.comment ?? '',
    'read-one-hot': options.oneHot ?? '',
    'read-missing': options.missing ?? 'drop',
    'read-trim': options.trim ?? false,
    'read-ignore-case': options.ignoreCase ?? false,
  };
  for (const [id, value] of Object.entries(wanted)) {
    if (now[id] === value) continue;
    const field = page.locator(`#${id}`);
    if (typeof value === 'boolean') await field.setChecked(value);
    else if (await field.evaluate((each) => each instanceof HTMLSelectElement)) await field.selectOption({ value });
    else {
      await field.fill(value);
      // as by leaving it
      await field.dispatchEvent('change');
    }
  }
  await fileRead(page);
}
