import { checkInteger, checkOneOf } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { THEMES, type Theme } from './theme.js';

/** Options of every chart. */
export interface ChartOptions {
  /** Default 'light'. With 'auto', text and axes have the text color of the page that contains the chart. */
  theme?: Theme | undefined;
  /** The width of the whole chart in pixels, at least 200. Default 640. */
  width?: number | undefined;
  /** The height of the whole chart in pixels, at least 100. Default: what the chart needs. */
  height?: number | undefined;
  /** The title. Default: a sentence about what the numbers show. */
  title?: string | undefined;
}

/** The names of the options of every chart. */
export const CHART_OPTIONS = ['theme', 'width', 'height', 'title'] as const;

/** Checked options, with the defaults that do not depend on the chart. */
export interface Frame {
  theme: Theme;
  width: number;
  height: number | undefined;
  title: string | undefined;
}

/** Checks the options of every chart; their names are checked by `checkOptions`. */
export function frameOf({ theme = 'light', width = 640, height, title }: ChartOptions): Frame {
  checkOneOf('theme', theme, THEMES);
  checkPixels('width', width, 200);
  if (height !== undefined) checkPixels('height', height, 100);
  if (title !== undefined && typeof title !== 'string') {
    throw new TypeError(`title must be a string, got ${describe(title)}`);
  }
  return { theme, width, height, title };
}

function checkPixels(name: string, value: number, least: number): void {
  checkInteger(name, value, 1);
  if (value < least) throw new RangeError(`${name} must be at least ${least} pixels, got ${value}`);
}
