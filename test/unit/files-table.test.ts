// A text table from its bytes: encoding, format, delimiter, header, rows, and where each row stands.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SPACES } from '../../src/files/dialect.js';
import { FileError } from '../../src/files/file-error.js';
import { understoodText } from '../../src/files/understood.js';
import { type ReadTextOptions, readText, utf8 } from '../support/text-file.js';

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const utf16 = (text: string, isBigEndian = false): Uint8Array =>
  Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8].slice(...[0, 2]))).map(
    (_, i, all) => (isBigEndian ? all[i ^ 1] : all[i]),
  );

describe('the delimiter is found', () => {
  test.each<[text: string, delimiter: string, name?: string]>([
    ['a,b\n1;2,3\n', ','],
    ['a;b\n0,5;1,5\n0,25;2\n', ';'],
    ['a\tb\n1,2\t3\n', '\t'],
    ['a|b\n1|2\n', '|'],
    ['a b c\n5.1 3.5 setosa\n4.9 3.0 setosa\n', SPACES],
    ['5.1   3.5   setosa\n4.9   3.0   Iris\n', SPACES],
    ['label\nMaine Coon\nBritish Shorthair\n', ','],
    ['Maine Coon\nBritish Shorthair\n', ','],
    ['text\tlabel\na,b\tc\n', '\t', 'a.tsv'],
    ['text\na\n', '\t', 'a.tsv'],
    ['a,b\n1,2\n3\n4,5\n6,7\n8,9\n', ','],
    ['sep=|\na|b\n1|2\n', '|'],
    ['sword;0,5\nbow;1,5\n', ';'],
    ['1,5;cat\n2,5;dog\n', ';'],
  ])('%j: %j', async (text, delimiter, name = 'a.csv') => {
    const found = await readText(text, { name }).catch((error) => error);
    // a row that is too short is refused by the delimiter that fits the others
    if (found instanceof FileError) expect(found.message).toContain('line 3 has 1 field, the header 2');
    else expect(found.understood.delimiter).toBe(delimiter);
  });
});

