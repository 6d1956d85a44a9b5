// Labels that may be spellings of one class, and labels that are ids: what lintWeights says of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, type Label, lintWeights } from '../../src/index.js';
import { rounds } from '../support/rounds.js';

type Similar = Extract<Finding, { code: 'similar-labels' }>;

const lint = (labels: readonly Label[]) => lintWeights(new Float64Array(labels.length).fill(1), { labels });
const similar = (...labels: Label[]) => lint(labels).find((each): each is Similar => each.code === 'similar-labels');
const rows = (count: number, label: (i: number) => Label) => Array.from({ length: count }, (_, i) => label(i));

describe('similar labels', () => {
  it('are found with their counts', () => {
    const labels = ['Cat', 'cat', 'dog', 'CAT', ' cat', 'cat', 'Dog', 'dog', 'cat', 'owl'];
    expect(similar(...labels)).toEqual({
      code: 'similar-labels',
      labels: 6,
      groups: [
        { labels: ['cat', 'Cat', 'CAT', ' cat'], counts: [3, 1, 1, 1] },
        { labels: ['dog', 'Dog'], counts: [2, 1] },
      ],
      differences: ['outer-space', 'case'],
      message:
        '6 labels may be 2 classes: "cat" (3 items), "Cat" (1), "CAT" (1) and " cat" (1); "dog" (2) and "Dog" (1); ' +
        'they differ only in white space or case: write each class in one way',
    });
  });

  it('are shown in part where they are many', () => {
    const many = rows(100, (i) => `${i % 10}`.padStart(1 + Math.floor(i / 10), '0'));
    const found = similar(...many) as Similar;
    expect(found).toMatchObject({ labels: 100, differences: ['number'] });
    expect(found.groups).toHaveLength(10);
    expect(found.message).toBe(
      '100 labels may be 10 classes: "0" (1 item), "00" (1), "000" (1), "0000" (1) and 6 more; "1" (1), "01" (1), ' +
        '"001" (1), "0001" (1) and 6 more; "2" (1), "02" (1), "002" (1), "0002" (1) and 6 more; 7 more; they differ ' +
        'only in how a number is written: write each class in one way',
    );
  });

  it.each<[string, Label[], Similar['differences'], string]>([
    ['case', ['cat', 'Cat'], ['case'], '"cat" (1 item) and "Cat" (1); they differ only in case:'],
    ['Greek case', ['ΟΔΟΣ', 'οδος'], ['case'], '"ΟΔΟΣ" (1 item) and "οδος" (1)'],
    ['space before', ['cat', ' cat'], ['outer-space'], 'only in white space:'],
    ['space behind', ['cat', 'cat\t'], ['outer-space'], '"cat\\t" (1)'],
    ['no-break space', ['cat', 'cat\u00a0'], ['outer-space'], '"cat\\u00a0" (1)'],
    ['no-break space inside', ['a b', 'a\u00a0b'], ['inner-space'], '"a\\u00a0b" (1); they differ only in white space'],
    ['two spaces', ['a b', 'a  b'], ['inner-space'], '"a  b" (1)'],
    ['spaces everywhere', ['a b', ' a  b'], ['outer-space', 'inner-space'], 'only in white space:'],
    ['accents', ['caf\u00e9', 'cafe\u0301'], ['composition'], '"cafe\\u0301" (1); they differ only in how accents are'],
    ['accents and case', ['É', 'e\u0301'], ['composition', 'case'], 'how accents are composed or case:'],
    [
      'zero-width space',
      ['cat', 'cat\u200b'],
      ['invisible'],
      '"cat\\u200b" (1); they differ only in characters that are',
    ],
    ['soft hyphen', ['co\u00adop', 'coop'], ['invisible'], '"co\\u00adop" (1 item)'],
    ['byte order mark', ['cat', '\ufeffcat'], ['outer-space'], '"\\ufeffcat" (1)'],
    ['emoji', ['\u2764', '\u2764\ufe0f'], ['invisible'], '\\ufe0f" (1)'],
    ['decimals', ['1', '1.0'], ['number'], '"1" (1 item) and "1.0" (1); they differ only in how a number is written:'],
    ['zeros before', ['1', '01'], ['number'], '"01"'],
    ['a plus', ['1', '+1'], ['number'], '"+1"'],
    ['minus zero', ['-0', '0'], ['number'], '"-0"'],
    ['negative numbers', ['-01.50', '-1.5'], ['number'], '"-1.5"'],
    ['no digit before a point', ['.5', '0.50'], ['number'], '"0.50"'],
    ['numbers with spaces', [' 1.0', '1'], ['outer-space', 'number'], 'white space or how a number is written:'],
    ['types', [1, '1', 1n], ['type'], '1 (1 item), "1" (1) and 1n (1); they differ only in type:'],
    ['booleans', [true, 'True'], ['case'], 'true (1 item) and "True" (1)'],
  ])('differ in %s', (_, labels, differences, message) => {
    const found = similar(...labels);
    expect(found).toMatchObject({ labels: labels.length, differences, groups: [{ labels }] });
    expect(found?.message).toContain(message);
    // other labels change nothing, and neither does their order
    expect(similar('x', ...labels, 'y')).toMatchObject({ differences, groups: [{ labels }] });
    expect(similar(...[...labels].reverse())?.labels).toBe(labels.length);
  });

  it.each<[Label[]]>([
    [['cat', 'dog']],
    [['cat', 'c at']],
    [['golden_retriever', 'golden retriever']],
    [['Maße', 'Masse']],
    [['e', 'é']],
    [['1', '10', '-1', '1.5', '0.15']],
    [['1e1', '10']],
    [['v1', 'v1.0', 'v01']],
    [['1.0.0', '1.0']],
    [[1, 2, 3]],
    [['', '0']],
  ])('are not %j', (labels) => {
    expect(similar(...labels)).toBeUndefined();
  });

  it('are not searched in a column of measured values', () => {
    const prices = rows(300, (i) => (3 + 1.37 * i).toFixed(2));
    expect(lint([...prices, '3.000', '3.0']).map(({ code }) => code)).toEqual(['continuous']);
  });

  it('are found in a list of classes, too', () => {
    const found = lintWeights([1, 2], { labels: ['a', 'A', 'A'] });
    expect(found.map(({ code }) => code)).toEqual(['similar-labels', 'class-weights', 'dominant-item']);
  });

  it('are exactly those that a plain reference has', () => {
    const text = fc.constantFrom('a', 'A', 'á', 'a\u0301', 'Á', ' ', '\u00a0', '\u200b', '0', '1', '.', '-', '+', 'ß');
    const label = fc.array(text, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const plain = (each: string) => {
      const bare = each.normalize().replaceAll('\u200b', '').trim().replaceAll(/\s+/g, ' ').toLowerCase();
      return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(bare) ? String(Number(bare) + 0) : bare;
    };
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 40 }), (labels) => {
        const keys = new Map<string, Set<string>>();
        for (const each of labels) keys.set(plain(each), (keys.get(plain(each)) ?? new Set()).add(each));
        const expected = [...keys.values()].filter(({ size }) => size > 1).map((each) => [...each].sort());
        const found = lint(labels).find((each): each is Similar => each.code === 'similar-labels');
        if (lint(labels).some(({ code }) => code === 'continuous')) return;
        expect((found?.groups ?? []).map((group) => [...group.labels].sort()).sort()).toEqual(expected.sort());
        for (const group of found?.groups ?? []) {
          expect(group.counts).toEqual(group.labels.map((of) => labels.filter((each) => each === of).length));
        }
      }),
      { numRuns: rounds(3000) },
    );
  });
});

