// Labels of a file as codes: what is missing, what is equal, and what each row gets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../src/files/file-error.js';
import { LabelEncoder, type LabelOptions } from '../../src/files/labels.js';
import { isMissing, isNone } from '../../src/files/missing.js';
import { rounds } from '../support/rounds.js';

/** Encodes the labels of a file whose header is line 1. */
function encode(labels: readonly string[], options: Partial<LabelOptions> = {}) {
  let line = 1;
  const encoder = new LabelEncoder({
    missing: 'drop',
    trim: false,
    ignoreCase: false,
    file: 'cats.csv',
    column: 'label',
    where: () => `line ${line}`,
    ...options,
  });
  for (const label of labels) {
    line++;
    encoder.add(label);
  }
  const { codes, classes, missing, kept } = encoder.result();
  return { codes: [...codes], classes, missing: [...missing], kept: [...kept] };
}

const PANDAS = '|-1.#IND|1.#QNAN|1.#IND|-1.#QNAN|#N/A N/A|#N/A|N/A|n/a|NA|<NA>|#NA|NULL|null|NaN|-NaN|nan|-nan'.split(
  '|',
);

describe('a missing value', () => {
  it.each([...PANDAS, '?', '-', ' ', '\t', '\u00a0', ' NA ', 'Null', 'nAn', 'na'])('is %j', (text) => {
    expect(isMissing(text)).toBe(true);
    expect(isNone(text)).toBe(false);
  });

  it.each(['0', 'none', 'None', 'N', 'nano', 'NAN1', '--', '.', '??', 'unknown', 'missing', 'false', 'NA NA', '+'])(
    'is not %j',
    (text) => {
      expect(isMissing(text)).toBe(false);
    },
  );

  it.each(['None', 'none', ' NONE', 'nil', 'undefined'])('may be %j, which may be a class', (text) => {
    expect(isNone(text)).toBe(true);
    expect(isMissing(text)).toBe(false);
  });

  it.each(['noney', 'a none', 'nill'])('is no word like %j', (text) => {
    expect(isNone(text)).toBe(false);
  });
});