describe('what is understood', () => {
  test.each<[text: string | Uint8Array, rows: string[][], said: string, options?: ReadTextOptions]>([
    [
      'id,label\n1,cat,\n2,dog,\n',
      [
        ['1', 'cat'],
        ['2', 'dog'],
      ],
      'commas, header, UTF-8, 2 rows; a delimiter at the end of 2 rows skipped',
    ],
    [
      'id,label,\n1,cat,\n2,dog\n',
      [
        ['1', 'cat', ''],
        ['2', 'dog', ''],
      ],
      'commas, header, UTF-8, 2 rows',
    ],
    [
      'id,label,note\n1\n2,"a\nb"\n\n3,cat,x,\n4,dog,""\n',
      [
        ['1', '', ''],
        ['2', 'a\nb', ''],
        ['3', 'cat', 'x'],
        ['4', 'dog', ''],
      ],
      'commas, header, UTF-8, 4 rows; 1 empty line, a delimiter at the end of 1 row skipped; ' +
        '2 short rows filled with empty fields',
      { shortRows: 'fill' },
    ],
    [
      '1;x\n3;y\n4;z\n2\n',
      [
        ['1', 'x'],
        ['3', 'y'],
        ['4', 'z'],
        ['2', ''],
      ],
      'semicolons, no header, UTF-8, 4 rows; 1 short row filled with empty fields',
      { shortRows: 'fill', header: false, delimiter: ';' },
    ],
    [
      '"x" "l"\n"r1" 1 "cat"\n"r2" 2 "dog"\n',
      [
        ['r1', '1', 'cat'],
        ['r2', '2', 'dog'],
      ],
      'spaces, header, row names in front, UTF-8, 2 rows',
    ],
    [
      '1,cat\n2,dog\n',
      [
        ['1', 'cat'],
        ['2', 'dog'],
      ],
      'commas, no header, UTF-8, 2 rows',
      { header: false },
    ],
    ['a,b\n \n1,x\n\n', [['1', 'x']], 'commas, header, UTF-8, 1 row; 2 empty lines skipped'],
    ["a;b\n'1;2';x\n", [['1;2', 'x']], "semicolons, header, quotes are ', UTF-8, 1 row", { quote: "'" }],
    ['a\n"1\n', [['"1']], 'commas, header, no quotes, UTF-8, 1 row', { quote: 'none' }],
    ['a\n"\\"1"\n', [['"1']], 'commas, header, \\ escapes, UTF-8, 1 row', { escape: '\\' }],
    ['% made\na\n1\n', [['1']], 'commas, header, UTF-8, 1 row; 1 comment line skipped', { comment: '%' }],
    [joined(Uint8Array.of(0xef, 0xbb, 0xbf), utf8('a,b\n1,é\n')), [['1', 'é']], 'commas, header, UTF-8, 1 row'],
    [utf16('\ufeffa,b\n1,é\n'), [['1', 'é']], 'commas, header, UTF-16LE, 1 row'],
    [utf16('\ufeffa,b\n1,é\n', true), [['1', 'é']], 'commas, header, UTF-16BE, 1 row'],
    [utf16('a,b\n1,é\n'), [['1', 'é']], 'commas, header, UTF-16LE, 1 row', { encoding: 'utf-16le' }],
    [
      joined(Uint8Array.of(0xef, 0xbb, 0xbf, 97, 10), Uint8Array.of(0xe9)),
      [['é']],
      'commas, header, windows-1252, 1 row',
      { encoding: 'windows-1252' },
    ],
    ['{"a":1}\r{"a":2}\r\n{"a":3}\r', [['1'], ['2'], ['3']], 'JSON Lines, UTF-8, 3 rows'],
    [Uint8Array.of(97, 10, 0x80, 0x93, 0xe9), [['€“é']], 'commas, header, windows-1252, 1 row', { encoding: 'latin1' }],
    [
      '{"a":1,"b":"x"}\n\n{"b":true,"a":null}\n',
      [
        ['1', 'x'],
        ['', 'true'],
      ],
      'JSON Lines, UTF-8, 2 rows; 1 empty line skipped',
    ],
  ])('%#: of %j', async (text, rows, said, options) => {
    for (const sizes of [[1 << 20], [1], [3]]) {
      const read = await readText(text, { ...options, sizes });
      expect(read.rows).toEqual(rows);
      expect(understoodText(read.understood)).toBe(said);
    }
  });

  test('only the wanted columns are read', async () => {
    expect((await readText('a,"b\n",c\n1,"x\n""",3\n', { wanted: [1] })).rows).toEqual([['x\n"']]);
    expect((await readText('{"a":1,"b":[2]}\n', { name: 'a.jsonl', wanted: [0] })).rows).toEqual([['1']]);
  });

  test('gzip is unpacked, whatever the name', async () => {
    const packed = new Blob([utf8('a,b\n1,x\n') as BlobPart]).stream().pipeThrough(new CompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    const { rows, understood } = await readText(bytes, { sizes: [2] });
    expect([rows, understoodText(understood)]).toEqual([[['1', 'x']], 'commas, header, gzip, UTF-8, 1 row']);
  });
});

describe('a header that looks like data is doubted', () => {
  const doubt = async (text: string): Promise<string> => (await readText(text)).doubts.join();
  test.each<[text: string, says: string]>([
    ['5.1,setosa\n4.9,setosa\n', '"5.1" is a number in a column of numbers'],
    ['setosa\nsetosa\nvirginica\n', '"setosa" is also a value of 1 of the first 2 rows'],
    ['#id,label\n1,cat\n', "the first line begins with #: if it is a comment: --comment '#'"],
  ])('%j', async (text, says) => expect(await doubt(text)).toContain(says));

  test('a quote that swallows a row, however late', async () => {
    const rows = '1,cat\n'.repeat(600);
    expect(await doubt(`id,label\n${rows}2,"dog\n3,cat"\n`)).toContain('the quote on line 602 closes on line 603');
    expect(await doubt(`id,label\n${rows}2,"a dog\nthat barks"\n`)).toBe('');
  });

  test('a key in another spelling, where it is wanted', async () => {
    const { doubts } = await readText('{"label":"cat"}\n{"Label":"dog"}\n', { wanted: [0] });
    expect(doubts).toEqual(['a.csv: line 2 has "Label" in place of "label", which is missing there']);
  });

  test.each([
    ['of names', 'id,label\n1,cat\n2,dog\n'],
    ['of the numbers that a data frame gives', ',0,1,label\n0,1,2,cat\n1,3,4,dog\n'],
    ['of years in a column of texts', '2019,label\nx,cat\n'],
  ])('but not one %s', async (_, text) => expect(await doubt(text)).toBe(''));
});

describe('what is refused, in one line with what helps', () => {
  test.each<[text: string | Uint8Array, says: string, options?: ReadTextOptions]>([
    ['', 'a.csv is empty: it needs a header and rows'],
    [
      'name;x, y;label\na;1,2;cat\nb;2,3;dog\n',
      "reads in two ways, with commas or with semicolons: say which by --delimiter ',' or --delimiter ';'",
    ],
    [Uint8Array.of(0xff, 0xfe, 0, 0, 97, 0, 0, 0), 'a.csv is UTF-32: convert it: iconv -f utf-32 -t utf-8'],
    [`a,b\n${'1,x\n'.repeat(70_000)}2,y\0\n`, 'a.csv: line 70002 has a byte of 0'],
    ['% made\na,b\n1,2\n', "if lines that begin with % are comments: --comment '%'"],
    ['A title\n1,2\n', 'if line 1 is a title, leave it out: tail -n +2 a.csv'],
    ['"x","y"\n"1",2,3\n"2",3,4\n', 'if the first field names the row, name it in the header, too'],
    ['\n\n', 'a.csv is empty: it needs a header and rows'],
    [
      'a,b\n1\n',
      'a.csv: line 2 has 1 field, the header 2; if the fields that are missing are empty: --short-rows fill',
    ],
    // quotes that close have nothing to do with a short row, and those that swallow a delimiter have
    ['a,b,c\n1,"2,3"\n', 'a.csv: line 2 has 2 fields, the header 3; if quotes are plain characters: --quote none'],
    [
      'a,b,c\n1,"x\n2,y,z\n"\n',
      'a.csv: line 2 has 2 fields, the header 3; if quotes are plain characters: --quote none',
    ],
    ['a,b,c\n"1",2\n', 'a.csv: line 2 has 2 fields, the header 3; if the fields that are missing are empty: --short-'],
    ["a,b,c\n'1',2\n", 'a.csv: line 2 has 2 fields, the header 3; if the fields that are missing are empty: --short-'],
    ['a,b\n1,2,3\n', 'a.csv: line 2 has 3 fields, the header 2; fields that contain commas need quotes'],
    ['a,b\n1,2,3\n', 'a.csv: line 2 has 3 fields, the header 2; fields that', { shortRows: 'fill' }],
    ['1,2\n1\n', 'a.csv: line 2 has 1 field, the first row 2', { header: false }],
    [
      '# exported\nid,label\n1,cat\n',
      "a.csv: line 2 has 2 fields, the header 1; if lines that begin with # are comments: --comment '#'",
    ],
    [
      'a;b\n1;2;3\n',
      'a.csv: line 2 has 3 fields, the header 2; fields that contain semicolons need quotes',
      { delimiter: ';' },
    ],
    ['a;b,c\n1;2\n', "a.csv: line 2 has 1 field, the header 2; try --delimiter ';'", { delimiter: ',' }],
    [
      'a,b\n1,"x\\"y"\n',
      "a.csv: line 2 goes on after a closing quote; if \\\" is a quote within a field: --escape '\\'",
    ],
    ['a,b\n1,"x"y\n', 'a.csv: line 2 goes on after a closing quote; if quotes are plain characters: --quote none'],
    [
      'a,b\n1,"x\n2,y\n',
      'a.csv: line 2 opens a quote that is never closed; if quotes are plain characters: --quote none',
    ],
    [
      'label\ttext\nham\t"so\nspam\tx"\nham\tok\n',
      'the one on line 2 closes on line 3, and each line is a row if quotes are plain characters; ' +
        'say which it is: --quote none',
    ],
    [
      joined(utf8('a,b\n1,x\n2,Caf'), Uint8Array.of(0xe9), utf8(' au lait\n')),
      'a.csv: line 3 is not UTF-8 (byte 0xe9); as windows-1252 (Latin-1) it reads "2,Café au lait": ' +
        'try --encoding windows-1252',
    ],
    [utf16('a,b\n1,x\n'), 'a.csv is not UTF-8, but looks like UTF-16: try --encoding utf-16le'],
    [utf16('a,b\n1,x\n', true), 'try --encoding utf-16be'],
    [Uint8Array.of(97, 0, 0, 0, 98, 0), 'a.csv is a binary file, not a text table'],
    [utf8('PK\x03\x04'), 'a.csv is a ZIP archive or an Excel workbook (.xlsx): unpack it, or save its sheet as CSV'],
    [joined(utf8('PAR1'), Uint8Array.of(21)), 'a.csv: this is a Parquet file'],
    ['<!DOCTYPE html>\n<html>', 'a.csv is a web page, not a table'],
    ['version https://git-lfs.github.com/spec/v1\n', 'git lfs pull'],
    ['[{"a":1}]', "a.json is a JSON list: make an object a line of it: jq -c '.[]' a.json", { name: 'a.json' }],
    ['{"a":1}\n{"a":\n', 'a.csv: line 2 is not JSON'],
    ['{"a":1}\n[2]\n', 'a.csv: line 2 is a list; each line must be an object'],
    ['{"a":1}\n{"a":{"b":2}}\n', 'a.csv: line 2: "a" is an object', { wanted: [0] }],
    ['{"a":12345678901234567890}\n', 'a.csv: line 1: "a" is an integer beyond 2^53'],
  ])('%#: %j', async (text, says, options) => {
    for (const sizes of [[1 << 20], [1]]) {
      const error = await readText(text, { ...options, sizes }).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(FileError);
      expect(error.message).toContain(says);
      expect(error.message).not.toContain('\n');
    }
  });

  test('quotes that are said to be quotes are', async () => {
    const text = 'label\ttext\nham\t"so\nspam\tx"\nham\tok\n';
    expect((await readText(text, { quote: '"' })).rows).toEqual([
      ['ham', 'so\nspam\tx'],
      ['ham', 'ok'],
    ]);
  });
});

test('each row stands where it is said to, in every encoding', async () => {
  const field = fc
    .array(fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', '\r'), { maxLength: 4 })
    .map((parts) => parts.join(''));
  const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 6 });
  const encodings = {
    'utf-8': utf8,
    'utf-16le': (text: string) => utf16(`\ufeff${text}`),
    'utf-16be': (text: string) => utf16(`\ufeff${text}`, true),
    'windows-1252': (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0)),
  };
  const encoding = fc.constantFrom(...(Object.keys(encodings) as (keyof typeof encodings)[]));
  const breaks = fc.array(fc.constantFrom('\n', '\r\n', '\r', '\n\n'), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(rows, encoding, breaks, fc.integer({ min: 1, max: 9 }), async (rows, encoding, breaks, size) => {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const lines = [['x', 'y'], ...rows].map((row, i) => row.map(quoted).join(',') + breaks[i % breaks.length]);
      const bytes = encodings[encoding](lines.join(''));
      const read = await readText(bytes, { encoding, quote: '"', sizes: [size] });
      expect(read.rows).toEqual(rows);
      const decoder = new TextDecoder(encoding);
      const texts = read.bytes.map(([from, to]) => decoder.decode(bytes.subarray(from, to)));
      expect(texts.map((text) => text.replace(/\r\n$|[\r\n]$/, ''))).toEqual(
        lines.slice(1).map((line) => line.replace(/(\r\n|[\r\n])*$/, '')),
      );
    }),
  );
});
