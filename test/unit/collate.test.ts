import { describe, expect, it } from 'vitest';
import { DataLoader, defaultCollate } from '../../src/index.js';
import { shared } from '../support/sampler-cases.js';

const collate = (items: readonly unknown[]) => new DataLoader(items, { batchSize: items.length }).draw();

const HOLE = Symbol('hole');

function sparse(...entries: (number | typeof HOLE)[]): number[] {
  const array = new Array<number>(entries.length);
  entries.forEach((entry, i) => {
    if (entry !== HOLE) array[i] = entry;
  });
  return array;
}

describe('a batch of', () => {
  it.each<[string, unknown[], unknown]>([
    ['numbers', [1, 2.5, -0], Float32Array.of(1, 2.5, -0)],
    ['strings', ['a', 'b'], ['a', 'b']],
    ['booleans', [true, false], [true, false]],
    ['bigints', [1n, 2n], [1n, 2n]],
    ['nothing', [null, undefined], [null, undefined]],
    ['strings and nothing', ['a', null], ['a', null]],
    ['dates', [new Date(0), new Date(1)], [new Date(0), new Date(1)]],
    ['maps', [new Map([[1, 2]])], [new Map([[1, 2]])]],
    ['buffers', [new ArrayBuffer(2)], [new ArrayBuffer(2)]],
    ['data views', [new DataView(new ArrayBuffer(2))], [new DataView(new ArrayBuffer(2))]],
    ['typed arrays', [Uint8Array.of(1, 2), Uint8Array.of(3, 4)], { data: Uint8Array.of(1, 2, 3, 4), shape: [2, 2] }],
    ['big ones', [BigInt64Array.of(1n)], { data: BigInt64Array.of(1n), shape: [1, 1] }],
    ['empty typed arrays', [new Float32Array(0), new Float32Array(0)], { data: new Float32Array(0), shape: [2, 0] }],
    [
      'pairs',
      [
        [1, 'a'],
        [2, 'b'],
      ],
      [Float32Array.of(1, 2), ['a', 'b']],
    ],
    ['empty tuples', [[], []], []],
    [
      'objects',
      [
        { x: 1, y: 'a' },
        { x: 2, y: 'b' },
      ],
      { x: Float32Array.of(1, 2), y: ['a', 'b'] },
    ],
    ['objects without a prototype', [Object.assign(Object.create(null), { x: 1 })], { x: Float32Array.of(1) }],
    [
      'what is nested',
      [
        { image: Float32Array.of(1, 2), meta: [1, { name: 'a' }] },
        { meta: [2, { name: 'b' }], image: Float32Array.of(3, 4) },
      ],
      {
        image: { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] },
        meta: [Float32Array.of(1, 2), { name: ['a', 'b'] }],
      },
    ],
  ])('%s', (_, items, expected) => {
    const batch = collate(items);
    expect(batch).toStrictEqual(expected);
    expect((batch as { constructor: unknown }).constructor).toBe((expected as { constructor: unknown }).constructor);
  });

  it('instances of a class is an array of them', () => {
    class Point {
      constructor(readonly x: number) {}
    }
    const points = [new Point(1), new Point(2)];
    expect(collate(points)).toEqual(points);
  });

  it('typed arrays whose constructors take something else', () => {
    class Three extends Float32Array {
      constructor() {
        super([1, 2, 3]);
      }
    }
    expect(collate([new Three(), new Three()])).toEqual({ data: Float32Array.of(1, 2, 3, 1, 2, 3), shape: [2, 3] });
  });

  it('typed arrays over a shared buffer is over an ordinary one, and the items are not changed', () => {
    const item = shared(Float32Array, [0, 0]);
    const { data } = new DataLoader([item, item], { batchSize: 2 }).draw();
    expect(data.buffer).toBeInstanceOf(ArrayBuffer);
    data.fill(9);
    expect([...item]).toEqual([0, 0]);
  });

  it('a field named __proto__ is a field', () => {
    const items = [JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 2}')];
    expect(Object.entries(collate(items) as object)).toEqual([['__proto__', Float32Array.of(1, 2)]]);
  });
});

