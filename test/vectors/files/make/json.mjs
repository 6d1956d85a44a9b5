// JSON Lines, and JSON that is none.
import { BOM, gzip, utf8 } from './bytes.mjs';

const TWO = [
  ['cat', 2],
  ['dog', 1],
];
const LABEL = { column: 'label' };
const LINES = '{"id":1,"label":"cat"}\n{"id":2,"label":"dog"}\n{"id":3,"label":"cat"}\n';

const one = (file, about, text, { read, ...understood } = {}) => ({
  file,
  about,
  bytes: utf8(text),
  tries: [
    {
      options: LABEL,
      ...(understood.error ? {} : { classes: TWO, read: { format: 'json-lines', ...read } }),
      ...understood,
    },
  ],
});

export const json = [
  one('lines.jsonl', 'JSON Lines: an object a line.', LINES),
  one(
    'lines.ndjson',
    'JSON Lines under their other name, CRLF, and no line end at last.',
    LINES.replaceAll('\n', '\r\n').slice(0, -2),
  ),
  one('lines-in-csv.csv', 'JSON Lines by the first sign, under another name.', LINES),
  one('lines-bom.jsonl', 'JSON Lines behind a byte order mark.', BOM + LINES),
  one(
    'lines-blank.jsonl',
    'JSON Lines with empty lines, and spaces around objects.',
    `\n ${LINES.replaceAll('\n', ' \n \n\n')}`,
    {
      records: LINES.trim()
        .split('\n')
        .map((line, i) => `${i === 0 ? ' ' : ''}${line} `),
    },
  ),
  one(
    'lines-missing.jsonl',
    'A key that is missing, null, or an empty text: no label.',
    [
      '{"id":1,"label":"cat"}',
      '{"id":2}',
      '{"id":3,"label":null}',
      '{"label":"dog","id":4}',
      '{"id":5,"label":""}',
      '{"id":6,"label":"cat"}',
      '{}',
      '',
    ].join('\n'),
    { read: { missing: 4 } },
  ),
  one(
    'lines-late.jsonl',
    'A key that the first object does not have.',
    '{"id":1}\n{"id":2,"label":"dog"}\n{"id":3,"label":"cat"}\n',
    {
      read: { missing: 1 },
      classes: [
        ['dog', 1],
        ['cat', 1],
      ],
    },
  ),
  one(
    'lines-numbers.jsonl',
    'Numbers and booleans as labels.',
    '{"label":1}\n{"label":0}\n{"label":1}\n{"label":true}\n',
    {
      classes: [
        ['1', 2],
        ['0', 1],
        ['true', 1],
      ],
    },
  ),
  one(
    'lines-large.jsonl',
    'Whole numbers above 2^53, such as ids: JavaScript takes two of them for one, so that it asks for texts.',
    '{"label":1}\n{"label":9007199254740993}\n{"label":9007199254740992}\n',
    { error: 'line 2.*label.*quotes' },
  ),
  one(
    'lines-escapes.jsonl',
    'Escapes in texts: letters, quotes, a line feed, a pair of surrogates.',
    [
      '{"label":"caf\\u00e9"}',
      '{"label":"caf\u00e9"}',
      '{"label":"a \\"b\\"\\n, {c}"}',
      '{"label":"\\ud83d\\ude00"}',
      '{"\\u006cabel":"\u{1f600}"}',
      '',
    ].join('\n'),
    {
      classes: [
        ['café', 2],
        ['a "b"\n, {c}', 1],
        ['😀', 2],
      ],
    },
  ),
  one(
    'lines-nested.jsonl',
    'A nested value that is not the label does not matter.',
    [
      '{"box":{"x":1,"label":"no"},"label":"cat","tags":["a","b"]}',
      '{"box":{"x":2},"label":"dog"}',
      '{"box":null,"label":"cat"}',
      '',
    ].join('\n'),
  ),
  one(
    'lines-object.jsonl',
    'The label is an object: the line and the column.',
    '{"label":"cat"}\n{"label":{"name":"dog"}}\n',
    {
      error: 'line 2: "label" is an object',
    },
  ),
  one(
    'lines-array.jsonl',
    'The label is a list, so that a row has several: the line and the column.',
    '{"label":["cat"]}\n{"label":["dog","cat"]}\n',
    {
      error: 'line 1: "label" is a list',
    },
  ),
  one(
    'lines-broken.jsonl',
    'A line that is cut off.',
    '{"label":"cat"}\n{"label":"dog"}\n{"label":"ca\n{"label":"cat"}\n',
    {
      error: 'line 3.*JSON',
    },
  ),
  one('lines-two.jsonl', 'Two objects on one line.', '{"label":"cat"}\n{"label":"dog"}{"label":"cat"}\n', {
    error: 'line 2.*JSON',
  }),
  one('lines-not-object.jsonl', 'A line with a number, where an object is expected.', '{"label":"cat"}\n17\n', {
    error: 'line 2.*object',
  }),
  one('lines-arrays.jsonl', 'Lines that are arrays: they have no names for columns.', '["cat",1]\n["dog",2]\n', {
    error: 'line 1 is a list',
  }),
  one(
    'array.json',
    'A JSON array of objects: what to do to make JSON Lines of it.',
    '[\n  {"id": 1, "label": "cat"},\n  {"id": 2, "label": "dog"}\n]\n',
    {
      error: 'JSON list.*jq',
    },
  ),
  one('array-one-line.json', 'A JSON array on one line.', '[{"id":1,"label":"cat"},{"id":2,"label":"dog"}]\n', {
    error: 'JSON list.*jq',
  }),
  one('array-in-csv.csv', 'A JSON array under another name.', '[{"id":1,"label":"cat"},\n{"id":2,"label":"dog"}]\n', {
    error: 'JSON list.*jq',
  }),
  one('object.json', 'One object over several lines.', '{\n  "data": [\n    {"id": 1, "label": "cat"}\n  ]\n}\n', {
    error: 'line 1.*JSON',
  }),
  one(
    'lines-no-column.jsonl',
    'No object has the key: the error lists those that there are.',
    '{"id":1,"kind":"cat"}\n{"id":2,"kind":"dog"}\n',
    {
      error: 'no column "label".*"kind"',
    },
  ),
  one(
    'lines-odd-keys.jsonl',
    'Keys that objects of JavaScript have anyway.',
    '{"__proto__":"cat","constructor":1}\n{"__proto__":"dog"}\n{"__proto__":"cat"}\n',
    {
      options: { column: '__proto__' },
    },
  ),
  one(
    'lines-inherited.jsonl',
    'A column that no object has, but that every object of JavaScript inherits.',
    '{"id":1,"kind":"cat"}\n',
    {
      options: { column: 'constructor' },
      error: 'no column "constructor".*"kind"',
    },
  ),
  {
    file: 'lines.jsonl.gz',
    about: 'JSON Lines inside gzip.',
    bytes: gzip(utf8(LINES)),
    gzip: true,
    tries: [{ options: LABEL, read: { format: 'json-lines', compressed: true }, classes: TWO }],
  },
];
