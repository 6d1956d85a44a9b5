// Small and odd data sets and options of a report, and what must hold for each report.
import fc from 'fast-check';
import { expect } from 'vitest';
import { balance } from '../../src/cli/balance/balance.js';
import { balanceText } from '../../src/cli/balance/terminal-text.js';
import type { LabeledData } from '../../src/cli/input/dataset.js';
import { Progress } from '../../src/cli/progress.js';
import { sectionsOf } from '../../src/cli/report/all-sections.js';
import { ratioText } from '../../src/cli/report/imbalance-sweep.js';
import { reportJson } from '../../src/cli/report/json.js';
import { makeReport, type Report } from '../../src/cli/report/report.js';
import type { ReportOptions } from '../../src/cli/report/report-options.js';
import type { Section } from '../../src/cli/report/section.js';
import { reportText } from '../../src/cli/report/terminal-text.js';
import { columnsOf } from '../../src/cli/text.js';
import { UserError } from '../../src/cli/user-error.js';
import { labeledData } from './read-options.js';

export interface Case {
  readonly data: LabeledData;
  readonly options: Omit<ReportOptions, 'progress'>;
}

/** Names that are hard to show, or hard to tell apart. */
const ODD = [
  ...['', '(empty)', ' ', 'a', 'a ', 'a\nb', 'a\\nb', '"a"', '__proto__', 'toString', 'median', '<b>&"x"</b>'],
  ...[
    '1',
    '01',
    '1.0',
    'null',
    '50 % (2)',
    '猫のとても長い名前です',
    '👩‍👩‍👧‍👦 family',
    'a\u0301\u0302',
    '\u202eback',
    '\u009b31m',
  ],
  ...[`${'long name '.repeat(9)}1`, `${'long name '.repeat(9)}2`, 'x'.repeat(300), `${'x'.repeat(300)}y`],
];

/** Cases with shares from `shares`, at most `most` classes, and at most `rows` rows in each. */
export function cases(shares: readonly number[], { most = 6, rows = 12 } = {}): fc.Arbitrary<Case> {
  return fc
    .record({
      counts: fc.array(fc.integer({ min: 1, max: rows }), { minLength: 1, maxLength: most }),
      mixed: fc.boolean(),
      seed: fc.integer({ min: 0, max: 1e6 }),
      names: fc.uniqueArray(fc.oneof(fc.constantFrom(...ODD), fc.string()), { minLength: most, maxLength: most }),
      target: fc.option(fc.array(fc.constantFrom(...shares), { minLength: most, maxLength: most })),
      numSamples: fc.option(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 }))),
      batchSize: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(16, 32, 1000, 2 ** 32 - 1)),
      epochs: fc.option(fc.constantFrom(1, 2, 300, 100_000)),
      trials: fc.option(fc.constantFrom(1, 2, 20)),
      how: fc.constantFrom(
        {},
        { sampler: 'weighted', distinct: true } as const,
        { replacement: false },
        { replacement: false, distinct: true },
        { sampler: 'systematic' } as const,
        { sampler: 'systematic', distinct: true } as const,
        { sampler: 'stratified' } as const,
      ),
    })
    .map(({ counts, mixed, names, target, numSamples, epochs, trials, ...rest }) => {
      const classes = names.slice(0, counts.length);
      const codes = Int32Array.from(counts.flatMap((count, code) => new Array<number>(count).fill(code)));
      // each class in the order of its first row, then all mixed
      if (mixed) codes.subarray(counts.length).sort((a, b) => ((a * 7) % 5) - ((b * 7) % 5));
      const numbers = target?.slice(0, counts.length);
      const order = [...new Set(codes)];
      return {
        data: {
          ...labeledData(
            codes.map((code) => order.indexOf(code)),
            order.map((code) => classes[code]),
          ),
          name: 'any.csv',
        },
        options: {
          ...rest,
          ...rest.how,
          limit: new Map(),
          ...(numbers?.some((share) => share > 0) && {
            target: new Map(classes.map((label, i) => [label, numbers[i]])),
          }),
          ...(numSamples !== null && { numSamples }),
          ...(epochs !== null && { epochs }),
          ...(trials !== null && { trials }),
        },
      };
    });
}

