// Whatever weights, names and samplers there are: balance and report of a column of weights are made whole.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balanceWeights } from '../../src/cli/balance/weighted-balance.js';
import { weightedText } from '../../src/cli/balance/weighted-text.js';
import type { WeightedRows } from '../../src/cli/input/weighted-rows.js';
import { Progress } from '../../src/cli/progress.js';
import { weightedSectionsOf } from '../../src/cli/report/all-sections.js';
import { reportJson } from '../../src/cli/report/json.js';
import { pageOf } from '../../src/cli/report/page.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { makeWeightedReport } from '../../src/cli/report/weighted-report.js';
import { columnsOf } from '../../src/cli/text.js';
import { UserError } from '../../src/cli/user-error.js';
import { labeledData } from '../support/read-options.js';
import { NONSENSE } from '../support/report-cases.js';
import { rounds } from '../support/rounds.js';

const WEIGHTS = [0, 0, 1, 1, 1, 2, 0.1, 5, 1 / 3, 1000, 1e-300, 1e300];

/** Rows with weights: unnamed, named, or of classes; all of the file, or every second row of it. */
const tables: fc.Arbitrary<WeightedRows> = fc
  .record({
    weights: fc
      .array(fc.constantFrom(...WEIGHTS), { minLength: 1, maxLength: 90 })
      .filter((weights) => weights.some((weight) => weight > 0)),
    how: fc.constantFrom('unnamed', 'named', 'classes', 'unique'),
    step: fc.constantFrom(1, 2),
    classes: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ weights, how, step, classes }) => {
    const names = weights.map((_, i) => `name ${i}`);
    const codes = Int32Array.from(weights, (_, i) => (how === 'unique' ? i : (i * i) % classes));
    const present = [...new Set(codes)];
    const rows = Uint32Array.from(weights, (_, i) => i * step);
    const subset = {
      ...{ rows, codes: codes.map((code) => present.indexOf(code)), classes: present.map((code) => `class ${code}`) },
      ...{ otherClasses: { classes: 0, rows: 0 }, beyondLimit: new Map(), missing: new Map() },
    };
    const { read, doubts } = labeledData(codes, []);
    const isGrouped = how === 'classes' || how === 'unique';
    return {
      ...{ name: 'any.csv', column: 'w', weights: Float64Array.from(weights) },
      ...{ rows: isGrouped ? rows : undefined, subset: isGrouped ? subset : undefined },
      ...{ missing: new Map(), what: 'weight' as const, withoutRows: 0, read, doubts },
      grouping: isGrouped ? { column: 'k', subset } : undefined,
      naming: how === 'named' ? { column: 'n', names } : undefined,
    };
  });

const options = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  batchSize: fc.constantFrom(1, 3, 32, 2 ** 32 - 1),
  numSamples: fc.constantFrom(1, 7, 60, 300),
  trials: fc.constantFrom(1, 20),
  how: fc.constantFrom(
    {},
    { distinct: true },
    { replacement: false },
    { sampler: 'systematic' } as const,
    { sampler: 'systematic', distinct: true } as const,
  ),
});

test.each([
  ['numbers and texts', rounds(60, 6), false],
  ['pages', rounds(8), true],
])('%s', async (_, numRuns, isRendered) => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(tables, options, async (data, { how, ...given }) => {
      const settings = { ...given, ...how, progress: new Progress() };
      const drawable = data.weights.filter((weight) => weight > 0).length;
      if (settings.replacement === false && settings.numSamples > drawable) {
        expect(() => balanceWeights(data, settings)).toThrow(UserError);
        return;
      }
      const { summary } = balanceWeights(data, settings);
      const { perItem, plan, untilAllRows, heaviest, quantiles } = summary;
      const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
      expect(sum(perItem.map(({ probability }) => probability))).toBeCloseTo(1, 12);
      expect(sum(perItem.map((each) => each.plan.draws))).toBe(settings.numSamples);
      expect(sum(perItem.map((each) => each.rows))).toBe(data.weights.length);
      expect(sum(perItem.map((each) => each.plan.neverSeen ?? 0))).toBe(plan.neverSeen);
      expect(untilAllRows.items).toBe(drawable);
      for (const list of [perItem.map(({ probability }) => -probability), heaviest.map(({ share }) => share)]) {
        // apart from rounding
        for (let i = 1; i < list.length; i++) expect(list[i]).toBeGreaterThanOrEqual(list[i - 1] - 1e-15);
      }
      expect(quantiles[0].weight).toBe(Math.min(...data.weights.filter((weight) => weight > 0)));
      for (const terminal of [60, 100]) {
        const text = weightedText(summary, terminal);
        expect(text).not.toMatch(NONSENSE);
        for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(terminal);
      }

      const report = await makeWeightedReport(data, settings);
      const { plan: _plan, ...same } = JSON.parse(JSON.stringify(summary));
      const json = JSON.parse(reportJson(report));
      expect(json).toMatchObject(same);
      expect(sum(report.counts)).toBe(data.weights.length);
      expect(sum(report.plan.shares)).toBeCloseTo(1, 12);
      expect(report.plan.epoch.totals.neverSeen).toBe(plan.neverSeen);
      expect(report.run.unseen[0]).toBe(drawable);
      const sections = weightedSectionsOf(report);
      for (const { question, answer, notes } of sections) {
        for (const text of [question, answer, ...notes]) expect(text).not.toMatch(NONSENSE);
      }
      if (isRendered) expect(await pageOf(report, sections, svgOf)).not.toMatch(/NaN|undefined/);
      made++;
    }),
    { numRuns, seed: 8 },
  );
  expect(made).toBeGreaterThan(numRuns / 2);
});
