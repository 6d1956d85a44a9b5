// Weights of a file, in every notation that people write numbers in.
import { describe, expect, it } from 'vitest';
import { WeightColumn } from '../../src/files/weight-column.js';
import { read } from '../support/weight-cells.js';

const notations: [cells: string[], weights: number[], notation: string][] = [
  [['12', '1e-3', '.5', '+1', '5.', ' 7 ', '0', '2E2'], [12, 0.001, 0.5, 1, 5, 7, 0, 200], 'numbers'],
  [['1/381', '3/4', '1', '0'], [1 / 381, 0.75, 1, 0], 'fractions'],
  [['1 / 381', '2\u2044 4', '1.5/2', '3/.5'], [1 / 381, 0.5, 0.75, 6], 'fractions'],
  [['1/1,024', '1/12,345,678'], [1 / 1024, 1 / 12345678], 'fractions with commas between thousands'],
  [['1', '7', '1/5'], [1, 7, 0.2], 'fractions'],
  [['1e3', '1/2e-3'], [1000, 500], 'fractions'],
  [['2.00%', '0.35 %', '100%', '0', '1e1%', '7\u00a0%'], [0.02, 0.0035, 1, 0, 0.1, 0.07], 'percentages'],
  [['0', '29%', '0.07%'], [0, 0.29, 0.0007], 'percentages'],
  [['2,5%', '0,125 %', '1,234%'], [0.025, 0.00125, 0.01234], 'percentages with decimal commas'],
  [['5‰', '0.5 ‰'], [0.005, 0.0005], 'per mille'],
  [['39,538,223', '1,234', '7'], [39538223, 1234, 7], 'numbers with commas between thousands'],
  [['1,234', '0.5', '1,234.5'], [1234, 0.5, 1234.5], 'numbers with commas between thousands'],
  [['12,34,567', '1,234'], [1234567, 1234], 'numbers with commas between thousands'],
  [['1.234.567', '1.234', '7'], [1234567, 1234, 7], 'numbers with decimal commas and points between thousands'],
  [['1.234', '2.345.678,5'], [1234, 2345678.5], 'numbers with decimal commas and points between thousands'],
  [['1 234', '12\u00a0345', '1\u202f234\u202f567'], [1234, 12345, 1234567], 'numbers with spaces between thousands'],
  [['1 234', '1,234'], [1234, 1.234], 'numbers with decimal commas and spaces between thousands'],
  [['1,234', '1 234'], [1.234, 1234], 'numbers with decimal commas and spaces between thousands'],
  [['1 234', '1.234'], [1234, 1.234], 'numbers with spaces between thousands'],
  [["1'234", '1’234.5'], [1234, 1234.5], 'numbers with apostrophes between thousands'],
  [['0,5', '1,5', '1,234', '3', '2,5e3', ',5'], [0.5, 1.5, 1.234, 3, 2500, 0.5], 'numbers with decimal commas'],
  [['1,234', '0,125'], [1.234, 0.125], 'numbers with decimal commas'],
  [['1,234', '1234,5'], [1.234, 1234.5], 'numbers with decimal commas'],
  [['1.234', '2.345'], [1.234, 2.345], 'numbers'],
  [['1.234', '1.5'], [1.234, 1.5], 'numbers'],
  [['1.234', '0.234'], [1.234, 0.234], 'numbers'],
  [['1.234', '0,5'], [1234, 0.5], 'numbers with decimal commas and points between thousands'],
  [['$5.00', '$1,234.50', '$ 0.5', '0'], [5, 1234.5, 0.5, 0], 'amounts in $ with commas between thousands'],
  [
    ['5 €', '1,50 €', '2€', '1.234,50 €'],
    [5, 1.5, 2, 1234.5],
    'amounts in € with decimal commas and points between thousands',
  ],
  [['US$5', 'US$ 1.25'], [5, 1.25], 'amounts in US$'],
  [['EUR 5', '2.50 EUR'], [5, 2.5], 'amounts in EUR'],
  [['-0', '0.0', '1'], [-0, 0, 1], 'numbers'],
];

describe('weights', () => {
  it.each(notations)('%j are %j: %s', (cells, weights, notation) => {
    expect(read(cells)).toEqual({ weights, missing: [], notation });
  });

  it('of the first file that failed are half and one and a half', () => {
    expect(read(['0,5', '1,5']).weights).toEqual([0.5, 1.5]);
  });

  it('that are numbers need no text', () => {
    const options = { file: 'a.parquet', column: 'w', missing: 'drop', where: () => 'row 3' } as const;
    const column = new WeightColumn(options);
    for (const value of [1, 0.5, Number.NaN, 0]) column.addNumber(value);
    const { weights, missing } = column.finish();
    expect([...weights]).toEqual([1, 0.5, Number.NaN, 0]);
    expect([...missing]).toEqual([['NaN', 1]]);
    for (const value of [-1, Infinity, -Infinity]) {
      expect(() => column.addNumber(value)).toThrow(
        `a.parquet: row 3: w must be a finite number of at least 0, got "${value}"`,
      );
    }
    expect(() => new WeightColumn({ ...options, missing: 'error' }).addNumber(Number.NaN)).toThrow('only "NaN"');
  });

  it('follow --decimal where their cells do not tell', () => {
    expect(read(['1,234', '5'], { decimal: '.' }).weights).toEqual([1234, 5]);
    expect(read(['1,234', '5'], { decimal: ',' }).weights).toEqual([1.234, 5]);
    expect(read(['1.234', '5'], { decimal: ',' }).weights).toEqual([1234, 5]);
    expect(read(['1.234', '5'], { decimal: '.' }).weights).toEqual([1.234, 5]);
    expect(read(['$1,234'], { decimal: '.' }).weights).toEqual([1234]);
    expect(read(['1/1.024'], { decimal: ',' }).weights).toEqual([1 / 1024]);
  });

  it('that are missing are NaN, counted by spelling; None cannot be a class here', () => {
    expect(read(['', '3', 'NA', '-', 'None', '', '1,5'])).toEqual({
      weights: [Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1.5],
      missing: [
        ['', 2],
        ['NA', 1],
        ['-', 1],
        ['None', 1],
      ],
      notation: 'numbers with decimal commas',
    });
    expect(read(['', '2%', '']).weights).toEqual([Number.NaN, 0.02, Number.NaN]);
    expect(read([])).toEqual({ weights: [], missing: [], notation: 'numbers' });
  });
});
