// Records of delimited text: what each character means, at whichever piece it comes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dialect, SPACES } from '../../src/files/dialect.js';
import { MOST_OF_FIELD, RecordError, RecordParser } from '../../src/files/record-parser.js';

const CSV: Dialect = { delimiter: ',', quote: '"', escape: '', comment: '' };

interface Read {
  records: string[][];
  lines: [number, number][];
  skipped: [comments: number, emptyLines: number];
}

function read(text: string, dialect: Partial<Dialect> = {}, sizes: readonly number[] = [Infinity]): Read {
  const records: string[][] = [];
  const lines: [number, number][] = [];
  const parser = new RecordParser({ ...CSV, ...dialect }, (fields, count) => {
    records.push(fields.slice(0, count));
    lines.push([parser.firstLine, parser.lastLine]);
  });
  for (let from = 0, i = 0; from < text.length; i++) {
    const size = sizes[i % sizes.length];
    parser.push(text.slice(from, from + size));
    from += size;
  }
  parser.end();
  return { records, lines, skipped: [parser.comments, parser.emptyLines] };
}

const records = (text: string, dialect?: Partial<Dialect>): string[][] => read(text, dialect).records;

describe('a record', () => {
  test.each<[text: string, fields: string[][]]>([
    [
      'a,b\n1,x\n',
      [
        ['a', 'b'],
        ['1', 'x'],
      ],
    ],
    [
      'a,b\r\n1,x\r2,y',
      [
        ['a', 'b'],
        ['1', 'x'],
        ['2', 'y'],
      ],
    ],
    ['a\n\n\r\n\rb', [['a'], ['b']]],
    [
      'a,\n,\n',
      [
        ['a', ''],
        ['', ''],
      ],
    ],
    ['""\n"",""', [[''], ['', '']]],
    ['"a,b","c\r\nd"', [['a,b', 'c\r\nd']]],
    ['"he said ""hi"""', [['he said "hi"']]],
    ['5" pipe,a"b"', [['5" pipe', 'a"b"']]],
    ['9,"Just.", "The power, of" ,x', [['9', 'Just.', 'The power, of', 'x']]],
    [' cat, dog ', [[' cat', ' dog ']]],
    ['\ufeffa', [['\ufeffa']]],
    ['a\u2028b,\u0085', [['a\u2028b', '\u0085']]],
  ])('%j', (text, fields) => {
    expect(records(text)).toEqual(fields);
  });

  test('of other delimiters, quotes and escapes', () => {
    expect(records("a;'b;c'\n", { delimiter: ';', quote: "'" })).toEqual([['a', 'b;c']]);
    expect(records('ham\t"so he said\nspam\twin a prize"\n', { delimiter: '\t', quote: '' })).toEqual([
      ['ham', '"so he said'],
      ['spam', 'win a prize"'],
    ]);
    expect(records('1,"he said \\"hi\\"",spam', { escape: '\\' })).toEqual([['1', 'he said "hi"', 'spam']]);
    expect(records('"a\\\\","C:\\temp",a\\,b,c\\\nd,"""e"', { escape: '\\' })).toEqual([
      ['a\\', 'C:\\temp', 'a,b', 'c\nd', '"e'],
    ]);
    expect(records('"a""b"', { escape: '"' })).toEqual([['a"b']]);
  });

  test('of columns that spaces separate', () => {
    expect(records('  5.1   3.5\tsetosa  \n4.9 3.0 "Iris virginica"\n   \n', { delimiter: SPACES })).toEqual([
      ['5.1', '3.5', 'setosa'],
      ['4.9', '3.0', 'Iris virginica'],
    ]);
  });

  test('has its lines, and what is none is counted', () => {
    const text = '# note\nid,text\r\n1,"a\nb\r\nc"\n\n#2,x\n"#3",y\r\n4,#z';
    expect(read(text, { comment: '#' })).toEqual({
      records: [
        ['id', 'text'],
        ['1', 'a\nb\r\nc'],
        ['#3', 'y'],
        ['4', '#z'],
      ],
      lines: [
        [2, 2],
        [3, 5],
        [8, 8],
        [9, 9],
      ],
      skipped: [2, 1],
    });
  });

  test.each<[text: string, code: RecordError['code'], line: number, dialect?: Partial<Dialect>]>([
    ['a\n"b\nc', 'quote-not-closed', 2],
    ['a\n"b\n" c\n', 'text-after-quote', 3],
    ['"a"b', 'text-after-quote', 1],
    ['a,"b\\"c"\n', 'text-after-quote', 1],
    [`a\n${'x'.repeat(MOST_OF_FIELD + 1)}`, 'long-field', 2],
    [`a\n"\n${'x'.repeat(2 * MOST_OF_FIELD)}`, 'long-quoted-field', 2],
    [`a\n${`${'x'.repeat(2 ** 20)},`.repeat(17)}`, 'long-record', 2],
  ])('%#: what is wrong, and its line', (text, code, line, dialect) => {
    for (const sizes of [[Infinity], [1 << 18]]) {
      let error: unknown;
      try {
        read(text, dialect, sizes);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(RecordError);
      expect(error).toMatchObject({ code, line });
    }
  });
});

const dialects = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', SPACES),
  quote: fc.constantFrom('"', "'", ''),
  escape: fc.constantFrom('', '\\'),
  comment: fc.constantFrom('', '#', '//'),
});
const texts = fc
  .array(fc.constantFrom(...',;\t| "\'\\#/\r\n'.split(''), '\r\n', 'a', 'é', '😀'), { maxLength: 40 })
  .map((parts) => parts.join(''));

test('pieces of any size give the same records, lines and errors', () => {
  const result = (run: () => Read): unknown => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return [error.code, error.line];
    }
  };
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(texts, dialects, sizes, (text, dialect, sizes) => {
      expect(result(() => read(text, dialect, sizes))).toEqual(result(() => read(text, dialect)));
    }),
    { numRuns: 2000 },
  );
});

test('all lines are of a record, a comment, or empty', () => {
  fc.assert(
    fc.property(texts, dialects, (begin, dialect) => {
      // an escaped line break at the end would be followed by one more line
      const text = `${begin}x`;
      let found: Read;
      try {
        found = read(text, dialect);
      } catch (error) {
        if (error instanceof RecordError) return;
        throw error;
      }
      const lines = text.split(/\r\n|\n|\r/);
      const [comments, emptyLines] = found.skipped;
      const ofRecords = found.lines.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      expect(ofRecords + comments + emptyLines).toBe(lines.length);
    }),
    { numRuns: 2000 },
  );
});

test('fields that were written are read', () => {
  const fields = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(fields, fc.constantFrom('\n', '\r\n', '\r'), (rows, lineBreak) => {
      const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
      const text = rows.map((row) => row.map(quoted).join(',')).join(lineBreak);
      expect(records(text)).toEqual(rows);
    }),
  );
});
