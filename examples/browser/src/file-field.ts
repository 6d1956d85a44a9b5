import { leftOutText } from '../../../src/files/left-out.js';
import { understoodText } from '../../../src/files/understood.js';
import { classesOf, columnName } from './classes.js';
import { byId, make, say } from './dom.js';
import { FileReading } from './file-reading.js';
import { findingsOf } from './findings.js';
import { FormatFields } from './format-fields.js';
import { fieldOf, inWords, mendsOf } from './mends.js';
import type { ChosenColumn, Sheet } from './reading-worker.js';
import type { ClassSetup, Setup } from './setup.js';
import { percent } from './text.js';

const input = byId('file', HTMLInputElement);
const drop = byId('drop', HTMLElement);
const column = byId('column', HTMLSelectElement);
const label = byId('column-label', HTMLElement);
const error = byId('file-error', HTMLElement);
const understood = byId('understood', HTMLElement);
const notes = byId('notes', HTMLElement);
const progress = {
  place: byId('reading', HTMLElement),
  bar: byId('reading-progress', HTMLProgressElement),
  part: byId('reading-part', HTMLElement),
};

/** Files of more bytes show how far they are read. */
const LARGE = 2 ** 22;

type Taken = (classes: readonly ClassSetup[], source: Setup['source']) => void;

/** A table that is chosen or dropped, how it is read, and its column of classes. */
export class FileField {
  readonly #reading = new FileReading();
  readonly #format: FormatFields;
  #file: File | undefined;
  #sheet: Sheet | undefined;
  #columns: readonly string[] = [];

  constructor(private readonly taken: Taken) {
    this.#format = new FormatFields(
      () => this.#read(),
      () => this.#take(),
    );
    input.addEventListener('change', () => this.#choose(input.files?.[0]));
    column.addEventListener('change', () => {
      // of JSON Lines, only the values of the chosen column are read as labels
      if (this.#sheet?.understood.format === 'text') this.#take();
      else this.#read();
    });
    byId('stop-reading', HTMLButtonElement).addEventListener('click', () => {
      this.#end();
      this.#fail(`${this.#file?.name} was not read to its end: you stopped it`);
    });
    // on the whole page: a browser opens a file that is dropped elsewhere
    addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    addEventListener('dragleave', () => drop.classList.remove('over'));
    addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      this.#choose(event.dataTransfer?.files[0]);
    });
  }

  /** Forgets the file. */
  clear(): void {
    this.#end();
    this.#file = undefined;
    this.#sheet = undefined;
    this.#offer([], 0);
    input.value = '';
    say(understood, undefined);
    this.#note([]);
    this.#format.reset();
    this.#format.hide();
    this.#fail(undefined);
  }

  #choose(file: File | undefined): void {
    if (!file) return;
    // a file that was corrected is read as before
    if (file.name !== this.#file?.name) this.clear();
    this.#file = file;
    // so that the same file can be chosen again
    input.value = '';
    this.#read(true);
  }

  /** Reads the file. @param isNew Whether it was just chosen: a field that helps then gets the focus. */
  #read(isNew = false): void {
    const file = this.#file;
    if (!file) return;
    drop.ariaBusy = 'true';
    progress.place.hidden = file.size < LARGE;
    this.#progress(0);
    const { format, oneHot } = this.#format;
    this.#reading.start({ file, format, oneHot, chosen: this.#chosen }, (answer) => {
      if ('part' in answer) {
        this.#progress(answer.part);
        return;
      }
      this.#end();
      this.#sheet = 'sheet' in answer ? answer.sheet : undefined;
      const { columns, column: at } = 'sheet' in answer ? answer.sheet : answer;
      this.#offer(columns, at);
      if ('sheet' in answer) this.#take();
      else this.#fail(answer.failed, isNew);
    });
  }

  /** The column that is chosen; undefined before there is one. */
  get #chosen(): ChosenColumn | undefined {
    const index = Number(column.value);
    return this.#columns.length === 0 ? undefined : { index, name: this.#columns[index] };
  }

  /** Shows the columns to choose from. */
  #offer(columns: readonly string[], at: number): void {
    if (columns.join('\0') !== this.#columns.join('\0')) {
      this.#columns = columns;
      const options = document.createDocumentFragment();
      // one by one: a file may have more columns than a call may have arguments
      for (const i of columns.keys()) options.append(make('option', { value: String(i) }, columnName(columns, i)));
      column.replaceChildren(options);
    }
    column.value = String(at);
    label.hidden = columns.length === 0;
  }

  #take(): void {
    const sheet = this.#sheet;
    if (!sheet) return;
    const at = Number(column.value);
    try {
      const { classes, missing } = classesOf(sheet, at, this.#format.labels);
      const left = leftOutText(missing, 'label');
      say(understood, understoodText(sheet.understood, left === undefined ? [] : [left]));
      const findings = findingsOf(sheet, at, { classes });
      this.#note(findings);
      this.#fail(undefined);
      this.#format.show(findings.some((finding) => mendsOf(finding).length > 0));
      this.taken(classes, { file: sheet.file, column: columnName(sheet.columns, at) });
    } catch (wrong) {
      say(understood, `${sheet.file}: ${understoodText(sheet.understood)}`);
      this.#note(sheet.doubts);
      this.#fail((wrong as Error).message);
    }
  }

  /** Shows what was found, with what would help. */
  #note(sentences: readonly string[]): void {
    notes.hidden = sentences.length === 0;
    notes.replaceChildren(...sentences.map((sentence) => make('li', {}, ...this.#inWords(sentence))));
  }

  /** Shows an error, with what would help; none for undefined. */
  #fail(sentence: string | undefined, isNew = false): void {
    error.hidden = sentence === undefined;
    error.replaceChildren(...(sentence === undefined ? [] : this.#inWords(sentence)));
    if (sentence === undefined || !this.#file) return;
    const [mend] = mendsOf(sentence);
    this.#format.show(mend !== undefined);
    if (isNew && mend) fieldOf(mend).focus();
  }

  #inWords(sentence: string): (string | HTMLButtonElement)[] {
    return inWords(sentence, (mend) => {
      this.#format.set(mend);
      // the button that had the focus goes away
      fieldOf(mend).focus();
    });
  }

  #progress(part: number): void {
    progress.bar.value = part;
    progress.part.textContent = percent(part);
  }

  #end(): void {
    this.#reading.stop();
    progress.place.hidden = true;
    drop.ariaBusy = 'false';
  }
}
