// Quotes: of which kind, escaped how, and where they are none.
import { utf8 } from './bytes.mjs';

const SPAM = [
  ['ham', 2],
  ['spam', 1],
];
const LABEL = { column: 'label' };

const one = (file, about, text, understood) => ({ file, about, bytes: utf8(text), tries: [understood] });

export const quotes = [
  one(
    'quoted.csv',
    'Quoted fields with delimiters, doubled quotes and a line break.',
    'id,text,label\n1,"Hi, ""Ann""",ham\n2,"Win\nnow",spam\n"3","","ham"\n4,"a ""\n"" b",spam\n',
    {
      options: LABEL,
      splitQuote: '"',
      classes: [
        ['ham', 2],
        ['spam', 2],
      ],
    },
  ),
  one(
    'quoted-labels.csv',
    'Labels with a delimiter, quotes and a line break in them.',
    ['id,label', '1,"cat, black"', '2,"the ""big"" dog"', '3,"two\nlines"', '4,"cat, black"', '5,""""', ''].join('\n'),
    {
      options: LABEL,
      splitQuote: '"',
      classes: [
        ['cat, black', 2],
        ['the "big" dog', 1],
        ['two\nlines', 1],
        ['"', 1],
      ],
    },
  ),
  one('quoted-header.csv', 'Quoted names, one with a line break.', '"id","the\nlabel"\n1,"ham"\n2,"spam"\n3,"ham"\n', {
    options: { column: 'the\nlabel' },
    splitQuote: '"',
    classes: SPAM,
  }),
  {
    file: 'single-quotes.csv',
    about: 'Single quotes around fields, which --quote names.',
    bytes: utf8("id,label\n1,'cat, black'\n2,'the dog''s'\n3,'cat, black'\n"),
    tries: [
      {
        options: { ...LABEL, quote: "'" },
        read: { quote: "'" },
        splitQuote: "'",
        classes: [
          ['cat, black', 2],
          ["the dog's", 1],
        ],
      },
      {
        about: 'Single quotes without --quote: row 1 has a field too many, and the line names the option.',
        options: LABEL,
        error: 'line 2 .*--quote',
      },
    ],
  },
  one(
    'quote-in-field.csv',
    'A quote inside an unquoted field is a sign like others.',
    'id,label\n1,6" pipe\n2,5\'10"\n3,6" pipe\n',
    {
      options: LABEL,
      classes: [
        ['6" pipe', 2],
        ['5\'10"', 1],
      ],
    },
  ),
  {
    file: 'quotes-pair.tsv',
    about: 'Quotes are text here, but pair up over two rows: read without quotes, as --quote none says.',
    bytes: utf8('label\ttext\nham\t"so he said\nspam\twin a prize"\nham\tok\n'),
    tries: [
      { options: { ...LABEL, quote: 'none' }, read: { delimiter: '\t', quote: '' }, classes: SPAM },
      {
        about: 'The same without --quote none: one reading has a row fewer than the other, so that it asks.',
        options: LABEL,
        error: 'line 2 .*--quote none',
      },
      {
        about: 'The other answer: a field of two lines, and two rows.',
        options: { ...LABEL, quote: '"' },
        read: { quote: '"' },
        splitQuote: '"',
        classes: [['ham', 2]],
      },
    ],
  },
  {
    file: 'quote-open.tsv',
    about: 'One quote, which is text and never closed.',
    bytes: utf8('label\ttext\nham\tok\nham\t"so he said\nspam\twin a prize\n'),
    tries: [
      { options: { ...LABEL, quote: 'none' }, read: { quote: '' }, classes: SPAM },
      { about: 'The line that opens the quote, and the option.', options: LABEL, error: 'line 3 .*--quote none' },
    ],
  },
  {
    file: 'quote-goes-on.csv',
    about: 'Text after a closing quote: quotes are text here.',
    bytes: utf8('id,title,label\n1,Up,ham\n2,"Big" Fish,spam\n3,"Up" and "Down",ham\n'),
    tries: [
      { options: { ...LABEL, quote: 'none' }, classes: SPAM },
      { about: 'The line, and the option that helps.', options: LABEL, error: 'line 3 .*--quote none' },
    ],
  },
  {
    file: 'quote-goes-on.tsv',
    about: 'A whole field is quoted in one row, and only its beginning in the next.',
    bytes: utf8('label\ttext\nham\t"quoted"\nspam\t"Win" now\nham\tok\n'),
    tries: [
      { options: { ...LABEL, quote: 'none' }, classes: SPAM },
      { about: 'The line, and the option that helps.', options: LABEL, error: 'line 3 .*--quote none' },
    ],
  },
  one(
    'quote-none-labels.tsv',
    'Without quotes, the quotes are part of labels.',
    'id\tlabel\n1\t"cat"\n2\tcat\n3\t"cat"\n',
    {
      options: { ...LABEL, quote: 'none' },
      classes: [
        ['"cat"', 2],
        ['cat', 1],
      ],
    },
  ),
  one(
    'quote-after-space.csv',
    'A space after the delimiter, before a quote.',
    [
      'id,title,text,label',
      '9,"Just.", "The power", "ham"',
      '10, "One, two","x", "spam"',
      '11,"a",   "b, c", "ham"',
      '',
    ].join('\n'),
    { options: LABEL, classes: SPAM },
  ),
  one(
    'quote-before-space.csv',
    'A space after a closing quote, before the delimiter.',
    '"id" ,"label" \n"1" ,"ham" \n"2" ,"spam" \n"3" ,"ham" \n',
    {
      options: LABEL,
      classes: SPAM,
    },
  ),
  {
    file: 'escape.csv',
    about: 'Quotes escaped by backslashes inside quoted fields.',
    bytes: utf8('id,text,label\n1,"he said \\"hi\\"",spam\n2,"a, b",ham\n3,"\\"",ham\n'),
    tries: [
      { options: { ...LABEL, escape: '\\' }, read: { escape: '\\' }, classes: [SPAM[1], SPAM[0]] },
      { about: 'Without --escape: the line, and the option.', options: LABEL, error: 'line 2 .*--escape' },
    ],
  },
  one(
    'escape-line-break.csv',
    'An escaped quote beside a line break inside quotes.',
    'id,text,label\n1,"a \\"\n\\" b",ham\n2,x,spam\n3,y,ham\n',
    {
      options: { ...LABEL, escape: '\\' },
      records: ['id,text,label', '1,"a \\"\n\\" b",ham', '2,x,spam', '3,y,ham'],
      classes: SPAM,
    },
  ),
  one(
    'escape-backslash.csv',
    'An escaped backslash before the closing quote.',
    'id,path,label\n1,"C:\\\\",ham\n2,"D:\\\\x\\\\",spam\n3,"\\\\",ham\n',
    {
      options: { ...LABEL, escape: '\\' },
      classes: SPAM,
    },
  ),
  {
    file: 'backslash-plain.csv',
    about: 'Backslashes that escape nothing: a path that ends in one, in quotes.',
    bytes: utf8('id,label\n1,"C:\\"\n2,"D:\\x"\n3,"C:\\"\n4,E:\\n\n'),
    tries: [
      {
        options: LABEL,
        read: { escape: '' },
        classes: [
          ['C:\\', 2],
          ['D:\\x', 1],
          ['E:\\n', 1],
        ],
      },
    ],
  },
  one(
    'escape-outside.csv',
    'Escapes outside of quotes, as databases export: a delimiter, a quote, a backslash.',
    ['id,label', '1,cat\\, black', '2,\\"dog\\"', '3,C:\\\\', '4,cat\\, black', ''].join('\n'),
    {
      options: { ...LABEL, escape: '\\' },
      classes: [
        ['cat, black', 2],
        ['"dog"', 1],
        ['C:\\', 1],
      ],
    },
  ),
  one(
    'escape-and-double.csv',
    'Doubled quotes and escaped ones in the same field.',
    'id,label\n1,"a ""b"" or \\"c\\""\n2,"d"\n3,"a ""b"" or \\"c\\""\n',
    {
      options: { ...LABEL, escape: '\\' },
      classes: [
        ['a "b" or "c"', 2],
        ['d', 1],
      ],
    },
  ),
  one('escape-single.csv', 'Escapes inside single quotes.', "id,label\n1,'it\\'s, so'\n2,'no'\n3,'it\\'s, so'\n", {
    options: { ...LABEL, quote: "'", escape: '\\' },
    read: { quote: "'", escape: '\\' },
    classes: [
      ["it's, so", 2],
      ['no', 1],
    ],
  }),
  one(
    'escape-breaks.tsv',
    'Escaped line ends without quotes, as PostgreSQL and MySQL export them: LF, CRLF and CR.',
    'id\tlabel\n1\ta\\\nb\n2\tc\n3\ta\\\r\nb\n4\ta\\\rb\n',
    {
      options: { ...LABEL, quote: 'none', escape: '\\' },
      records: ['id\tlabel', '1\ta\\\nb', '2\tc', '3\ta\\\r\nb', '4\ta\\\rb'],
      classes: [
        ['a\nb', 1],
        ['c', 1],
        ['a\r\nb', 1],
        ['a\rb', 1],
      ],
      warnings: ['may be 1 class.*white space'],
    },
  ),
  one('escape-no-quotes.tsv', 'Escapes where there are no quotes.', 'id\tlabel\n1\ta\\\tb\n2\t"c\n3\ta\\\tb\n', {
    options: { ...LABEL, quote: 'none', escape: '\\' },
    read: { quote: '', escape: '\\', delimiter: '\t' },
    classes: [
      ['a\tb', 2],
      ['"c', 1],
    ],
  }),
  one(
    'quoted-semicolons.csv',
    'Semicolons inside quotes, and a decimal comma outside.',
    'id;"label";size;text\n"1";"ham";0,5;"a;b"\n"2";"spam";1,5;";"\n"3";"ham";2,5;c\n',
    { options: LABEL, read: { delimiter: ';' }, classes: SPAM },
  ),
  one(
    'commas-in-quotes.csv',
    'More commas inside quotes than outside: those do not count.',
    'text;label\n"a,b,c,d";ham\n"e,f,g,h";spam\n"i,j,k,l";ham\n',
    {
      options: LABEL,
      read: { delimiter: ';' },
      classes: SPAM,
    },
  ),
];
