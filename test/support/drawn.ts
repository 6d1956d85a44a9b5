// Reads back the elements of an SVG that Vega rendered.
import { estimateTextWidth } from '../../src/charts.js';

export interface Drawn {
  tag: string;
  /** The classes of the groups around it, as Vega names them. */
  within: string[];
  attributes: Record<string, string>;
  /** Its origin in the picture. */
  x: number;
  y: number;
  text: string;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const plain = (text: string) => text.replaceAll(/&(lt|gt|quot|amp);/g, (entity) => ENTITIES[entity]);

/**
 * Every element, in order.
 * @throws {Error} A tag is not closed where it should be.
 */
export function elementsOf(svg: string): Drawn[] {
  const found: Drawn[] = [];
  const open: Drawn[] = [];
  for (const [, closes, tag, list, empty, text] of svg.matchAll(/<(\/?)([\w]+)([^<>]*?)(\/?)>([^<]*)/g)) {
    if (closes) {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> closes another element`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...list.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, plain(value)]),
    );
    const outer = open[open.length - 1];
    const [, dx = '0', dy = '0'] = attributes.transform?.match(/^translate\(([-\d.e]+),([-\d.e]+)\)/) ?? [];
    const element = {
      tag,
      within: [...(outer?.within ?? []), ...(attributes.class ? [attributes.class] : [])],
      // the lines of a text have the text's attributes
      attributes: tag === 'tspan' ? { ...outer.attributes, transform: '', ...attributes } : attributes,
      x: (outer?.x ?? 0) + Number(dx),
      y: (outer?.y ?? 0) + Number(dy),
      text: plain(text),
    };
    found.push(element);
    if (!empty) open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open[open.length - 1].tag}> is not closed`);
  return found;
}

const sortOf = ({ within }: Drawn) => within[within.length - 1]?.match(/^mark-(\w+) role-mark /)?.[1];

/** The marks of a chart by sort, without its axes, legends and title. */
export function marksOf(svg: string): Map<string, Drawn[]> {
  const marks = elementsOf(svg).filter((element) => element.tag !== 'g' && sortOf(element) !== undefined);
  const sorts = new Set(marks.map((element) => sortOf(element)!));
  return new Map([...sorts].map((sort) => [sort, marks.filter((element) => sortOf(element) === sort)]));
}

/** Every line of text. */
export function texts(svg: string): Drawn[] {
  return elementsOf(svg).filter(({ tag, text }) => /^(text|tspan)$/.test(tag) && text !== '');
}

/** The range that a text covers, by the estimate that the layout used. */
export function extentOf({ x, text, attributes }: Drawn): [number, number] {
  const width = estimateTextWidth(text, Number.parseFloat(attributes['font-size']));
  const before = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  return [x - before * width, x + (1 - before) * width];
}
