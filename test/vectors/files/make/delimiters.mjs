// What is between fields: found from the name and the first rows, or given.
import { utf8 } from './bytes.mjs';

const TWO = [
  ['cat', 2],
  ['dog', 1],
];
const LABEL = { column: 'label' };

/** A file that is read as `delimiter`, without further options. */
function found(file, about, text, delimiter, classes = TWO) {
  const read = { format: 'text', delimiter, quote: '"', escape: '', comment: '', header: true, encoding: 'utf-8' };
  return { file, about, bytes: utf8(text), tries: [{ options: LABEL, read, classes }] };
}

export const delimiters = [
  found('comma.csv', 'The plain case: commas, a header, line feeds.', 'id,label\n1,cat\n2,dog\n3,cat\n', ','),
  found('tab.tsv', 'Tabs, by the name and by the rows.', 'id\tlabel\n1\tcat\n2\tdog\n3\tcat\n', '\t'),
  found('tab-in-csv.csv', 'Tabs in a file that is named .csv.', 'id\tlabel\n1\tcat\n2\tdog\n3\tcat\n', '\t'),
  found(
    'tab-with-commas.tsv',
    'Each row has one comma in a text; the delimiter is the tab.',
    'label\ttext, as sent\nham\tHi, Ann\nspam\tWin, now\nham\tWell, no\n',
    '\t',
    [
      ['ham', 2],
      ['spam', 1],
    ],
  ),
  found(
    'commas-in-tsv.tsv',
    'A file with the wrong name: every row has two commas and no tab, so that the comma is what delimits.',
    'id,label,part\n1,cat,a\n2,dog,a\n3,cat,b\n',
    ',',
  ),
  found(
    'semicolon.csv',
    'Semicolons, and commas as decimal signs in every row, as a German or French Excel writes them.',
    'id;label;length\n1;cat;0,5\n2;dog;1,5\n3;cat;2,5\n',
    ';',
  ),
  found(
    'semicolon-text.csv',
    'Semicolons; each text has one comma, but the header has none.',
    'label;text\ncat;black, small\ndog;brown, big\ncat;white, old\n',
    ';',
  ),
  found('pipe.txt', 'Vertical bars.', 'id|label\n1|cat\n2|dog\n3|cat\n', '|'),
  found(
    'pipe-quoted.csv',
    'Vertical bars, and quoted ones inside a text.',
    'id|label|text\n1|cat|"black|small"\n2|dog|"|"\n3|cat|white\n',
    '|',
  ),
  found(
    'aligned.txt',
    'Columns aligned by runs of spaces, with spaces before the first field of each row.',
    '  id  label  length\n   1  cat      0.50\n  10  dog      1.25\n 100  cat     12.00\n',
    'spaces',
  ),
  found(
    'aligned-trailing.txt',
    'Columns padded by spaces, those behind the last field, too: they make no field.',
    'id   label  \n1    cat    \n10   dog    \n100  cat    \n',
    'spaces',
  ),
  found(
    'spaces-and-tabs.txt',
    'Spaces in some places and tabs in others, as a file for awk has them.',
    'id label\tlength\n1\tcat\t0.5\n2 dog 1.5\n3  cat \t 2.5\n',
    'spaces',
  ),
  found(
    'spaces-quoted.txt',
    'Runs of spaces, and quoted names with a space in them, as R writes tables.',
    '"id" "label"\n1 "red fox"\n2 "wolf"\n3 "red fox"\n',
    'spaces',
    [
      ['red fox', 2],
      ['wolf', 1],
    ],
  ),
  {
    file: 'one-column.csv',
    about: 'One column: nothing delimits it.',
    bytes: utf8('label\ncat\ndog\ncat\n'),
    tries: [{ options: LABEL, read: { header: true }, classes: TWO }],
  },
  {
    file: 'one-column-words.csv',
    about: 'One column of one or more words: in a .csv file, a space alone delimits nothing.',
    bytes: utf8('label\nred fox\nwolf\nred fox\ngray wolf\n'),
    tries: [
      {
        options: LABEL,
        classes: [
          ['red fox', 2],
          ['wolf', 1],
          ['gray wolf', 1],
        ],
      },
    ],
  },
  {
    file: 'one-column-pairs.csv',
    about: 'One column of two words throughout, its name included: a .csv file is not cut at single spaces.',
    bytes: utf8('animal name\nred fox\ngray wolf\nred fox\n'),
    tries: [
      {
        options: { column: 'animal name' },
        classes: [
          ['red fox', 2],
          ['gray wolf', 1],
        ],
      },
    ],
  },
  {
    file: 'colon.txt',
    about: 'Colons, which are given: they are not looked for, since times and addresses have them.',
    bytes: utf8('id:label\n1:cat\n2:dog\n3:cat\n'),
    tries: [
      { options: { ...LABEL, delimiter: ':' }, read: { delimiter: ':' }, classes: TWO },
      {
        about: 'Colons without --delimiter: one column, and a line that says so.',
        options: LABEL,
        error: "--delimiter ':'",
      },
    ],
  },
  {
    file: 'given-comma.csv',
    about: 'Both signs are consistent; --delimiter decides.',
    bytes: utf8('a;b,label\n1;2,cat\n3;4,dog\n5;6,cat\n'),
    tries: [
      { options: { ...LABEL, delimiter: ',' }, read: { delimiter: ',' }, classes: TWO },
      {
        about: 'With semicolons, by --delimiter, the second column is "b,label".',
        options: { column: 'b,label', delimiter: ';' },
        read: { delimiter: ';' },
        classes: [
          ['2,cat', 1],
          ['4,dog', 1],
          ['6,cat', 1],
        ],
      },
    ],
  },
  {
    file: 'wrong-delimiter.csv',
    about: 'A delimiter that the file does not have: the error lists the one column, and names the option.',
    bytes: utf8('id,label\n1,cat\n2,dog\n'),
    tries: [{ options: { ...LABEL, delimiter: ';' }, error: 'no column "label".*--delimiter \',\'' }],
  },
  {
    file: 'tab-missing.tsv',
    about: 'Tabs with empty fields at the start, in the middle and at the end of rows.',
    bytes: utf8('id\tlabel\tnote\n\tcat\t\n2\t\tnone known\n3\tcat\t\n4\tdog\tx\n'),
    tries: [{ options: LABEL, read: { delimiter: '\t', missing: 1 }, classes: TWO }],
  },
];
