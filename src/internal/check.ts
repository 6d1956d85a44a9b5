// Checks of arguments. They throw a TypeError for a wrong type and a RangeError for a wrong value. Each message names
// the argument, the expectation and the value.
import { describe, torchGot } from './describe.js';
import { fingerprint } from './fingerprint.js';

/**
 * Seed of the draws: an integer in [0, 2^53 - 1], as number, bigint or decimal string. 1, 1n and '1' are equal
 * seeds. Any other string is hashed to such an integer.
 */
export type Seed = number | bigint | string;

/** Largest number of weights: with their table, they must fit a 4 GiB memory. */
export const MAX_WEIGHTS = 2 ** 28 - 2 ** 23;

/** Largest number of indices, and largest index: they are unsigned 32-bit integers. */
export const MAX_INDICES = 2 ** 32 - 1;

const SAFE = 'a safe integer (at most 2^53 - 1)';

/** Checks an integer in [least, 2^53 - 1]. `quoted` adds PyTorch's sentence to the error. */
export function checkInteger(name: string, value: unknown, least: 0 | 1, quoted = false): number {
  if (typeof value === 'number' && value >= least && Number.isSafeInteger(value)) return value;
  const expected = `${name} must be a ${least ? 'positive' : 'non-negative'} integer`;
  const sentence = quoted ? torchGot(name, 'positive integer', value) : '';
  if (typeof value !== 'number') {
    const hint =
      name === 'numSamples' && typeof value === 'object' && value !== null ? ' (options come after numSamples)' : '';
    throw new TypeError(`${expected}, got ${describe(value)}${hint}${sentence}`);
  }
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`${expected}, got ${describe(value)}${sentence}`);
  throw new RangeError(`${expected} and ${SAFE}, got ${value}${sentence}`);
}

/** Checks the option or argument `numSamples`. */
export function checkNumSamples(value: unknown): number {
  return checkInteger('numSamples', value, 1, true);
}

/** Checks the length of an array of indices. */
export function checkArrayLength(name: string, value: unknown): number {
  const count = checkInteger(name, value, 0);
  if (count > MAX_INDICES) throw new RangeError(`${name} must fit one Uint32Array (at most 2^32 - 1), got ${count}`);
  return count;
}

/** Checks the batch options. */
export function checkBatches(batchSize: unknown, dropLast: unknown): void {
  checkInteger('batchSize', batchSize, 1, true);
  checkArrayLength('batchSize', batchSize);
  checkBoolean('dropLast', dropLast, true);
}

/** Checks an index from an iterable of your own. */
export function checkIndex(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INDICES) return value;
  const expected = `an index must be an integer in [0, 2^32 - 1], got ${describe(value)} from your iterable`;
  throw typeof value === 'number' ? new RangeError(expected) : new TypeError(expected);
}

/** Checks a Uint32Array over any buffer, of any realm. */
export function checkUint32Array(name: string, value: unknown): void {
  if (!ArrayBuffer.isView(value) || (value as Uint32Array)[Symbol.toStringTag] !== 'Uint32Array') {
    throw new TypeError(`${name} must be a Uint32Array, got ${describe(value)}`);
  }
}

/** Checks a boolean. `quoted` adds PyTorch's sentence to the error. */
export function checkBoolean(name: string, value: unknown, quoted = false): boolean {
  if (typeof value === 'boolean') return value;
  const sentence = quoted ? torchGot(name, 'boolean', value) : '';
  throw new TypeError(`${name} must be a boolean, got ${describe(value)}${sentence}`);
}

/** Checks a string option with a few allowed values. */
export function checkOneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  if ((allowed as readonly unknown[]).includes(value)) return value as T;
  const expected = `${name} must be ${allowed.map((each) => `'${each}'`).join(' or ')}, got ${describe(value)}`;
  throw typeof value === 'string' ? new RangeError(expected) : new TypeError(expected);
}

/** Checks that an options object has only known keys, of which there is at least one. Undefined counts as {}. */
export function checkOptions<O extends object>(value: O | undefined, known: readonly (keyof O & string)[]): O {
  if (value === undefined) return {} as O;
  // refuses arrays, Maps and generators, whose keys are not options
  if (value === null || !isPlain(value)) {
    throw new TypeError(`options must be an object like { ${known[0]}: … }, got ${describe(value)}`);
  }
  for (const key of Object.keys(value)) {
    if (!(known as readonly string[]).includes(key)) {
      throw new TypeError(`options has no ${describe(key)}${suggestion(key, known)}; known are ${known.join(', ')}`);
    }
  }
  return value;
}

