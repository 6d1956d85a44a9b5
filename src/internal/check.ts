// Every check of an argument. TypeError for the wrong kind, RangeError for the wrong value; each says which argument,
// what it got and what was expected.
import { describe, torch, torchGot } from './describe.js';
import { fingerprint } from './fingerprint.js';

/**
 * A seed of a stream: an integer in [0, 2^53 - 1] as a number, a bigint or a decimal string (1, 1n and '1' are the same
 * seed). Any other string is hashed to such an integer.
 */
export type Seed = number | bigint | string;

/** The largest number of weights whose table still fits a 4 GiB memory beside them. */
export const MAX_WEIGHTS = 2 ** 28 - 2 ** 23;

/** Indices are u32. */
export const MAX_INDICES = 2 ** 32 - 1;

const SAFE = 'a safe integer (at most 2^53 - 1)';

/** A number within [least, 2^53 - 1], without a fraction. `quoted` adds PyTorch's sentence to the error. */
export function checkInteger(name: string, value: unknown, least: 0 | 1, quoted = false): number {
  if (typeof value === 'number' && value >= least && Number.isSafeInteger(value)) return value;
  const wanted = `${name} must be a ${least ? 'positive' : 'non-negative'} integer`;
  const theirs = quoted ? torchGot(name, 'positive integer', value) : '';
  if (typeof value !== 'number') {
    const hint = name === 'numSamples' && typeof value === 'object' && value !== null ? ' (options come after it)' : '';
    throw new TypeError(`${wanted}, got ${describe(value)}${hint}${theirs}`);
  }
  if (!(Number.isInteger(value) && value >= least)) throw new RangeError(`${wanted}, got ${describe(value)}${theirs}`);
  throw new RangeError(`${wanted} and ${SAFE}, got ${value}${theirs}`);
}

export function checkNumSamples(value: unknown): number {
  return checkInteger('numSamples', value, 1, true);
}

/** How many indices one array is to hold. */
export function checkArrayLength(name: string, value: unknown): number {
  const count = checkInteger(name, value, 0);
  if (count > MAX_INDICES) throw new RangeError(`${name} must fit one Uint32Array (at most 2^32 - 1), got ${count}`);
  return count;
}

/** How indices are put in batches. */
export function checkBatches(batchSize: unknown, dropLast: unknown): void {
  checkInteger('batchSize', batchSize, 1, true);
  checkArrayLength('batchSize', batchSize);
  checkBoolean('dropLast', dropLast, true);
}

/** An index that an iterable gave. */
export function checkIndex(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INDICES) return value;
  const wanted = `an index must be an integer in [0, 2^32 - 1], got ${describe(value)} from the iterable inside`;
  throw typeof value === 'number' ? new RangeError(wanted) : new TypeError(wanted);
}

/** An array to write indices to; over any buffer, of any realm. */
export function checkUint32Array(name: string, value: unknown): void {
  if (!ArrayBuffer.isView(value) || (value as Uint32Array)[Symbol.toStringTag] !== 'Uint32Array') {
    throw new TypeError(`${name} must be a Uint32Array, got ${describe(value)}`);
  }
}

/** `quoted` adds PyTorch's sentence to the error. */
export function checkBoolean(name: string, value: unknown, quoted = false): boolean {
  if (typeof value === 'boolean') return value;
  const theirs = quoted ? torchGot(name, 'boolean', value) : '';
  throw new TypeError(`${name} must be a boolean, got ${describe(value)}${theirs}`);
}

export function checkOneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  if ((allowed as readonly unknown[]).includes(value)) return value as T;
  const wanted = `${name} must be ${allowed.map((each) => `'${each}'`).join(' or ')}, got ${describe(value)}`;
  throw typeof value === 'string' ? new RangeError(wanted) : new TypeError(wanted);
}

/** An options object with no key but the known ones; undefined is an empty one. */
export function checkOptions<O extends object>(value: O | undefined, known: readonly (keyof O & string)[]): O {
  if (value === undefined) return {} as O;
  // no array, Map or generator, whose keys are no options
  if (typeof value !== 'object' || value === null || !isPlain(value)) {
    throw new TypeError(
      `options must be an object${known.length ? ` like { ${known[0]}: … }` : ''}, got ${describe(value)}`,
    );
  }
  for (const key of Object.keys(value)) {
    if (!(known as readonly string[]).includes(key)) {
      throw new TypeError(
        `options has no ${describe(key)}${meant(key, known)}; known are ${known.join(', ') || 'none'}`,
      );
    }
  }
  return value;
}