describe('nothing is lost in silence:', () => {
  const large = 2 ** 24 + 1;

  it.each<[string, unknown[], RegExp]>([
    [
      'an id',
      [1, large, 3],
      /^item 1 must be a number that a Float32Array holds, got 16777217, which would be 16777216: /,
    ],
    ['a negative one', [-large], /^item 0 must be a number .* got -16777217, which would be -16777216: /],
    ['an id at a field', [{ id: 1 }, { id: 2 }, { id: 1_234_567_891 }], /^item 2 at id must be .* got 1234567891, /],
    ['a nested one', [{ user: [{ id: large }] }], /^item 0 at user\[0\]\.id must be .* got 16777217, /],
    ['a time', [{ at: 1_700_000_000_123 }], /^item 0 at at must be .* got 1700000000123, /],
    ['a fraction', [1, 1_753_900_000.5], /^item 1 must be .* got 1753900000.5, which would be 1753900032: /],
    [
      'a negative fraction',
      [[-16_777_217.5]],
      /^item 0 at \[0\] must be .* got -16777217.5, which would be -16777218: /,
    ],
    ['what would be infinite', [1, 1e39], /^item 1 must be .* got 1e\+39, which would be Infinity: /],
    ['what would be -Infinity', [-3.4028236e38], /^item 0 must be .* got -3.4028236e\+38, which would be -Infinity: /],
  ])('%s that a Float32Array does not hold throws', (_, items, message) => {
    expect(() => collate(items)).toThrow(RangeError);
    expect(() => collate(items)).toThrow(message);
  });

  it('says what to do, by whether it is an item or a field, an integer or not', () => {
    const [whole, fraction] = [2 ** 53 - 1, 1_753_900_000.5];
    const own = 'or give a collate of your own';
    const each = (like: string) => `: make each item a Float64Array like ${like} or a string, ${own}`;
    const field = (like: string) => `: make this field a Float64Array like ${like} or a string, ${own}`;
    const list = ' such as (items) => Float64Array.from(items)';
    expect(() => collate([whole])).toThrow(`${each(`Float64Array.of(${whole}), a bigint`)}${list}`);
    expect(() => collate([fraction])).toThrow(`${each(`Float64Array.of(${fraction})`)}${list}`);
    expect(() => collate([{ x: whole }])).toThrow(field(`Float64Array.of(${whole}), a bigint`));
    expect(() => collate([[fraction]])).toThrow(field(`Float64Array.of(${fraction})`));
  });

  const stacked = (value: number) => ({ data: Float64Array.of(value), shape: [1, 1] });
  it.each<[string, ArrayLike<number>]>([
    ['an array', [2 ** 53 - 1]],
    ['an array of fractions', [1_753_900_000.5]],
    ['a Float64Array', Float64Array.of(1_753_900_000.5)],
    ['a Uint32Array of ids', Uint32Array.of(4_000_000_001)],
  ])('what it says to do works for %s, as items and as fields', (_, data) => {
    const [value] = Array.from(data);
    expect(() => new DataLoader(data).draw()).toThrow(RangeError);
    expect(new DataLoader(data, { collate: (items) => Float64Array.from(items) }).draw()).toEqual(
      Float64Array.of(value),
    );
    expect(new DataLoader(Array.from(data, (x) => Float64Array.of(x))).draw()).toEqual(stacked(value));
    expect(new DataLoader(Array.from(data, String)).draw()).toEqual([String(value)]);
    expect(collate([{ x: Float64Array.of(value) }])).toEqual({ x: stacked(value) });
    expect(collate([[String(value)]])).toEqual([[String(value)]]);
    if (!Number.isInteger(value)) return;
    expect(new DataLoader(Array.from(data, BigInt)).draw()).toEqual([BigInt(value)]);
    expect(collate([{ x: BigInt(value) }])).toEqual({ x: [BigInt(value)] });
  });

  it('a data set of typed ids says so as well, by its index, and what the message names works', () => {
    const ids = Uint32Array.of(7, 4_000_000_001, 9);
    const loader = new DataLoader(ids, { batchSize: 2, sampler: [2, 1] });
    expect(() => loader.draw()).toThrow(/^item 1 must be a number that a Float32Array holds, got 4000000001/);
    expect(loader.position).toBe(0);
    const own = new DataLoader(ids, { batchSize: 2, sampler: [2, 1], collate: (items) => Uint32Array.from(items) });
    expect(own.draw()).toEqual(Uint32Array.of(9, 4_000_000_001));
    const id = 2 ** 53 - 1;
    expect(collate([{ id: String(id) }])).toEqual({ id: [String(id)] });
    expect(collate([{ id: BigInt(id) }])).toEqual({ id: [BigInt(id)] });
    expect(collate([{ id: Float64Array.of(id) }])).toEqual({ id: { data: Float64Array.of(id), shape: [1, 1] } });
  });

  it('numbers that a Float32Array holds, or rounds as any float, do not', () => {
    const items = [2 ** 24, 2 ** 24 + 2, -(2 ** 24), 2 ** 100, 0.1, 1e-3, -0, Number.NaN, Infinity, -Infinity];
    // the least number above 0 is 2^-149
    const rounded = [2 ** 24 - 0.4, 1e-46, -1e-46, 2 ** -150, 2 ** -149, 1e-40];
    expect(collate([...items, ...rounded])).toStrictEqual(Float32Array.from([...items, ...rounded]));
    expect(collate(rounded)).toEqual(Float32Array.of(2 ** 24, 0, -0, 0, 2 ** -149, 71362 * 2 ** -149));
  });

  it.each<[string, unknown[], RegExp]>([
    [
      'first',
      [sparse(1, HOLE, 3), [4, 5, 6]],
      /^item 1 at \[1\] must be of the kind of item 0 at \[1\], undefined, got 5$/,
    ],
    [
      'second',
      [[4, 5, 6], sparse(1, HOLE, 3)],
      /^item 1 at \[1\] must be of the kind of item 0 at \[1\], 5, got undefined$/,
    ],
    ['last', [[1, 2], sparse(1, HOLE)], /^item 1 at \[1\] must be .* got undefined$/],
  ])('a hole in the %s array throws', (_, items, message) => {
    expect(() => collate(items)).toThrow(TypeError);
    expect(() => collate(items)).toThrow(message);
  });

  it('a hole among the items throws, and holes alone are undefined', () => {
    expect(() => defaultCollate(sparse(1, HOLE, 3), [4, 5, 6])).toThrow(
      /^item 5 must be of the kind of item 4, 1, got undefined$/,
    );
    expect(collate([sparse(1, HOLE, 3), sparse(4, HOLE, 6)])).toStrictEqual([
      Float32Array.of(1, 4),
      [undefined, undefined],
      Float32Array.of(3, 6),
    ]);
  });

  it('a field named by a symbol is a field', () => {
    const id = Symbol('id');
    expect(
      collate([
        { [id]: 1, x: 'a' },
        { [id]: 2, x: 'b' },
      ]),
    ).toStrictEqual({ [id]: Float32Array.of(1, 2), x: ['a', 'b'] });
    expect(() => collate([{ x: 1 }, { x: 1, [id]: 2 }])).toThrow(/it has an additional field Symbol\(id\)$/);
    expect(() => collate([{ [id]: large }])).toThrow(/^item 0 at \[Symbol\(id\)\] must be a number/);
    const hidden = Object.defineProperty({ x: 1 }, id, { value: 2, enumerable: false });
    expect(collate([hidden])).toStrictEqual({ x: Float32Array.of(1) });
  });

  it.each([
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ])('%o keeps its kind and its values', (kind) => {
    const [least, most] = [kind.from([-(2 ** 31), 0.1]), kind.from([2 ** 32 - 1, 255])];
    expect(collate([least, most])).toStrictEqual({ data: kind.from([...least, ...most]), shape: [2, 2] });
    expect(() => collate([least, [...most]])).toThrow(/^item 1 must be of the kind of item 0/);
  });

  it('BigInts keep all their bits', () => {
    const [a, b] = [BigUint64Array.of(2n ** 64n - 1n), BigUint64Array.of(2n ** 63n + 1n)];
    expect(collate([a, b])).toStrictEqual({ data: BigUint64Array.of(a[0], b[0]), shape: [2, 1] });
    expect(collate([a[0], b[0]])).toStrictEqual([a[0], b[0]]);
    expect(() => collate([a[0], 1])).toThrow(/^item 1 must be of the kind of item 0, 18446744073709551615n, got 1$/);
  });
});

