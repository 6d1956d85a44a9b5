import type { EpochStats } from './epoch-stats.js';
import type { SeenReport } from './seen-report.js';

/** A report's numbers as JSON. Typed arrays are lists, and an epoch has its totals without the draws of each row. */
export function reportJson(report: SeenReport): string {
  return JSON.stringify(
    report,
    (_, value) => {
      if (isEpochStats(value)) {
        const { totals, ...rest } = value;
        const { times: _times, ...others } = totals;
        return { ...others, ...rest };
      }
      if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
      // JSON has neither of them; undefined keys stay, as null
      return value === Infinity || value === undefined ? null : value;
    },
    1,
  );
}

function isEpochStats(value: unknown): value is EpochStats {
  return typeof value === 'object' && value !== null && 'totals' in value;
}
