import { type ReadOptions, readLabels } from '../input/dataset.js';
import type { Inputs } from '../input/find-input.js';
import { hasSets } from '../input/label-sets.js';
import { readWeightedRows } from '../input/weighted-rows.js';
import { labelSectionsOf, sectionsOf, weightedSectionsOf } from './all-sections.js';
import { makeLabelReport } from './label-report.js';
import { makeReport } from './report.js';
import type { ReportOptions } from './report-options.js';
import type { Section } from './section.js';
import type { SeenReport } from './seen-report.js';
import { makeWeightedReport } from './weighted-report.js';

/** The numbers of a report, and what it says of them. */
export interface MadeReport {
  readonly report: SeenReport;
  readonly sections: readonly Section[];
}

/**
 * Reads a file and reports on its classes, or on its column of weights.
 * @throws {UserError} Something is wrong with the file or the options.
 */
export async function reportOf(
  input: Inputs,
  options: ReportOptions & { weights?: string; column?: string },
  reading: ReadOptions,
): Promise<MadeReport> {
  const { weights } = options;
  if (weights === undefined) {
    const data = await readLabels(input, options.column, reading);
    if (hasSets(data)) {
      const report = await makeLabelReport(data, options);
      return { report, sections: labelSectionsOf(report) };
    }
    const report = await makeReport(data, options);
    return { report, sections: sectionsOf(report) };
  }
  const { data } = await readWeightedRows(input, { ...options, weights }, reading);
  const report = await makeWeightedReport(data, options);
  return { report, sections: weightedSectionsOf(report) };
}
