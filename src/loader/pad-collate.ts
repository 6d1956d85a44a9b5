import { checkInteger, checkOptions } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';
import { type ArrayOf, classOf, collate, nameOf, type Rule, type TypedArray, type Whole } from './collate.js';

/** Options of {@link padCollate}. */
export interface PadOptions {
  /** The value that fills the end of shorter items. Default: 0. */
  value?: number | bigint | undefined;
  /**
   * The length to which all items are padded. A longer item throws. Default: 'longest', the length of the batch's
   * longest item.
   */
  to?: number | 'longest' | undefined;
}

/** Items of different lengths in one typed array, each followed by padding. */
export interface Padded<A extends TypedArray = TypedArray> {
  /** The entries of all items, one item after the other, each with its padding. */
  readonly data: A;
  /** Shape of `data`: (items, length), and the inner shape of items that have one. */
  readonly shape: [items: number, length: number, ...inner: number[]];
  /** The items' own lengths, (items,). */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** Attention mask, (items, length): 1 for an entry of an item, 0 for padding. */
  readonly mask: Uint8Array<ArrayBuffer>;
}

/** The batch that `padCollate` makes of items of type T. */
export type PadCollated<T> = 0 extends 1 & T
  ? // biome-ignore lint/suspicious/noExplicitAny: items of any type make a batch of any type
    any
  : unknown extends T
    ? unknown
    : ArrayOf<Extract<T, Whole>> | PaddedEach<Exclude<T, Whole>>;

type PaddedEach<T> = T extends number
  ? Float32Array<ArrayBuffer>
  : T extends TypedArray
    ? Padded<T>
    : T extends readonly number[]
      ? Padded<Float32Array<ArrayBuffer>>
      : T extends { readonly data: infer A extends TypedArray; readonly shape: readonly number[] }
        ? Padded<A>
        : T extends object
          ? { -readonly [K in keyof T]: PadCollated<T[K]> }
          : never;

/** A typed array with a shape, of which the first dimension is the item's length. */
interface Tensor {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/**
 * A collate function for items of different lengths, like PyTorch's pad_sequence and Hugging Face's
 * DataCollatorWithPadding: `new DataLoader(sentences, { batchSize: 32, collate: padCollate() })`.
 *
 * - Typed arrays, and arrays of numbers, become {@link Padded}. Numbers become a Float32Array.
 * - So do objects `{ data, shape }` of a typed array and its shape. Their shapes may differ in the first dimension.
 * - Everything else is collated as by `defaultCollate`: plain objects and other arrays field by field.
 * @throws {TypeError | RangeError} An option is not as described. The function throws if an item is longer than `to`,
 * if items differ in kind or inner shape, or if a typed array of integers cannot hold `value`. The message says which
 * item, and how.
 */
export function padCollate(
  options?: PadOptions,
): <T>(items: readonly T[], indices?: ArrayLike<number>) => PadCollated<T> {
  const { value = 0, to = 'longest' } = checkOptions(options, ['value', 'to']);
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new TypeError(`value must be a number or a bigint, got ${describe(value)}`);
  }
  if (typeof to === 'string' && to !== 'longest') {
    throw new RangeError(`to must be a positive integer or 'longest', got ${describe(to)}`);
  }
  if (to !== 'longest') checkInteger('to', to, 1);
  const most = to === 'longest' ? undefined : to;
  const rule: Rule = (items, kind, indices, path) => {
    const sequences = sequencesOf(items, kind, indices, path);
    return sequences && pad(sequences, value, most, indices, path);
  };
  return (items, indices = Uint32Array.from(items.keys())) => collate(items, indices, '', rule) as never;
}