/** Whether an object is one of fields alone, of whatever realm: above it there is but what has nothing above. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** PyTorch's names for what is known here: batch_size, collate_fn. */
function meant(key: string, known: readonly string[]): string {
  const name = key.replace(/_fn$/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return known.includes(name) ? `: did you mean ${name}?` : '';
}

/** Checks an option `signal`, which may be of another realm or a polyfill. */
export function checkSignal(signal: unknown): void {
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.aborted !== 'boolean') {
    throw new TypeError(`signal must be an AbortSignal, got ${describe(signal)}`);
  }
}

/** Throws a signal's reason once it is aborted. React Native's signals have neither a reason nor `throwIfAborted`. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason ?? new Error('aborted');
}

/** The number that a seed stands for. */
export function checkSeed(seed: unknown): number {
  const value = Number(typeof seed === 'number' || typeof seed === 'bigint' ? seed : integerOf(seed));
  if (Number.isSafeInteger(value) && value >= 0) return value;
  const wanted = 'seed must be a non-negative integer of at most 2^53 - 1, as number or bigint, or a string';
  const Kind = typeof seed === 'number' || typeof seed === 'bigint' ? RangeError : TypeError;
  throw new Kind(`${wanted}, got ${describe(seed)}`);
}

/** The integer that a string is, or is hashed to. */
function integerOf(seed: unknown): number {
  if (typeof seed !== 'string') return Number.NaN;
  if (/^(0|[1-9]\d{0,15})$/.test(seed) && Number.isSafeInteger(Number(seed))) return Number(seed);
  // the high 53 of 64 bits
  return Number(BigInt(`0x${fingerprint(seed)}`) >> 11n);
}

/** Whether a value is a class. NaN is none: it is not equal to itself. */
export function isLabel(value: unknown): value is string | number | bigint | boolean {
  const kind = typeof value;
  return kind === 'string' || (kind === 'number' && !Number.isNaN(value)) || kind === 'boolean' || kind === 'bigint';
}

export function notALabel(name: string, value: unknown): TypeError {
  return new TypeError(`${name} must be a string, a number, a bigint or a boolean, got ${describe(value)}`);
}

/** The length of an array-like that is not a string. */
export function checkArrayLike(name: string, value: unknown, most: number): number {
  const wanted = 'must be an array or typed array';
  if (typeof value !== 'object' || value === null) throw new TypeError(`${name} ${wanted}, got ${describe(value)}`);
  const { length } = value as { length?: unknown };
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    throw new TypeError(
      `${name} ${wanted}, got ${describe(value)}${length === undefined ? '' : ` of length ${describe(length)}`}`,
    );
  }
  if (length > most) throw new RangeError(`${name} must have at most ${most} entries, got ${length}`);
  return length;
}

const NEGATIVE = 'invalid multinomial distribution (encountering probability entry < 0)';
const INFINITE = 'invalid multinomial distribution (encountering probability entry = infinity or NaN)';
const NO_SUM = 'invalid multinomial distribution (sum of probabilities <= 0)';
const NOT_PROBABILITIES = 'probability tensor contains either `inf`, `nan` or element < 0';
const TOO_MANY = 'cannot sample n_sample > prob_dist.size(-1) samples without replacement';

/** How many indices a source has: a number, or what has one as its length, which is read once. */
export function checkSource(source: unknown): number {
  const hasLength = typeof source === 'object' && source !== null;
  const length = hasLength ? (source as { length?: unknown }).length : source;
  if (typeof length === 'number' && Number.isInteger(length) && length >= 0 && length <= MAX_INDICES) return length;
  const got = hasLength ? `${describe(source)} of length ${describe(length)}` : describe(source);
  const wanted = `source must be a non-negative integer or have one as its length, got ${got}`;
  if (typeof length !== 'number') throw new TypeError(wanted);
  if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(wanted);
  throw new RangeError(`source must have at most 2^32 - 1 indices, got ${length}`);
}

/**
 * Options that exclude each other, whatever their values. Call it before any argument is checked: what is meant comes
 * before what is wrong.
 */
