// padCollate: items of different lengths in one typed array.
import { describe, expect, it } from 'vitest';
import { DataLoader, padCollate } from '../../src/index.js';

const u32 = (...numbers: number[]) => Uint32Array.from(numbers);
const u8 = (...numbers: number[]) => Uint8Array.from(numbers);

describe('padCollate', () => {
  it('pads typed arrays to the longest, with their lengths and a mask, as PyTorch’s pad_sequence', () => {
    expect(padCollate()([Int32Array.of(1, 2), Int32Array.of(), Int32Array.of(3, 4, 5)])).toStrictEqual({
      data: Int32Array.of(1, 2, 0, 0, 0, 0, 3, 4, 5),
      shape: [3, 3],
      lengths: u32(2, 0, 3),
      mask: u8(1, 1, 0, 0, 0, 0, 1, 1, 1),
    });
  });

  it('pads with a value, to a length', () => {
    expect(padCollate({ value: -100, to: 4 })([Int16Array.of(1), Int16Array.of(2, 3)])).toStrictEqual({
      data: Int16Array.of(1, -100, -100, -100, 2, 3, -100, -100),
      shape: [2, 4],
      lengths: u32(1, 2),
      mask: u8(1, 0, 0, 0, 1, 1, 0, 0),
    });
    expect(padCollate({ to: 'longest', value: undefined })([u8(7)]).data).toStrictEqual(u8(7));
  });

  it.each([
    [BigInt64Array.of(5n), -1, BigInt64Array.of(5n, -1n, -1n)],
    [BigUint64Array.of(5n), 3n, BigUint64Array.of(5n, 3n, 3n)],
    [Float32Array.of(5), Number.NaN, Float32Array.of(5, Number.NaN, Number.NaN)],
    [Float64Array.of(5), -Infinity, Float64Array.of(5, -Infinity, -Infinity)],
    [Float64Array.of(5), 0.1, Float64Array.of(5, 0.1, 0.1)],
    [Float32Array.of(5), 0.1, Float32Array.of(5, 0.1, 0.1)],
    [Float32Array.of(5), 2n, Float32Array.of(5, 2, 2)],
    [Uint8ClampedArray.of(5), 255, Uint8ClampedArray.of(5, 255, 255)],
    [Uint32Array.of(5), 2 ** 32 - 1, Uint32Array.of(5, 2 ** 32 - 1, 2 ** 32 - 1)],
    [Int8Array.of(5), -128n, Int8Array.of(5, -128, -128)],
  ])('pads %o with %s', (item, value, expected) => {
    const { data } = padCollate({ value, to: 3 })([item]) as { data: unknown };
    expect(data).toStrictEqual(expected);
  });

  it('pads arrays of numbers as a Float32Array', () => {
    expect(padCollate()([[1, 2], [], [0.5]])).toStrictEqual({
      data: Float32Array.of(1, 2, 0, 0, 0.5, 0),
      shape: [3, 2],
      lengths: u32(2, 0, 1),
      mask: u8(1, 1, 0, 0, 1, 0),
    });
    expect(padCollate()([[], []])).toStrictEqual({
      data: new Float32Array(0),
      shape: [2, 0],
      lengths: u32(0, 0),
      mask: u8(),
    });
  });

  it('pads the first dimension of what has a shape', () => {
    const items = [
      { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] },
      { data: Float64Array.of(5, 6), shape: [1, 2] },
    ];
    expect(padCollate({ value: 9 })(items)).toStrictEqual({
      data: Float64Array.of(1, 2, 3, 4, 5, 6, 9, 9),
      shape: [2, 2, 2],
      lengths: u32(2, 1),
      mask: u8(1, 1, 1, 0),
    });
  });

  it('goes into objects and arrays, and leaves all else to defaultCollate', () => {
    const items = [
      { ids: [1], pair: [Int8Array.of(1), 'a'], label: 1, name: 'x', at: null, when: 5n },
      { ids: [2, 3], pair: [Int8Array.of(2, 3), 'b'], label: 0, name: 'y', at: null, when: 6n },
    ];
    expect(padCollate()(items)).toStrictEqual({
      ids: { data: Float32Array.of(1, 0, 2, 3), shape: [2, 2], lengths: u32(1, 2), mask: u8(1, 0, 1, 1) },
      pair: [{ data: Int8Array.of(1, 0, 2, 3), shape: [2, 2], lengths: u32(1, 2), mask: u8(1, 0, 1, 1) }, ['a', 'b']],
      label: Float32Array.of(1, 0),
      name: ['x', 'y'],
      at: [null, null],
      when: [5n, 6n],
    });
    const views = [new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(2))];
    expect(padCollate()(views)).toStrictEqual(views);
    expect(padCollate()([Float32Array.of(1)]).data.constructor).toBe(Float32Array);
  });

  it('makes the batches of a loader, and names items by their indices', async () => {
    const sentences = [[1], [2, 3], [4, 5, 6], [7]];
    const loader = new DataLoader(sentences, { batchSize: 2, collate: padCollate({ to: 2 }), sampler: [3, 1, 2, 0] });
    const batches: number[][] = [];
    const loop = async () => {
      for await (const { data, lengths } of loader) batches.push([...data], [...lengths]);
    };
    await expect(loop()).rejects.toThrow(
      /^item 2 must have a length of at most 2, the option to, got 3: cut the item, or pad to more \(PyTorch: "each el/,
    );
    expect(batches).toEqual([
      [7, 0, 2, 3],
      [1, 2],
    ]);
  });

  const refused: [string, readonly unknown[], RegExp][] = [
    [
      'another kind',
      [u8(1), Int8Array.of(1)],
      /^item 1 must be of the kind of item 0, a Uint8Array, got an Int8Array$/,
    ],
    ['an array beside a typed array', [u8(1), [1]], /^item 1 must be of the kind of item 0, .*, got an Array$/],
    ['arrays that are not all of numbers', [[1], ['a', 'b']], /^item 1 must be as long as item 0, 1, got 2/],
    [
      'another inner shape',
      [
        { data: u8(1, 2), shape: [1, 2] },
        { data: u8(1, 2, 3), shape: [1, 3] },
      ],
      /^item 1 must have the inner shape of item 0, 2, got 3$/,
    ],
    [
      'an inner shape beside none',
      [
        { data: u8(1), shape: [1] },
        { data: u8(1, 2, 3), shape: [1, 3, 1] },
      ],
      /^item 1 must have the inner shape of item 0, none, got 3 × 1$/,
    ],
    [
      'another kind of data',
      [
        { data: u8(1), shape: [1] },
        { data: Int8Array.of(1), shape: [1] },
      ],
      /^item 1 must be \{ data, shape \} with the kind of data of item 0, a Uint8Array, got an Int8Array$/,
    ],
    [
      'no tensor beside one',
      [
        { data: u8(1), shape: [1] },
        { data: u8(1), shape: 1 },
      ],
      /^item 1 must be \{ data, shape \} with the kind .*, got an Object$/,
    ],
    [
      'more entries than the shape',
      [{ data: u8(1, 2, 3), shape: [1, 2] }],
      /^item 0 must have as many entries as its shape, 1 × 2, got 3$/,
    ],
    [
      'a field of another kind',
      [{ x: [u8(1)] }, { x: [2] }],
      /^item 1 at x must be|^item 1 at x\[0\] must be of the kind/,
    ],
    [
      'a number that Float32 changes',
      [[1], [1, 2 ** 24 + 1]],
      /^item 1 must hold numbers that a Float32Array holds, got 16777217 at 1, which would be 16777216: make each /,
    ],
  ];
  it.each(refused)('refuses %s', (_, items, message) => {
    expect(() => padCollate()(items as never)).toThrow(message);
  });

  it.each([
    [Uint8Array.of(1), -1, 'value must be one that a Uint8Array holds, got -1: give another value'],
    [Uint8Array.of(1), 256, 'value must be one that a Uint8Array holds, got 256: give another value'],
    [Int32Array.of(1), 0.5, 'value must be one that an Int32Array holds, got 0.5: give another value'],
    [Int32Array.of(1), Number.NaN, 'value must be one that an Int32Array holds, got NaN: give another value'],
    [BigInt64Array.of(1n), 0.5, 'value must be one that a BigInt64Array holds, got 0.5: give another value'],
    [BigInt64Array.of(1n), 2n ** 63n, /^value must be one that a BigInt64Array holds, got 9223372036854775808n/],
    [BigUint64Array.of(1n), -1, 'value must be one that a BigUint64Array holds, got -1: give another value'],
    [Int8Array.of(1), 2n ** 64n, /^value must be one that an Int8Array holds, got 18446744073709551616n/],
    [{ x: Uint8Array.of(1) }, -1, 'value must be one that a Uint8Array holds for x, got -1: give another value'],
  ])('refuses to pad %o with %s', (item, value, message) => {
    expect(() => padCollate({ value, to: 2 })([item])).toThrow(RangeError);
    expect(() => padCollate({ value, to: 2 })([item])).toThrow(message);
  });
});