/** Whether an object is a plain object of any realm: its prototype is null or has no prototype. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Suggests the known key for a key in PyTorch's spelling, such as batch_size or collate_fn. */
function suggestion(key: string, known: readonly string[]): string {
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

/** Checks a seed, and returns it as an integer. */
export function checkSeed(seed: unknown): number {
  const value = Number(typeof seed === 'number' || typeof seed === 'bigint' ? seed : integerOf(seed));
  if (Number.isSafeInteger(value) && value >= 0) return value;
  const expected = 'seed must be a non-negative integer of at most 2^53 - 1, as number or bigint, or a string';
  const Kind = typeof seed === 'number' || typeof seed === 'bigint' ? RangeError : TypeError;
  throw new Kind(`${expected}, got ${describe(seed)}`);
}

/** Parses or hashes a string to an integer. */
function integerOf(seed: unknown): number {
  if (typeof seed !== 'string') return Number.NaN;
  if (/^(0|[1-9]\d{0,15})$/.test(seed) && Number.isSafeInteger(Number(seed))) return Number(seed);
  // the high 53 of 64 bits
  return Number(BigInt(`0x${fingerprint(seed)}`) >> 11n);
}

/** Whether a value is a valid label. NaN is not, because it does not equal itself. */
export function isLabel(value: unknown): value is string | number | bigint | boolean {
  const kind = typeof value;
  return kind === 'string' || (kind === 'number' && !Number.isNaN(value)) || kind === 'boolean' || kind === 'bigint';
}

/** The error about a value that is not a label. */
export function notALabel(name: string, value: unknown): TypeError {
  return new TypeError(`${name} must be a string, a number, a bigint or a boolean, got ${describe(value)}`);
}

/** Checks an array or typed array of at most `most` entries, and returns its length. */
export function checkArrayLike(name: string, value: unknown, most: number): number {
  const expected = 'must be an array or typed array';
  if (typeof value !== 'object' || value === null) throw new TypeError(`${name} ${expected}, got ${describe(value)}`);
  const { length } = value as { length?: unknown };
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    throw new TypeError(
      `${name} ${expected}, got ${describe(value)}${length === undefined ? '' : ` of length ${describe(length)}`}`,
    );
  }
  if (length > most) throw new RangeError(`${name} must have at most ${most} entries, got ${length}`);
  return length;
}

/** Checks the argument `source`, and returns its number of indices. An object's length is read once. */
export function checkSource(source: unknown): number {
  const hasLength = typeof source === 'object' && source !== null;
  const length = hasLength ? (source as { length?: unknown }).length : source;
  if (typeof length === 'number' && Number.isInteger(length) && length >= 0 && length <= MAX_INDICES) return length;
  const got = hasLength ? `${describe(source)} of length ${describe(length)}` : describe(source);
  const expected = `source must be a non-negative integer or have one as its length, got ${got}`;
  if (typeof length !== 'number') throw new TypeError(expected);
  if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(expected);
  throw new RangeError(`source must have at most 2^32 - 1 indices, got ${length}`);
}

/**
 * Checks that at most one of these options is given. Call it before all other checks, because this error explains
 * more.
 */
export function checkExclusive(seed: unknown, generator: unknown): void {
  if (seed === undefined || generator === undefined) return;
  throw new TypeError(`seed and generator exclude each other, got ${describe(seed)} and ${describe(generator)}`);
}

/**
 * Checks the options of all seeded samplers. A generator is recognized by a member, because its class may be of another
 * build.
 */
export function checkSeeded(seed: unknown, generator: unknown, backend: unknown): void {
  if (seed !== undefined) checkSeed(seed);
  if (generator !== undefined) {
    const isGenerator = typeof generator === 'object' && generator !== null && '_multinomial' in generator;
    if (!isGenerator) throw new TypeError(`generator must be a TorchGenerator, got ${describe(generator)}`);
  }
  if (backend !== undefined) checkOneOf('backend', backend, ['auto', 'wasm', 'js']);
}

/** Checks the number of draws in an epoch that is stored whole, as with a generator. */
export function checkWhole(numSamples: number): void {
  if (numSamples <= MAX_INDICES) return;
  throw new RangeError(
    `numSamples must be at most 2^32 - 1 with a generator, which stores whole epochs, got ${numSamples}`,
  );
}