describe('labels of a file', () => {
  it('are codes by first appearance', () => {
    expect(encode(['dog', 'cat', 'dog', 'owl', 'cat'])).toEqual({
      codes: [0, 1, 0, 2, 1],
      classes: ['dog', 'cat', 'owl'],
      missing: [],
      kept: [],
    });
  });

  it('are left out where they are missing, and counted by spelling', () => {
    expect(encode(['cat', '', 'NA', 'nan', 'cat', '?'])).toEqual({
      codes: [0, -1, -1, -1, 0, -1],
      classes: ['cat'],
      missing: [
        ['', 1],
        ['NA', 1],
        ['nan', 1],
        ['?', 1],
      ],
      kept: [],
    });
    expect(encode(['', 'a', '', '']).missing).toEqual([['', 3]]);
  });

  it('are classes by their own text where missing ones are kept', () => {
    expect(encode(['cat', '', 'NA', '', 'cat'], { missing: 'keep' })).toEqual({
      codes: [0, 1, 2, 1, 0],
      classes: ['cat', '', 'NA'],
      missing: [],
      kept: [
        ['', 2],
        ['NA', 1],
      ],
    });
    expect(encode(['NA', 'na', ' '], { missing: 'keep', trim: true, ignoreCase: true }).kept).toEqual([
      ['NA', 2],
      ['', 1],
    ]);
  });

  it('stop with the line where missing ones are errors', () => {
    const labels = () => encode(['cat', 'dog', 'NA', ''], { missing: 'error' });
    expect(labels).toThrow(FileError);
    expect(labels).toThrow(
      'cats.csv: line 4: label has no label, only "NA": correct it, leave such rows out by --missing drop, or keep ' +
        'them as a class by --missing keep',
    );
    expect(encode(['cat', 'dog'], { missing: 'error' }).codes).toEqual([0, 1]);
  });

  it('are refused where all are missing', () => {
    expect(() => encode(['', 'NA', ''])).toThrow(
      /^cats\.csv: label has no labels: 3 rows are missing: "" \(2\), "NA" \(1\); name another column, or keep/,
    );
    expect(() => encode(['-'])).toThrow(/1 row is missing: "-" \(1\)/);
    expect(() => encode(['?', '', 'NA', 'nan', 'null', 'n/a'])).toThrow(/"\?" \(1\), .*\(1\), 2 more;/);
    expect(encode([])).toMatchObject({ codes: [], classes: [] });
  });

  it('take a dash for missing unless there is a plus', () => {
    expect(encode(['a', '-', 'b', ' - ', '-', 'a'])).toEqual({
      codes: [0, -1, 1, -1, -1, 0],
      classes: ['a', 'b'],
      missing: [
        ['-', 2],
        [' - ', 1],
      ],
      kept: [],
    });
    const strands = { codes: [0, 1, 0], classes: ['-', '+'], missing: [], kept: [] };
    expect(encode(['-', '+', '-'])).toEqual(strands);
    expect(encode(['-', '+', '-'], { missing: 'error' })).toEqual(strands);
    expect(encode(['-', '+', '-'], { missing: 'keep' })).toEqual(strands);
    expect(encode(['-', 'a'], { missing: 'keep' }).kept).toEqual([['-', 1]]);
    expect(() => encode(['a', '-', 'b', '-'], { missing: 'error' })).toThrow(/^cats\.csv: line 3: label .* only "-":/);
  });

  it('differ in case and white space, unless options say otherwise', () => {
    const cats = ['Cat', 'cat', 'CAT', ' cat'];
    expect(encode(cats).classes).toEqual(cats);
    expect(encode(cats, { trim: true }).codes).toEqual([0, 1, 2, 1]);
    expect(encode(cats, { ignoreCase: true }).codes).toEqual([0, 0, 0, 1]);
    const one = { codes: [0, 0, 0, 0], classes: ['Cat'], missing: [], kept: [] };
    expect(encode(cats, { trim: true, ignoreCase: true })).toEqual(one);
    expect(encode([' cat\u00a0', 'cat'], { trim: true }).classes).toEqual(['cat']);
  });

  it.each<[string, string, 'trim' | 'ignoreCase']>([
    ['caf\u00e9', 'cafe\u0301', 'trim'],
    ['caf\u00e9', 'cafe\u0301', 'ignoreCase'],
    ['CAF\u00c9', 'cafe\u0301', 'ignoreCase'],
    ['ΟΔΟΣ', 'οδος', 'ignoreCase'],
    ['οδοσ', 'οδος', 'ignoreCase'],
    ['ſet', 'SET', 'ignoreCase'],
    ['\u212a', 'k', 'ignoreCase'],
    ['STRAẞE', 'straße', 'ignoreCase'],
  ])('%j is %j with %s', (one, other, option) => {
    expect(encode([one, other]).codes).toEqual([0, 1]);
    expect(encode([one, other], { [option]: true }).codes).toEqual([0, 0]);
    expect(encode([other, one], { [option]: true }).codes).toEqual([0, 0]);
  });

  it.each([
    ['Maße', 'MASSE'],
    ['\u0131', 'I'],
    ['cat', 'c at'],
  ])('%j is never %j', (one, other) => {
    expect(encode([one, other], { trim: true, ignoreCase: true }).codes).toEqual([0, 1]);
  });

  it('agree with a plain reference', () => {
    const label = fc.oneof(
      fc.constantFrom('a', 'A', ' a', 'a ', 'b', 'B', '', ' ', 'NA', 'na', '?', 'é', 'e\u0301', 'É', '-', '+', 'none'),
      fc.string({ maxLength: 3 }),
    );
    const options = fc.record({
      missing: fc.constantFrom('drop' as const, 'keep' as const),
      trim: fc.boolean(),
      ignoreCase: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 60 }), options, (labels, { missing, trim, ignoreCase }) => {
        const hasPlus = labels.some((each) => each.trim() === '+');
        const leftOut = (text: string) => missing === 'drop' && isMissing(text) && !(text.trim() === '-' && hasPlus);
        const nameOf = (text: string) => (trim ? text.trim() : text)[trim || ignoreCase ? 'normalize' : 'toString']();
        const keyOf = (text: string) => (ignoreCase ? nameOf(text).toLowerCase().normalize() : nameOf(text));
        const kept = labels.filter((text) => !leftOut(text));
        fc.pre(kept.length > 0);
        const keys = [...new Set(kept.map(keyOf))];
        const { codes, classes, missing: left } = encode(labels, { missing, trim, ignoreCase });
        expect(classes).toEqual(keys.map((key) => nameOf(kept.find((text) => keyOf(text) === key) as string)));
        expect(codes).toEqual(labels.map((text) => (leftOut(text) ? -1 : keys.indexOf(keyOf(text)))));
        expect(left.reduce((sum, [, rows]) => sum + rows, 0)).toBe(labels.length - kept.length);
      }),
      { numRuns: rounds(3000) },
    );
  });

  it('of many rows, sorted or not, get the codes of a Map', () => {
    const labels = Array.from({ length: 100_000 }, (_, i) => `class ${(i * 7919) % 1013}`);
    for (const each of [labels, [...labels].sort()]) {
      const names = [...new Set(each)];
      const codes = new Map(names.map((name, code) => [name, code]));
      expect(encode(each)).toMatchObject({ classes: names, codes: each.map((name) => codes.get(name)) });
    }
  });
});

it('a label that is a class by itself, such as a folder, may have any name', () => {
  const options = { trim: false, ignoreCase: false, file: 'a', column: 'label', where: () => '' };
  const encoder = new LabelEncoder({ missing: 'drop', ...options });
  for (const label of ['NA', '-', 'cat', 'NA']) encoder.addClass(label);
  encoder.add('');
  const { codes, classes, missing } = encoder.result();
  expect([[...codes], classes, [...missing]]).toEqual([[0, 1, 2, 0, -1], ['NA', '-', 'cat'], [['', 1]]]);
});
