import { classesOf, likelyColumn, readSheet, type Sheet } from './csv.js';
import { byId, make, say } from './dom.js';
import type { ClassSetup, Setup } from './setup.js';

const input = byId('file', HTMLInputElement);
const drop = byId('drop', HTMLElement);
const column = byId('column', HTMLSelectElement);
const label = byId('column-label', HTMLElement);
const error = byId('file-error', HTMLElement);

type Taken = (classes: ClassSetup[], source: Setup['source']) => void;

/** A CSV that is chosen or dropped, and its column of classes. */
export class FileField {
  #sheet: Sheet | undefined;

  constructor(private readonly taken: Taken) {
    input.addEventListener('change', () => void this.#read(input.files?.[0]));
    column.addEventListener('change', () => this.#take());
    // on the whole page: a browser opens a file that is dropped elsewhere
    addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    addEventListener('dragleave', () => drop.classList.remove('over'));
    addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      void this.#read(event.dataTransfer?.files[0]);
    });
  }

  /** Forgets the file. */
  clear(): void {
    this.#sheet = undefined;
    input.value = '';
    label.hidden = true;
    say(error, undefined);
  }

  async #read(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      this.#sheet = await readSheet(file);
    } catch (wrong) {
      this.clear();
      say(error, (wrong as Error).message);
      return;
    } finally {
      // so that the same file can be chosen again after a correction
      input.value = '';
    }
    const options = document.createDocumentFragment();
    // one by one: a file may have more columns than a call may have arguments
    for (const [i, text] of this.#sheet.columns.entries()) {
      options.append(make('option', { value: String(i) }, text));
    }
    column.replaceChildren(options);
    column.value = String(likelyColumn(this.#sheet));
    label.hidden = false;
    this.#take();
  }

  #take(): void {
    const sheet = this.#sheet;
    if (!sheet) return;
    try {
      const at = Number(column.value);
      const classes = classesOf(sheet, at);
      say(error, undefined);
      this.taken(classes, { file: sheet.file, column: sheet.columns[at] });
    } catch (wrong) {
      say(error, (wrong as Error).message);
    }
  }
}
