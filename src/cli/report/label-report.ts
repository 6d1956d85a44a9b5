import type { LabeledData } from '../input/dataset.js';
import type { LabelSets } from '../input/label-sets.js';
import { labelRowsOf } from '../sample/label-rows.js';
import type { ReportOptions } from './report-options.js';
import type { LabelReport } from './seen-report.js';
import { makeWeightedReport, type WeightedReport } from './weighted-report.js';

/** All numbers of a report about rows with several labels: those about their weights, and the labels. */
export interface LabeledReport extends WeightedReport {
  readonly labels: LabelReport;
}

/** Computes all numbers of a report about rows with several labels. */
export async function makeLabelReport(
  data: LabeledData & { sets: LabelSets },
  options: ReportOptions,
): Promise<LabeledReport> {
  const { subset, sets, weights, shares, warnings } = labelRowsOf(data, options);
  const of = options.column === undefined ? 'one-hot columns' : `the column “${options.column}”`;
  const { name, missing, read, doubts } = data;
  const report = await makeWeightedReport(
    {
      ...{ name, weights, rows: subset.rows, subset, grouping: undefined, naming: undefined, missing, read },
      column: options.column ?? 'labels',
      what: 'label',
      withoutRows: [...missing.values()].reduce((sum, rows) => sum + rows, 0),
      doubts: [...doubts, ...warnings],
    },
    options,
  );
  return { ...report, labels: { of, combinations: sets.of.length, perLabel: shares } };
}
