// Findings about the labels of a file: several in one, words for none, ids; and the options that help.
import { describe, expect, it } from 'vitest';
import { labelFindings, similarLabelsAdvice } from '../../src/files/label-findings.js';
import { LabelEncoder } from '../../src/files/labels.js';
import { leftOutText } from '../../src/files/left-out.js';
import { type Finding, lintWeights } from '../../src/index.js';

function encoded(labels: readonly string[], options: { trim?: boolean; ignoreCase?: boolean } = {}) {
  const { trim = false, ignoreCase = false } = options;
  const where = () => 'line 2';
  const encoder = new LabelEncoder({ missing: 'drop', trim, ignoreCase, file: 'a.csv', column: 'label', where });
  for (const label of labels) encoder.add(label);
  return { column: 'label', ...encoder.result() };
}

const findings = (...labels: string[]) => labelFindings(encoded(labels));
const rows = (count: number, label: (i: number) => string) => Array.from({ length: count }, (_, i) => label(i));

describe('several labels in one', () => {
  const joined = (separator: string, label: string, share: string) => [
    `label looks like several labels in one, joined by "${separator}": each combination, such as "${label}", counts ` +
      `as a class of its own (${share}); to balance the labels themselves, use --multi-label "${separator}"`,
  ];

  it.each<[string, string[], string[]]>([
    ['a bar', ['cat', 'dog', 'cat|dog'], joined('|', 'cat|dog', '1 of 3 classes')],
    ['a semicolon', ['cat;dog', 'dog;owl', 'owl;cat', 'owl'], joined(';', 'cat;dog', '3 of 4 classes')],
    ['a comma', ['cat, dog', 'dog', 'cat', 'owl'], joined(',', 'cat, dog', '1 of 4 classes')],
    ['a comma without a space', ['cat,dog', 'dog,owl', 'cat,owl'], joined(',', 'cat,dog', '3 of 3 classes')],
    ['a slash', ['cat/dog', 'dog', 'cat'], joined('/', 'cat/dog', '1 of 3 classes')],
    ['a plus', ['cat+dog', 'dog', 'cat'], joined('+', 'cat+dog', '1 of 3 classes')],
    ['an ampersand', ['cat & dog', 'dog', 'cat'], joined('&', 'cat & dog', '1 of 3 classes')],
    ['spaces between numbers', ['16 0', '7 1 2 0', '7', '1 2', '16'], joined(' ', '16 0', '3 of 5 classes')],
    [
      'brackets',
      ["['cat', 'dog']", "['dog', 'owl']", "['cat', 'owl']"],
      joined(',', "['cat', 'dog']", '3 of 3 classes'),
    ],
    ['braces', ['{cat,dog}', 'dog', 'cat'], joined(',', '{cat,dog}', '1 of 3 classes')],
    ['numbers', ['1|2', '2|3', '3|1'], joined('|', '1|2', '3 of 3 classes')],
    ['numbers in quotes', ['1;2', '2', '1'], joined(';', '1;2', '1 of 3 classes')],
  ])('are found by %s', (_, labels, found) => {
    expect(findings(...labels)).toEqual(found);
  });

  it.each<[string, string[]]>([
    ['names', ['Doe, John', 'Doe, Jane', 'Roe, Jane', 'Poe, Jim']],
    ['places', ['Paris, France', 'Lyon, France', 'Rome, Italy', 'Milan, Italy']],
    ['two qualities', ['red, large', 'red, small', 'blue, large', 'blue, small']],
    ['paths', ['train/cat', 'train/dog', 'val/cat', 'val/dog']],
    ['a hierarchy', ['animal', 'animal|cat', 'animal|dog', 'animal|owl', 'plant|fern']],
    ['dates', ['1/2/2020', '2/1/2020', '2/3/2020', '3/2/2020']],
    ['decimal commas', ['1,2', '2,1', '2,3', '3,2', '1', '2', '3']],
    ['words', ['New York', 'York', 'New', 'Old York', 'Old']],
    ['grades', ['A', 'A+', 'B', 'B+']],
    ['languages', ['C', 'C++', 'C#']],
    ['a separator alone', ['|', 'cat', ';']],
    ['a repeated part', ['cat|cat', 'cat']],
    ['one list', ['cat|dog', 'owl']],
  ])('are not %s', (_, labels) => {
    expect(findings(...labels)).toEqual([]);
  });

  it('are found among very many labels', () => {
    const many = rows(50_000, (i) => `${i % 499}|${(3 * i + 1) % 503}|${(7 * i + 2) % 509}`);
    expect(labelFindings(encoded(many))[0]).toMatch(/^label looks like several labels in one, joined by "\|"/);
  });
});

