import { isPlain } from '../internal/check.js';
import { describe, torch } from '../internal/describe.js';

/** Any typed array. */
export type TypedArray =
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
 * Types of items that a batch holds as an array, unchanged. At run time, instances of any class belong to them too.
 * Types cannot tell such instances from other objects: a `collate` of your own declares its own types.
 */
export type Whole =
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

/** Instances of a class of the platform, if its types are known. */
type Global<Name extends string> =
  typeof globalThis extends Record<Name, { prototype: infer Instance }> ? Instance : never;

/** Typed arrays of one length, one after the other. `shape` is (items, length of each). */
export interface Stacked<A extends TypedArray = TypedArray> {
  readonly data: A;
  readonly shape: [items: number, length: number];
}

/**
 * The batch that `defaultCollate` makes of items of type T. If T is a union of kinds, this is a union of batches: one
 * batch has items of one kind.
 */
export type Collated<T> = 0 extends 1 & T
  ? // biome-ignore lint/suspicious/noExplicitAny: items of any type make a batch of any type
    any
  : unknown extends T
    ? unknown
    : ArrayOf<Extract<T, Whole>> | CollatedEach<Exclude<T, Whole>>;

export type ArrayOf<T> = [T] extends [never] ? never : T[];

type CollatedEach<T> = T extends number
  ? Float32Array<ArrayBuffer>
  : T extends TypedArray
    ? Stacked<T>
    : T extends object
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : never;

/** The rule that applies to an item. All items of a batch need the same one. */
function kindOf(item: unknown): string {
  if (typeof item === 'number') return 'number';
  if (typeof item !== 'object' || item === null) return 'other';
  if (Array.isArray(item)) return 'Array';
  if (ArrayBuffer.isView(item)) return (item as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? 'other';
  return isPlain(item) ? 'object' : 'other';
}

/**
 * Makes a batch of items, like PyTorch's default_collate:
 *
 * - Numbers become a Float32Array, which TensorFlow.js, ONNX Runtime and WebGPU accept.
 * - Typed arrays of one length become {@link Stacked}.
 * - Plain objects and arrays are collated field by field.
 * - Strings, booleans, bigints, dates, null, instances of classes and everything else become an array.
 *
 * Float32 rounds a number below 2^24 to 7 digits, and one of at most 2^-150 to 0. A number above 2^24 that it would
 * change, such as an id or a time in milliseconds, throws.
 * @param indices The items' indices, (items,), for error messages. Default: 0, 1, 2, and so on.
 * @throws {TypeError | RangeError} Items differ in kind, length or fields. The message says which item, and how. Also
 * for a number above 2^24 that a Float32Array cannot hold.
 */
export function defaultCollate<T>(
  items: readonly T[],
  indices: ArrayLike<number> = Uint32Array.from(items.keys()),
): Collated<T> {
  return collate(items, indices, '') as Collated<T>;
}

/**
 * A rule of one's own for items of one kind. It returns undefined for items that it leaves to the usual rules. `path`
 * leads from an item of the batch to these items.
 */
export type Rule = (items: readonly unknown[], kind: string, indices: ArrayLike<number>, path: string) => unknown;

/** Makes a batch. `rule` comes before the usual rules. */
export function collate(items: readonly unknown[], indices: ArrayLike<number>, path: string, rule?: Rule): unknown {
  const [first] = items;
  const kind = kindOf(first);
  // a loop instead of forEach, here and below, because forEach skips holes
  for (let i = 0; i < items.length; i++) {
    if (kindOf(items[i]) === kind) continue;
    throw new TypeError(
      `${nameOf(indices[i], path)} must be of the kind of ${nameOf(indices[0], path)}, ` +
        `${describe(first)}, got ${describe(items[i])}`,
    );
  }
  const made = rule?.(items, kind, indices, path);
  if (made !== undefined) return made;
  if (kind === 'number') return floats(items as number[], indices, path);
  if (kind === 'other') return [...items];
  if (kind === 'object') return byField(items as Fields[], indices, path, rule);
  if (kind === 'DataView') return [...items];
  checkLengths(items as ArrayLike<unknown>[], indices, path);
  if (kind === 'Array') {
    return Array.from(first as unknown[], (_, field) =>
      collate(
        items.map((item) => (item as unknown[])[field]),
        indices,
        `${path}[${field}]`,
        rule,
      ),
    );
  }
  return stack(items as Float64Array[], kind);
}

/**
 * Numbers as Float32. Above 2^24 its steps are larger than 1, so that it changes ids and times, and turns 1e39 into
 * Infinity. Such a number throws.
 */
function floats(items: readonly number[], indices: ArrayLike<number>, path: string): Float32Array {
  const data = new Float32Array(items);
  let i = 0;
  while (i < data.length && (data[i] === items[i] || !(Math.abs(items[i]) > 2 ** 24))) i++;
  if (i === data.length) return data;
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
  const data = new (classOf(kind))(items.length * length);
  for (let i = 0; i < items.length; i++) data.set(items[i], i * length);
  return { data, shape: [items.length, length] };
}

/** The platform's class of typed arrays of a kind: a Buffer and a subclass have other constructors. */
export function classOf(kind: string): typeof Float64Array {
  return (globalThis as unknown as Record<string, typeof Float64Array>)[kind];
}

type Fields = Readonly<Record<string | symbol, unknown>>;

/** The own enumerable fields, which spreading also copies. */
function fieldsOf(item: Fields): (string | symbol)[] {
  const symbols = Object.getOwnPropertySymbols(item);
  return [
    ...Object.keys(item),
    ...symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(item, symbol)),
  ];
}

function byField(items: readonly Fields[], indices: ArrayLike<number>, path: string, rule?: Rule): unknown {
  const fields = fieldsOf(items[0]);
  items.forEach((item, i) => {
    const own = fieldsOf(item);
    const missing = fields.find((field) => !Object.hasOwn(item, field));
    const extra = own.find((field) => !Object.hasOwn(items[0], field));
    if (missing === undefined && extra === undefined) return;
    const what =
      missing === undefined ? `has an additional field ${describe(extra)}` : `has no field ${describe(missing)}`;
    throw new TypeError(`${nameOf(indices[i], path)} must have the fields of ${nameOf(indices[0], path)}, it ${what}`);
  });
  return Object.fromEntries(
    fields.map((field) => [
      field,
      collate(
        items.map((item) => item[field]),
        indices,
        typeof field === 'symbol' ? `${path}[${String(field)}]` : `${path}.${field}`,
        rule,
      ),
    ]),
  );
}

function checkLengths(items: readonly ArrayLike<unknown>[], indices: ArrayLike<number>, path: string): void {
  const [{ length }] = items;
  for (let i = 0; i < items.length; i++) {
    if (items[i].length === length) continue;
    throw new RangeError(
      `${nameOf(indices[i], path)} must be as long as ${nameOf(indices[0], path)}, ${length}, ` +
        `got ${items[i].length}${torch('each element in list of batch should be of equal size')}`,
    );
  }
}

export function nameOf(index: number, path: string): string {
  return `item ${index}${path && ` at ${path.replace(/^\./, '')}`}`;
}
