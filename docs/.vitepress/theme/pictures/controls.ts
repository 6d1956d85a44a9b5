// The controls of the pictures: native elements with visible labels, so that a keyboard and a screen reader work.
import { h, type VNode, type VNodeChild } from 'vue';

/** A control for a number. */
export interface NumberControl {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Default 1. */
  readonly step?: number;
  /** What the value means, in words. It stands behind the label. */
  readonly text?: string;
  readonly set: (value: number) => void;
}

const numberOf = (event: Event): number => (event.target as HTMLInputElement).valueAsNumber;

/** How far a slider's thumb is from its beginning, for the color of its track. */
function filled({ value, min, max }: NumberControl): { '--at': string } {
  return { '--at': `${(100 * (value - min)) / (max - min)}%` };
}

/** A slider with its label and value above it. */
export function slider(control: NumberControl): VNode {
  const { id, label, value, min, max, step = 1, text, set } = control;
  return h('div', { class: 'pic-control' }, [
    h('label', { for: id }, [`${label} `, h('output', { for: id }, text ?? value.toLocaleString('en-US'))]),
    h('input', {
      id,
      type: 'range',
      min,
      max,
      step,
      value,
      style: filled(control),
      'aria-valuetext': text,
      onInput: (event: Event) => set(numberOf(event)),
    }),
  ]);
}

/** A field for a whole number. What is no number within the bounds is not taken. */
export function numberField({ id, label, value, min, max, step = 1, set }: NumberControl): VNode {
  return h('div', { class: 'pic-field' }, [
    h('label', { for: id }, label),
    h('input', {
      id,
      type: 'number',
      inputmode: 'numeric',
      min,
      max,
      step,
      value,
      onInput: (event: Event) => {
        const given = numberOf(event);
        if (Number.isSafeInteger(given) && given >= min && given <= max) set(given);
      },
      // shows the value that counts
      onChange: (event: Event) => {
        (event.target as HTMLInputElement).value = String(value);
      },
    }),
  ]);
}

/** A weight: its item, a bar to drag, and a field to type into. */
export function weightControl(item: number, control: NumberControl, color = item): VNode {
  const { id, label, value, min, max, set } = control;
  return h('div', { class: ['pic-weight', `pic-c${color}`] }, [
    h('label', { for: id, class: 'pic-swatch' }, [h('span', { class: 'pic-hidden' }, `${label} `), String(item)]),
    h('input', {
      id,
      type: 'range',
      min,
      max,
      step: 1,
      value,
      style: filled(control),
      onInput: (event: Event) => set(numberOf(event)),
      // a weight that is refused does not stay
      onChange: (event: Event) => {
        (event.target as HTMLInputElement).value = String(value);
      },
    }),
    h('input', {
      type: 'number',
      inputmode: 'numeric',
      'aria-label': label,
      min,
      max,
      step: 1,
      value,
      onInput: (event: Event) => {
        const given = numberOf(event);
        if (Number.isSafeInteger(given) && given >= min && given <= max) set(given);
      },
      onChange: (event: Event) => {
        (event.target as HTMLInputElement).value = String(value);
      },
    }),
  ]);
}

/** A button. */
export function button(
  text: VNodeChild,
  press: () => void,
  options: { main?: boolean; disabled?: boolean; label?: string } = {},
): VNode {
  const { main, disabled, label } = options;
  return h(
    'button',
    { type: 'button', class: ['pic-button', main && 'pic-main'], disabled, 'aria-label': label, onClick: press },
    [text],
  );
}

/** A row of buttons. */
export function buttons(...inside: VNode[]): VNode {
  return h('div', { class: 'pic-buttons' }, inside);
}
