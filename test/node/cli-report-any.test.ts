// The report never fails: whatever small classes, targets and samplers there are, it is made whole and says what is so.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from '../../src/cli/report/page.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { cases, checkReport } from '../support/report-cases.js';
import { rounds } from '../support/rounds.js';

test('random classes, shares and samplers', async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(cases([0, 1, 1, 2, 0.05]), async (each) => {
      if (await checkReport(each)) made++;
    }),
    { numRuns: rounds(40, 4), seed: 6 },
  );
  expect(made).toBeGreaterThan(rounds(25, 4) - 1);
});

test('its pictures can be rendered', async () => {
  await fc.assert(
    fc.asyncProperty(cases([0, 1, 3]), async (each) => {
      const checked = await checkReport(each);
      if (checked) expect(await pageOf(checked.report, checked.sections, svgOf)).not.toMatch(/NaN|undefined/);
    }),
    { numRuns: rounds(6), seed: 7 },
  );
});
