import { timesSeenEcdf } from '../../charts.js';
import type { Section } from './section.js';
import { alternativesTable, systematicText } from './section-alternatives.js';
import { hasDistribution } from './section-seen.js';
import type { WeightedReport } from './weighted-report.js';

/** What other samplers would do with the same weights. */
export function samplersSection(report: WeightedReport): Section {
  const { alternatives, replacement, times } = report;
  const table = alternativesTable(alternatives, false);
  return {
    id: 'instead',
    question: 'What would other samplers do instead?',
    answer: systematicText(report),
    notes: [
      ...(replacement ? [] : ['All draws of this section are with replacement, unlike those of the sections above.']),
      'To draw every row as often as its weight asks, use systematic draws (--sampler systematic). ' +
        'If no batch may have a row twice, use distinct batches (--distinct). ' +
        'Systematic draws depend on one another: for Monte Carlo, use weighted draws.',
    ],
    ...(hasDistribution(report)
      ? {
          figures: [
            {
              picture: {
                name: 'times-seen-samplers',
                caption: 'One epoch of each sampler: how often each row that can be drawn was seen',
                specOf: (appearance) =>
                  timesSeenEcdf(
                    times.map(({ sampler, times }) => ({ label: sampler, ecdf: times })),
                    appearance,
                  ),
              },
              tables: [table],
            },
          ],
        }
      : { figures: [], tables: [table] }),
  };
}
