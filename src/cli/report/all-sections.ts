import type { Report } from './report.js';
import type { Section } from './section.js';
import { alternativesSection } from './section-alternatives.js';
import { balanceSection } from './section-balance.js';
import { dataSection } from './section-data.js';
import { otherSection } from './section-other.js';
import { seenSection } from './section-seen.js';
import { weightsSection } from './section-weights.js';

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
