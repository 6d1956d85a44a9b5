// Loading Vega is slow: this file is imported only when a picture is rendered.
import { logger as createLogger, type LoggerInterface, None, parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { estimateTextWidth, type VegaLiteSpec } from '../../charts.js';

// Vega exports it without a type
declare module 'vega' {
  export const textMetrics: { width: (item: { fontSize?: number; limit?: number }, text: string) => number };
}

// without a canvas to measure text, Vega's own estimate is half as wide again as most texts are
textMetrics.width = ({ fontSize = 11, limit = 0 }, text) =>
  Math.min(estimateTextWidth(text ?? '', fontSize), limit > 0 ? limit : Infinity);

/**
 * Renders a chart as an SVG, which loads nothing and runs no script. It has no ids, so that a page can contain several.
 * @throws {Error} Vega cannot render the chart. (By itself it would log the error and return a part of the picture.)
 */
export async function svgOf(spec: VegaLiteSpec): Promise<string> {
  const errors: unknown[] = [];
  const logger = silentLogger(errors);
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec, { logger });
  const view = new View(parse(compiled), { renderer: 'none', logger });
  try {
    const svg = await view.toSVG();
    if (errors.length > 0) throw new Error(`the chart cannot be rendered: ${errors.join(' ')}`, { cause: errors[0] });
    return svg.replace('<svg ', `<svg role="graphics-document" aria-label="${escaped(spec.description)}" `);
  } finally {
    view.finalize();
  }
}

/** A logger that prints nothing and collects errors. */
function silentLogger(errors: unknown[]): LoggerInterface {
  const logger = createLogger(None);
  logger.error = (...messages) => {
    errors.push(...messages);
    return logger;
  };
  return logger;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
