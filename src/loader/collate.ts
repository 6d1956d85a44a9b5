import { isPlain } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';

type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * Items that become an array of them: no numbers, and not taken apart. At run time so are all instances of classes,
 * which types cannot tell from other objects: a `collate` of one's own has its own types.
 */
type Whole =
  | string
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | ((...args: never[]) => unknown)
  | Date
  | RegExp
  | Error
  | ArrayBuffer
  | SharedArrayBuffer
  | DataView
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | Global<'Blob'>
  | Global<'ImageData'>
  | Global<'ImageBitmap'>
  | Global<'URL'>;

/** What a class of the platform makes, where its types are known. */
type Global<Name extends string> =
  typeof globalThis extends Record<Name, { prototype: infer Instance }> ? Instance : never;

/** Typed arrays one after the other: `shape` is (items, length of each). */
export interface Stacked<A extends TypedArray = TypedArray> {
  readonly data: A;
  readonly shape: [items: number, length: number];
}

/**
 * What items are collated to unless a function of one's own does it; of several kinds, what those of one kind are: a
 * batch has but one.
 */
export type Collated<T> = 0 extends 1 & T
  ? // biome-ignore lint/suspicious/noExplicitAny: of anything, anything
    any
  : unknown extends T
    ? unknown
    : ArrayOf<Extract<T, Whole>> | CollatedEach<Exclude<T, Whole>>;

type ArrayOf<T> = [T] extends [never] ? never : T[];

type CollatedEach<T> = T extends number
  ? Float32Array<ArrayBuffer>
  : T extends TypedArray
    ? Stacked<T>
    : T extends object
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : never;

/** What each rule is for; items of a batch are all of one kind. */
function kindOf(item: unknown): string {
  if (typeof item === 'number') return 'number';
  if (typeof item !== 'object' || item === null) return 'other';
  if (Array.isArray(item)) return 'Array';
  if (ArrayBuffer.isView(item)) return (item as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? 'other';
  return isPlain(item) ? 'object' : 'other';
}

/**
 * Makes a batch of items, PyTorch's default_collate: numbers to a Float32Array, which is what TensorFlow.js, ONNX
 * Runtime and WebGPU take; typed arrays of one length to {@link Stacked}; objects and arrays field by field; strings,
 * booleans and anything else to an array.
 * @param indices Of the items, for errors.
 *
 * Float32 rounds a number below 2^24 to 7 digits, and one of at most 2^-150 to 0. A number above 2^24 that it would
 * change, such as an id or a time in milliseconds, throws.
 * @throws {TypeError | RangeError} Items differ in kind, length or fields: which one, and how. Or a number above 2^24
 * that a Float32Array does not hold.
 */
export function defaultCollate<T>(items: readonly T[], indices: ArrayLike<number>): Collated<T> {
  return collate(items, indices, '') as Collated<T>;
}

function collate(items: readonly unknown[], indices: ArrayLike<number>, path: string): unknown {
  const [first] = items;
  const kind = kindOf(first);
  // not by forEach, here and below: it leaves holes out
  for (let i = 0; i < items.length; i++) {
    if (kindOf(items[i]) === kind) continue;
    throw new TypeError(
      `${nameOf(indices[i], path)} must be of the kind of ${nameOf(indices[0], path)}, ` +
        `${describe(first)}, got ${describe(items[i])}`,
    );
  }
  if (kind === 'number') return floats(items as number[], indices, path);
  if (kind === 'other') return [...items];
  if (kind === 'object') return byField(items as Fields[], indices, path);
  if (kind === 'DataView') return [...items];
  checkLengths(items as ArrayLike<unknown>[], indices, path);
  if (kind === 'Array') {
    return Array.from(first as unknown[], (_, field) =>
      collate(
        items.map((item) => (item as unknown[])[field]),
        indices,
        `${path}[${field}]`,
      ),
    );
  }
  return stack(items as Float64Array[], kind);
}

/**
 * Above 2^24, Float32 is coarser than 1: it makes another id of an id, another second of a time, and Infinity of 1e39.
 */
function floats(items: readonly number[], indices: ArrayLike<number>, path: string): Float32Array {
  const data = Float32Array.from(items);
  const i = items.findIndex((item, at) => data[at] !== item && Math.abs(item) > 2 ** 24);
  if (i < 0) return data;
  const value = items[i];
  const exact = Number.isInteger(value) ? ', a bigint' : '';
  const one = path ? '' : ' such as (items) => Float64Array.from(items)';
  throw new RangeError(
    `${nameOf(indices[i], path)} must be a number that a Float32Array holds, got ${value}, which ` +
      `would be ${data[i]}: make ${path ? 'this field' : 'each item'} a Float64Array like ` +
      `Float64Array.of(${value})${exact} or a string, or give a collate of your own${one}`,
  );
}

function stack(items: readonly Float64Array[], kind: string): Stacked {
  const [first] = items;
  const { length } = first;
  // of the kind's own constructor: a Buffer's, or a subclass's, is another
  const kinds = globalThis as unknown as Record<string, typeof Float64Array>;
  const data = new kinds[kind](items.length * length);
  items.forEach((item, i) => {
    data.set(item, i * length);
  });
  return { data, shape: [items.length, length] };
}

type Fields = Readonly<Record<string | symbol, unknown>>;

/** Fields that spreading copies, too. */
function fieldsOf(item: Fields): (string | symbol)[] {
  const symbols = Object.getOwnPropertySymbols(item);
  return [
    ...Object.keys(item),
    ...symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(item, symbol)),
  ];
}

function byField(items: readonly Fields[], indices: ArrayLike<number>, path: string): unknown {
  const fields = fieldsOf(items[0]);
  items.forEach((item, i) => {
    const own = fieldsOf(item);
    const missing = fields.find((field) => !Object.hasOwn(item, field));
    const extra = own.find((field) => !Object.hasOwn(items[0], field));
    if (missing === undefined && extra === undefined) return;
    const what = missing === undefined ? `has a field ${describe(extra)} more` : `has no field ${describe(missing)}`;
    throw new TypeError(`${nameOf(indices[i], path)} must have the fields of ${nameOf(indices[0], path)}, it ${what}`);
  });
  return Object.fromEntries(
    fields.map((field) => [
      field,
      collate(
        items.map((item) => item[field]),
        indices,
        typeof field === 'symbol' ? `${path}[${String(field)}]` : `${path}.${field}`,
      ),
    ]),
  );
}

function checkLengths(items: readonly ArrayLike<unknown>[], indices: ArrayLike<number>, path: string): void {
  const [{ length }] = items;
  items.forEach((item, i) => {
    if (item.length === length) return;
    throw new RangeError(
      `${nameOf(indices[i], path)} must be as long as ${nameOf(indices[0], path)}, ${length}, ` +
        `got ${item.length}${torch('each element in list of batch should be of equal size')}`,
    );
  });
}

function nameOf(index: number, path: string): string {
  return `item ${index}${path && ` at ${path.replace(/^\./, '')}`}`;
}
