// Line ends, empty lines, and gzip.
import { gzip, utf8, utf16le } from './bytes.mjs';

const TWO = [
  ['cat', 2],
  ['dog', 1],
];
const LABEL = { column: 'label' };
const PLAIN = utf8('id,label\n1,cat\n2,dog\n3,cat\n');

const one = (file, about, text, understood = {}) => ({
  file,
  about,
  bytes: utf8(text),
  tries: [{ options: LABEL, classes: TWO, ...understood }],
});
const zipped = (file, about, bytes, understood = {}) => ({
  file,
  about,
  bytes,
  gzip: true,
  tries: [{ options: LABEL, ...(understood.error ? {} : { classes: TWO }), ...understood }],
});

export const lineEnds = [
  one('crlf.csv', 'Carriage return and line feed.', 'id,label\r\n1,cat\r\n2,dog\r\n3,cat\r\n'),
  one('cr.csv', 'Carriage returns alone, as old Macs wrote them.', 'id,label\r1,cat\r2,dog\r3,cat\r'),
  one('mixed-ends.csv', 'All three line ends in one file.', 'id,label\r\n1,cat\n2,dog\r3,cat\r\n'),
  one(
    'cr-crlf.csv',
    'CRLF that was made of CRLF once more: an empty line behind each row.',
    'id,label\r\r\n1,cat\r\r\n2,dog\r\r\n3,cat\r\r\n',
  ),
  one('no-end.csv', 'No line end behind the last row.', 'id,label\n1,cat\n2,dog\n3,cat'),
  one('no-end-quoted.csv', 'The file ends with a closing quote.', 'id,label\n1,cat\n2,dog\n3,"cat"'),
  one('no-end-empty.csv', 'The file ends with an empty field.', 'label,id\ncat,1\ndog,2\ncat,'),
  one(
    'crlf-in-quotes.csv',
    'Line ends inside quotes stay as they are; each makes a label of its own.',
    'id,label\r\n1,"a\r\nb"\r\n2,"a\nb"\r\n3,"a\rb"\r\n4,"a\r\nb"\r\n',
    {
      splitQuote: '"',
      classes: [
        ['a\r\nb', 2],
        ['a\nb', 1],
        ['a\rb', 1],
      ],
      warnings: ['may be 1 class.*white space'],
    },
  ),
  one('empty-lines.csv', 'Empty lines above, between and below rows.', '\n\nid,label\n\n1,cat\n\n\n2,dog\n3,cat\n\n\n'),
  one('empty-lines-crlf.csv', 'Empty lines with CRLF.', '\r\nid,label\r\n\r\n1,cat\r\n2,dog\r\n\r\n3,cat\r\n\r\n'),
  one(
    'blank-lines.csv',
    'Lines of white space alone hold no row, nor a label.',
    'id,label\n1,cat\n   \n2,dog\n\t\n3,cat\n \n',
  ),
  one(
    'blank-line-first.csv',
    'A line of white space above the header is no header.',
    '  \n\t \nid,label\n1,cat\n2,dog\n3,cat\n',
  ),
  one(
    'empty-line-one-column.csv',
    'In one column, an empty line holds no row, as it does in every other file.',
    'label\ncat\n\ndog\ncat\n',
  ),
  one(
    'empty-quoted.csv',
    'In one column, two quotes are a row with an empty label, unlike an empty line.',
    'label\ncat\n""\ndog\n\ncat\n',
    {
      read: { missing: 1 },
    },
  ),
  one(
    'empty-tabs.tsv',
    'A row of empty fields is a row, since its tabs are there: a label is missing.',
    'id\tlabel\n1\tcat\n\t\n2\tdog\n3\tcat\n',
    {
      records: ['id\tlabel', '1\tcat', '\t', '2\tdog', '3\tcat'],
      read: { missing: 1 },
    },
  ),
  one(
    'other-breaks.csv',
    'What else Unicode calls a line break breaks no line: \\v, \\f, NEL, U+2028.',
    'id,label\n1,a\u2028b\n2,a\x85b\n3,a\vb\n4,a\fb\n5,a\u2028b\n',
    {
      classes: [
        ['a\u2028b', 2],
        ['a\x85b', 1],
        ['a\vb', 1],
        ['a\fb', 1],
      ],
      warnings: ['may be 1 class.*white space'],
    },
  ),
  zipped('gzip.csv.gz', 'gzip, by its name.', gzip(PLAIN, 'gzip.csv'), { read: { compressed: true } }),
  zipped(
    'gzip.tsv.gz',
    'gzip: .tsv before .gz means tabs.',
    gzip(utf8('label\ttext\ncat\ta, b\ndog\tc, d\ncat\te, f\n')),
    {
      read: { compressed: true, delimiter: '\t' },
    },
  ),
  zipped('gzip-in-csv.csv', 'gzip, by its bytes, under a name that does not say so.', gzip(PLAIN), {
    read: { compressed: true },
  }),
  zipped(
    'gzip-members.csv.gz',
    'Two gzip files, one behind the other, are one file; a row begins in one and ends in the next.',
    Buffer.concat([gzip(PLAIN.subarray(0, 12)), gzip(PLAIN.subarray(12, 12)), gzip(PLAIN.subarray(12))]),
    { read: { compressed: true } },
  ),
  zipped(
    'gzip-utf16.txt.gz',
    'UTF-16 with tabs inside gzip.',
    gzip(utf16le('\ufeffid\tlabel\r\n1\tcat\r\n2\tdog\r\n3\tcat\r\n')),
    {
      read: { compressed: true, encoding: 'utf-16le', delimiter: '\t' },
    },
  ),
  zipped(
    'gzip-cut.csv.gz',
    'gzip that ends in the middle: an error, not the rows so far.',
    gzip(PLAIN).subarray(0, -14),
    {
      error: 'is cut off: .*gzip',
    },
  ),
  zipped(
    'gzip-no-end.csv.gz',
    'gzip without its last four bytes: all rows are there, but nobody knows.',
    gzip(PLAIN).subarray(0, -4),
    {
      error: 'is cut off: .*gzip',
    },
  ),
  zipped('gzip-damaged.csv.gz', 'gzip with a wrong checksum.', changed(gzip(PLAIN), -6), {
    error: 'is damaged: .*gzip',
  }),
  zipped('gzip-not.csv.gz', 'A name that ends in .gz, without gzip: read by its bytes.', PLAIN, {
    read: { compressed: false },
  }),
];

function changed(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[copy.length + at] ^= 1;
  return copy;
}
// that file is text as it is
lineEnds.at(-1).gzip = false;
