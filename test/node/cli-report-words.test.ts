// What a report says, word by word: of excluded classes, of one class, of draws without replacement, of numbers of one.
import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { sectionsOf } from '../../src/cli/report/all-sections.js';
import { makeReport } from '../../src/cli/report/report.js';
import type { ReportOptions } from '../../src/cli/report/report-options.js';
import { labeledData } from '../support/read-options.js';

type Given = Partial<Omit<ReportOptions, 'target'>> & { target?: Record<string, number> };

/** Answers and notes by question, and captions, for these counts of rows by class. */
async function told(counts: Record<string, number>, { target, ...options }: Given = {}) {
  const classes = Object.keys(counts);
  const codes = Int32Array.from(classes.flatMap((label, code) => new Array<number>(counts[label]).fill(code)));
  const report = await makeReport(labeledData(codes, classes), {
    ...{ limit: new Map(), batchSize: 32, seed: 0, trials: 20, progress: new Progress() },
    ...options,
    ...(target && { target: new Map(Object.entries(target)) }),
  });
  const sections = sectionsOf(report);
  const by = (id: string) => sections.find((section) => section.id === id);
  return {
    report,
    ids: sections.map(({ id }) => id),
    answer: (id: string) => by(id)?.answer ?? '',
    notes: (id: string) => by(id)?.notes.join('\n') ?? '',
    captions: sections.flatMap(({ figures }) => figures.map(({ picture }) => picture.caption)).join('\n'),
    tables: sections.flatMap(({ figures }) => figures.flatMap(({ tables }) => tables)),
    text: sections.flatMap(({ question, answer, notes }) => [question, answer, ...notes]).join('\n'),
  };
}

const PETS = { Siamese: 165, Birman: 10 };

describe('rows that the target excludes', () => {
  const target = { Siamese: 0, Birman: 1 };

  test('are said in the answer, and what is seen is the others', async () => {
    const { answer, notes, report, tables } = await told(PETS, { target });
    expect(answer('seen')).toBe(
      'No: the target excludes 165 rows of Siamese. The other 10 are seen: 95 % of runs have seen them all in ' +
        'the first epoch.',
    );
    expect(notes('seen')).toContain(
      'What follows is about the 10 rows that can be drawn: the target excludes those of Siamese.',
    );
    expect(answer('ratio')).toMatch(
      new RegExp(
        'and all 175 rows are seen after 11 epochs in the median, 16 in 95 % of runs; ' +
          'the given target never shows 165 rows of Siamese\\.$',
      ),
    );
    expect(answer('instead')).toMatch(
      /^Systematic draws are certain to show all that the target allows in every epoch;/,
    );
    expect(report.plan.epoch.totals).toMatchObject({ neverSeen: 0 });
    expect(report.plan.epoch.totals.classes[0]).toMatchObject({ draws: 0, batchesWithout: null, neverSeen: null });
    const often = tables.find(({ caption }) => caption === 'How often rows were seen in one epoch');
    expect(often?.rows[0].slice(0, 3)).toEqual(['Siamese', '165', 'excluded']);
  });

  test('are no part of what is expected', async () => {
    const few = await told(PETS, { target, numSamples: 10 });
    expect(few.answer('seen')).toBe(
      'No: the target excludes 165 rows of Siamese. The other 10 are not all seen in one epoch: 3.5 of 10 rows ' +
        'are expected to be unseen after it, 1.2 after two; half of all runs have seen them all after 3 epochs, ' +
        '95 % after 6.',
    );
    const one = await told({ a: 9, b: 1 }, { target: { a: 0, b: 1 } });
    expect(one.answer('seen')).toBe(
      'No: the target excludes 9 rows of a. The other row is seen: 95 % of runs have seen it in the first epoch.',
    );
    const systematic = await told(PETS, { target, sampler: 'systematic' });
    expect(systematic.answer('seen')).toMatch(
      new RegExp(
        '^No: the target excludes 165 rows of Siamese\\. The other 10 are seen: one epoch of systematic draws ' +
          'showed them all, and every epoch is certain to;',
      ),
    );
    expect((await told(PETS)).answer('seen')).toMatch(/^Not in one epoch: 97 of 175 rows are/);
  });
});

test('one class alone: what compares classes is left out', async () => {
  for (const options of [{}, { sampler: 'systematic' }, { replacement: false }, { sampler: 'stratified' }] as const) {
    const { ids, answer, text, captions, report } = await told({ a: 10 }, options);
    expect(ids).toEqual(['data', 'weights', 'seen', 'instead']);
    expect(answer('weights')).toBe(
      'There is only one class: all rows have the same weight, 0.1, and there is nothing to balance.',
    );
    expect(text).not.toMatch(/reverses|--target|balances|certain that|again and again/);
    expect(answer('instead')).not.toMatch(/stratified/i);
    expect(captions).not.toContain('other imbalances');
    expect(report.other).toBe(null);
  }
});

