// Weights: one notation throughout a column, or an error.
import { utf8 } from './bytes.mjs';

const WEIGHT = { weights: 'weight' };
/** A file of names and weights; the weights are quoted where they have a comma. */
function column(file, about, texts, understood, name = 'weight') {
  const quoted = (text) => (text.includes(',') ? `"${text}"` : text);
  const lines = texts.map((text, i) => `item ${i},${quoted(text)}\n`);
  return { file, about, bytes: utf8(`name,${name}\n${lines.join('')}`), tries: [{ options: WEIGHT, ...understood }] };
}
const one = (file, about, text, understood) => ({
  file,
  about,
  bytes: utf8(text),
  tries: [{ options: WEIGHT, ...understood }],
});

export const weights = [
  column('weights.csv', 'Numbers, whole and with decimals.', ['12', '0.5', '0', '3'], { weights: [12, 0.5, 0, 3] }),
  column('weights-signs.csv', 'Other ways to write plain numbers.', ['1e-3', '2.5E+2', '.5', '5.', '+4', '007'], {
    weights: [0.001, 250, 0.5, 5, 4, 7],
  }),
  column('weights-padded.csv', 'Spaces around numbers.', [' 1', '2 ', ' 0.5 '], { weights: [1, 2, 0.5] }),
  column('weights-small.csv', 'The smallest and largest numbers.', ['5e-324', '1.7976931348623157e308', '0.1'], {
    weights: [5e-324, 1.7976931348623157e308, 0.1],
  }),
  {
    file: 'fractions.csv',
    about: 'Fractions, as drop tables have them: each the nearest number.',
    bytes: utf8('item,rate\ngem,1/381\ncoin,3/128\nsword,1/5000\n'),
    tries: [{ options: { weights: 'rate' }, weights: [1 / 381, 3 / 128, 1 / 5000] }],
  },
  {
    file: 'percent.csv',
    about: 'Percent: 0.7% is the number nearest to 0.007, which dividing 0.7 by 100 does not give.',
    bytes: utf8('item,rate\ncoin,2.00%\ngem,0.7%\nrock,97.3 %\n'),
    tries: [{ options: { weights: 'rate' }, weights: [0.02, 0.007, 0.973] }],
  },
  column('thousands.csv', 'Thousands in groups of three.', ['39,538,223', '1,234,567', '29,145,505'], {
    weights: [39538223, 1234567, 29145505],
  }),
  column('thousands-decimals.csv', 'Thousands, and decimals behind a point.', ['1,234.50', '12.25', '1,000,000.00'], {
    weights: [1234.5, 12.25, 1000000],
  }),
  {
    file: 'decimal-comma.csv',
    about: 'Decimal commas between semicolons.',
    bytes: utf8('item;weight\nsword;0,5\nbow;1,5\n'),
    tries: [{ options: WEIGHT, read: { delimiter: ';' }, weights: [0.5, 1.5] }],
  },
  one(
    'decimal-comma-thousands.csv',
    'Decimal commas, and points between thousands.',
    'item;weight\na;1.234,50\nb;12,25\nc;1.000.000,00\n',
    {
      weights: [1234.5, 12.25, 1000000],
    },
  ),
  {
    file: 'comma-ambiguous.csv',
    about: 'One comma before three digits: thousands or decimals. Both readings, and the option.',
    bytes: utf8('item;weight\na;1,234\nb;2,500\n'),
    tries: [
      { options: WEIGHT, error: 'line 2 has "1,234".*--decimal \\. or --decimal ,' },
      { about: 'Decimals, as --decimal says.', options: { ...WEIGHT, decimal: ',' }, weights: [1.234, 2.5] },
      { about: 'Thousands, as --decimal says.', options: { ...WEIGHT, decimal: '.' }, weights: [1234, 2500] },
    ],
  },
  column(
    'comma-settled.csv',
    'One comma before three digits, and a value that has two: thousands throughout.',
    ['1,234', '2,500', '1,234,567'],
    {
      weights: [1234, 2500, 1234567],
    },
  ),
  one(
    'comma-settled-decimals.csv',
    'One comma before three digits, and a value with one before two: decimals throughout.',
    'item;weight\na;1,234\nb;2,50\n',
    {
      weights: [1.234, 2.5],
    },
  ),
  column('currency.csv', 'Dollars.', ['$5.00', '$1,234.50', '$0.99'], { weights: [5, 1234.5, 0.99] }),
  one(
    'currency-behind.csv',
    'Euros behind the number, with decimal commas.',
    'item;weight\na;5,00 €\nb;1.234,50 €\nc;0,99 €\n',
    {
      weights: [5, 1234.5, 0.99],
    },
  ),
  {
    file: 'two-notations.csv',
    about: 'A fraction and a percentage: both lines.',
    bytes: utf8('item,rate\ngem,1/381\ncoin,2.00%\n'),
    tries: [{ options: { weights: 'rate' }, error: 'line 2.*line 3' }],
  },
  column(
    'notations-percent-plain.csv',
    'Percent and plain numbers: 0.5 may be 0.5 % or 50 %.',
    ['2.00%', '0.5', '1%'],
    {
      error: 'line 2.*line 3',
    },
  ),
  column('notations-points.csv', 'A decimal point and a decimal comma.', ['0.5', '0,5'], {
    error: 'line 2.*line 3',
  }),
  column('notations-currencies.csv', 'Two currencies.', ['$5.00', '€5.00'], { error: 'line 2.*line 3' }),
  {
    file: 'weights-missing.csv',
    about: 'A weight that is missing: the row is left out, which is said.',
    bytes: utf8('item,weight\na,1\nb,\nc,NA\nd,2\n'),
    tries: [
      { options: WEIGHT, read: { missing: 2 }, weights: [1, 2] },
      { about: 'The first line without a weight.', options: { ...WEIGHT, missing: 'error' }, error: 'line 3' },
      { about: 'A missing weight cannot be kept.', options: { ...WEIGHT, missing: 'keep' }, error: '--missing keep' },
    ],
  },
  column('weights-nan.csv', 'NaN is a missing weight.', ['1', 'NaN', '2'], { read: { missing: 1 }, weights: [1, 2] }),
  column('weights-negative.csv', 'A negative weight: the line.', ['1', '2', '-0.5'], {
    error: 'line 4: weight .*"-0\\.5"',
  }),
  column('weights-infinite.csv', 'An infinite weight: the line.', ['1', 'Infinity', '2'], { error: 'line 3' }),
  column('weights-too-large.csv', 'A number beyond the largest: the line.', ['1', '1e999'], { error: 'line 3' }),
  column('weights-zero.csv', 'No row can be drawn.', ['0', '0.0', '0'], { error: 'must have a positive number' }),
  column('weights-words.csv', 'A word among numbers: the line and the word.', ['1', 'often', '2'], {
    error: 'line 3: weight .*"often"',
  }),
  column('weights-hex.csv', 'What programs take for a number, and people do not.', ['1', '0x10', '2'], {
    error: 'line 3',
  }),
  column('weights-over-zero.csv', 'A fraction of nothing.', ['1/2', '1/0'], { error: 'line 3' }),
  column(
    'weights-no-column.csv',
    'No column has the name: the error lists those that there are.',
    ['1', '2'],
    { error: 'no column "weight".*--weights chance' },
    'chance',
  ),
  {
    file: 'weights.jsonl',
    about: 'Weights of JSON Lines: numbers, a text, null.',
    bytes: utf8(
      '{"id":"a","weight":1.5}\n{"id":"b","weight":"2"}\n{"id":"c","weight":null}\n{"id":"d","weight":1e-3}\n',
    ),
    tries: [{ options: WEIGHT, read: { format: 'json-lines', missing: 1 }, weights: [1.5, 2, 0.001] }],
  },
  {
    file: 'weights-no-header.txt',
    about: 'Weights by the number of their column, aligned by spaces.',
    bytes: utf8(' sword  0.5\n bow    1.5\n axe   10\n'),
    tries: [
      {
        options: { weights: '2', header: false },
        read: { delimiter: 'spaces', header: false },
        weights: [0.5, 1.5, 10],
      },
    ],
  },
];
