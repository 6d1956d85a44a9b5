import { describe, expect, it } from 'vitest';
import { DataLoader } from '../src/index.js';
import { shared } from './support/sampler-cases.js';

const collate = (items: readonly unknown[]) => new DataLoader(items, { batchSize: items.length }).draw();

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
      /^item 2 must be as long as item 0, 2, got 1 \(PyTorch: "each element in list of batch should be of equal size"\)$/,
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
      /^item 1 must have the fields of item 0, it has a field "z" more$/,
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

  it('the index is the data set’s', () => {
    const loader = new DataLoader([1, 'a', 2, 3], { batchSize: 2, sampler: [3, 2, 0, 1] });
    expect(loader.draw()).toEqual(Float32Array.of(3, 2));
    expect(() => loader.draw()).toThrow(/^item 1 must be of the kind of item 0/);
    expect(loader.position).toBe(1);
  });
});