/** Texts that no answer should contain, unless a number was lost or a rounding error was taken for a result. */
export const NONSENSE = /NaN|undefined|null|Infinity|\[object|-0\b|\d{4}\.\d{4}/;
/** If no share is tiny, a number this small is a rounding error. */
const NOISE = new RegExp(`${NONSENSE.source}|e-1\\d`);

/**
 * Makes the report of a case and checks what must hold for every report. Returns undefined if the options ask for draws
 * that cannot be made.
 */
export async function checkReport({
  data,
  options,
}: Case): Promise<{ report: Report; sections: Section[] } | undefined> {
  const progress = new Progress();
  let report: Report;
  try {
    report = await makeReport(data, { ...options, progress });
  } catch (error) {
    // more draws than rows that can be drawn
    if (error instanceof UserError && options.replacement === false) return undefined;
    throw error;
  }
  const { counts, rows, shares, numSamples, inBatch } = {
    ...report,
    shares: report.plan.shares,
    inBatch: Math.min(options.batchSize, report.numSamples),
  };
  const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
  expect(sum(shares)).toBeCloseTo(1, 12);
  // a sum of targets may overflow
  const largest = Math.max(...(options.target?.values() ?? []));
  for (const [code, label] of report.classes.entries()) {
    const wanted = options.target
      ? (options.target.get(label) as number) /
        largest /
        sum([...options.target.values()].map((each) => each / largest))
      : 1 / counts.length;
    expect(shares[code]).toBeCloseTo(wanted, 12);
    expect(report.plan.balance[code].probability).toBeCloseTo(wanted, 12);
    expect(report.plan.balance[code].batch.mean).toBeCloseTo(inBatch * wanted, 9);
    expect(report.shuffle.balance[code].batch.mean).toBeCloseTo((inBatch * counts[code]) / rows, 9);
    expect(shares[code] > 0).toBe(options.target?.get(label) !== 0);
    if (options.target?.get(label) === 0) expect(report.plan.epoch.totals.classes[code].draws).toBe(0);
  }
  // the shuffle that it is compared with has as many draws, in batches of the same size
  expect(report.shuffle.epoch.totals.draws).toBe(numSamples);
  expect(report.shuffle.epoch.totals.batches).toBe(Math.ceil(numSamples / inBatch));
  const [, weighted] = report.alternatives;
  for (const each of report.alternatives) expect(each.batches).toBe(weighted.batches);
  // other ratios have as many rows, and each ratio comes once
  const ratios = report.sweep.map(({ ratio }) => ratioText(ratio));
  expect(new Set(ratios).size).toBe(ratios.length);
  expect(report.sweep.filter(({ own }) => own)).toHaveLength(1);
  for (const each of report.sweep) expect(sum(each.counts)).toBe(rows);
  expect(report.run.unseen[0]).toBe(report.plan.untilAll.items);

  const sections = sectionsOf(report);
  const head = JSON.parse(reportJson(report));
  expect(head).toMatchObject({ seed: options.seed, replacement: options.replacement ?? true, numSamples, rows });
  const nonsense = shares.some((share) => share > 0 && share < 1e-6) ? NONSENSE : NOISE;
  for (const { question, answer, notes, figures } of sections) {
    const names = [...report.classes].filter((label) => NOISE.test(label));
    if (names.length === 0) {
      for (const text of [question, answer, ...notes]) expect(text).not.toMatch(nonsense);
      for (const cell of figures.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.flat())))
        expect(cell).not.toMatch(nonsense);
    }
    for (const { picture } of figures) {
      for (const width of [330, 680]) expect(picture.specOf({ width, theme: 'auto' }).layer.length).toBeGreaterThan(0);
    }
  }
  reportText(sections, report.warnings, []);
  const { summary } = balance(data, { ...options, progress });
  expect(summary.shuffle.draws).toBe(numSamples);
  const text = balanceText(summary);
  for (const line of text.split('\n')) if (/ {2}/.test(line)) expect(columnsOf(line)).toBeLessThanOrEqual(60);
  return { report, sections };
}