describe('draws without replacement', () => {
  test('promise no share that they cannot have', async () => {
    const { answer, notes, captions } = await told(PETS, { replacement: false, numSamples: 50 });
    expect(answer('weights')).toMatch(/So the first draw gives each class with probability 50\.0 %\.$/);
    expect(notes('weights')).toContain('Without replacement this holds for the first draw only');
    expect(captions).toContain('and balanced, in the first draw');
    expect(answer('ratio')).toBe(
      'Give a target. An example, the imbalance reversed: with Birman 94.3 % and Siamese 5.7 %, ' +
        'Birman has 20.0 % of the draws in an epoch of ' +
        'weighted draws without replacement, since no row comes twice; a batch has 10 draws of it.',
    );
    expect(answer('instead')).toMatch(
      new RegExp(
        'independent draws, with replacement, take 37 epochs in the median\\. Stratified batches have 16 draws of ' +
          'Birman each; weighted ones, with replacement, have 10 to 22',
      ),
    );
    expect(notes('instead')).toContain('All draws of this section are with replacement');
  });

  test('nor do stratified ones pass for others', async () => {
    const { answer, notes } = await told(PETS, { sampler: 'stratified' });
    expect(answer('ratio')).toBe(
      'Give a target. An example, the imbalance reversed: with Birman 94.3 % and Siamese 5.7 %, ' +
        'Birman has 94.3 % of the draws in an epoch of ' +
        'stratified draws; a batch has 30 to 31 draws of it.',
    );
    expect(answer('seen')).toContain('independent draws, with replacement, take 11 epochs in the median');
    expect(answer('instead')).toContain('; weighted ones, with replacement, have 10 to 22 (95 %)');
    expect(notes('instead')).not.toContain('All draws of this section');
    expect((await told(PETS)).answer('instead')).toContain('; weighted ones have 10 to 22 (95 %)');
  });
});

test('quantiles and the peak are said as they are', async () => {
  const early = await told({ a: 1, b: 1 }, { numSamples: 50 });
  expect(early.report.plan.untilAll.closedForm.quantiles.p99).toBe(1);
  expect(early.notes('seen')).toContain('and 99 % of runs are done after 1.');
  expect(early.text).not.toContain('More than half');
  const peak = await told(PETS);
  expect(peak.notes('seen')).toContain(
    'The peak of the curve below is at 10 epochs: that is the most frequent number, not the median. More than half',
  );
});

test('the draws that are told are those that are made', async () => {
  const { notes, captions, report } = await told({ a: 40, b: 23 }, { sampler: 'stratified', batchSize: 32 });
  expect(report.plan.epoch.totals.draws).toBe(64);
  expect(notes('seen')).toMatch(/^In this epoch of 64 draws, /);
  expect(captions).toMatch(/^One epoch of 64 draws: .*\nOne epoch of 128 draws: /m);
});

test('verbs fit their numbers', async () => {
  const cases: [Record<string, number>, Given][] = [
    [{ a: 10, b: 1 }, {}],
    [{ a: 1, b: 1, c: 1 }, {}],
    [{ a: 1, b: 1 }, { numSamples: 1 }],
    [
      { a: 2, b: 1 },
      { sampler: 'systematic', batchSize: 1 },
    ],
    [
      { a: 5, b: 1 },
      { replacement: false, numSamples: 2, batchSize: 2 },
    ],
    [PETS, { sampler: 'stratified' }],
    [PETS, { replacement: false }],
    [{ a: 1 }, {}],
    [{ a: 1 }, { sampler: 'systematic' }],
    [{ a: 9, b: 1 }, { target: { a: 0, b: 1 } }],
  ];
  for (const [counts, options] of cases) {
    const { text } = await told(counts, options);
    expect(text).not.toMatch(/(?<![\d.,])1 of [\d,.]+ \w+ (are|were|have|miss)\b/);
    expect(text).not.toMatch(/\b[\d,.]+ of 1 \w+ (are|were|have|miss)\b/);
    expect(text).not.toMatch(/\b(?!1\b)[\d,.]+ of (?!1\b)[\d,.]+ \w+ (is|was|has|misses)\b/);
    expect(text).not.toMatch(/(^|[^\d.,])1 (rows|epochs|draws|batches)\b|\b(the 1 row of \w+ are\b|1 epoch in a row)/m);
    expect(text).not.toMatch(/\d rows of \d+ (was|were)\b/);
  }
});
