import { estimateTextWidth } from 'loaded-dice/charts';
import { parse, textMetrics, View } from 'vega';
import { compile } from 'vega-lite';

// there is no canvas to measure by
textMetrics.width = ({ fontSize = 11, limit = 0 }, text) =>
  Math.min(estimateTextWidth(text ?? '', fontSize), limit > 0 ? limit : Infinity);

/** A Vega-Lite spec as an SVG that stands alone, for readers who cannot see it with its description. */
export async function svgOf(spec) {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    return svg.replace('<svg ', `<svg role="img" aria-label="${escaped(spec.description)}" `);
  } finally {
    view.finalize();
  }
}

export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
