import type { Frame } from './chart-options.js';
import { estimateTextWidth } from './text-width.js';
import { configOf, SUBTITLE_SIZE, TITLE_SIZE } from './theme.js';

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A chart as Vega-Lite 6 takes it: plain JSON, its numbers inline. */
export interface VegaLiteSpec {
  readonly $schema: string;
  /** For those who cannot see it. */
  readonly description: string;
  /** Lines. */
  readonly title: { readonly text: string[]; readonly subtitle: string[] };
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  // of these Vega-Lite's own types say more than ours could: with `any` this is one of its specs to its functions
  // biome-ignore lint/suspicious/noExplicitAny: as said
  readonly layer: any;
  // biome-ignore lint/suspicious/noExplicitAny: as said
  readonly [part: string]: any;
}

/** What a chart has of its own. */
export interface Parts {
  /** What sort of picture it is. */
  kind: string;
  /** What it shows, computed from the numbers. */
  finding: string;
  /** How it was made and how it is read. */
  made: string;
  /** Pixels with a title and a subtitle of one line, where the caller wants no other number. */
  height: number;
  layer: Json[];
}

/** Bold letters are so much wider. */
const BOLD = 1.12;

/** Pixels around all. */
const PADDING = 10;

/** A chart of layers, in the frame that all have. `width` and `height` are of the whole picture. */
export function specOf(frame: Frame, { kind, finding, made, height, layer }: Parts): VegaLiteSpec {
  const { width } = frame;
  const title = frame.title ?? finding;
  const text = wrapped(title, width, TITLE_SIZE * BOLD);
  const subtitle = wrapped(made, width, SUBTITLE_SIZE);
  // where words need more lines than one each, marks are not to have less
  const more = (text.length - 1) * (TITLE_SIZE + 4) + (subtitle.length - 1) * (SUBTITLE_SIZE + 3);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${kind}. ${title}. ${made}.`,
    ...configOf(frame.theme),
    padding: PADDING,
    autosize: { type: 'fit', contains: 'padding' },
    width,
    height: frame.height ?? height + more,
    title: { text, subtitle },
    layer,
  };
}

/** Lines that fit the picture, broken between words. */
function wrapped(text: string, width: number, size: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines[lines.length - 1] === '' ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines[lines.length - 1] !== '' && estimateTextWidth(longer, size) > width - 2 * PADDING) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  // Vega takes a line that is called like a member of every object, such as toString, for something else
  return lines.map((line) => (line in {} ? `${line} ` : line));
}
