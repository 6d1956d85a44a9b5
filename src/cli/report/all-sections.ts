import type { LabeledReport } from './label-report.js';
import type { Report } from './report.js';
import type { Section } from './section.js';
import { alternativesSection } from './section-alternatives.js';
import { balanceSection } from './section-balance.js';
import { batchesSection } from './section-batches.js';
import { dataSection } from './section-data.js';
import { labelsSection } from './section-labels.js';
import { otherSection } from './section-other.js';
import { probabilitiesSection } from './section-probabilities.js';
import { samplersSection } from './section-samplers.js';
import { seenSection } from './section-seen.js';
import { weightsSection } from './section-weights.js';
import type { WeightedBatches, WeightedReport } from './weighted-report.js';

/** The questions of a report, in the order in which people ask them. With one class there is nothing to balance. */
export function sectionsOf(report: Report): Section[] {
  const { other } = report;
  return [
    dataSection(report),
    weightsSection(report),
    ...(other ? [balanceSection(report)] : []),
    seenSection(report),
    ...(other ? [otherSection({ ...report, other })] : []),
    alternativesSection(report),
  ];
}

/** The questions of a report about a column of weights. */
export function weightedSectionsOf(report: WeightedReport): Section[] {
  const { batches, shuffle } = report;
  return [
    probabilitiesSection(report),
    ...(batches ? [batchesOf(report, batches, shuffle)] : []),
    seenSection(report),
    samplersSection(report),
  ];
}

/** The questions of a report about rows with several labels. */
export function labelSectionsOf(report: LabeledReport): Section[] {
  return [labelsSection(report), ...weightedSectionsOf(report)];
}

function batchesOf(report: WeightedReport, batches: WeightedBatches, shuffle: WeightedReport['shuffle']): Section {
  if (!shuffle) return batchesSection(report, batches);
  return balanceSection({ ...report, shuffle, plan: { ...report.plan, balance: batches.balance } });
}