describe('items that do not go together are told by index:', () => {
  it.each<[string, unknown[], typeof TypeError | typeof RangeError, RegExp]>([
    ['kinds', [1, 'a'], TypeError, /^item 1 must be of the kind of item 0, 1, got "a"$/],
    ['kinds, the other way', ['a', 1], TypeError, /^item 1 must be of the kind of item 0, "a", got 1$/],
    ['a number missing', [1, null], TypeError, /^item 1 must be of the kind of item 0, 1, got null$/],
    ['kinds of typed arrays', [Uint8Array.of(1), Int8Array.of(1)], TypeError, /a Uint8Array, got an Int8Array$/],
    [
      'lengths of typed arrays',
      [Uint8Array.of(1, 2), Uint8Array.of(1, 2), Uint8Array.of(1)],
      RangeError,
      new RegExp(
        '^item 2 must be as long as item 0, 2, got 1 \\(PyTorch: "each element in list of batch ' +
          'should be of equal size"\\)$',
      ),
    ],
    ['lengths of tuples', [[1], [1, 2]], RangeError, /^item 1 must be as long as item 0, 1, got 2 \(PyTorch/],
    [
      'a field missing',
      [{ x: 1, y: 1 }, { x: 1 }],
      TypeError,
      /^item 1 must have the fields of item 0, it has no field "y"$/,
    ],
    [
      'a field more',
      [{ x: 1 }, { x: 1, z: 1 }],
      TypeError,
      /^item 1 must have the fields of item 0, it has an additional field "z"$/,
    ],
    [
      'a field',
      [{ x: { y: [1] } }, { x: { y: ['a'] } }],
      TypeError,
      /^item 1 at x\.y\[0\] must be of the kind of item 0 at x\.y\[0\], 1, got "a"$/,
    ],
    [
      'a ragged field',
      [{ x: Uint8Array.of(1) }, { x: Uint8Array.of() }],
      RangeError,
      /^item 1 at x must be as long as item 0 at x, 1, got 0/,
    ],
  ])('%s', (_, items, kind, message) => {
    expect(() => collate(items)).toThrow(kind);
    expect(() => collate(items)).toThrow(message);
  });

  it('without indices, by their numbers', () => {
    expect(defaultCollate([1, 2])).toEqual(Float32Array.of(1, 2));
    expect(() => defaultCollate([1, 'a'])).toThrow(/^item 1 must be of the kind of item 0, 1, got "a"$/);
  });

  it('the index is the data set’s', () => {
    const loader = new DataLoader([1, 'a', 2, 3], { batchSize: 2, sampler: [3, 2, 0, 1] });
    expect(loader.draw()).toEqual(Float32Array.of(3, 2));
    expect(() => loader.draw()).toThrow(/^item 1 must be of the kind of item 0/);
    expect(loader.position).toBe(1);
  });
});
