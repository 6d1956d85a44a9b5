import type { Drawn } from './epoch-stats.js';
import type { Report } from './report.js';

/** A report's numbers as JSON: lists for typed arrays, and of what was drawn not each item. */
export function reportJson(report: Report): string {
  return JSON.stringify(
    report,
    (_, value) => {
      if (isDrawn(value)) {
        const { tally, ...rest } = value;
        const { times: _each, ...totals } = tally;
        return { ...totals, ...rest };
      }
      if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
      // JSON has neither; what there is none of is there, and null
      return value === Infinity || value === undefined ? null : value;
    },
    1,
  );
}

function isDrawn(value: unknown): value is Drawn {
  return typeof value === 'object' && value !== null && 'tally' in value;
}
