// A column for each class.
import { utf8 } from './bytes.mjs';

const one = (file, about, text, understood) => ({ file, about, bytes: utf8(text), tries: [understood] });

export const oneHot = [
  {
    file: 'one-hot.csv',
    about: 'A column a class, which holds a 1: the columns are named.',
    bytes: utf8('id,A,B,C\n1,1,0,0\n2,0,1,0\n3,1,0,0\n4,0,0,1\n'),
    tries: [
      {
        options: { oneHot: 'A,B,C' },
        classes: [
          ['A', 2],
          ['B', 1],
          ['C', 1],
        ],
      },
      {
        about: 'The columns, as a range.',
        options: { oneHot: 'A:C' },
        classes: [
          ['A', 2],
          ['B', 1],
          ['C', 1],
        ],
      },
      {
        about: 'Without the third column, row 4 has no class.',
        options: { oneHot: 'A,B' },
        read: { missing: 1 },
        classes: [
          ['A', 2],
          ['B', 1],
        ],
      },
      { about: 'A column that is not there.', options: { oneHot: 'A,D' }, error: 'no column "D"' },
    ],
  },
  one(
    'one-hot-decimals.csv',
    'Ones and zeros with decimals, as pandas writes them; MEL:UNK of a skin data set has this form.',
    'image,MEL,NV,UNK\na,1.0,0.0,0.0\nb,0.0,1.0,0.0\nc,0.0,1.0,0.0\n',
    {
      options: { oneHot: 'MEL:UNK' },
      classes: [
        ['MEL', 1],
        ['NV', 2],
      ],
    },
  ),
  one('one-hot-none.csv', 'A row without a 1 has no label.', 'id,A,B\n1,1,0\n2,0,0\n3,0,1\n4,1,0\n', {
    options: { oneHot: 'A,B' },
    read: { missing: 1 },
    classes: [
      ['A', 2],
      ['B', 1],
    ],
  }),
  {
    file: 'one-hot-two.csv',
    about: 'A row with two 1s has two labels. The page, which takes one label a row, names the line.',
    bytes: utf8('id,A,B\n1,1,0\n2,1,1\n3,0,1\n'),
    tries: [
      {
        options: { oneHot: 'A,B' },
        labels: [
          ['A', 2],
          ['B', 2],
        ],
        pageError: 'line 3 .*"A".*"B"',
      },
    ],
  },
  one(
    'one-hot-other.csv',
    'A value that is neither 0 nor 1: the line and the column.',
    'id,A,B\n1,1,0\n2,0.7,0\n3,0,1\n',
    {
      options: { oneHot: 'A,B' },
      error: 'line 3: A .*"0\\.7"',
    },
  ),
];