describe('words for no label', () => {
  it.each(['None', 'none', 'nil', 'undefined', ' None', 'unknown', 'Unlabelled', 'not specified'])(
    'are found where %j is a class',
    (word) => {
      expect(findings('cat', word, word, 'dog')).toEqual([
        `label: "${word}" (2 rows) is a class: if it means that there is no label, leave it empty in the file, ` +
          'or name the others by --classes',
      ]);
    },
  );

  it('are not where they are the only class', () => {
    expect(findings('None', 'None', 'NA')).toEqual([]);
    expect(findings('cat', 'dog', 'nonesuch')).toEqual([]);
  });
});

describe('ids', () => {
  const said = (count: number) =>
    `label has a different label in each of ${count} rows: are they ids? name a column whose values repeat`;

  it('are found where each row has a label of its own', () => {
    expect(labelFindings(encoded(rows(300, (i) => `img_${i}.jpg`)))).toEqual([said(300)]);
    expect(labelFindings(encoded(rows(300, String)))).toEqual([said(300)]);
    expect(labelFindings(encoded([...rows(20, (i) => `img_${i}.jpg`), '', 'NA']))).toEqual([said(20)]);
  });

  it('are not where labels repeat, or are few', () => {
    expect(labelFindings(encoded(rows(300, (i) => `img_${i % 299}.jpg`)))).toEqual([]);
    expect(labelFindings(encoded(rows(19, (i) => `img_${i}.jpg`)))).toEqual([]);
  });

  it('are not said of a column that is continuous', () => {
    const floats = encoded(rows(300, (i) => String(Math.sqrt(i))));
    const labels = Array.from(floats.codes, (code) => floats.classes[code]);
    const found = lintWeights(new Float64Array(300).fill(1), { labels });
    expect(found.map(({ code }) => code)).toContain('continuous');
    expect(labelFindings(floats, found)).toEqual([]);
  });
});

describe('advice about similar labels', () => {
  const advice = (...labels: string[]) => {
    const found = lintWeights(new Float64Array(labels.length).fill(1), { labels });
    const similar = found.find(({ code }) => code === 'similar-labels');
    return similarLabelsAdvice(similar as Extract<Finding, { code: 'similar-labels' }>);
  };

  it.each<[string[], string]>([
    [['Cat', 'cat'], ' in the file, or add --ignore-case'],
    [[' cat', 'cat'], ' in the file, or add --trim'],
    [[' cat', 'Cat'], ' in the file, or add --trim --ignore-case'],
    [['\u00e9', 'e\u0301'], ' in the file, or add --trim'],
    [['\u00e9', 'E\u0301'], ' in the file, or add --ignore-case'],
    [['1', '1.0'], ' in the file'],
    [['a b', 'a  b'], ' in the file'],
    [['ab', 'a\u200bb'], ' in the file'],
    [['1', '1.0', 'a', 'A'], ' in the file, or add --ignore-case, which leaves numbers as they are'],
    [
      ['1', '01', 'a', ' a', 'b c', 'b  c', 'd', 'd\u200b'],
      ' in the file, or add --trim, which leaves numbers and white space inside and characters that are not seen as ' +
        'they are',
    ],
  ])('on %j is: %s', (labels, expected) => {
    expect(advice(...labels)).toBe(expected);
  });

  it('makes one class of what it says', () => {
    const cats = ['Cat', 'cat', 'CAT', ' cat'];
    expect(advice(...cats)).toBe(' in the file, or add --trim --ignore-case');
    const { classes, codes } = encoded(cats, { trim: true, ignoreCase: true });
    expect([classes, [...codes]]).toEqual([['Cat'], [0, 0, 0, 0]]);
  });
});

describe('rows that are left out', () => {
  it('are counted by their spellings, with all white space as one', () => {
    const missing = new Map([
      ['', 8],
      ['N/A', 4],
      [' ', 1],
      ['\t ', 1],
    ]);
    expect(leftOutText(missing, 'label')).toBe('14 without a label left out (empty 8, "N/A" 4 and white space 2)');
    expect(leftOutText(new Map(), 'label')).toBeUndefined();
  });
});
