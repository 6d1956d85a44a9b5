/** Widths of kinds of characters in ems, a little above those of common sans-serif fonts. The first match counts. */
const WIDTHS: readonly (readonly [kind: RegExp, ems: number])[] = [
  [/\p{M}/u, 0],
  [/[ !'"(),./:;I[\]fijlrt|]/, 0.36],
  [/[%@MWmw—…]/, 0.92],
  [/\p{Lu}/u, 0.7],
  // scripts of full-width characters, and pictographs
  [/[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uff60]|[^\0-\uffff]/u, 1.05],
];

/**
 * Estimates the width of a text in pixels. Use it where text cannot be measured, as in Node without a canvas:
 * `vega.textMetrics.width = (item, text) => estimateTextWidth(text, item.fontSize)`. Vega's own estimate of 0.8 em for
 * each character is 1.5 times as wide as most texts are.
 * @param fontSize Pixels.
 */
export function estimateTextWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? 0.6;
  return ems * fontSize;
}
