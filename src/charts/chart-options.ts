import { checkInteger, checkOneOf } from '../check.js';
import { describe } from '../describe.js';
import { THEMES, type Theme } from './theme.js';

/** Options of every chart. */
export interface ChartOptions {
  /** Default 'light'. 'auto' is for a page that the drawing is part of: text and axes have its color. */
  theme?: Theme | undefined;
  /** Of the whole picture, in pixels, at least 200. Default 640. */
  width?: number | undefined;
  /** Of the whole picture, in pixels, at least 100. Default: as the chart needs. */
  height?: number | undefined;
  /** In place of the finding that is computed from the numbers. */
  title?: string | undefined;
}

/** The keys that every chart knows. */
export const CHART_OPTIONS = ['theme', 'width', 'height', 'title'] as const;

/** Options that are checked, with the defaults of those that do not depend on the chart. */
export interface Frame {
  theme: Theme;
  width: number;
  height: number | undefined;
  title: string | undefined;
}

/** The options whose keys `checkOptions` let through. */
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