/** The items as typed arrays with shapes, if they are padded. */
function sequencesOf(
  items: readonly unknown[],
  kind: string,
  indices: ArrayLike<number>,
  path: string,
): Tensor[] | undefined {
  if (kind === 'number' || kind === 'other' || kind === 'DataView') return undefined;
  if (kind === 'Array') {
    const isNumbers = (items as unknown[][]).every((item) => item.every((entry) => typeof entry === 'number'));
    return isNumbers ? items.map((item, i) => numbers(item as number[], nameOf(indices[i], path))) : undefined;
  }
  if (kind !== 'object') return (items as Float64Array[]).map((data) => ({ data, shape: [data.length] }));
  if (!isTensor(items[0])) return undefined;
  const [first] = items;
  items.forEach((item, i) => {
    const name = nameOf(indices[i], path);
    if (!isTensor(item) || tagOf(item.data) !== tagOf(first.data)) {
      const got = isTensor(item) ? describe(item.data) : describe(item);
      const wanted = `{ data, shape } with the kind of data of ${nameOf(indices[0], path)}, ${describe(first.data)}`;
      throw new TypeError(`${name} must be ${wanted}, got ${got}`);
    }
    if (item.shape.reduce((a, b) => a * b, 1) === item.data.length && item.shape.length > 0) return;
    throw new RangeError(
      `${name} must have as many entries as its shape, ${said(item.shape)}, got ${item.data.length}`,
    );
  });
  return items as Tensor[];
}

/** Numbers as Float32, which must hold those above 2^24, as in `defaultCollate`. */
function numbers(item: readonly number[], name: string): Tensor {
  const data = new Float32Array(item);
  const at = item.findIndex((entry, i) => data[i] !== entry && Math.abs(entry) > 2 ** 24);
  if (at < 0) return { data: data as unknown as Float64Array, shape: [data.length] };
  throw new RangeError(
    `${name} must hold numbers that a Float32Array holds, got ${item[at]} at ${at}, which would be ${data[at]}: ` +
      'make each item an Int32Array, a Float64Array or a BigInt64Array',
  );
}

function isTensor(item: unknown): item is Tensor {
  const { data, shape, ...more } = Object(item) as Partial<Tensor>;
  const isArray = ArrayBuffer.isView(data) && !(data instanceof DataView);
  return isArray && Array.isArray(shape) && Object.keys(more).length === 0;
}

function tagOf(data: Float64Array): string {
  return data[Symbol.toStringTag];
}

function said(shape: readonly number[]): string {
  return shape.join(' × ');
}

function pad(
  items: readonly Tensor[],
  value: number | bigint,
  to: number | undefined,
  indices: ArrayLike<number>,
  path: string,
): Padded {
  const [, ...inner] = items[0].shape;
  const width = inner.reduce((a, b) => a * b, 1);
  const lengths = new Uint32Array(items.length);
  let longest = 0;
  for (let i = 0; i < items.length; i++) {
    const [length, ...own] = items[i].shape;
    if (own.join() !== inner.join()) {
      const wanted = `the inner shape of ${nameOf(indices[0], path)}, ${said(inner) || 'none'}`;
      throw new RangeError(`${nameOf(indices[i], path)} must have ${wanted}, got ${said(own) || 'none'}`);
    }
    if (to !== undefined && length > to) {
      throw new RangeError(
        `${nameOf(indices[i], path)} must have a length of at most ${to}, the option to, got ${length}: cut the ` +
          `item, or pad to more${torch('each element in list of batch should be of equal size')}`,
      );
    }
    lengths[i] = length;
    longest = Math.max(longest, length);
  }
  const length = to ?? longest;
  const kind = tagOf(items[0].data);
  const filler = fillerOf(kind, value, path);
  const data = new (classOf(kind))(items.length * length * width);
  if (filler !== 0) data.fill(filler);
  const mask = new Uint8Array(items.length * length);
  for (let i = 0; i < items.length; i++) {
    data.set(items[i].data, i * length * width);
    mask.fill(1, i * length, i * length + lengths[i]);
  }
  return { data, shape: [items.length, length, ...inner], lengths, mask };
}

/**
 * The padding as an entry of a kind of array.
 * @throws {RangeError} Such an array of integers cannot hold it.
 */
function fillerOf(kind: string, value: number | bigint, path: string): number {
  const big = /^Big/.test(kind);
  const entry = big && Number.isInteger(value) ? BigInt(value) : big ? value : Number(value);
  if (/^Float/.test(kind)) return entry as number;
  const held = typeof entry === 'bigint' || !big ? new (classOf(kind))([entry as number])[0] : undefined;
  // a bigint that is not held would be another one
  if (held === entry) return held as number;
  const name = describe(new (classOf(kind))(0));
  const where = path && ` for ${path.replace(/^\./, '')}`;
  throw new RangeError(`value must be one that ${name} holds${where}, got ${describe(value)}: give another value`);
}
