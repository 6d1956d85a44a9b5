// Delimiters at the end of rows, rows of other lengths, and comments.
import { utf8 } from './bytes.mjs';

const TWO = [
  ['cat', 2],
  ['dog', 1],
];
const LABEL = { column: 'label' };
const HASH = { ...LABEL, comment: '#' };

const one = (file, about, text, understood) => ({ file, about, bytes: utf8(text), tries: [understood] });

export const trailing = [
  one(
    'trailing-rows.csv',
    'Every row ends in a delimiter, the header does not.',
    'id,label\n1,cat,\n2,dog,\n3,cat,\n',
    {
      options: LABEL,
      classes: TWO,
    },
  ),
  one(
    'trailing-all.csv',
    'Header and rows end in a delimiter: a column without a name.',
    'id,label,\n1,cat,\n2,dog,\n3,cat,\n',
    {
      options: LABEL,
      classes: TWO,
    },
  ),
  one(
    'trailing-two.csv',
    'Two columns without a name, as spreadsheets write them.',
    'id,label,,\n1,cat,,\n2,dog,,\n3,cat,,\n',
    {
      options: LABEL,
      classes: TWO,
    },
  ),
  one('trailing-tabs.tsv', 'Every row ends in a tab.', 'id\tlabel\n1\tcat\t\n2\tdog\t\n3\tcat\t\n', {
    options: LABEL,
    read: { delimiter: '\t' },
    classes: TWO,
  }),
  one(
    'trailing-some.csv',
    'Some rows end in a delimiter: what is behind it is empty, so that nothing is lost by leaving it out.',
    'id,label\n1,cat\n2,dog,\n3,cat\n',
    { options: LABEL, classes: TWO },
  ),
  one(
    'trailing-label.csv',
    'A row ends in a delimiter because its last field, the label, is empty.',
    'id,label\n1,cat\n2,\n3,cat\n',
    {
      options: LABEL,
      read: { missing: 1 },
      classes: [['cat', 2]],
    },
  ),
  one(
    'too-few.csv',
    'A row has a field too few: the line, and both numbers.',
    'id,label,part\n1,cat,a\n2,dog\n3,cat,b\n',
    {
      options: LABEL,
      error: 'line 3 has 2 fields, the header 3',
    },
  ),
  one(
    'too-many.csv',
    'A comma in a text that is not quoted: the line, and both numbers.',
    'label,text\ncat,black\ndog,brown, big\ncat,white\n',
    {
      options: LABEL,
      error: 'line 3 has 3 fields, the header 2',
    },
  ),
  one(
    'too-many-later.csv',
    'Rows are counted from the start of the file, with line breaks inside quotes.',
    'label,text\ncat,"a\nb"\n\ndog,brown, big\n',
    {
      options: LABEL,
      error: 'line 5 has 3 fields, the header 2',
    },
  ),
  one(
    'row-names.txt',
    'R writes the names of rows without a name for their column: each row has a field more than the header.',
    '"label" "size"\n"1" "cat" 2\n"2" "dog" 3\n"3" "cat" 4\n',
    { options: LABEL, read: { delimiter: 'spaces', rowNames: true }, classes: TWO },
  ),
  one(
    'row-names.csv',
    'A field more than the header in every row, between commas: rather a comma that is not quoted.',
    'label,text\ncat,black, small\ndog,brown, big\n',
    { options: LABEL, error: 'line 2 has 3 fields, the header 2' },
  ),
  {
    file: 'comment-first.csv',
    about: 'Comments above the header.',
    bytes: utf8('# exported\n# from a table\nid,label\n1,cat\n2,dog\n3,cat\n'),
    tries: [
      { options: HASH, read: { comment: '#' }, classes: TWO },
      { about: 'Comments without --comment: it is suggested.', options: LABEL, error: "--comment '#'" },
    ],
  },
  one(
    'comment-one-column.csv',
    'A comment above a single column: not a header.',
    '# all animals\nlabel\ncat\ndog\ncat\n',
    {
      options: LABEL,
      error: "--comment '#'",
    },
  ),
  one(
    'comment-middle.csv',
    'Comments between rows and behind the last one; one has a quote, one a delimiter.',
    ['id,label', '1,cat', '# don"t, count', '2,dog', '#', '3,cat', '# the end'].join('\n'),
    { options: HASH, read: { comment: '#' }, classes: TWO },
  ),
  one(
    'comment-in-quotes.csv',
    'A line inside quotes that begins with the sign is no comment; nor is one in a field.',
    'id,label\n1,"cat\n# black"\n2,dog #2\n3,"cat\n# black"\n# done\n',
    {
      options: HASH,
      splitQuote: '"',
      classes: [
        ['cat\n# black', 2],
        ['dog #2', 1],
      ],
    },
  ),
  one('comment-percent.txt', 'Another sign: percent.', '% made by hand\nid label\n1 cat\n2 dog\n3 cat\n', {
    options: { ...LABEL, comment: '%' },
    read: { comment: '%', delimiter: 'spaces' },
    classes: TWO,
  }),
  one(
    'hash-header.tsv',
    'The header itself begins with #, as in genetics: it is read, and a warning says how to leave it out.',
    '#id\tlabel\n1\tcat\n2\tdog\n3\tcat\n',
    {
      options: LABEL,
      read: { comment: '', header: true },
      classes: TWO,
      warnings: ["--comment '#'"],
    },
  ),
  one(
    'comment-empty.csv',
    'Empty lines and comments around the header.',
    '\n# one\n\n# two\nid,label\n\n1,cat\n2,dog\n3,cat\n\n',
    {
      options: HASH,
      classes: TWO,
    },
  ),
];
