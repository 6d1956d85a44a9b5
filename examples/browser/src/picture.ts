import type { VegaLiteSpec } from 'loaded-dice/charts';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** Milliseconds that a width is to stay as it is. */
const SETTLED = 150;
/** Pixels: narrower ones cannot be read. */
const NARROWEST = 240;

/** Pictures are drawn one after the other, and the page has a turn between them. */
let queue = Promise.resolve();

/** Resolves when all pictures are drawn that were asked for. */
export async function drawn(): Promise<void> {
  for (let last: unknown; last !== queue; ) await (last = queue);
}

/** A place for a chart, drawn at its width, and again when that changes. */
export class Picture {
  #make: ((width: number) => VegaLiteSpec) | undefined;
  #drawn = '';
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

  /** @param make the chart at a width of the whole picture. */
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
        await this.#draw();
      } catch (error) {
        // others can still be drawn, and this one when something changes
        this.#drawn = '';
        this.place.textContent = `This picture cannot be drawn: ${(error as Error).message}`;
      }
    });
  }

  async #draw(): Promise<void> {
    const width = Math.max(NARROWEST, this.place.clientWidth);
    const spec = this.#make?.(width);
    const text = JSON.stringify(spec);
    if (!spec || text === this.#drawn) return;
    const { spec: compiled } = compile(spec as unknown as TopLevelSpec);
    const canvas = document.createElement('div');
    const view = new View(parse(compiled), { renderer: 'svg', container: canvas, hover: false });
    await view.runAsync();
    // beside it Vega leaves an empty form
    const svg = canvas.querySelector('svg') as SVGSVGElement;
    // one image with one name: its marks are told by the table beside it
    svg.ariaHidden = 'true';
    this.place.replaceChildren(svg);
    this.place.setAttribute('aria-label', spec.description);
    this.#view?.finalize();
    this.#view = view;
    this.#drawn = text;
  }
}
