// What the saved states of all generators have in common.
import { describe } from '../internal/describe.js';

/** Fields of every generator's state. */
export interface SavedGenerator<Name extends string> {
  /** Version of the format. */
  readonly version: 1;
  /** Class name of the generator. */
  readonly generator: Name;
  /** The seed: a number as it was given, a bigint as its decimal digits. */
  readonly seed: number | string;
}

/**
 * Checks that a state was saved by a generator of class `name`, and returns its fields, unchecked.
 * @throws {TypeError | RangeError} It is no object, lacks a field, or was saved by something else.
 */
export function checkSaved(state: unknown, name: string, fields: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof state !== 'object' || state === null || Array.isArray(state) || ArrayBuffer.isView(state)) {
    throw new TypeError(`state must come from state(), got ${describe(state)}`);
  }
  const given = { ...state } as Record<string, unknown>;
  const { generator, sampler, version } = given;
  if (typeof sampler === 'string') {
    throw new RangeError(`state must be of a ${name}, got one of a ${sampler}: restore it in that sampler`);
  }
  requireFields(given, ['version', 'generator']);
  if (version !== 1) throw new RangeError(`state.version must be 1, got ${describe(version)}`);
  if (generator !== name) throw new RangeError(`state must be of a ${name}, got one of ${describe(generator)}`);
  requireFields(given, fields);
  return given;
}

function requireFields(given: object, fields: readonly string[]): void {
  for (const field of fields) {
    if (!(field in given)) throw new TypeError(`state has no ${field}: it must come from state()`);
  }
}

/** An integer as JSON: a number stays one, a bigint becomes its decimal digits. */
export function saveInteger(value: number | bigint): number | string {
  return typeof value === 'bigint' ? `${value}` : value;
}

/** The integer that `saveInteger` made, unchecked; anything else as it is. */
export function savedInteger(value: unknown): unknown {
  return typeof value === 'string' && /^(0|-?[1-9]\d{0,19})$/.test(value) ? BigInt(value) : value;
}
