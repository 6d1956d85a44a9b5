// Names of columns, or none.
import { utf8, utf16le } from './bytes.mjs';
import { LABEL, one, TWO } from './one-file.mjs';

const NO_HEADER = '--no-header';

export const headers = [
  {
    file: 'no-header.data',
    about: 'No header: columns by number.',
    bytes: utf8('5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,virginica\n'),
    tries: [
      {
        options: { column: '3', header: false },
        read: { delimiter: ',', header: false },
        classes: [
          ['setosa', 2],
          ['virginica', 1],
        ],
      },
      {
        about: 'The first row is read as a header, but a number stands in a column of numbers: a warning.',
        options: { column: 'setosa' },
        read: { header: true },
        classes: [
          ['setosa', 1],
          ['virginica', 1],
        ],
        warnings: [NO_HEADER],
      },
      {
        about: 'A number for a column, where a header is expected: the option.',
        options: { column: '3' },
        error: NO_HEADER,
      },
      {
        about: 'A number beyond the last column.',
        options: { column: '4', header: false },
        error: '"4".*"1", "2", "3"',
      },
    ],
  },
  {
    file: 'no-header-repeats.csv',
    about: 'The first row has a text that its column repeats.',
    bytes: utf8('cat,a\ndog,b\ncat,c\ndog,d\n'),
    tries: [
      {
        options: { column: '1', header: false },
        read: { header: false },
        classes: [
          ['cat', 2],
          ['dog', 2],
        ],
      },
      {
        about: 'With cat as a name: a warning, since a row would be lost.',
        options: { column: 'cat' },
        classes: [
          ['dog', 2],
          ['cat', 1],
        ],
        warnings: [NO_HEADER],
      },
    ],
  },
  one(
    'no-header-numbers.txt',
    'Numbers alone, without a header, in aligned columns.',
    ' 1 0.5 1\n 2 1.5 2\n 3 2.5 1\n',
    {
      options: { column: '3', header: false },
      read: { delimiter: 'spaces', header: false },
      classes: [
        ['1', 2],
        ['2', 1],
      ],
    },
  ),
  one('no-header-comment.csv', 'Comments above rows that have no header.', '# id, label\n1,cat\n2,dog\n3,cat\n', {
    options: { column: '2', header: false, comment: '#' },
    read: { header: false, comment: '#' },
  }),
  one('no-header-one.csv', 'One column without a header.', 'cat\ndog\ncat\n', {
    options: { column: '1', header: false },
    read: { header: false },
  }),
  one(
    'no-header-trailing.csv',
    'Without a header, a delimiter at the end makes an empty column.',
    '1,cat,\n2,dog,\n3,cat,\n',
    {
      options: { column: '2', header: false },
      read: { header: false },
    },
  ),
  one('no-header-ragged.csv', 'Without a header, the first row says how many fields there are.', '1,cat\n2,dog,x\n', {
    options: { column: '2', header: false },
    error: 'line 2 has 3 fields.*2',
  }),
  one(
    'header-years.csv',
    'Names that are numbers, such as years, above columns of numbers: label is a name, not a label.',
    'label,2019,2020\ncat,4,5\ndog,6,7\ncat,8,9\n',
    {
      read: { header: true },
    },
  ),
  one('header-only.csv', 'A header and no row.', 'id,label\n', { error: 'has a header and no rows' }),
  one('header-only-no-end.csv', 'A header and no row, nor a line end.', 'id,label', {
    error: 'has a header and no rows',
  }),
  one(
    'header-duplicate.csv',
    'Two columns have the name: it cannot know which.',
    'id,label,label\n1,cat,a\n2,dog,b\n',
    {
      error: 'two columns "label"',
    },
  ),
  one(
    'header-duplicate-other.csv',
    'Two columns have the same name, but not the one that is read.',
    'x,label,x\n1,cat,a\n2,dog,b\n3,cat,c\n',
    {},
  ),
  one('header-padded.csv', 'A name in spaces: the error suggests it as it is.', 'id, label ,part\n1,cat,a\n2,dog,b\n', {
    error: "did you mean ' label '\\?",
  }),
  one('header-case.csv', 'A name in another case: the error suggests it.', 'Id,Label\n1,cat\n2,dog\n', {
    error: 'did you mean Label\\?',
  }),
  one('header-typing-error.csv', 'A name with a slip.', 'id,labels\n1,cat\n2,dog\n', {
    error: 'did you mean labels\\?',
  }),
  one(
    'header-guess.csv',
    'A name that is not there: the error prefers what looks like labels.',
    'id,width,species\n1,2.5,a\n2,3.5,b\n3,4.5,a\n4,5.5,b\n5,6.5,a\n',
    {
      options: { column: 'target' },
      error: '--column species',
    },
  ),
  one('header-index.csv', 'The first name is empty, as pandas writes an index.', ',label\n0,cat\n1,dog\n2,cat\n', {}),
  one('header-empty-name.csv', 'All names but one are empty.', ',,label\n0,a,cat\n1,b,dog\n2,c,cat\n', {}),
  one('header-quoted-number.csv', 'A name that is a number, quoted: still a name.', '"1","2"\ncat,a\ndog,b\ncat,c\n', {
    options: { column: '1' },
  }),
  {
    file: 'sep-line.csv',
    about: 'The first line tells Excel what delimits. It is no header.',
    bytes: utf8('sep=;\r\nid;label\r\n1;cat\r\n2;dog\r\n3;cat\r\n'),
    tries: [{ options: LABEL, read: { delimiter: ';', header: true }, classes: TWO }],
  },
  one('sep-odd.csv', 'The first line names a sign that would not be found.', 'sep=^\nid^label\n1^cat\n2^dog\n3^cat\n', {
    read: { delimiter: '^' },
  }),
  one('sep-quoted.csv', 'The first line is in quotes, and says comma.', '"sep=,"\nid,label\n1,cat\n2,dog\n3,cat\n', {
    read: { delimiter: ',' },
  }),
  {
    file: 'sep-utf16.csv',
    about: 'The first line says tab, in UTF-16.',
    bytes: utf16le('\ufeffsep=\t\r\nid\tlabel\r\n1\tcat\r\n2\tdog\r\n3\tcat\r\n'),
    tries: [{ options: LABEL, read: { delimiter: '\t', encoding: 'utf-16le' }, classes: TWO }],
  },
];
