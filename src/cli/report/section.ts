import type { VegaLiteSpec } from '../../charts.js';
import type { PageTable } from './page-table.js';

/** How a picture is rendered. */
export interface Appearance {
  /** Pixels. */
  readonly width: number;
  readonly theme: 'light' | 'dark' | 'auto';
}

/** A picture of a report. */
export interface Picture {
  /** The name of its file, without the extension. */
  readonly name: string;
  /** What it is about. The title of the chart itself says what it shows. */
  readonly caption: string;
  readonly specOf: (appearance: Appearance) => VegaLiteSpec;
}

/** A picture with the tables of its numbers. */
export interface Figure {
  readonly picture: Picture;
  readonly tables: readonly PageTable[];
}

/** A question, its answer, and the figures that show it. */
export interface Section {
  /** The name of its link on the page. */
  readonly id: string;
  readonly question: string;
  /** One or two sentences. */
  readonly answer: string;
  /** Paragraphs that add to the answer. */
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
  /** Tables without a picture, below the figures. */
  readonly tables?: readonly PageTable[];
}
