import { type ClassRow, rowByHand, rowOfFile } from './class-row.js';
import { byId, say } from './dom.js';
import type { Problem } from './problems.js';
import {
  type ClassSetup,
  DEFAULT,
  drawsOf,
  itemsOf,
  LIMITS,
  type SamplerKind,
  type Setup,
  type TargetKind,
} from './setup.js';
import { plural } from './text.js';

const form = byId('setup', HTMLFormElement);
const places = { classes: byId('classes', HTMLElement), source: byId('source', HTMLElement) };
const buttons = { add: byId('add-class', HTMLButtonElement), byHand: byId('by-hand', HTMLButtonElement) };
const [batch, draws, seed] = ['batch', 'draws', 'seed'].map((id) => byId(id, HTMLInputElement));
const [asItems, distinct] = ['as-items', 'distinct'].map((id) => byId(id, HTMLInputElement));

/** The fields of a set-up. `changed` is called at every change by the user. */
export class Form {
  #rows: ClassRow[] = [];
  #source: Setup['source'];

  constructor(private readonly changed: () => void) {
    form.addEventListener('submit', (event) => event.preventDefault());
    for (const input of [batch, draws, seed]) input.addEventListener('input', changed);
    for (const input of form.querySelectorAll('input[type=radio], input[type=checkbox]:not(#format *)')) {
      input.addEventListener('change', () => {
        this.#showClasses(this.read());
        this.#follow();
        changed();
      });
    }
    buttons.add.addEventListener('click', () => {
      const classes = this.#classes();
      this.#change([...classes, { name: freeName(classes), count: 10, share: 1 }]);
      byId(`name-${classes.length}`, HTMLInputElement).select();
    });
    buttons.byHand.addEventListener('click', () => {
      this.#source = undefined;
      this.#change(fitting(this.#classes()));
      byId('name-0', HTMLInputElement).focus();
    });
  }

  /** The set-up in the fields, valid or not. */
  read(): Setup {
    const chosen = (name: string) => (form.elements.namedItem(name) as RadioNodeList).value;
    const sampler = chosen('sampler') as SamplerKind;
    return {
      classes: this.#classes(),
      source: this.#source,
      target: chosen('target') as TargetKind,
      batchSize: batch.valueAsNumber,
      draws: asItems.checked ? 'items' : draws.valueAsNumber,
      seed: seed.valueAsNumber,
      sampler,
      distinct: distinct.checked && sampler !== 'stratified',
    };
  }

  show(setup: Setup): void {
    this.#source = setup.source;
    for (const name of ['target', 'sampler'] as const) {
      (form.elements.namedItem(name) as RadioNodeList).value = setup[name];
    }
    batch.value = String(setup.batchSize);
    asItems.checked = setup.draws === 'items';
    draws.value = String(drawsOf(setup));
    seed.value = String(setup.seed);
    distinct.checked = setup.distinct;
    this.#showClasses(setup);
    this.#follow();
  }

  /** Shows each problem beside its field. */
  tell(problems: readonly Problem[]): void {
    this.#follow();
    for (const place of form.querySelectorAll<HTMLElement>('.error[id$="-error"]')) {
      const field = place.id.slice(0, -'-error'.length);
      // files and links show their own errors
      if (field === 'file' || field === 'link') continue;
      const problem = problems.find((each) => each.field === field);
      say(place, problem?.text);
      const input = document.getElementById(field);
      if (input instanceof HTMLInputElement) input.setAttribute('aria-invalid', String(problem !== undefined));
    }
  }

  #classes(): ClassSetup[] {
    return this.#rows.map((row) => row.read());
  }

  #change(classes: readonly ClassSetup[]): void {
    this.#showClasses({ ...this.read(), classes, source: this.#source });
    this.changed();
  }

  #showClasses({ classes, source, target }: Setup): void {
    const options = { own: target === 'own', changed: this.changed };
    const removal = (i: number) => () => {
      this.#change(this.#classes().filter((_, at) => at !== i));
      // the button of the removed class had the focus
      buttons.add.focus();
    };
    this.#rows = classes.map((each, i) =>
      source
        ? rowOfFile(i, each, options)
        : rowByHand(i, each, { ...options, remove: classes.length > 2 ? removal(i) : undefined }),
    );
    places.classes.replaceChildren(...this.#rows.map(({ element }) => element));
    say(
      places.source,
      source && `${source.file}, column ${source.column}: ${plural(classes.length, 'class', 'classes')}`,
    );
    buttons.add.hidden = source !== undefined;
    buttons.add.disabled = classes.length >= LIMITS.byHand.classes;
    buttons.byHand.hidden = source === undefined;
    // a list that scrolls must be reachable by keyboard
    if (source) Object.assign(places.classes, { tabIndex: 0, role: 'region', ariaLabel: 'Classes of the file' });
    else for (const name of ['tabindex', 'role', 'aria-label']) places.classes.removeAttribute(name);
  }

  /** Updates fields that depend on others. */
  #follow(): void {
    const setup = this.read();
    distinct.disabled = setup.sampler === 'stratified';
    draws.disabled = asItems.checked;
    const items = itemsOf(setup);
    if (asItems.checked && !Number.isNaN(items)) draws.value = String(items);
  }
}

function freeName(classes: readonly ClassSetup[]): string {
  for (let i = classes.length + 1; ; i++) {
    const name = `class ${i}`;
    if (!classes.some((each) => each.name === name)) return name;
  }
}

/** A file's classes as sliders can have them; the default ones where they are too many. */
function fitting(classes: readonly ClassSetup[]): readonly ClassSetup[] {
  const { classes: most, items } = LIMITS.byHand;
  if (classes.length > most) return DEFAULT.classes;
  return classes.map((each) => ({ ...each, count: Math.min(each.count, items) }));
}
