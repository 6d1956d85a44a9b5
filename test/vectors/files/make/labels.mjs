// Labels: missing ones, spellings of the same one, several in one row, and columns that hold none.
import { utf8 } from './bytes.mjs';
import { LABEL, one } from './one-file.mjs';

/** A column of labels, each in quotes so that it stays as it is. */
const column = (labels) => `label\n${labels.map((label) => `"${label}"\n`).join('')}`;
const NEAR = '4 labels may be 1 class.*--trim --ignore-case';

export const labels = [
  {
    file: 'missing.csv',
    about: 'Labels that are missing, in four spellings.',
    bytes: utf8('id,label\n1,cat\n2,""\n3,NA\n4,nan\n5,cat\n6,?\n'),
    tries: [
      { options: LABEL, read: { missing: 4 }, classes: [['cat', 2]] },
      {
        about: 'Said to be left out, as by default.',
        options: { ...LABEL, missing: 'drop' },
        read: { missing: 4 },
        classes: [['cat', 2]],
      },
      { about: 'The first line without a label.', options: { ...LABEL, missing: 'error' }, error: 'line 3' },
    ],
  },
  one(
    'missing-all-spellings.csv',
    'Every spelling of a missing label: empty, NA, nan, null, ?, -.',
    [
      'id,label',
      '1,cat',
      '2,',
      '3,NA',
      '4,nan',
      '5,null',
      '6,?',
      '7,-',
      '8,NaN',
      '9,NULL',
      '10,dog',
      '11,"NA"',
      '12,cat',
      '',
    ].join('\n'),
    { read: { missing: 9 } },
  ),
  one(
    'missing-database.tsv',
    'Databases export \\N for what is missing.',
    'id\tlabel\n1\tcat\n2\t\\N\n3\tdog\n4\tcat\n',
    {
      read: { missing: 1 },
    },
  ),
  one(
    'missing-not.csv',
    'Labels that only contain such a spelling are labels.',
    column(['NAN2', 'n/a?', 'null and void', '--', '??', 'nana']),
    {
      classes: ['NAN2', 'n/a?', 'null and void', '--', '??', 'nana'].map((label) => [label, 1]),
    },
  ),
  one('missing-spaces.csv', 'A label of spaces alone is missing.', 'id,label\n1,cat\n2,  \n3,dog\n4,cat\n', {
    read: { missing: 1 },
  }),
  one('missing-all.csv', 'No row has a label.', 'id,label\n1,\n2,NA\n3,?\n', { error: 'label has no labels' }),
  {
    file: 'country-na.csv',
    about: 'NA is Namibia here: it counts as missing, and it is said.',
    bytes: utf8('id,country\n1,NA\n2,DE\n3,NA\n4,FR\n5,DE\n'),
    tries: [
      {
        options: { column: 'country' },
        read: { missing: 2 },
        classes: [
          ['DE', 2],
          ['FR', 1],
        ],
      },
      {
        about: 'NA is Namibia, as --missing keep says.',
        options: { column: 'country', missing: 'keep' },
        classes: [
          ['NA', 2],
          ['DE', 2],
          ['FR', 1],
        ],
      },
    ],
  },
  {
    file: 'near-duplicates.csv',
    about: 'One word in four spellings: four classes, and a finding.',
    bytes: utf8('id,label\n1,Cat\n2,cat\n3,CAT\n4," cat"\n'),
    tries: [
      {
        options: LABEL,
        classes: [
          ['Cat', 1],
          ['cat', 1],
          ['CAT', 1],
          [' cat', 1],
        ],
        warnings: [NEAR],
      },
      {
        about: 'One class, named as it was written first.',
        options: { ...LABEL, trim: true, ignoreCase: true },
        classes: [['Cat', 4]],
      },
      {
        about: 'White space is still there.',
        options: { ...LABEL, ignoreCase: true },
        classes: [
          ['Cat', 3],
          [' cat', 1],
        ],
        warnings: ['--trim'],
      },
      {
        about: 'Case is still there.',
        options: { ...LABEL, trim: true },
        classes: [
          ['Cat', 1],
          ['cat', 2],
          ['CAT', 1],
        ],
        warnings: ['--ignore-case'],
      },
    ],
  },
  {
    file: 'near-spaces.csv',
    about: 'White space of several kinds around a label: a space, a tab, a no-break space.',
    bytes: utf8(column(['cat', 'cat ', '\tcat', 'cat\u00a0', 'dog'])),
    tries: [
      {
        options: LABEL,
        classes: ['cat', 'cat ', '\tcat', 'cat\u00a0', 'dog'].map((label) => [label, 1]),
        warnings: ['--trim'],
      },
      {
        about: '--trim takes all of them.',
        options: { ...LABEL, trim: true },
        classes: [
          ['cat', 4],
          ['dog', 1],
        ],
      },
    ],
  },
  {
    file: 'near-unicode.csv',
    about: 'An accent in one character, and in two: two classes that look the same, and a finding.',
    bytes: utf8('label\ncafé\ncafe\u0301\ncafé\ntea\n'),
    tries: [
      {
        options: LABEL,
        classes: [
          ['café', 2],
          ['cafe\u0301', 1],
          ['tea', 1],
        ],
        warnings: ['accents.*--trim'],
      },
      {
        about: '--trim composes accents, too.',
        options: { ...LABEL, trim: true },
        classes: [
          ['café', 3],
          ['tea', 1],
        ],
      },
    ],
  },
  one(
    'near-numbers.csv',
    '1 and 1.0 are two spellings of one number: two classes, and a finding.',
    'label\n1\n0\n1.0\n1\n0\n',
    {
      classes: [
        ['1', 2],
        ['0', 2],
        ['1.0', 1],
      ],
      warnings: ['1\\.0'],
    },
  ),
  one(
    'spaces-throughout.csv',
    'A space before each label: classes keep it, unless --trim is given.',
    'id,label\n1, cat\n2, dog\n3, cat\n',
    {
      classes: [
        [' cat', 2],
        [' dog', 1],
      ],
    },
  ),
  one(
    'several-labels.csv',
    'Several labels in one field, joined by a bar: a finding, since each mix is a class of its own.',
    'id,label\n1,cat|dog\n2,cat\n3,dog\n4,cat|dog|bird\n5,bird\n',
    {
      classes: [
        ['cat|dog', 1],
        ['cat', 1],
        ['dog', 1],
        ['cat|dog|bird', 1],
        ['bird', 1],
      ],
      warnings: ['several labels'],
    },
  ),
  one(
    'ids.csv',
    'A column in which nearly every value is another: ids, not labels.',
    `id,label\n${range(20, (i) => `${i},x${i * 7919}\n`)}`,
    {
      classes: Array.from({ length: 20 }, (_, i) => [`x${i * 7919}`, 1]),
      warnings: ['different label in each.*ids'],
    },
  ),
  one(
    'continuous.csv',
    'A column of measurements: not labels.',
    `id,label\n${range(40, (i) => `${i},${(i * 0.37 + 0.11).toFixed(2)}\n`)}`,
    {
      classes: Array.from({ length: 40 }, (_, i) => [(i * 0.37 + 0.11).toFixed(2), 1]),
      warnings: ['40 different numbers in 40 rows'],
    },
  ),
  one(
    'class-names.csv',
    'Labels that objects of JavaScript have as keys, or that look like numbers.',
    column(['__proto__', 'constructor', '10', '9', '__proto__', '']),
    {
      read: { missing: 1 },
      classes: [
        ['__proto__', 2],
        ['constructor', 1],
        ['10', 1],
        ['9', 1],
      ],
    },
  ),
];

function range(length, line) {
  return Array.from({ length }, (_, i) => line(i)).join('');
}
