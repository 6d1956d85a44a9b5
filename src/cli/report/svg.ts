// Vega takes long to load: this file is imported when something is to be drawn, and not before.
import { logger as createLogger, type LoggerInterface, None, parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { estimateTextWidth, type VegaLiteSpec } from '../../charts.js';

// which Vega exports and does not declare
declare module 'vega' {
  export const textMetrics: { width: (item: { fontSize?: number; limit?: number }, text: string) => number };
}

// there is no canvas to measure by, and Vega's own estimate is half as much again as most texts have
textMetrics.width = ({ fontSize = 11, limit = 0 }, text) =>
  Math.min(estimateTextWidth(text ?? '', fontSize), limit > 0 ? limit : Infinity);

/**
 * A chart as an SVG that stands alone: nothing in it runs or is loaded, and it has no ids, so that a page may have
 * several inlined.
 * @throws {Error} Vega cannot draw it. It would log that, and give a part of the picture.
 */
export async function svgOf(spec: VegaLiteSpec): Promise<string> {
  const errors: unknown[] = [];
  const logger = silentLogger(errors);
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec, { logger });
  const view = new View(parse(compiled), { renderer: 'none', logger });
  try {
    const svg = await view.toSVG();
    if (errors.length > 0) throw new Error(`the chart cannot be drawn: ${errors.join(' ')}`, { cause: errors[0] });
    return svg.replace('<svg ', `<svg role="graphics-document" aria-label="${escaped(spec.description)}" `);
  } finally {
    view.finalize();
  }
}

/** Prints nothing, and keeps errors. */
function silentLogger(errors: unknown[]): LoggerInterface {
  const logger = createLogger(None);
  logger.error = (...said) => {
    errors.push(...said);
    return logger;
  };
  return logger;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
