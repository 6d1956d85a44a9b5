// One-hot columns as labels: which columns, and which class each row has.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../src/files/file-error.js';
import { OneHotLabels, oneHotColumns } from '../../src/files/one-hot.js';

const HEADER = ['image', 'MEL', 'NV', 'BCC', 'a:b', 'UNK', 'age'];

function columns(wanted: string, names = HEADER) {
  return oneHotColumns('isic.csv', wanted, names, (name) => {
    const index = names.indexOf(name);
    if (index === -1) throw new FileError(`isic.csv: no column "${name}"`);
    return index;
  });
}

const names = (wanted: string, header?: string[]) => columns(wanted, header).map(({ name }) => name);

describe('one-hot columns', () => {
  it('are named one by one, by their ends, or both', () => {
    expect(columns('MEL,BCC')).toEqual([
      { name: 'MEL', index: 1 },
      { name: 'BCC', index: 3 },
    ]);
    expect(names('MEL:BCC')).toEqual(['MEL', 'NV', 'BCC']);
    expect(names('UNK,MEL:NV')).toEqual(['UNK', 'MEL', 'NV']);
    expect(names('BCC, MEL')).toEqual(['BCC', 'MEL']);
    expect(names('2:4', ['1', '2', '3', '4'])).toEqual(['2', '3', '4']);
    expect(names(' x,y', [' x', 'y'])).toEqual([' x', 'y']);
  });

  it('may have a colon in their names', () => {
    expect(names('MEL,a:b')).toEqual(['MEL', 'a:b']);
    expect(names('NV:a:b')).toEqual(['NV', 'BCC', 'a:b']);
    expect(names('a:b:UNK')).toEqual(['a:b', 'UNK']);
    expect(names('a:b:c', ['a', 'b:c', 'c'])).toEqual(['a', 'b:c']);
  });

  it.each([
    ['MEL', 'isic.csv: --one-hot names one column, "MEL": name one for each class, as A,B,C or FIRST:LAST'],
    ['MEL:MEL', 'isic.csv: --one-hot names one column, "MEL": name one for each class, as A,B,C or FIRST:LAST'],
    ['UNK:MEL', 'isic.csv: --one-hot UNK:MEL goes backward: column "MEL" is before "UNK"; swap them'],
    ['MEL,NV,MEL', 'isic.csv: --one-hot names the column "MEL" twice: name it once'],
    ['MEL:BCC,NV', 'isic.csv: --one-hot names the column "NV" twice: name it once'],
    ['MEL,mel', 'isic.csv: no column "mel"'],
    ['MEL:ZZZ', 'isic.csv: no column "ZZZ"'],
    ['a:x:y', 'isic.csv: no column "a"'],
    ['', 'isic.csv: no column ""'],
    ['MEL,', 'isic.csv: no column ""'],
  ])('are refused: %j', (wanted, message) => {
    expect(() => columns(wanted)).toThrow(new FileError(message));
  });

  it('have different names', () => {
    expect(() => columns('a:b', ['a', 'x', 'x', 'b'])).toThrow(
      new FileError('isic.csv has two columns "x" among those of --one-hot: rename one of them'),
    );
  });
});

describe('the label of a row', () => {
  const labels = (names: string[]) =>
    new OneHotLabels({
      file: 'isic.csv',
      columns: names.map((name, i) => ({ name, index: i + 1 })),
      where: () => 'line 17',
    });
  const label = (...fields: string[]) => labels(['MEL', 'NV', 'BCC']).label(['id', ...fields, '7']);

  it.each(['1', '1.0', '1.', '1.000', 'true', 'True', 'TRUE', ' 1 ', '+1', '01'])('is the column with %j', (one) => {
    expect(label('0', one, '0')).toBe('NV');
    expect(label(one, '0.0', 'false')).toBe('MEL');
  });

  it.each(['0', '0.0', '0.', 'false', 'False', '', 'NA', ' 0', '-0', '00'])('is no column with %j', (zero) => {
    expect(label(zero, zero, '1')).toBe('BCC');
    expect(label(zero, zero, zero)).toBe('');
  });

  it('has no second column', () => {
    expect(() => label('1', '0', 'true')).toThrow(
      new FileError(
        'isic.csv: line 17 has a 1 in "MEL" and in "BCC", and needs one label here: leave one of them (balance, ' +
          'sample and report of the command take several, without a column of weights)',
      ),
    );
  });

  it('is one of several, where they are asked for', () => {
    const several = (...fields: string[]) => labels(['MEL', 'NV', 'BCC']).labels(['id', ...fields, '7']);
    expect(several('1', '0', 'true')).toEqual(['MEL', 'BCC']);
    expect(several('0', 'false', '')).toEqual([]);
    expect(() => several('1', '1', '0.5')).toThrow('BCC must be 0 or 1');
  });

  it.each(['2', '0.5', '-1', 'yes', 'x', '10', '1.5', '1e0', 'truefalse'])('is refused with %j', (field) => {
    expect(() => label('0', '0', field)).toThrow(
      new FileError(`isic.csv: line 17: BCC must be 0 or 1, as a column of --one-hot, got "${field}"`),
    );
  });

  it('is what a writer of such columns meant', () => {
    const classes = ['a', 'b', 'c', 'd'];
    const reader = labels(classes);
    const written = fc.constantFrom(['0', '1'], ['0.0', '1.0'], ['False', 'True'], ['', '1']);
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 3 }), written, (code, [zero, one]) => {
        const fields = classes.map((_, i) => (i === code ? one : zero));
        expect(reader.label(['id', ...fields])).toBe(classes[code] ?? '');
      }),
    );
  });
});
