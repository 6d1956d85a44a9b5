// Encodings and byte order marks.
import { BOM, latin1, utf8, utf16be, utf16le, windows1252 } from './bytes.mjs';

const PLAIN = 'id,label\n1,café\n2,日本\n3,café\n';
const CLASSES = [
  ['café', 2],
  ['日本', 1],
];
const LABEL = { column: 'label' };
const WINDOWS = 'id,label\n1,plain\n2,café “noir”\n3,5 €\n4,café “noir”\n';
const WINDOWS_CLASSES = [
  ['plain', 1],
  ['café “noir”', 2],
  ['5 €', 1],
];

const one = (file, about, bytes, understood) => ({
  file,
  about,
  bytes,
  tries: [{ options: LABEL, ...(understood.error ? {} : { classes: CLASSES }), ...understood }],
});

export const encodings = [
  one('utf8.csv', 'UTF-8, without a mark.', utf8(PLAIN), { read: { encoding: 'utf-8' } }),
  one('bom.csv', 'UTF-8 with a byte order mark, which is no part of the first name.', utf8(BOM + PLAIN), {
    options: { column: 'label' },
    read: { encoding: 'utf-8' },
  }),
  one(
    'bom-first-column.csv',
    'A byte order mark before the column that is read.',
    utf8(`${BOM}label,id\ncafé,1\n日本,2\ncafé,3\n`),
    {
      read: { encoding: 'utf-8' },
    },
  ),
  one(
    'bom-quoted.csv',
    'A byte order mark before a quoted name, as Excel writes it.',
    utf8(`${BOM}"label","id"\r\n"café","1"\r\n"日本","2"\r\n"café","3"\r\n`),
    {
      read: { encoding: 'utf-8', quote: '"' },
    },
  ),
  one('utf16le.csv', 'UTF-16, the low byte first, by its mark.', utf16le(BOM + PLAIN), {
    read: { encoding: 'utf-16le' },
  }),
  one('utf16be.csv', 'UTF-16, the high byte first, by its mark.', utf16be(BOM + PLAIN), {
    read: { encoding: 'utf-16be' },
  }),
  one(
    'utf16-excel.txt',
    'What Excel calls Unicode text: UTF-16, tabs, CRLF.',
    utf16le(`${BOM}id\tlabel\r\n1\tcafé\r\n2\t日本\r\n3\tcafé\r\n`),
    {
      read: { encoding: 'utf-16le', delimiter: '\t' },
    },
  ),
  one(
    'utf16-quoted.csv',
    'UTF-16 with line breaks inside quotes, and signs whose bytes look like quotes, commas or line ends.',
    utf16le(`${BOM}id,label\n1,"ਢ, ⰊĊ\n"\n2,😀\n3,"ਢ, ⰊĊ\n"\n`),
    {
      read: { encoding: 'utf-16le' },
      splitQuote: '"',
      classes: [
        ['ਢ, ⰊĊ\n', 2],
        ['😀', 1],
      ],
    },
  ),
  {
    file: 'utf16le-no-bom.csv',
    about: 'UTF-16 without a mark, which --encoding names.',
    bytes: utf16le(PLAIN),
    tries: [
      { options: { ...LABEL, encoding: 'utf-16le' }, read: { encoding: 'utf-16le' }, classes: CLASSES },
      { about: 'UTF-16 without a mark: the option is suggested.', options: LABEL, error: '--encoding utf-16le' },
    ],
  },
  {
    file: 'utf16be-no-bom.csv',
    about: 'UTF-16, the high byte first, without a mark.',
    bytes: utf16be(PLAIN),
    tries: [
      { options: { ...LABEL, encoding: 'utf-16be' }, read: { encoding: 'utf-16be' }, classes: CLASSES },
      { about: 'Without --encoding: the option is suggested.', options: LABEL, error: '--encoding utf-16be' },
    ],
  },
  {
    file: 'utf16-marked-twice.csv',
    about: '--encoding and a mark that agree: the mark is no part of the first name.',
    bytes: utf16le(`${BOM}label\ncafé\n日本\ncafé\n`),
    tries: [{ options: { ...LABEL, encoding: 'utf-16le' }, read: { encoding: 'utf-16le' }, classes: CLASSES }],
  },
  one('utf16-odd.csv', 'UTF-16 with half a character at its end: cut off.', utf16le(BOM + PLAIN).subarray(0, -1), {
    error: 'is not utf-16le',
  }),
  {
    file: 'windows-1252.csv',
    about: 'windows-1252, with typographic quotes and a euro sign, which Latin-1 does not have.',
    bytes: windows1252(WINDOWS),
    tries: [
      {
        options: { ...LABEL, encoding: 'windows-1252' },
        read: { encoding: 'windows-1252' },
        classes: WINDOWS_CLASSES,
      },
      {
        about: 'Without --encoding: the line, and the option.',
        options: LABEL,
        error: 'line 3.*--encoding windows-1252',
      },
    ],
  },
  {
    file: 'latin1.csv',
    about: 'Latin-1 with semicolons.',
    bytes: latin1('id;label\n1;Käse\n2;Öl\n3;Käse\n'),
    tries: [
      {
        options: { ...LABEL, encoding: 'latin1' },
        read: { encoding: 'windows-1252', delimiter: ';' },
        classes: [
          ['Käse', 2],
          ['Öl', 1],
        ],
      },
      {
        about: 'Without --encoding: the line, and an option that reads it.',
        options: LABEL,
        error: 'line 2.*--encoding',
      },
    ],
  },
  one('latin1-header.csv', 'The first byte that is not UTF-8 is in the header.', latin1('id,Größe,label\n1,2,cat\n'), {
    error: 'line 1.*--encoding windows-1252',
  }),
  one(
    'utf8-cut.csv',
    'UTF-8 that ends in the middle of a character.',
    utf8('id,label\n1,cat\n2,café').subarray(0, -1),
    {
      error: 'line 3 is not UTF-8',
    },
  ),
  one(
    'utf8-surrogate.csv',
    'Bytes that UTF-8 forbids: half of a pair, as some old programs write.',
    Buffer.concat([utf8('id,label\n1,cat\n2,'), Buffer.from([0xed, 0xa0, 0xbd]), utf8('\n')]),
    {
      error: 'line 3 is not UTF-8',
    },
  ),
  one(
    'utf8-overlong.csv',
    'A line feed in two bytes, which UTF-8 forbids.',
    Buffer.concat([utf8('id,label\n1,cat\n2,'), Buffer.from([0xc0, 0x8a]), utf8('dog\n')]),
    {
      error: 'line 3 is not UTF-8',
    },
  ),
  one(
    'bom-inside.csv',
    'A byte order mark inside the file, where two files were joined, is white space of that field.',
    utf8(`label,id\ncafé,1\n日本,2\n${BOM}café,3\n`),
    {
      classes: [
        ['café', 1],
        ['日本', 1],
        [`${BOM}café`, 1],
      ],
      // it trims, as JavaScript does
      warnings: ['--trim'],
    },
  ),
];
