import type { Frame } from './chart-options.js';
import type { Json } from './json.js';
import { estimateTextWidth } from './text-width.js';
import { configOf, SUBTITLE_SIZE, TITLE_SIZE } from './theme.js';

/** A chart as a Vega-Lite 6 spec: plain JSON that contains its numbers. */
export interface VegaLiteSpec {
  readonly $schema: string;
  /** A text for screen readers. */
  readonly description: string;
  /** Each string is a line. */
  readonly title: { readonly text: string[]; readonly subtitle: string[] };
  /** The width of the whole chart in pixels. */
  readonly width: number;
  /** The height of the whole chart in pixels. */
  readonly height: number;
  // with `any`, functions of Vega-Lite accept this as a spec; its own types are not a dependency
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly layer: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly [part: string]: any;
}

/** What differs from chart to chart. */
export interface Parts {
  /** The kind of chart, for the description. */
  kind: string;
  /** What the numbers show: the default title. */
  finding: string;
  /** How the chart was made, and how to read it. */
  subtitle: string;
  /** The default height in pixels, with a title and a subtitle of one line each. */
  height: number;
  layer: Json[];
}

/** Bold letters are wider by this factor. */
const BOLD = 1.12;

/** Pixels around the chart. */
const PADDING = 10;

/** Makes the spec of a chart from its layers, with title, description and theme. */
export function specOf(frame: Frame, { kind, finding, subtitle, height, layer }: Parts): VegaLiteSpec {
  const { width } = frame;
  const title = frame.title ?? finding;
  const text = wrapped(title, width, TITLE_SIZE * BOLD);
  const lines = wrapped(subtitle, width, SUBTITLE_SIZE);
  // more lines of text do not make the marks smaller
  const more = (text.length - 1) * (TITLE_SIZE + 4) + (lines.length - 1) * (SUBTITLE_SIZE + 3);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${kind}. ${title}. ${subtitle}.`,
    ...configOf(frame.theme),
    padding: PADDING,
    autosize: { type: 'fit', contains: 'padding' },
    width,
    height: frame.height ?? height + more,
    title: { text, subtitle: lines },
    layer,
  };
}

/** Breaks a text between words into lines that fit the chart. */
function wrapped(text: string, width: number, size: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines[lines.length - 1] === '' ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines[lines.length - 1] !== '' && estimateTextWidth(longer, size) > width - 2 * PADDING) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  // Vega mistakes a line that is the name of a member of every object, such as toString
  return lines.map((line) => (line in {} ? `${line} ` : line));
}