describe('labels that are ids', () => {
  const codes = (labels: readonly Label[]) => lint(labels).map(({ code }) => code);

  it('are found where nearly all differ', () => {
    expect(lint([...rows(290, (i) => `img_${i}.jpg`), ...rows(10, (i) => `img_${i}.jpg`)])).toEqual([
      {
        code: 'unique-labels',
        classes: 290,
        rows: 300,
        message:
          'nearly each item is a class of its own: are the labels ids? (290 different labels of 300 items; give ' +
          'labels that items have in common)',
      },
    ]);
    expect(codes([...rows(18, (i) => `img ${i}`), 'img 0', 'img 1'])).toEqual(['unique-labels']);
    expect(codes([...rows(95, (i) => `0${i}`), ...rows(5, (i) => `0${i}`)])).toContain('unique-labels');
  });

  it('are found first where all differ, and may also be a list of classes', () => {
    expect(lint(rows(289, (i) => `img_${i}.jpg`))).toEqual([
      {
        code: 'unique-labels',
        classes: 289,
        rows: 289,
        message:
          'each item is a class of its own: are the labels ids? (289 different labels of 289 items; give labels that ' +
          'items have in common)',
      },
      {
        code: 'class-weights',
        weights: 289,
        classes: 289,
        message:
          'as many weights as classes (289): if the labels only list the classes, give one weight per item instead',
      },
    ]);
    expect(codes(rows(19, (i) => `img ${i}`))).toEqual(['class-weights']);
  });

  it('are not found among few items, or where many repeat', () => {
    expect(codes([...rows(17, (i) => `img ${i}`), 'img 0', 'img 1'])).toEqual([]);
    expect(codes(rows(300, (i) => `img ${i % 269}`))).toEqual([]);
    expect(codes(rows(300, (i) => `img ${i % 270}`))).toEqual(['unique-labels']);
  });
});
