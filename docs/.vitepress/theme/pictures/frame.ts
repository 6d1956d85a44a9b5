// What all pictures have: a frame with a name, parts with a heading, and a summary in words.
import { h, onBeforeUnmount, type Ref, ref, type VNode, type VNodeChild } from 'vue';

/** The frame of a picture. As built, it takes no input: its controls do nothing until the page's script runs. */
export function frame(name: string, ...inside: VNodeChild[]): VNode {
  const about = { class: 'pic', role: 'group', 'aria-label': name };
  const wait = import.meta.env.SSR && { inert: '' };
  const onVnodeMounted = ({ el }: VNode) => (el as HTMLElement).removeAttribute('inert');
  return h('figure', { ...about, ...wait, onVnodeMounted }, inside);
}

/** A part of a picture, with a heading that is not one of the page's. */
export function part(heading: string, ...inside: VNodeChild[]): VNode {
  return h('div', { class: 'pic-part' }, [h('p', { class: 'pic-heading' }, heading), ...inside]);
}

/** What the picture shows, in words. Screen readers read it again when it changes, unless it is `busy`. */
export function summary(text: VNodeChild, busy = false): VNode {
  return h('p', { class: 'pic-summary', 'aria-live': busy ? 'off' : 'polite' }, [text]);
}

/** A drawing: one image for screen readers, which say its name. */
export function drawing(name: string, kind: string, ...inside: VNodeChild[]): VNode {
  return h('div', { class: kind, role: 'img', 'aria-label': name }, inside);
}

/** A table of numbers. The first cell of each row is its heading. */
export function numbers(caption: string, head: readonly string[], rows: readonly (readonly VNodeChild[])[]): VNode {
  const body = rows.map(([first, ...rest]) =>
    h('tr', [h('th', { scope: 'row' }, [first]), ...rest.map((cell) => h('td', [cell]))]),
  );
  return h('table', { class: 'pic-numbers' }, [
    h('caption', caption),
    h('thead', h('tr', [...head.map((cell) => h('th', { scope: 'col' }, cell))])),
    h('tbody', body),
  ]);
}

/** Calls a step again and again until there is none left. */
export interface Player {
  readonly playing: Ref<boolean>;
  /** Starts, or stops. */
  toggle(): void;
  stop(): void;
}

/**
 * A player that belongs to the component that is set up now.
 * @param step Goes on by one step, and returns whether another one follows.
 * @param pause Milliseconds between two steps. A reader who prefers reduced motion sees the last step at once.
 */
export function usePlayer(step: () => boolean, pause: number): Player {
  const playing = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    playing.value = false;
  };
  const start = () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      while (step());
      return;
    }
    playing.value = true;
    timer = setInterval(() => {
      if (!step()) stop();
    }, pause);
  };
  onBeforeUnmount(stop);
  return { playing, stop, toggle: () => (playing.value ? stop() : start()) };
}
