import type { VegaLiteSpec } from '../../charts.js';
import type { Table } from './page-table.js';

/** How a picture is to look. */
export interface Look {
  readonly width: number;
  readonly theme: 'light' | 'dark' | 'auto';
}

/** A picture, drawn at any width. */
export interface Picture {
  /** Of a file, without its ending. */
  readonly name: string;
  /** What it is of: its own title says what it shows. */
  readonly caption: string;
  readonly draw: (look: Look) => VegaLiteSpec;
}

/** A question, its answer in a sentence, and what shows it. */
export interface Section {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  /** More to know, a paragraph each. */
  readonly notes: readonly string[];
  readonly shown: readonly { readonly picture: Picture; readonly tables: readonly Table[] }[];
}
