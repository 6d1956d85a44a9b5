import type { VegaLiteSpec } from 'loaded-dice/charts';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** A picture is rendered when its width has not changed for this many milliseconds. */
const SETTLED = 150;
/** The least width in pixels: narrower pictures could not be read. */
const NARROWEST = 240;

/** Pictures are rendered one after the other, and the page responds between them. */
let queue = Promise.resolve();

/** Resolves when all pictures are rendered. */
export async function rendered(): Promise<void> {
  for (let last: unknown; last !== queue; ) await (last = queue);
}

/** A chart in an element, rendered at the width of the element, and again when that changes. */
export class Picture {
  #make: ((width: number) => VegaLiteSpec) | undefined;
  #rendered = '';
  #waiting = false;
  #view: View | undefined;

  constructor(private readonly place: HTMLElement) {
    place.role = 'img';
    let timer: ReturnType<typeof setTimeout>;
    new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#ask(), SETTLED);
    }).observe(place);
  }

  /** @param make Makes the chart for a width in pixels. */
  show(make: (width: number) => VegaLiteSpec): void {
    this.#make = make;
    this.#ask();
  }

  #ask(): void {
    if (this.#waiting || !this.#make) return;
    this.#waiting = true;
    queue = queue.then(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      this.#waiting = false;
      try {
        await this.#render();
      } catch (error) {
        // it is tried again at the next change
        this.#rendered = '';
        this.place.textContent = `This picture cannot be rendered: ${(error as Error).message}`;
      }
    });
  }

  async #render(): Promise<void> {
    const width = Math.max(NARROWEST, this.place.clientWidth);
    const spec = this.#make?.(width);
    const text = JSON.stringify(spec);
    if (!spec || text === this.#rendered) return;
    const { spec: compiled } = compile(spec as unknown as TopLevelSpec);
    const canvas = document.createElement('div');
    const view = new View(parse(compiled), { renderer: 'svg', container: canvas, hover: false });
    await view.runAsync();
    // Vega leaves an empty form beside it
    const svg = canvas.querySelector('svg') as SVGSVGElement;
    // screen readers see one image with a name; its numbers are in the table
    svg.ariaHidden = 'true';
    this.place.replaceChildren(svg);
    this.place.setAttribute('aria-label', spec.description);
    this.#view?.finalize();
    this.#view = view;
    this.#rendered = text;
  }
}