export function checkExclusive(seed: unknown, generator: unknown): void {
  if (seed === undefined || generator === undefined) return;
  throw new TypeError(`seed and generator exclude each other, got ${describe(seed)} and ${describe(generator)}`);
}

/**
 * What every seeded sampler has among its options. A generator is known by what it draws: it may be of another build.
 */
export function checkSeeded(seed: unknown, generator: unknown, backend: unknown): void {
  if (seed !== undefined) checkSeed(seed);
  if (generator !== undefined) {
    const is = typeof generator === 'object' && generator !== null && '_multinomial' in generator;
    if (!is) throw new TypeError(`generator must be a TorchGenerator, got ${describe(generator)}`);
  }
  if (backend !== undefined) checkOneOf('backend', backend, ['auto', 'wasm', 'js']);
}

/** Draws an epoch that are kept whole: a generator's. */
export function checkWhole(numSamples: number): void {
  if (numSamples <= MAX_INDICES) return;
  throw new RangeError(
    `numSamples must be at most 2^32 - 1 with a generator, whose epochs are kept, got ${numSamples}`,
  );
}

/** What PyTorch says of weights that it cannot draw by, with replacement and without. */
const WITH = { negative: NEGATIVE, infinite: INFINITE, empty: NO_SUM };
const WITHOUT = { negative: NOT_PROBABILITIES, infinite: NOT_PROBABILITIES, empty: TOO_MANY };

/** Weights to draw by: their number. O(n), and nothing is copied. */
export function checkWeights(weights: unknown, replacement: boolean): number {
  const sentences = replacement ? WITH : WITHOUT;
  const length = checkArrayLike('weights', weights, MAX_WEIGHTS);
  const values = weights as ArrayLike<unknown>;
  let positive = false;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    // NaN fails the first comparison
    if (typeof value === 'number' && value >= 0 && value < Infinity) {
      if (value > 0) positive = true;
    } else {
      throw wrongWeight(values, i, sentences);
    }
  }
  if (length === 0) throw new RangeError(`weights must not be empty${torch(sentences.empty)}`);
  if (!positive) {
    throw new RangeError(
      `weights must have a positive entry, got ${length === 1 ? 'one zero' : `${length} zeros`}${torch(NO_SUM)}`,
    );
  }
  return length;
}

/**
 * Weights to draw by, as a copy: for what reads them more than once. The copy is checked, too, since they may change
 * meanwhile.
 */
export function takeWeights(weights: ArrayLike<number>, replacement: boolean): Float64Array {
  const copy = new Float64Array(checkWeights(weights, replacement));
  for (let i = 0; i < copy.length; i++) copy[i] = weights[i];
  checkWeights(copy, replacement);
  return copy;
}

/** Weights that `checkWeights` let through have a sum that others can be divided by, as PyTorch does. */
export function checkTotal(weights: ArrayLike<number>, count: number): void {
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i];
  if (total === Infinity) throw new RangeError('weights must sum to less than 2^1024 with a generator, got more');
}

/** Weights that `checkWeights` let through have so many positive ones. */
export function checkDistinct(weights: ArrayLike<number>, count: number, numSamples: number): void {
  let positives = 0;
  for (let i = 0; i < count; i++) if (weights[i] > 0) positives++;
  if (numSamples <= positives) return;
  throw new RangeError(
    `numSamples must be at most the number of positive weights, ${positives}, to draw without ` +
      `replacement, got ${numSamples}${torch(TOO_MANY)}`,
  );
}

function wrongWeight(
  values: ArrayLike<unknown>,
  i: number,
  { negative, infinite }: { negative: string; infinite: string },
): Error {
  const value = values[i];
  const wanted = `weights[${i}] must be a finite number of at least 0, got`;
  if (typeof value === 'number') {
    return new RangeError(`${wanted} ${value}${torch(value === Infinity ? infinite : negative)}`);
  }
  if (value === undefined && !(i in values)) return new TypeError(`${wanted} a hole`);
  const nested = typeof value === 'object' && value !== null && 'length' in value;
  const shape = nested && `(${values.length}, ${value.length})`;
  const theirs = shape ? torch(`weights should be a 1d sequence but given weights have shape ${shape}`) : '';
  return new TypeError(`${wanted} ${describe(value)}${theirs}`);
}
