// Weights of a file that are refused: no weights, or written in two ways. The error names the lines.
import { describe, expect, it } from 'vitest';
import type { WeightOptions } from '../../src/files/weight-column.js';
import { refusal } from '../support/weight-cells.js';

const TWO = 'write all in one';
const refused: [cells: string[], message: string, options?: Partial<WeightOptions>][] = [
  [
    ['1/381', '2.00%'],
    'rate has two notations: line 2 has the fraction "1/381" (0.0026246719160104987), line 3 has the percentage ' +
      `"2.00%" (0.02): ${TWO}`,
  ],
  [
    ['3%', '5'],
    'rate has two notations: line 2 has the percentage "3%" (0.03), line 3 has the plain number "5" (5, or 0.05 as a ' +
      `percentage): ${TWO}`,
  ],
  [
    ['0', '5', '7', '3%'],
    'rate has two notations: line 3 has the plain number "5" (5, or 0.05 as a percentage), line 5 has the percentage ' +
      `"3%" (0.03): ${TWO}`,
  ],
  [
    ['1', '2', '0.5', '1/3'],
    `line 4 has the plain number "0.5" (0.5), line 5 has the fraction "1/3" (0.3333333333333333): ${TWO}`,
  ],
  [
    ['1/3', '0.5'],
    `line 2 has the fraction "1/3" (0.3333333333333333), line 3 has the plain number "0.5" (0.5): ${TWO}`,
  ],
  [['1/3', '0,5'], 'line 3 has the plain number "0,5" (0.5)'],
  [
    ['0,5', '2%'],
    'line 2 has the plain number "0,5" (0.5, or 0.005 as a percentage), line 3 has the percentage "2%" (0.02)',
  ],
  [['0,5', '2%'], 'line 2 has the plain number "0,5" (0.5, or 0.005 as a percentage), line 3', { decimal: ',' }],
  [['0,5', '1/3'], 'line 2 has the plain number "0,5" (0.5), line 3', { decimal: ',' }],
  [['2%', '5‰'], 'line 2 has the percentage "2%" (0.02), line 3 has the per mille "5‰" (0.005)'],
  [['$5.00', '5'], 'line 2 has the amount "$5.00" (5), line 3 has the plain number "5" (5)'],
  [['5', '$5.00'], 'line 2 has the plain number "5" (5), line 3 has the amount "$5.00" (5)'],
  [['$5', '€5'], 'line 2 has the amount "$5" (5), line 3 has the amount "€5" (5)'],
  [['$5', '5%'], 'line 2 has the amount "$5" (5), line 3 has the percentage "5%" (0.05)'],
  [
    ['0.5', '0,5'],
    'rate is written in two ways: line 2 has "0.5" (0.5), with a decimal point, line 3 has "0,5" (0.5), with a ' +
      `decimal comma: ${TWO}`,
  ],
  [
    ['2.5%', '2,5%'],
    'line 2 has "2.5%" (0.025), with a decimal point, line 3 has "2,5%" (0.025), with a decimal comma',
  ],
  [['1.5', '1.234.567'], 'line 3 has "1.234.567" (1234567), with points between thousands'],
  [['1,234,567', '0,5'], 'line 2 has "1,234,567" (1234567), with commas between thousands, line 3 has "0,5" (0.5)'],
  [['1.234,5', '1,234.5'], '(1234.5), with a decimal comma and points between thousands, line 3'],
  [
    ["1'234", '1 234'],
    `line 2 has "1'234" (1234), with apostrophes between thousands, line 3 has "1 234" (1234), with spaces`,
  ],
  [['1,234', '1 234', '0.5'], 'with spaces between thousands, line'],
  [
    ['5', '1,234', '7'],
    'loot.csv: rate can be read in two ways: line 3 has "1,234", 1234 with a decimal point or 1.234 with a decimal ' +
      'comma: add --decimal . or --decimal ,',
  ],
  [['1.234', '1,234'], 'line 3 has "1,234", 1234 with a decimal point or 1.234 with a decimal comma'],
  [['1.234', '1,234', '1 234'], 'line 3 has "1,234", 1234 with'],
  [['$1,234'], 'line 2 has "$1,234", 1234 with a decimal point or 1.234 with a decimal comma'],
  [['1.234 €'], 'line 2 has "1.234 €", 1.234 with a decimal point or 1234 with a decimal comma'],
  [['12,345%'], 'line 2 has "12,345%", 123.45 with a decimal point or 0.12345 with a decimal comma'],
  [['1/1.024'], '0.9765625 with a decimal point or 0.0009765625 with a decimal comma'],
  [['1,5'], 'cannot be read with --decimal .: line 2 has "1,5" (1.5), with a decimal comma', { decimal: '.' }],
  [['1.5'], 'cannot be read with --decimal ,: line 2 has "1.5" (1.5), with a decimal point', { decimal: ',' }],
  [
    ['3', 'NA'],
    'loot.csv: line 3: rate has no weight, only "NA": correct it, or leave such rows out by --missing drop',
    { missing: 'error' },
  ],
  [
    [''],
    'loot.csv: line 2: rate has no weight, only "", and --missing keep is for labels: correct it',
    { missing: 'keep' },
  ],
  [['', 'NA', ''], 'loot.csv: rate has no weights: 3 rows are missing: "" (2), "NA" (1); name another column'],
];

/** No finite numbers of at least 0. */
const invalid = [
  ...[
    '-5',
    '-0.5',
    '-5%',
    '-$5',
    '$-5',
    '\u22125',
    '-1/3',
    '1/-3',
    'inf',
    'Infinity',
    '-inf',
    '1e999',
    '1e999%',
    '1/0',
    '0/0',
  ],
  ...[
    'abc',
    '1/2/3',
    '1/3%',
    '$1/3',
    '5 kg',
    '5 XQZ',
    '$5 €',
    '$',
    '%',
    '/',
    '1/',
    '5%%',
    '1,23,4',
    '1,2345,678',
    '0x10',
  ],
  ...[
    '1_000',
    '1..2',
    '1e',
    'e5',
    '--5',
    '+-5',
    '12 34',
    "1'23",
    '1.234,567.8',
    '01,234,567',
    '1,234,56',
    '5 5',
    '9e999/1',
  ],
  ...[`${'1,'.repeat(2000)}5`, `1/${'9'.repeat(2000)}`],
];

describe('weights are refused', () => {
  it.each(refused)('%j: %s', (cells, message, options) => {
    expect(refusal(cells, options)).toContain(message);
    expect(refusal(cells, options)).toMatch(/^loot\.csv: .*rate /);
  });

  it.each(invalid)('where one is %j', (text) => {
    const expected = 'loot.csv: line 3: rate must be a finite number of at least 0, got';
    expect(refusal(['1', text])).toContain(expected);
    expect(refusal(['1', text]).length).toBeLessThan(600);
  });
});
