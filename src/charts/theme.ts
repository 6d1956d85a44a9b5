// Colors and fonts. Colors of marks are the same in all themes: each is visible on white and on near-black.
import type { Json } from './json.js';

/**
 * The colors of text, axes and grid: dark on white, pale on near-black, or the text color of the page on a transparent
 * background.
 */
export type Theme = 'light' | 'dark' | 'auto';

export const THEMES: readonly Theme[] = ['light', 'dark', 'auto'];

export const TITLE_SIZE = 15;
export const SUBTITLE_SIZE = 12;
export const LABEL_SIZE = 11;

/** The most pixels of a class's name. */
export const LABEL_LIMIT = 170;

/**
 * Colors that can be told apart with any kind of color vision: M. Okabe and K. Ito, "Color universal design" (2008),
 * https://jfly.uni-koeln.de/color/. A gray replaces their black and yellow, which are invisible on black and on white.
 */
export const COLORS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8c8c8c'] as const;

/** More colors could not be told apart. */
export const MOST_COLORS = COLORS.length;

export const [BLUE, ORANGE] = COLORS;
export const GRAY = COLORS[6];

/** The opacity of bands, and of bars for the rest. */
export const PALE = 0.36;

const PAPER = { light: '#ffffff', dark: '#14171a', auto: 'transparent' };
const INK = { light: '#22262a', dark: '#e4e7ea', auto: 'currentColor' };

/** The color of text, and of marks without a class. */
export function textColor(theme: Theme): string {
  return INK[theme];
}

export function configOf(theme: Theme): { background: string; config: Json } {
  const ink = INK[theme];
  const config = {
    font: 'system-ui, sans-serif',
    view: { stroke: null },
    axis: {
      labelColor: ink,
      labelFontSize: LABEL_SIZE,
      labelLimit: LABEL_LIMIT,
      titleColor: ink,
      titleFontSize: LABEL_SIZE + 1,
      titleFontWeight: 'normal',
      titlePadding: 8,
      domainColor: ink,
      domainOpacity: 0.5,
      tickColor: ink,
      tickOpacity: 0.5,
      gridColor: ink,
      gridOpacity: 0.13,
    },
    axisXQuantitative: { tickCount: 8 },
    axisYQuantitative: { tickCount: 6 },
    legend: {
      orient: 'top',
      title: null,
      labelColor: ink,
      titleColor: ink,
      titleFontSize: LABEL_SIZE,
      titleFontWeight: 'normal',
      labelFontSize: LABEL_SIZE,
      labelLimit: LABEL_LIMIT,
      columnPadding: 16,
      offset: 10,
    },
    title: {
      anchor: 'start',
      frame: 'bounds',
      color: ink,
      fontSize: TITLE_SIZE,
      fontWeight: 600,
      lineHeight: TITLE_SIZE + 4,
      subtitleColor: ink,
      subtitleFontSize: SUBTITLE_SIZE,
      subtitleLineHeight: SUBTITLE_SIZE + 4,
      subtitlePadding: 5,
      offset: 12,
    },
    text: { color: ink, fontSize: LABEL_SIZE },
    rule: { color: ink },
    tick: { color: ink },
  };
  return { background: PAPER[theme], config };
}

/** From pale to dark, through hues. Both ends are visible on white and on near-black. */
const RAMP = ['#e69f00', '#d55e00', '#a2447f', '#5256ad'];

/** Colors for values in an order: larger ones contrast more with the background. */
export function colorRamp(theme: Theme, colors = RAMP.length): string[] {
  const ramp = theme === 'dark' ? [...RAMP].reverse() : RAMP;
  return Array.from({ length: colors }, (_, i) => {
    const place = colors === 1 ? 0 : (i / (colors - 1)) * (ramp.length - 1);
    const from = Math.min(Math.floor(place), ramp.length - 2);
    return between(ramp[from], ramp[from + 1], place - from);
  });
}

function between(one: string, other: string, part: number): string {
  const channel = (at: number) => {
    const [from, to] = [one, other].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round(from + part * (to - from))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${[1, 3, 5].map(channel).join('')}`;
}
