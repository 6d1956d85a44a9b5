import { make } from './dom.js';
import { type ClassSetup, LIMITS } from './setup.js';
import { plural, visible } from './text.js';

/** Steps of a slider. It is logarithmic, because 10 of 5,000 could hardly be chosen otherwise. */
const STEPS = 200;
const MOST_ITEMS = LIMITS.byHand.items;

export interface ClassRow {
  readonly element: HTMLElement;
  read(): ClassSetup;
}

export interface RowOptions {
  /** Whether the target has a share for each class. */
  readonly own: boolean;
  readonly changed: () => void;
  /** Removes the class; undefined where there are only two. */
  readonly remove: (() => void) | undefined;
}

function stepOf(count: number): string {
  return String(Math.round((STEPS * Math.log(Math.min(Math.max(count, 1), MOST_ITEMS))) / Math.log(MOST_ITEMS)));
}

function labeled(text: string, input: HTMLElement): HTMLLabelElement {
  return make('label', { className: 'hidden-label', htmlFor: input.id }, text);
}

function errorOf(field: string): HTMLElement {
  return make('p', { id: `${field}-error`, className: 'error', hidden: true });
}

/** An input with a place for its error. */
function inputOf(id: string, properties: Partial<HTMLInputElement>): HTMLInputElement {
  const input = make('input', { id, ...properties });
  input.setAttribute('aria-describedby', `${id}-error`);
  return input;
}

/** The share field of class `i`. An empty one is NaN, which is checked later. */
function shareOf(
  i: number,
  { name, share }: ClassSetup,
  changed: () => void,
): { input: HTMLInputElement; element: HTMLElement } {
  const input = inputOf(`share-${i}`, { type: 'number', min: '0', step: 'any', value: String(share) });
  input.addEventListener('input', changed);
  const label = make(
    'label',
    { htmlFor: input.id },
    'share',
    make('span', { className: 'hidden-label' }, ` of ${name || `class ${i + 1}`}`),
  );
  return { input, element: make('span', { className: 'share' }, label, input) };
}

/** A class that is entered by hand: its name, its number of items, and its share if the target has shares. */
export function rowByHand(i: number, given: ClassSetup, { own, changed, remove }: RowOptions): ClassRow {
  const name = inputOf(`name-${i}`, { type: 'text', value: given.name });
  const slider = make('input', { id: `slider-${i}`, type: 'range', min: '0', max: String(STEPS), step: '1' });
  const number = inputOf(`count-${i}`, {
    type: 'number',
    min: '1',
    max: String(MOST_ITEMS),
    step: '1',
    inputMode: 'numeric',
  });
  number.value = Number.isNaN(given.count) ? '' : String(given.count);
  const follow = () => {
    slider.value = stepOf(number.valueAsNumber || 1);
    slider.setAttribute('aria-valuetext', plural(number.valueAsNumber || 0, 'item'));
  };
  follow();
  slider.addEventListener('input', () => {
    number.value = String(Math.round(MOST_ITEMS ** (slider.valueAsNumber / STEPS)));
    slider.setAttribute('aria-valuetext', plural(number.valueAsNumber, 'item'));
    changed();
  });
  number.addEventListener('input', () => {
    follow();
    changed();
  });
  name.addEventListener('input', changed);
  const share = own ? shareOf(i, given, changed) : undefined;
  const button = make('button', { type: 'button', disabled: !remove, title: 'Remove' }, '×');
  button.setAttribute('aria-label', `Remove class ${i + 1}`);
  if (remove) button.addEventListener('click', remove);
  const element = make(
    'div',
    { className: 'class' },
    labeled(`Name of class ${i + 1}`, name),
    name,
    labeled(`Items of class ${i + 1}, slider`, slider),
    slider,
    labeled(`Items of class ${i + 1}`, number),
    number,
    ...(share ? [share.element] : []),
    button,
    errorOf(name.id),
    errorOf(number.id),
    ...(share ? [errorOf(share.input.id)] : []),
  );
  const read = () => ({
    name: name.value.trim(),
    count: number.valueAsNumber,
    share: share ? share.input.valueAsNumber : given.share,
  });
  return { element, read };
}

/** A class of a file: only its share can be changed. */
export function rowOfFile(
  i: number,
  given: ClassSetup,
  { own, changed }: Pick<RowOptions, 'own' | 'changed'>,
): ClassRow {
  const share = own ? shareOf(i, given, changed) : undefined;
  const element = make(
    'div',
    { className: 'class fixed' },
    make('span', {}, visible(given.name)),
    make('span', {}, plural(given.count, 'item')),
    ...(share ? [share.element, errorOf(share.input.id)] : []),
  );
  return { element, read: () => (share ? { ...given, share: share.input.valueAsNumber } : given) };
}
